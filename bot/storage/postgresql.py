"""PostgreSQL: sync psycopg 3, a pool of connections, a thread for each, shared by tenants."""

import random
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from bot.errors import Unavailable
from bot.storage.crypto import Vault
from bot.storage.prepared import Statements
from bot.storage.shares import Shares
from bot.storage.tx import Tx

# Connections, and threads. Who waits for one tenant's locks must not hold up all.
_WRITING, _READING = 6, 3
_WRITING_OF_ONE, _READING_OF_ONE = 3, 2
_CONNECT_SECONDS = 5
_UNHEARD_MS = 10_000  # a server's machine that is gone without a word is given up after that
_IDLE_SECONDS = 5.0  # a process that freezes within a transaction loses it, and its locks end
_LOCKED_SECONDS = 10.0  # longer than a transaction that idles may keep its locks
_MOST_BROKEN_OFF = 5
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_BREATH = 0.05  # so that those who met don't meet again
_AWAY = (
    psycopg.OperationalError,
    OperationalError,
    psycopg.errors.IdleInTransactionSessionTimeout,
)
_BROKEN_OFF = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
Work = Callable[[Tx], Any]


class _BrokenOff(Exception):
    """The server rolled the transaction back for the sake of others."""


class PostgresqlEngine:
    """READ COMMITTED transactions; the server groups commits by itself."""

    def __init__(self, url: str, vault: Vault, zone: ZoneInfo) -> None:
        self.engine = _engine(url)
        self.vault = vault
        statements = Statements(self.engine.dialect)
        self._begin = partial(Tx, statements=statements, vault=vault, zone=zone)
        self._writers = Shares(_WRITING, of_one=_WRITING_OF_ONE, name="postgresql")
        self._readers = Shares(_READING, of_one=_READING_OF_ONE, name="postgresql-read")

    def write(self, tenant: str, work: Work) -> Future[Any]:
        """Have `work` done in a transaction; the future ends once it is durable."""
        return self._writers.submit(tenant, partial(self._do, tenant, work, "BEGIN"))

    def read(self, tenant: str, work: Work) -> Future[Any]:
        """Have `work` done on one unchanging state of the database."""
        return self._readers.submit(tenant, partial(self._do, tenant, work, _READ))

    def close(self) -> None:
        """Finish what was given, then close the pool."""
        self._writers.close()
        self._readers.close()
        self.engine.dispose()

    def _do(self, tenant: str, work: Work, begin: str) -> Any:
        """Work that the server broke off, because others stood in its way, is done anew."""
        for _ in range(_MOST_BROKEN_OFF):
            try:
                return self._try(tenant, work, begin)
            except _BrokenOff:
                time.sleep(random.uniform(0.0, _BREATH))  # noqa: S311 - nothing secret
        try:
            return self._try(tenant, work, begin)
        except _BrokenOff as error:
            raise _told() from error

    def _try(self, tenant: str, work: Work, begin: str) -> Any:
        connection = None
        try:
            connection = self._begun(begin)
            tx = self._begin(tenant, connection, reads=begin is _READ)
            result = self._ended(connection, tx, work)
        except _AWAY as error:
            cause = getattr(error, "orig", error)
            if isinstance(cause, _BROKEN_OFF):
                raise _BrokenOff from error
            if connection is not None and not isinstance(cause, psycopg.errors.LockNotAvailable):
                connection.invalidate()
            raise _told() from error
        finally:
            if connection is not None:
                connection.close()
        tx.committed()
        return result

    def _begun(self, begin: str) -> Connection:
        """A connection in a new transaction; one that the server closed meanwhile is replaced."""
        for last in (False, True):
            connection = self.engine.connect()
            try:
                _raw(connection).execute(begin)
            except psycopg.OperationalError:
                connection.invalidate()
                connection.close()
                if last:
                    raise
                self.engine.dispose()
            else:
                return connection
        raise _told()

    def _ended(self, connection: Connection, tx: Tx, work: Work) -> Any:
        try:
            result = work(tx)
        except BaseException:
            _raw(connection).execute("ROLLBACK")
            raise
        _raw(connection).execute("COMMIT")
        return result


def _raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _engine(url: str) -> Engine:
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        isolation_level="AUTOCOMMIT",
        pool_size=_WRITING + _READING,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "tcp_user_timeout": _UNHEARD_MS},
    )
    event.listen(engine, "connect", _limit_waits)
    return engine


def _limit_waits(connection: Any, _: Any) -> None:
    """Our transactions take milliseconds: one that idles belongs to a process or a machine that
    has stopped, and everybody else would wait for it; nobody waits for a lock much longer."""
    connection.execute(f"SET idle_in_transaction_session_timeout TO {int(_IDLE_SECONDS * 1000)}")
    connection.execute(f"SET lock_timeout TO {int(_LOCKED_SECONDS * 1000)}")


def _told() -> Unavailable:
    remedy = "check that the server runs and that RENKEI_DATABASE_URL names it"
    return Unavailable("PostgreSQL", remedy=remedy)
