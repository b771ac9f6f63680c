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
    return _opened(settings)[0]


def open_bound(settings: Settings) -> Storage:
    """`open_storage` for whoever works on it: a key file that is made here is used at once."""
    storage, made_key = _opened(settings)
    try:
        if made_key:
            _bind(storage, settings.home)
    except BaseException:
        storage.close()
        raise
    return storage


def bind_key(settings: Settings) -> bool:
    """Have the key file wrap the home tenant's first key where nothing is wrapped yet; whether it
    did.

    A key file that has wrapped nothing could be lost or left behind, and another one made in its
    place without a word. Azure Key Vault's is never made here and is left until it is needed.
    """
    if settings.key_vault_key or not wraps_nothing(settings):
        return False
    storage = open_storage(settings)
    try:
        _bind(storage, settings.home)
    finally:
        storage.close()
    return True


def _bind(storage: Storage, home: str) -> None:
    storage.write_now(home, storage.vault.key)


def _opened(settings: Settings) -> tuple[Storage, bool]:
    """The database, and whether its key file was made just now."""
    engine = engine_of(settings)
    try:
        if isinstance(engine, SqliteEngine):
            schema.upgrade(engine.engine)
            made_key = _prepare_keys(engine)
            engine.start()
        else:
            schema.check(engine.engine)
            made_key = _prepare_keys(engine)
    except BaseException:
        engine.close()
        raise
    return Storage(engine), made_key


def _prepare_keys(engine: "SqliteEngine | PostgresqlEngine") -> bool:
    """An envelope key is made only where nothing is wrapped yet: one that is lost stays lost.
    Whether it was made."""
    return engine.vault.envelopes.prepare(may_make=_is_unwrapped(engine))


def wraps_nothing(settings: Settings) -> bool:
    """Whether no key of this database needs the envelope key yet; makes nothing by looking."""
    engine = engine_of(settings)
    try:
        return _is_unwrapped(engine)
    finally:
        engine.close()


def _is_unwrapped(engine: "SqliteEngine | PostgresqlEngine") -> bool:
    with engine.engine.connect() as connection:
        return connection.execute(select(DATA_KEY.c.number).limit(1)).first() is None


def migrate(settings: Settings) -> bool:
    """Bring the schema up to date (`renkei migrate`); whether it was made just now.

    A new database has its key file made with it, so that a copy of it is kept before it seals
    anything; `bind_key` ties the two to each other.
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
