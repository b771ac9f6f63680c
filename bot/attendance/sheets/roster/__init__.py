"""The roster of a school year as a file: five sheets, or a .csv of one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.attendance.sheets.roster.columns import COLUMNS, Kind
from bot.errors import Unreadable
from bot.sheets import Row, kind_of, read, sheets_in

__all__ = ["COLUMNS", "Kind", "Table", "tables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the roster: a .csv, or a sheet of a workbook."""

    kind: Kind
    path: Path
    sheet: str = ""

    def rows(self) -> Iterator[Row]:
        return read(self.path, COLUMNS[self.kind], sheet=self.sheet)


def tables(paths: Sequence[Path]) -> dict[Kind, Table]:
    """The tables that these files hold; raises Unreadable for one that is none, or comes twice."""
    found: dict[Kind, Table] = {}
    for one in (table for path in paths for table in _tables_in(path)):
        if one.kind in found:
            raise Unreadable(one.path.name, f"{one.kind.value} comes twice; give it once")
        found[one.kind] = one
    return found


def _tables_in(path: Path) -> Iterator[Table]:
    names = sheets_in(path)
    known = {kind.value: kind for kind in Kind}
    if not any(name in known for name in names):
        kinds = {kind.value: columns for kind, columns in COLUMNS.items()}
        yield Table(kind=Kind(kind_of(path, kinds)), path=path)
        return
    for name in names:
        if name not in known:
            told = ", ".join(known)
            raise Unreadable(f"{path.name}, sheet {name}", f"hide it, or name it one of {told}")
        yield Table(kind=known[name], path=path, sheet=name)
