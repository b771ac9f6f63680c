"""Lines out of an .xlsx, and the traps in it that would read as something else."""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from bot.errors import Unreadable
from bot.sheets.cells import Cell, index_of, letters

_Range = tuple[tuple[int, int], tuple[int, int]]
_BROKEN = "is broken or not an Excel table; save it again as .xlsx"
# What a file that was cut off, packed oddly, locked or made to do harm raises on its way through
# zip, XML and sheet; no step tells beforehand which.
_WRONG = (
    *(CalamineError, BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError),
    *(KeyError, IndexError, ValueError, OverflowError),
)
_MOST_UNPACKED = 1 << 30
_MOST_CELLS = 40_000_000
_CHUNK = 1 << 20
_OVERLAP = 1 << 15  # longer than any formula
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)><f\b(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v>([^<]*))?')
_FAULTY = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*\bt="e"')
_EXTENT = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')


def lines(path: Path, sheet: str = "") -> Iterator[tuple[int, Sequence[Cell]]]:
    """The lines of a sheet, "" the first visible one, numbered as Excel numbers them."""
    try:
        with ZipFile(path) as parts:
            _check_size(path, parts)
            yield from _checked_lines(path, parts, sheet)
    except _WRONG:
        raise Unreadable(path.name, _BROKEN) from None


def visible(path: Path) -> tuple[str, ...]:
    """The names of the sheets that nobody has hidden."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            found = book.sheets_metadata
            return tuple(one.name for one in found if one.visible == SheetVisibleEnum.Visible)
    except _WRONG:
        raise Unreadable(path.name, _BROKEN) from None


def _check_size(path: Path, parts: ZipFile) -> None:
    if sum(part.file_size for part in parts.infolist()) > _MOST_UNPACKED:
        raise Unreadable(path.name, "is too large; split it into several files")


def _checked_lines(path: Path, parts: ZipFile, name: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    with CalamineWorkbook.from_path(str(path)) as book:
        index = book.sheet_names.index(name) if name else _first_visible(book)
        _check_cells(path, parts, _part_of(parts, index))
        sheet = book.get_sheet_by_index(index)
        merged = sheet.merged_cell_ranges or []
        left_out = ("",) * (sheet.start[1] if sheet.start else 0)
        for number, cells in enumerate(sheet.iter_rows(), 1):
            filled = [*left_out, *(_plain(cell) for cell in cells)]
            _check_merged(path, number, filled, merged)
            yield number, filled


def _plain(cell: object) -> Cell:
    if isinstance(cell, str):
        return cell.strip()
    return cell if isinstance(cell, bool | int | float | date | datetime) else str(cell)


def _first_visible(book: CalamineWorkbook) -> int:
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.visible == SheetVisibleEnum.Visible:
            return index
    return 0


def _check_merged(path: Path, number: int, cells: Sequence[Cell], merged: Sequence[_Range]) -> None:
    """A merged title stands alone in its row; any other merged cell hides whose value it is."""
    if sum(cell != "" for cell in cells) < 2:
        return
    for (top, left), (bottom, right) in merged:
        if top < number <= bottom + 1:
            where = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            remedy = "are merged; unmerge them and fill in each cell"
            raise Unreadable(f"{path.name}, cells {where}", remedy)


def _part_of(parts: ZipFile, index: int) -> str:
    """The name of the part that holds the sheet at `index`."""
    link = re.findall(rb'<sheet [^>]*\br:id="([^"]+)"', parts.read("xl/workbook.xml"))[index]
    for relation in re.findall(rb"<Relationship [^>]*>", parts.read("xl/_rels/workbook.xml.rels")):
        if b'Id="' + link + b'"' in relation:
            target = re.search(rb'\bTarget="([^"]+)"', relation)
            return "xl/" + target[1].decode().removeprefix("/xl/") if target else ""
    return ""


def _check_cells(path: Path, parts: ZipFile, part: str) -> None:
    """Formulas that nobody has calculated and error values would both read as empty or zero."""
    uncalculated = b'fullCalcOnLoad="1"' in parts.read("xl/workbook.xml")
    with parts.open(part) as sheet:
        for chunk in _chunks(sheet):
            _check_extent(path, chunk)
            if found := _FAULTY.search(chunk):
                where = f"{path.name}, cell {found[1].decode()}"
                raise Unreadable(where, "holds an error value; correct it")
            for found in _FORMULA.finditer(chunk):
                empty_text = b't="str"' in found[2] and found[3] is not None
                if uncalculated or not (found[3] or empty_text):
                    where = f"{path.name}, cell {found[1].decode()}"
                    remedy = "holds a formula without its result; paste it as a value"
                    raise Unreadable(where, remedy)


def _check_extent(path: Path, chunk: bytes) -> None:
    """One stray cell in the last corner would make a table of 17 thousand million cells."""
    found = _EXTENT.search(chunk)
    if found and index_of(found[1].decode()) * int(found[2]) > _MOST_CELLS:
        raise Unreadable(path.name, "has cells far outside the table; delete them")


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    kept = b""
    while chunk := part.read(_CHUNK):
        yield kept + chunk
        kept = chunk[-_OVERLAP:]
