"""The two databases as far as a backup tells them apart, each on its bare driver."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.sql.compiler import IdentifierPreparer

from bot.storage.backup.rows import Row, Shape

BATCH = 1000


class Side(Protocol):
    """What is done to one connection (`raw`: the driver's own) outside any other transaction."""

    def read(self, raw: Any) -> None:
        """Begin to read one unchanging state."""

    def batches(self, raw: Any, shape: Shape) -> Iterator[Sequence[Row]]:
        """A table's rows, a few at a time."""

    def last(self, raw: Any, name: str) -> int | None:
        """The last id that was given in a table; None where it gives none, or hasn't yet."""

    def write(self, raw: Any, names: Iterable[str]) -> None:
        """Begin to write alone: nobody else changes these tables until the end."""

    def load(self, raw: Any, shape: Shape, batches: Iterable[Sequence[Row]]) -> None:
        """Put rows into a table."""

    def keep_last(self, raw: Any, name: str, last: int | None) -> None:
        """Have the table give no id again that was given before."""


def side_of(engine: Engine) -> Side:
    """The engine's side."""
    prepare = engine.dialect.identifier_preparer
    if engine.dialect.name == "postgresql":
        from bot.storage.backup.on_postgresql import OnPostgresql  # its driver is slow to load

        return OnPostgresql(prepare)
    from bot.storage.backup.on_sqlite import OnSqlite

    return OnSqlite(prepare)


def selecting(prepare: IdentifierPreparer, shape: Shape) -> str:
    """The statement that reads a table's columns in their order."""
    return f"SELECT {listed(prepare, shape)} FROM {prepare.quote(shape.name)}"  # noqa: S608


def listed(prepare: IdentifierPreparer, shape: Shape) -> str:
    """A table's columns as a statement names them."""
    return ", ".join(map(prepare.quote, shape.columns))
