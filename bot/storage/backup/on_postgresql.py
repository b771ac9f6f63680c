"""PostgreSQL's side of a backup: one REPEATABLE READ snapshot, and COPY in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.sql.compiler import IdentifierPreparer

from bot.storage.backup.rows import Row, Shape
from bot.storage.backup.sides import BATCH, listed, selecting

# Between two portions a slow disk may take its time; who froze for longer is given up.
_PATIENCE = "SET LOCAL idle_in_transaction_session_timeout TO '10min'"
_SEQUENCE = "pg_get_serial_sequence(%s, 'id')"


class OnPostgresql:
    """Others read and write beside the reading; the loading has its tables for itself."""

    def __init__(self, prepare: IdentifierPreparer) -> None:
        self._prepare = prepare

    def read(self, raw: Any) -> None:
        raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        raw.execute(_PATIENCE)

    def batches(self, raw: Any, shape: Shape) -> Iterator[Sequence[Row]]:
        with raw.cursor("renkei_backup") as cursor:  # a name keeps the rows at the server
            cursor.execute(selecting(self._prepare, shape))
            while found := cursor.fetchmany(BATCH):
                yield found

    def last(self, raw: Any, name: str) -> int | None:
        if not self._numbers(raw, name):
            return None
        asked = f"SELECT pg_sequence_last_value({_SEQUENCE}::regclass)"
        (last,) = raw.execute(asked, [self._prepare.quote(name)]).fetchone()
        return None if last is None else int(last)

    def write(self, raw: Any, names: Iterable[str]) -> None:
        raw.execute("BEGIN")
        raw.execute(_PATIENCE)
        tables = ", ".join(map(self._prepare.quote, names))
        raw.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")

    def load(self, raw: Any, shape: Shape, batches: Iterable[Sequence[Row]]) -> None:
        name = self._prepare.quote(shape.name)
        copy = f"COPY {name} ({listed(self._prepare, shape)}) FROM STDIN"
        with raw.cursor() as cursor, cursor.copy(copy) as copying:
            for rows in batches:
                for row in rows:
                    copying.write_row(row)

    def keep_last(self, raw: Any, name: str, last: int | None) -> None:
        if not self._numbers(raw, name):
            return
        quoted = self._prepare.quote(name)
        (most,) = raw.execute(f"SELECT max(id) FROM {quoted}").fetchone()  # noqa: S608
        if found := max(last or 0, most or 0):
            raw.execute(f"SELECT setval({_SEQUENCE}, %s)", [quoted, found])

    def _numbers(self, raw: Any, name: str) -> bool:
        """Whether the server gives the table's ids."""
        asked = (
            "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s AND column_name = 'id' AND column_default LIKE 'nextval(%%'"
        )
        return raw.execute(asked, [name]).fetchone() is not None
