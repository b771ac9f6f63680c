"""An empty roster with its sheets and headings, to be filled in."""

from pathlib import Path

from bot import sheets
from bot.attendance.sheets.roster.columns import COLUMNS


def write(path: Path) -> None:
    """Write it to `path` (.xlsx); raises Unreadable where that can't be."""
    pages = [
        sheets.Sheet(name=kind.value, headings=[column.headings[0] for column in columns], rows=())
        for kind, columns in COLUMNS.items()
    ]
    sheets.write_book(path, pages)
