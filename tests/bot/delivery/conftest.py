"""One suite on both databases, through the wire to the practice tenant."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.store import Storage
from tests.bot.delivery.rig import Rig, practice


@pytest.fixture
async def rig(storage: Storage, tenant: str) -> AsyncIterator[Rig]:
    async with practice(storage, tenant) as found:
        yield found


@pytest.fixture
def database_of(storage: Storage, request: pytest.FixtureRequest) -> tuple[str, Path]:
    """The address and the key file of `storage`, for another process."""
    key = storage.engine._vault._file
    if "sqlite" in request.node.name:
        return request.getfixturevalue("sqlite_settings").database_url, key
    return request.getfixturevalue("postgresql_url"), key


@pytest.fixture
async def small_rig(sqlite_storage: Storage, tenant: str) -> AsyncIterator[Rig]:
    """On SQLite alone, for what doesn't depend on the database."""
    async with practice(sqlite_storage, tenant) as found:
        yield found
