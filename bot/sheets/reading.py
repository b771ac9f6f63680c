"""Rows out of a .csv (UTF-8 or cp932) or an .xlsx, with the line that each stands on."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from bot.errors import Unreadable
from bot.sheets.cells import Cell, Column, Row, folded, letters

Line = tuple[int, Sequence[Cell]]  # its number and its cells
_SEARCHED = 10  # a title and notes may stand above the headings


def read(path: Path, columns: Sequence[Column], *, ignore_unknown: bool = False) -> Iterator[Row]:
    """The rows below the headings, one by one; empty rows are passed over.

    Raises Unreadable, with the file's name and the remedy, for a file that isn't such a sheet, a
    required column that is missing, a column that isn't known (unless ignored) or stands twice.
    """
    lines = _lines(path)
    _, heading = _heading(path, lines, columns)
    keys = _keys(path, heading, columns, ignore_unknown=ignore_unknown)
    headings = {key: _shown(heading[index]) for index, key in keys.items()}
    for number, cells in lines:
        if any(cell != "" for cell in cells):
            values = {key: cells[index] for index, key in keys.items() if index < len(cells)}
            stray = "" if ignore_unknown else _stray(cells, heading)
            yield Row(line=number, cells=values, headings=headings, stray=stray)


def _lines(path: Path) -> Iterator[Line]:
    """By what the file is, not by what its name says."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Unreadable(path.name, f"can't be opened ({error.strerror})") from None
    if not start.strip():
        raise Unreadable(path.name, "is empty; save the table again")
    if start.startswith(b"PK\x03\x04"):
        from bot.sheets.workbook import lines  # calamine is loaded only where it is wanted
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        remedy = "is protected by a password or an old .xls; save it as .xlsx without a password"
        raise Unreadable(path.name, remedy)
    else:
        from bot.sheets.text import lines
    return lines(path)


def _heading(path: Path, lines: Iterator[Line], columns: Sequence[Column]) -> Line:
    """The first line that holds every required column; titles may stand above it."""
    required = [column for column in columns if column.required]
    first: Line | None = None
    for number, cells in islice(lines, _SEARCHED):
        found = {folded(_shown(cell)) for cell in cells} - {""}
        if all(column.known_as() & found for column in required) and (required or found):
            return number, cells
        if first is None and found:
            first = (number, cells)
    if first is None:
        raise Unreadable(path.name, "is empty; write the headings in the first line")
    missing = _missing(first[1], required)
    raise Unreadable(f"{path.name}, line {first[0]}", f"add the missing columns {missing}")


def _missing(cells: Sequence[Cell], required: Iterable[Column]) -> str:
    found = {folded(_shown(cell)) for cell in cells}
    return ", ".join(column.headings[0] for column in required if not column.known_as() & found)


def _keys(
    path: Path, cells: Sequence[Cell], columns: Sequence[Column], *, ignore_unknown: bool
) -> dict[int, str]:
    """Which cell of a line belongs to which column."""
    by_heading = {name: column.key for column in columns for name in column.known_as()}
    keys: dict[int, str] = {}
    for index, heading in enumerate(map(_shown, cells)):
        key = by_heading.get(folded(heading))
        where = f"{path.name}, column {letters(index)} ({heading})"
        if key in keys.values():
            raise Unreadable(where, "stands twice; keep one of the two columns")
        if key:
            keys[index] = key
        elif heading and not ignore_unknown:
            known = ", ".join(column.headings[0] for column in columns)
            raise Unreadable(where, f"is not known; delete it or name it one of {known}")
    return keys


def _stray(cells: Sequence[Cell], heading: Sequence[Cell]) -> str:
    """The column in which something stands under no heading, or ""."""
    for index, cell in enumerate(cells):
        if cell != "" and (index >= len(heading) or heading[index] == ""):
            return letters(index)
    return ""


def _shown(cell: Cell) -> str:
    return " ".join(str(cell).split())
