"""The database as the rest of the house sees it: `write(tenant, fn)` and `read(tenant, fn)`."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.errors import Misconfigured
from bot.settings import Settings
from bot.storage import schema
from bot.storage.crypto import Vault
from bot.storage.sqlite import SqliteEngine, make_private
from bot.storage.tx import Tx

if TYPE_CHECKING:
    from bot.storage.postgresql import PostgresqlEngine

T = TypeVar("T")
_SQLITE = "sqlite:///"


class Storage:
    """Hands each piece of work a transaction: returning commits, raising rolls back."""

    def __init__(self, engine: "SqliteEngine | PostgresqlEngine") -> None:
        self.engine = engine

    async def write(self, tenant: str, work: Callable[[Tx], T]) -> T:
        """Run `work` whole in one transaction of `tenant`; done means durable."""
        return await asyncio.wrap_future(self.engine.write(tenant, work))

    async def read(self, tenant: str, work: Callable[[Tx], T]) -> T:
        """Run `work` on the state of the last commit."""
        return await asyncio.wrap_future(self.engine.read(tenant, work))

    def write_now(self, tenant: str, work: Callable[[Tx], T]) -> T:
        """`write` for commands and threads: waits for the result."""
        result: T = self.engine.write(tenant, work).result()
        return result

    def read_now(self, tenant: str, work: Callable[[Tx], T]) -> T:
        """`read` for commands and threads: waits for the result."""
        result: T = self.engine.read(tenant, work).result()
        return result

    @property
    def is_shared(self) -> bool:
        """Whether other machines may use the same database."""
        return not isinstance(self.engine, SqliteEngine)

    def close(self) -> None:
        self.engine.close()


def open_storage(settings: Settings) -> Storage:
    """Open the database that the settings name, its schema checked.

    SQLite's schema is brought up to date here; PostgreSQL's by `renkei migrate` alone. Raises
    Misconfigured (too new, too old, no key) or Unavailable (locked, full, away).
    """
    engine = _engine(settings)
    try:
        if isinstance(engine, SqliteEngine):
            schema.upgrade(engine.engine)
            engine.start()
        else:
            schema.check(engine.engine)
    except BaseException:
        engine.close()
        raise
    return Storage(engine)


def migrate(settings: Settings) -> None:
    """Bring the schema up to date (`renkei migrate`)."""
    engine = _engine(settings)
    try:
        schema.upgrade(engine.engine)
    finally:
        engine.close()


def _engine(settings: Settings) -> "SqliteEngine | PostgresqlEngine":
    if settings.key_vault_key:
        line = "RENKEI_KEY_VAULT_KEY: this release reads its key from a file"
        raise Misconfigured(f"{line}; set RENKEI_KEY_FILE instead")
    if settings.database_url.startswith(_SQLITE):
        file = Path(settings.database_url.removeprefix(_SQLITE))
        _private(file)
        key = Path(settings.key_file) if settings.key_file else file.with_name(f"{file.name}.key")
        return SqliteEngine(file, Vault(key), settings.zone)
    if not settings.key_file:
        line = "RENKEI_KEY_FILE: not set; PostgreSQL needs a key file that you keep safe"
        raise Misconfigured(line)
    from bot.storage.postgresql import PostgresqlEngine  # its driver costs SQLite a slower start

    vault = Vault(Path(settings.key_file))
    return PostgresqlEngine(settings.database_url, vault, settings.zone)


def _private(file: Path) -> None:
    try:
        make_private(file)
    except OSError as error:
        line = f"RENKEI_DATABASE_URL: can't write {file.name} ({error.strerror})"
        raise Misconfigured(f"{line}; choose a folder that this user may write") from None
