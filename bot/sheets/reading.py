"""Rows out of a .csv (UTF-8 or cp932) or an .xlsx, with the line that each stands on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from bot.errors import Unreadable
from bot.sheets.cells import Cell, Column, Row, folded, letters

Line = tuple[int, Sequence[Cell]]  # its number and its cells
_WORKBOOK = b"PK\x03\x04"
_SEARCHED = 10  # a title and notes may stand above the headings


def read(
    path: Path, columns: Sequence[Column], *, ignore_unknown: bool = False, sheet: str = ""
) -> Iterator[Row]:
    """The rows below the headings, one by one; empty rows are passed over.

    `sheet` is one of `sheets_in`; without it a workbook's first visible one is read. Raises
    Unreadable, with the file's name and the remedy, for a file that isn't such a sheet, a required
    column that is missing, a column that isn't known (unless ignored) or stands twice.
    """
    lines = _lines(path, sheet)
    _, heading = _heading(path, lines, columns)
    keys = _keys(path, heading, columns, ignore_unknown=ignore_unknown)
    headings = {key: _shown(heading[index]) for index, key in keys.items()}
    for number, cells in lines:
        if any(cell != "" for cell in cells):
            values = {key: cells[index] for index, key in keys.items() if index < len(cells)}
            stray = "" if ignore_unknown else _stray(cells, heading)
            yield Row(line=number, cells=values, headings=headings, stray=stray, sheet=sheet)


def sheets_in(path: Path) -> tuple[str, ...]:
    """The visible sheets of a workbook by name; () for a file that is one table, a .csv."""
    if not _start(path).startswith(_WORKBOOK):
        return ()
    from bot.sheets.workbook import visible

    return visible(path)


def kind_of(path: Path, kinds: Mapping[str, Sequence[Column]]) -> str:
    """Which kind of table a file is: that of which it has every required column, the most of all;
    of two alike the one that knows more of the file's headings.

    Raises Unreadable with the kinds and their required columns where it is none of them.
    """
    needed = {name: [one for one in columns if one.required] for name, columns in kinds.items()}
    for _, cells in islice(_lines(path), _SEARCHED):
        fitting = [name for name, columns in needed.items() if not _missing(cells, columns)]
        if fitting:
            return max(fitting, key=lambda name: (len(needed[name]), _known(cells, kinds[name])))
    told = "; ".join(f"{name} ({_missing((), columns)})" for name, columns in needed.items())
    raise Unreadable(path.name, f"has the headings of no such table; write those of one: {told}")


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Unreadable(path.name, f"can't be opened ({error.strerror})") from None
    if not start.strip():
        raise Unreadable(path.name, "is empty; save the table again")
    return start


def _lines(path: Path, sheet: str = "") -> Iterator[Line]:
    """By what the file is, not by what its name says."""
    start = _start(path)
    if start.startswith(_WORKBOOK):
        from bot.sheets import workbook  # calamine is loaded only where it is wanted

        return workbook.lines(path, sheet)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        remedy = "is protected by a password or an old .xls; save it as .xlsx without a password"
        raise Unreadable(path.name, remedy)
    from bot.sheets import text

    return text.lines(path)


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


def _known(cells: Sequence[Cell], columns: Iterable[Column]) -> int:
    names = {name for column in columns for name in column.known_as()}
    return sum(folded(_shown(cell)) in names for cell in cells)


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
