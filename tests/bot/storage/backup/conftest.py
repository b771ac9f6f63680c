"""Databases of a test's own on both engines."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.storage.store import Storage, open_storage
from tests.bot.storage.backup.world import Databases, Nursery, live_in, made
from tests.bot.storage.pool import Pool


def sqlite_databases(tmp_path: Path, migrated: Path) -> Databases:
    def new(tables: bool) -> str:
        folder = tmp_path / f"d{uuid.uuid4().hex[:6]}"
        folder.mkdir()
        if tables:
            shutil.copy(migrated, folder / "renkei.db")
        return f"sqlite:///{folder / 'renkei.db'}"

    return Databases(new=new, key=tmp_path / "renkei.key")


def postgresql_databases(tmp_path: Path, pool: Pool) -> Databases:
    def new(tables: bool) -> str:
        return pool.lend() if tables else pool.lend("template0")

    return Databases(new=new, key=tmp_path / "renkei.key")


@pytest.fixture(params=["sqlite", "postgresql"], scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    return _of_engine(request, tmp_path_factory.mktemp("databases"), request.param)


@pytest.fixture
def of_kind(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Databases]:
    """Databases of either engine, under the same key file."""
    return lambda kind: _of_engine(request, tmp_path, kind)


def _of_engine(request: pytest.FixtureRequest, folder: Path, kind: str) -> Databases:
    if kind == "sqlite":
        return sqlite_databases(folder, request.getfixturevalue("_migrated"))
    return postgresql_databases(folder, request.getfixturevalue("pool"))


@pytest.fixture(scope="session")
def stock(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of two tenants that were alive."""
    file = tmp_path_factory.mktemp("stock") / "stock.backup"
    storage = open_storage(databases.settings())
    try:
        live_in(storage)
        made(storage, file)
    finally:
        storage.close()
    return file


@pytest.fixture
def source(databases: Databases) -> Iterator[Storage]:
    """A database with two tenants' ledgers and sealed fields."""
    storage = open_storage(databases.settings())
    live_in(storage)
    yield storage
    storage.close()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One process that has everything loaded and lives only to have children."""
    found = Nursery()
    yield found
    found.close()
