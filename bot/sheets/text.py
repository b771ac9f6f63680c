"""Lines out of a .csv: UTF-8 with or without a mark, or cp932 as Japanese Excel saves it."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.errors import Unreadable
from bot.sheets.cells import Cell

_QUOTED = re.compile(r"'+[=+\-@＝＋－＠]")  # see bot.sheets.writing
# Python's cp932 reads bytes that no Japanese text has as these, instead of refusing them.
_NEVER_TYPED = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_MOST_IN_A_CELL = 100_000


def lines(path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Each line's number (of its first line where a cell spans several) and its cells."""
    encoding = _encoding(path)
    csv.field_size_limit(_MOST_IN_A_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, strict=True)
        number = 1
        try:
            for cells in reader:
                yield number, tuple(map(_plain, cells))
                number = reader.line_num + 1
        except csv.Error:
            remedy = "the quotation marks don't match; save the table again as CSV"
            raise Unreadable(f"{path.name}, line {number}", remedy) from None


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and _QUOTED.match(cell) else cell


def _encoding(path: Path) -> str:
    """Tried over the whole file before a row is read, a line at a time."""
    wrong = 0
    for encoding in ("utf-8-sig", "cp932"):
        wrong = _first_wrong_line(path, encoding)
        if not wrong:
            return encoding
    where = f"{path.name}, line {wrong}"
    raise Unreadable(where, "is neither UTF-8 nor Shift_JIS (cp932); save it as CSV UTF-8")


def _first_wrong_line(path: Path, encoding: str) -> int:
    """Both encodings keep the line feed byte for itself, so lines decode one by one."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError:
                return number
            if encoding == "cp932" and _NEVER_TYPED.search(text):
                return number
            if "\0" in text:
                raise Unreadable(f"{path.name}, line {number}", "is not a table; save it as CSV")
    return 0
