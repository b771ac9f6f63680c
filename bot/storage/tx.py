"""One transaction, bound to one tenant: all that a handler may touch of the database."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.errors import BotError
from bot.logs import trace
from bot.storage.crypto import Vault
from bot.storage.crypto.ring import Ring, UnknownKey
from bot.storage.prepared import Prepared, Statements
from bot.storage.scope import TENANT

Row = Any  # a named tuple of the selected columns
T = TypeVar("T")

log = structlog.get_logger()


class Undone(BotError):
    """Work that was done apart has failed and left nothing behind; its cause says why."""


class Tx:
    """Runs Core statements in its transaction; each is bound to the tenant on its way.

    Module-level statements are compiled once; one built per call costs its compilation.
    """

    __slots__ = (
        "_connection",
        "_passed",
        "_raw",
        "_statements",
        "_vault",
        "after",
        "known",
        "reads",
        "tenant",
        "zone",
    )

    def __init__(
        self,
        tenant: str,
        connection: Connection,
        *,
        statements: Statements,
        vault: Vault,
        zone: ZoneInfo,
        reads: bool = False,
    ) -> None:
        self.tenant = tenant
        self.reads = reads  # nothing can be written
        self.zone = zone  # the operator's (RENKEI_TIMEZONE); a tenant may have set its own
        self.after: list[Callable[[], None]] = []
        # What this transaction has read once and needn't read again, by the name of its table.
        self.known: dict[str, Any] = {}
        self._connection = connection
        self._passed: frozenset[str] = frozenset()
        self._raw: Any = connection.connection.dbapi_connection
        self._statements = statements
        self._vault = vault

    def first(self, statement: Any, **values: Any) -> Row | None:
        """The first row, or None."""
        prepared = self._statements.of(statement, values)
        raw = self._run(prepared, values).fetchone()
        return raw if raw is None or not prepared.plain else prepared.row(raw)

    def all(self, statement: Any, **values: Any) -> list[Row]:
        """Every row; a statement over a whole register belongs in pages."""
        prepared = self._statements.of(statement, values)
        found = self._run(prepared, values).fetchall()
        return [prepared.row(raw) for raw in found] if prepared.plain else list(found)

    def value(self, statement: Any, **values: Any) -> Any:
        """The first column of the first row, or None where there is no row."""
        row = self.first(statement, **values)
        return None if row is None else row[0]

    def run(self, statement: Any, **values: Any) -> int:
        """Run an insert, update or delete; how many rows it touched."""
        return int(self._run(self._statements.of(statement, values), values).rowcount)

    def many(self, statement: Any, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run one insert, update or delete for each of `rows`; how many rows were given."""
        if rows:
            prepared = self._statements.of(statement, rows[0])
            given = [prepared.parameters(self.tenant, row) for row in rows]
            self._raw.cursor().executemany(prepared.sql, given)
        return len(rows)

    def passes(self, place: str) -> bool:
        """Whether this transaction comes to `place` for the first time: a lock is taken once."""
        first = place not in self._passed
        self._passed |= {place}
        return first

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have `call` run once the commit is durable, on any thread; it must be quick."""
        self.after.append(call)

    def committed(self) -> None:
        """Run what was to follow the commit. What fails there is logged: the commit stands."""
        for call in self.after:
            try:
                call()
            except Exception as error:  # noqa: BLE001 - somebody else's trouble, not the writer's
                with suppress(OSError, ValueError):  # nor is a log that can't be written
                    log.error("after_commit_failed", **trace(error))

    def apart(self, work: Callable[["Tx"], T]) -> T:
        """Do `work` so that its failure leaves the rest of the transaction alone.

        Raises Undone from what it raised; the database's own trouble ends the whole transaction.
        """
        followed, passed, known = len(self.after), self._passed, dict(self.known)
        self._raw.execute("SAVEPOINT apart")
        try:
            result = work(self)
        except Exception as error:
            if self._is_the_databases(error):
                raise
            self._raw.execute("ROLLBACK TO SAVEPOINT apart")
            self._raw.execute("RELEASE SAVEPOINT apart")
            del self.after[followed:]
            # Locks that were taken since are gone, and so is what was written and read since.
            self._passed, self.known = passed, known
            raise Undone(type(error).__name__) from error
        self._raw.execute("RELEASE SAVEPOINT apart")
        return result

    def _is_the_databases(self, error: Exception) -> bool:
        trouble = self._connection.dialect.loaded_dbapi.OperationalError
        return isinstance(getattr(error, "orig", error), trouble)

    def seal(self, table: str, column: str, row: str, text: str | bytes) -> bytes:
        """Encrypt a field for this place alone: it opens nowhere else (`row`: a natural key).

        `text` in bytes is UTF-8, such as JSON that was just written.
        """
        return self._keys().seal(self.tenant, table, column, row, text)

    def unseal(self, table: str, column: str, row: str, sealed: bytes) -> str:
        """Decrypt what `seal` made for the same place; raises Misconfigured with a wrong key."""
        try:
            return self._keys().unseal(self.tenant, table, column, row, sealed)
        except UnknownKey:  # perhaps another process has begun a rotation since
            newer = self.known["keys"] = self._vault.read(self)
            return newer.unseal(self.tenant, table, column, row, sealed)

    def digest(self, table: str, purpose: str, text: str) -> str:
        """What stands for `text` in a row that must not tell it: the same each time (64 letters).

        Without the tenant's key nobody can find it, or try whose it is; for another table or
        purpose it is another one. It outlives a rotation of keys.
        """
        return self._keys().digest(self.tenant, table, purpose, text)

    def _keys(self) -> Ring:
        """The tenant's keys, looked for once in a transaction."""
        found: Ring | None = self.known.get("keys")
        if found is None:
            found = self.known["keys"] = self._vault.key(self)
        return found

    def _run(self, prepared: Prepared, values: Mapping[str, Any]) -> Any:
        if not prepared.plain:
            return self._connection.execute(prepared.source, {**values, TENANT: self.tenant})
        return self._raw.execute(prepared.sql, prepared.parameters(self.tenant, values))
