"""One suite for both engines and both databases, through the wire to the practice tenant."""

from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.delivery.engine.schema import SCHEMA
from bot.storage.store import Storage
from tests.bot.delivery.rig import Rig, practice
from tests.bot.delivery.workers import System


@pytest.fixture(params=["inprocess-sqlite", "inprocess-postgresql", "procrastinate-postgresql"])
def system(request: pytest.FixtureRequest) -> System:
    engine, database = request.param.split("-")
    storage: Storage = request.getfixturevalue(f"_{database}")
    key = storage.vault.envelopes.file
    if database == "sqlite":
        return System(storage, request.getfixturevalue("sqlite_settings").database_url, key)
    url = request.getfixturevalue("postgresql_url")
    return System(storage, url, key, url if engine == "procrastinate" else "")


@pytest.fixture
def cities(_postgresql: Storage, postgresql_url: str) -> System:
    """Where processes share tenants; nothing is left in the queue by others."""
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {SCHEMA}")
        connection.execute("DELETE FROM procrastinate_jobs")
        connection.execute("DELETE FROM procrastinate_workers")
    key = _postgresql.vault.envelopes.file
    return System(_postgresql, postgresql_url, key, postgresql_url)


@pytest.fixture
async def rig(system: System, tenant: str) -> AsyncIterator[Rig]:
    async with practice(system.storage, tenant, queue=system.queue) as found:
        yield found


@pytest.fixture
async def small_rig(sqlite_storage: Storage, tenant: str) -> AsyncIterator[Rig]:
    """On SQLite alone, for what doesn't depend on the engine."""
    async with practice(sqlite_storage, tenant) as found:
        yield found
