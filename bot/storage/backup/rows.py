"""Rows in a form that belongs to no database: one line of JSON each, and a sum over them."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, String, Table

from bot.errors import Misconfigured

_SIZE = 2**256
_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Integer, "number"),
    (String, "text"),
    (Boolean, "flag"),
    (Date, "day"),
    (LargeBinary, "bytes"),
)
Row = Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A table's name, its columns in the order of a line, and what kind of value each holds."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]


def shape_of(table: Table) -> Shape:
    """A declared table's shape."""
    columns = tuple(table.columns)
    return Shape(
        name=str(table.name),  # not SQLAlchemy's own kind of text
        columns=tuple(str(column.name) for column in columns),
        kinds=tuple(map(kind_of, columns)),
    )


def kind_of(column: Column[Any]) -> str:
    """What both databases keep alike. A type without a kind is a mistake of ours."""
    stored = getattr(column.type, "impl_instance", column.type)
    for type_, kind in _KINDS:
        if isinstance(stored, type_):
            return kind
    raise Misconfigured(f"{column}: a backup knows no such type of column")


def encoder(shape: Shape) -> Callable[[Iterable[Row]], list[bytes]]:
    """Makes lines of rows as a driver gives them: SQLite's flags are numbers, its days are text."""
    flags = [at for at, kind in enumerate(shape.kinds) if kind == "flag"]

    def plain(rows: Iterable[Row]) -> list[bytes]:
        return [orjson.dumps(row, default=_in_letters) for row in rows]

    def with_flags(rows: Iterable[Row]) -> list[bytes]:
        return plain(_flagged(row, flags) for row in rows)

    return with_flags if flags else plain


def _flagged(row: Row, flags: Sequence[int]) -> list[Any]:
    found = list(row)
    for at in flags:
        if found[at] is not None:
            found[at] = bool(found[at])
    return found


def _in_letters(value: Any) -> str:
    return b64encode(value).decode()


def decoder(shape: Shape) -> Callable[[Sequence[bytes]], list[list[Any]]]:
    """Makes values of lines; days stay text, which both databases take."""
    sealed = [at for at, kind in enumerate(shape.kinds) if kind == "bytes"]

    def decode(lines: Sequence[bytes]) -> list[list[Any]]:
        rows: list[list[Any]] = orjson.loads(b"[" + b",".join(lines) + b"]")
        for at in sealed:
            for row in rows:
                if row[at] is not None:
                    row[at] = b64decode(row[at])
        return rows

    return decode


@dataclass(slots=True)
class Sum:
    """How many rows, and a sum over their hashes that is the same in whatever order they come.

    It finds what was lost or mixed up on the way; against an attacker stands the encryption.
    """

    rows: int = 0
    _total: int = field(default=0, repr=False)

    def add(self, lines: Sequence[bytes]) -> None:
        total = sum(int.from_bytes(sha256(line).digest(), "big") for line in lines)
        self._total = (self._total + total) % _SIZE
        self.rows += len(lines)

    @property
    def hash(self) -> str:
        return f"{self._total:064x}"
