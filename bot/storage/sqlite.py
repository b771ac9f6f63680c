"""SQLite: one writer thread with group commit, and readers of their own."""

import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from bot.clock import real_seconds
from bot.errors import BotError, Unavailable
from bot.storage.crypto import Vault
from bot.storage.prepared import Statements
from bot.storage.tx import Tx

_READERS = 4
_GROUP_SECONDS = 0.02
_LOCK_SECONDS = 5.0
Work = Callable[[Tx], Any]
Begin = Callable[..., Tx]


class SqliteEngine:
    """One file in WAL mode, synchronous FULL: what is committed survives a power cut.

    Writes that wait together are committed together, each in a savepoint of its own, for the
    price of one fsync; nobody is answered before that commit.
    """

    def __init__(self, file: Path, vault: Vault, zone: ZoneInfo) -> None:
        self._file = file
        self.vault = vault
        self.engine = _engine(file)
        statements = Statements(self.engine.dialect)
        self._begin: Begin = partial(Tx, statements=statements, vault=vault, zone=zone)
        self._queue: queue.SimpleQueue[tuple[str, Work, Future[Any]] | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="sqlite-reader")
        self._own = threading.local()
        self._opened: list[Connection] = []
        self._writer: threading.Thread | None = None

    def start(self) -> None:
        """Begin to take work, once the schema stands. Raises Unavailable."""
        try:
            connection = self._connect()
        except DBAPIError as error:
            raise _told(self._file, error) from error
        self._writer = threading.Thread(
            target=self._write, args=[connection], name="sqlite-writer", daemon=True
        )
        self._writer.start()

    def write(self, tenant: str, work: Work) -> Future[Any]:
        """Have `work` done by the writer; the future ends once it is durable."""
        future: Future[Any] = Future()
        if self._writer is None or not self._writer.is_alive():
            future.set_exception(Unavailable(f"database {self._file.name}", remedy="it is closed"))
        else:
            self._queue.put((tenant, work, future))
        return future

    def read(self, tenant: str, work: Work) -> Future[Any]:
        """Have `work` done by a reader, on the state of the last commit."""
        return self._readers.submit(self._read, tenant, work)

    def close(self) -> None:
        """Finish what was given, then close the file."""
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join()
        self._readers.shutdown()
        for connection in self._opened:
            connection.close()
        self.engine.dispose()

    def _connect(self) -> Connection:
        connection = self.engine.connect()
        self._opened.append(connection)
        return connection

    def _read(self, tenant: str, work: Work) -> Any:
        try:
            if not hasattr(self._own, "connection"):
                self._own.connection = _kept_from_writing(self._connect())
            tx = self._begin(tenant, self._own.connection, reads=True)
            result = _read_in(self._own.connection, lambda: work(tx))
        except (sqlite3.DatabaseError, DBAPIError) as error:
            if not _is_the_files(error) or _code_of(error) == sqlite3.SQLITE_READONLY:
                raise  # a mistake of ours, such as a reader that writes
            raise _told(self._file, error) from error
        tx.committed()
        return result

    def _write(self, connection: Connection) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            ended = self._gather(group)
            _Group(group, connection, self._file).see_through(self._begin)
            if ended:
                return

    def _gather(self, group: list[Any]) -> bool:
        """Add all that waits already, up to a bound; whether the end was among it."""
        while len(group) < 256:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return False
            if item is None:
                return True
            group.append(item)
        return False


def _read_in(connection: Connection, work: Callable[[], Any]) -> Any:
    raw: Any = connection.connection.dbapi_connection
    raw.execute("BEGIN DEFERRED")
    try:
        return work()
    finally:
        raw.execute("ROLLBACK")


class _Group:
    """Writes that are committed together."""

    def __init__(self, items: list[Any], connection: Connection, file: Path) -> None:
        self._waiting = [item for item in items if item[2].set_running_or_notify_cancel()]
        self._futures: list[Future[Any]] = [future for _, _, future in self._waiting]
        self._connection = connection
        self._raw: Any = connection.connection.dbapi_connection
        self._file = file

    def see_through(self, begin: Begin) -> None:
        """Commit the group. Whatever goes wrong on the way, the writer lives: else everybody who
        writes after it would wait for ever."""
        try:
            self.commit(begin)
        except BaseException as error:  # noqa: BLE001 - even a log that can't be written
            self._abandon(error)

    def _abandon(self, error: BaseException) -> None:
        """Answer whoever has no answer yet: what they wrote wasn't committed."""
        if self._raw.in_transaction:
            _despite(lambda: self._raw.execute("ROLLBACK"))
        for future in self._futures:
            if not future.done():
                _despite(partial(future.set_exception, error))

    def commit(self, begin: Begin) -> None:
        """Do the group's work in as few commits as its time bound asks for."""
        while self._waiting:
            done: list[tuple[Future[Any], Tx, Any]] = []
            failed: list[tuple[Future[Any], BaseException]] = []
            taken: list[Future[Any]] = []
            try:
                self._raw.execute("BEGIN IMMEDIATE")
                until = real_seconds() + _GROUP_SECONDS
                while self._waiting and (not taken or real_seconds() < until):
                    tenant, work, future = self._waiting.pop(0)
                    taken.append(future)
                    tx = begin(tenant, self._connection)
                    self._one(tx, work, future, done, failed)
                self._raw.execute("COMMIT")
            except Exception as error:  # noqa: BLE001 - the writer must outlive any trouble
                self._give_up(taken, error)
            else:
                _answer(done, failed)

    def _one(
        self, tx: Tx, work: Work, future: Future[Any], done: list[Any], failed: list[Any]
    ) -> None:
        """One write in its savepoint, so that its failure leaves the others alone."""
        self._raw.execute("SAVEPOINT one")
        try:
            result = work(tx)
        except BaseException as error:
            if _is_the_files(error):
                raise  # nobody's statement can be trusted to have been kept: the group fails
            self._raw.execute("ROLLBACK TO one")
            failed.append((future, error))
        else:
            done.append((future, tx, result))
        self._raw.execute("RELEASE one")

    def _give_up(self, taken: list[Future[Any]], error: Exception) -> None:
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")
        if not taken:  # BEGIN itself failed: nobody's work was tried
            taken = [future for _, _, future in self._waiting]
            self._waiting = []
        for future in taken:
            future.set_exception(_told(self._file, error))


def _answer(done: list[tuple[Future[Any], Tx, Any]], failed: list[Any]) -> None:
    for future, _, result in done:
        _despite(partial(future.set_result, result))
    for future, error in failed:
        _despite(partial(future.set_exception, error))
    for _, tx, _ in done:
        _despite(tx.committed)


def _despite(tell: Callable[[], object]) -> None:
    """Whatever goes wrong with one who is told keeps nobody else from it: who was committed and
    heard that they failed would do it a second time."""
    with suppress(BaseException):
        tell()


def _engine(file: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(
            file,
            timeout=_LOCK_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )
        _use_wal(raw)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            raw.execute(f"PRAGMA {pragma}")
        return raw

    return create_engine(
        "sqlite://",
        creator=connect,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )


def _kept_from_writing(connection: Connection) -> Connection:
    """What a reader wrote would be rolled back; it is an error instead."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA query_only=ON")
    return connection


def _use_wal(raw: sqlite3.Connection) -> None:
    """The file remembers WAL. Switching to it heeds no busy time-out, so it is tried again."""
    until = real_seconds() + _LOCK_SECONDS
    while raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if real_seconds() >= until:
                raise
            time.sleep(0.02)


_LOCKED = "another program keeps it locked; close that program and try again"
_RIGHTS = "it can't be written; check the rights of its folder"
_BROKEN = "it is no intact SQLite database; restore a backup"
_REMEDIES = {
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_FULL: "the disk is full; free some space",
    sqlite3.SQLITE_READONLY: _RIGHTS,
    sqlite3.SQLITE_CANTOPEN: _RIGHTS,
    sqlite3.SQLITE_PERM: _RIGHTS,
    sqlite3.SQLITE_NOTADB: _BROKEN,
    sqlite3.SQLITE_CORRUPT: _BROKEN,
    sqlite3.SQLITE_IOERR: "the disk can't be read or written; check it",
}


def remedy_for(error: BaseException) -> str:
    """The driver's error as one line that says what to do."""
    return _REMEDIES.get(_code_of(error), "it can't be used; look at the log")


def _is_the_files(error: BaseException) -> bool:
    """Whether the file is in trouble, and not one statement alone."""
    return _code_of(error) in _REMEDIES


def _code_of(error: BaseException) -> int:
    """SQLite's primary result code; 0 for an error that isn't the driver's."""
    code: int = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code & 0xFF


def _told(file: Path, error: Exception) -> BotError:
    return Unavailable(f"database {file.name}", remedy=remedy_for(error))


def make_private(file: Path) -> None:
    """Create the database file for this user alone before SQLite makes it for everybody."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
