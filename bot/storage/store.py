"""The database as the rest of the house sees it: `write(tenant, fn)` and `read(tenant, fn)`."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from bot import trail
from bot.errors import Misconfigured
from bot.settings import Settings
from bot.storage import schema
from bot.storage.crypto import DATA_KEY, Vault
from bot.storage.crypto.choosing import SQLITE, open_envelopes
from bot.storage.sqlite import SqliteEngine, make_private
from bot.storage.tx import Tx

if TYPE_CHECKING:
    from bot.storage.postgresql import PostgresqlEngine

T = TypeVar("T")


class Storage:
    """Hands each piece of work a transaction: returning commits, raising rolls back."""

    def __init__(self, engine: "SqliteEngine | PostgresqlEngine") -> None:
        self.engine = engine

    async def write(self, tenant: str, work: Callable[[Tx], T]) -> T:
        """Run `work` whole in one transaction of `tenant`; done means durable."""
        return await asyncio.wrap_future(self.engine.write(tenant, trail.carried(work)))

    async def read(self, tenant: str, work: Callable[[Tx], T]) -> T:
        """Run `work` on the state of the last commit."""
        return await asyncio.wrap_future(self.engine.read(tenant, trail.carried(work)))

    def write_now(self, tenant: str, work: Callable[[Tx], T]) -> T:
        """`write` for commands and threads: waits for the result."""
        result: T = self.engine.write(tenant, work).result()
        return result

    def read_now(self, tenant: str, work: Callable[[Tx], T]) -> T:
        """`read` for commands and threads: waits for the result."""
        result: T = self.engine.read(tenant, work).result()
        return result

    @property
    def vault(self) -> Vault:
        """The keys of every tenant."""
        return self.engine.vault

    @property
    def is_shared(self) -> bool:
        """Whether other machines may use the same database."""
        return not isinstance(self.engine, SqliteEngine)

    def close(self) -> None:
        self.engine.close()
        self.vault.envelopes.close()


def open_storage(settings: Settings) -> Storage:
    """Open the database that the settings name, its schema checked.

    SQLite's schema is brought up to date here; PostgreSQL's by `renkei migrate` alone. Raises
    Misconfigured (too new, too old, no key) or Unavailable (locked, full, away).
    """
    engine = engine_of(settings)
    try:
        if isinstance(engine, SqliteEngine):
            schema.upgrade(engine.engine)
            _prepare_keys(engine)
            engine.start()
        else:
            schema.check(engine.engine)
            _prepare_keys(engine)
    except BaseException:
        engine.close()
        raise
    return Storage(engine)


def _prepare_keys(engine: "SqliteEngine | PostgresqlEngine") -> None:
    """An envelope key is made only where nothing is wrapped yet: one that is lost stays lost."""
    with engine.engine.connect() as connection:
        wrapped = connection.execute(select(DATA_KEY.c.number).limit(1)).first()
    engine.vault.envelopes.prepare(may_make=wrapped is None)


def migrate(settings: Settings) -> bool:
    """Bring the schema up to date (`renkei migrate`); whether it was made just now.

    A new database has its key file made with it, so that a copy of it is kept before it seals
    anything.
    """
    engine = engine_of(settings)
    try:
        is_new = schema.revision(engine.engine) is None
        if is_new and not settings.key_vault_key:
            engine.vault.envelopes.prepare(may_make=True)
        schema.upgrade(engine.engine)
        return is_new
    finally:
        engine.close()


def engine_of(settings: Settings) -> "SqliteEngine | PostgresqlEngine":
    """The database that the settings name, unopened: its schema may be any, or none."""
    vault = Vault(open_envelopes(settings))
    if settings.database_url.startswith(SQLITE):
        file = Path(settings.database_url.removeprefix(SQLITE))
        _private(file)
        return SqliteEngine(file, vault, settings.zone)
    from bot.storage.postgresql import PostgresqlEngine  # its driver costs SQLite a slower start

    return PostgresqlEngine(settings.database_url, vault, settings.zone)


def _private(file: Path) -> None:
    try:
        make_private(file)
    except OSError as error:
        line = f"RENKEI_DATABASE_URL: can't write {file.name} ({error.strerror})"
        raise Misconfigured(f"{line}; choose a folder that this user may write") from None
