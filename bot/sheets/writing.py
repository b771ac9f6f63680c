"""A table into a .csv or an .xlsx that Excel opens as data and never as formulas."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

from bot.errors import Unreadable

T = TypeVar("T")
Value = str | int | float | date | None
UTF8, CP932 = "utf-8-sig", "cp932"
_WIDTH = 18
# Excel takes a text that begins with one of these for a formula; one more quotation mark before
# it makes it a text again, and bot.sheets.text takes that one away.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")


def write(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, encoding: str = UTF8
) -> int:
    """Write a table to `path`, by its ending .csv or .xlsx, whole or not at all; how many rows.

    `encoding` concerns .csv only: "utf-8-sig" or "cp932". Raises Unreadable with the line, the
    column and the character where cp932 lacks one.
    """
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise Unreadable(path.name, "end the file's name in .csv or .xlsx")
    if path.suffix.lower() == ".csv":
        return whole(path, lambda draft: _write_csv(draft, headings, rows, encoding))
    sheet = Sheet(name="Sheet1", headings=headings, rows=rows)
    return whole(path, lambda draft: _write_workbook(draft, (sheet,)))[0]


@contextmanager
def appending(path: Path, headings: Sequence[str]) -> Iterator[Callable[[Sequence[Value]], None]]:
    """A .csv whose rows come one by one, by what is given here; missing cells at its end are empty.

    Unlike `write` it leaves behind what was written where something fails.
    """
    with path.open("w", encoding=UTF8, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(headings)

        def put(row: Sequence[Value]) -> None:
            cells = [_guarded(value) for value in row]
            writer.writerow(cells + [""] * (len(headings) - len(cells)))

        yield put


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a workbook; its rows may come one by one."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]


def write_book(path: Path, sheets: Sequence[Sheet]) -> tuple[int, ...]:
    """Write several sheets to `path` (.xlsx), whole or not at all; how many rows each has."""
    if path.suffix.lower() != ".xlsx":
        raise Unreadable(path.name, "end the file's name in .xlsx")
    return whole(path, lambda draft: _write_workbook(draft, sheets))


def whole(path: Path, write: Callable[[Path], T]) -> T:
    """What `write` makes of a draft beside `path`, which takes its place at the end.

    Raises Unreadable where nothing can be written there.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, suffix=path.suffix, delete=False) as file:
            draft = Path(file.name)
        try:
            found = write(draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise Unreadable(path.name, f"can't be written ({error.strerror})") from None
    return found


def _write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]], encoding: str
) -> int:
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(headings)
        for count, row in enumerate(rows, 1):
            cells = [_guarded(value) for value in row]
            if encoding != UTF8:
                _check_encodable(count + 1, headings, cells, encoding)
            writer.writerow(cells)
    return count


def _guarded(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def _check_encodable(
    line: int, headings: Sequence[str], cells: Sequence[str], encoding: str
) -> None:
    for heading, cell in zip(headings, cells, strict=True):
        try:
            cell.encode(encoding)
        except UnicodeEncodeError as error:
            lacking = cell[error.start]
            where = f"line {line}, column {heading}: 「{lacking}」 (U+{ord(lacking):04X})"
            remedy = f"{encoding} lacks this character; write UTF-8 or .xlsx instead"
            raise Unreadable(where, remedy) from None


def _write_workbook(path: Path, sheets: Sequence[Sheet]) -> tuple[int, ...]:
    import xlsxwriter  # type: ignore[import-untyped]  # loaded only where it is wanted

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        return tuple(_write_sheet(book.add_worksheet(one.name), one, day, bold) for one in sheets)


def _write_sheet(page: Any, sheet: Sheet, day: Any, bold: Any) -> int:
    count = 0
    page.freeze_panes(1, 0)
    page.set_column(0, len(sheet.headings) - 1, _WIDTH)
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, bold)
    for count, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(count, column, value, day)
            elif isinstance(value, str) and value:
                page.write_string(count, column, value)
            elif value is not None and value != "":
                page.write_number(count, column, value)
    return count
