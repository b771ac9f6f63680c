"""One unchanging state of the whole database, read in the neutral form."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, inspect

from bot.errors import Misconfigured
from bot.storage.backup.rows import Row, Shape, shape_of
from bot.storage.backup.sides import Side, side_of
from bot.storage.backup.trouble import trouble
from bot.storage.tables import metadata, strangers

OWN = ("alembic_version", "release")  # the schema's: they come with the tables


class Snapshot:
    """What was committed when it began, whatever others commit meanwhile."""

    def __init__(self, side: Side, connection: Connection) -> None:
        self._side = side
        self._connection = connection
        self._raw: Any = connection.connection.dbapi_connection

    @property
    def schema(self) -> str:
        """The migration that the tables stand at."""
        row = self._raw.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0])

    def shapes(self) -> tuple[Shape, ...]:
        """Every table that is declared; one that isn't would be lost, so it is refused."""
        for name in strangers(self._connection):
            raise Misconfigured(f"table {name}: this release doesn't know it; install a newer")
        names = set(inspect(self._connection).get_table_names()) - set(OWN)
        return tuple(
            shape_of(metadata.tables[name]) for name in sorted(names & set(metadata.tables))
        )

    def batches(self, shape: Shape) -> Iterator[Sequence[Row]]:
        """A table's rows, some at a time."""
        return self._side.batches(self._raw, shape)

    def last(self, shape: Shape) -> int | None:
        """The last id that the table has given."""
        return self._side.last(self._raw, shape.name)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """Reads until the end of the block; writers go on beside it. Raises Unavailable."""
    with trouble(engine), engine.connect() as connection:
        side = side_of(engine)
        raw: Any = connection.connection.dbapi_connection
        try:
            side.read(raw)
            yield Snapshot(side, connection)
            raw.execute("ROLLBACK")
        except BaseException:
            connection.invalidate()
            raise
