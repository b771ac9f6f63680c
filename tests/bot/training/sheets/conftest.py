"""The city that trains its staff, and workbooks for it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.model import Actor
from bot.sheets import BadRows, Sheet, write_book
from bot.training.managing import Deed
from bot.training.sheets import book, completions, entering
from bot.training.sheets.columns import COLUMNS
from bot.training.sheets.entering import Imported

from ..turns.conftest import TOKYO, City, city  # noqa: F401 - a fixture

Row = dict[str, Any]
COURSE: Row = {
    "code": "teams",
    "title": "オンライン会議研修",
    "finish_by": "2027-03-31",
    "to": "all",
}
SESSION: Row = {
    "code": "teams",
    "number": 1,
    "day": "2026-12-10",
    "starts": "13:30",
    "ends": "15時",
    "seats": 2,
    "place": "研修室",
}


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of these sheets; a row names the columns that it fills."""

    def write(name: str = "training.xlsx", **sheets: Sequence[Row]) -> Path:
        made = []
        for kind, rows in sheets.items():
            keys = [
                column
                for column in COLUMNS[kind]
                if column.required or any(column.key in row for row in rows)
            ]
            lines = [[row.get(column.key, "") for column in keys] for row in rows]
            headings = [column.headings[0] for column in keys]
            made.append(Sheet(name=kind, headings=headings, rows=lines))
        write_book(tmp_path / name, made)
        return tmp_path / name

    return write


def enter(city: City, path: Path, *, known_only: bool = False) -> Imported:  # noqa: F811
    """Import a file as `renkei training import` does."""
    found = book.read(path, TOKYO)
    known = completions.Known()
    if found.completions is not None:
        today = city.now.date()
        known = completions.known(found.completions, city.read, today=today, known_only=known_only)
    deed = Deed(by=city.person("t5").id, actor=Actor.command("operator"), now=city.now)
    return city.write(lambda tx: entering.put(tx, found, known, deed))


def faults(city: City, path: Path) -> list[str]:  # noqa: F811
    """What is wrong with a file, a line for each cell."""
    with pytest.raises(BadRows) as error:
        enter(city, path)
    return [str(fault) for fault in error.value.faults]
