"""Names that a release before this one has left in clear: found at once, sealed by and by, gone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, TableClause, column, insert, inspect, select

import bot.exchange  # noqa: F401 - declares every table
from bot import slices
from bot.attendance.store import pupils
from bot.attendance.store.tables import PUPIL_LINE
from bot.errors import Misconfigured
from bot.people import sealing
from bot.people import store as people
from bot.people.rules import folded
from bot.people.tables import DIRECTORY, LISTING
from bot.settings import Settings
from bot.storage import schema
from bot.storage.store import Storage, migrate, open_storage
from bot.storage.tables import metadata
from bot.storage.tx import Tx
from tests.bot.attendance.roles import people as cast
from tests.bot.attendance.roles import world
from tests.bot.storage.pool import Pool
from tests.bot.storage.test_migrations import plain, scripts

BEFORE = "0004"
TODAY = world.TODAY
NAMED = (LISTING, DIRECTORY, PUPIL_LINE)
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, _migrated: Path) -> tuple[Rows, Path]:
    """All rows of a city with schools as that release wrote them, and the key file."""
    folder = tmp_path_factory.mktemp("before")
    (folder / "renkei.db").write_bytes(_migrated.read_bytes())
    found = world.built(folder / "renkei.db", folder)
    known = found.read(_names)
    found.storage.close()
    engine = plain(f"sqlite:///{folder / 'renkei.db'}")
    with engine.connect() as connection:
        rows = {table.name: _rows(connection, table) for table in metadata.sorted_tables}
    engine.dispose()
    for name, clear in known.items():
        rows[name] = [row | given for row, given in zip(rows[name], clear, strict=True)]
    return rows, folder / "renkei.db.key"


def _rows(connection: Connection, table: Any) -> list[dict[str, Any]]:
    if table.name.startswith("test_"):
        return []
    keys = list(table.primary_key)
    return [dict(row) for row in connection.execute(select(table).order_by(*keys)).mappings()]


def _names(tx: Tx) -> Rows:
    """What stood in these columns before they were sealed."""
    rows = {one.name: tx.all(select(one).order_by(*one.primary_key)) for one in NAMED}
    listed = [sealing.name_of(tx, row) for row in rows["listing"]]
    children = [pupils.names(tx, row) for row in rows["attendance_pupil_line"]]
    return {
        "listing": [{"name": name, "folded": folded(name)} for name in listed],
        "directory": [{"name": sealing.account_name(tx, row)} for row in rows["directory"]],
        "attendance_pupil_line": [
            {
                "name": name,
                "reading": reading,
                "folded": folded(name),
                "folded_reading": folded(reading),
            }
            for name, reading in children
        ],
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def before(
    request: pytest.FixtureRequest, lived: tuple[Rows, Path], tmp_path: Path
) -> Iterator[Settings]:
    rows, key = lived
    url = f"sqlite:///{tmp_path / 'renkei.db'}"
    if request.param == "postgresql":
        pool: Pool = request.getfixturevalue("pool")
        url = pool.lend("template0")
    engine = plain(url)
    with engine.connect() as connection:
        command.upgrade(scripts(connection), BEFORE)
        connection.commit()
    _fill(engine, rows)
    engine.dispose()
    yield Settings(database_url=url, key_file=str(key), tenant_id=world.TENANT)


def _fill(engine: Engine, rows: Rows) -> None:
    found = inspect(engine)
    with engine.begin() as connection:
        for name in set(found.get_table_names()) & rows.keys():
            then = [one["name"] for one in found.get_columns(name)]
            given = [{key: row[key] for key in then} for row in rows[name]]
            table = metadata.tables[name]
            old = TableClause(name, *(column(key, table.c[key].type) for key in then))
            if given:
                connection.execute(insert(old), given)


def _found(storage: Storage) -> tuple[str, list[str]]:
    def read(tx: Tx) -> tuple[str, list[str]]:
        child = pupils.find_by_key(tx, cast.CHILD)
        assert child is not None
        return child.name, [one.name for one in people.named(tx, "担任 一", TODAY)]

    return storage.read_now(world.TENANT, read)


def test_names_in_clear_are_found_before_and_after_they_are_sealed(before: Settings) -> None:
    migrate(before)
    storage = open_storage(before)
    try:
        left = storage.read_now(world.TENANT, slices.clear_names)
        assert left > 20
        assert slices.tenants_with_names(storage.engine.engine) == (world.TENANT,)
        assert _found(storage) == ("秘川 はる", ["担任 一"])
        while storage.write_now(world.TENANT, lambda tx: slices.seal_clear(tx, 7)):
            assert _found(storage) == ("秘川 はる", ["担任 一"])
        assert storage.read_now(world.TENANT, slices.clear_names) == 0
    finally:
        storage.close()
    if before.database_url.startswith("sqlite:"):
        assert _left(Path(before.database_url.removeprefix("sqlite:///"))) == []


def _left(file: Path) -> list[str]:
    """Which names still stand in the file."""
    raw = sqlite3.connect(file)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    content = file.read_bytes()
    names = [row[1] for row in cast.PUPILS[1:]] + [row[2] for row in cast.STAFF[1:]]
    return [one for one in names if one.encode() in content]


def test_the_names_stood_there_in_clear(before: Settings) -> None:
    if before.database_url.startswith("sqlite:"):
        assert len(_left(Path(before.database_url.removeprefix("sqlite:///")))) > 10


def test_an_older_release_is_told_to_leave_it_alone(
    before: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would show empty names, and write new ones in clear."""
    migrate(before)
    monkeypatch.setattr(schema, "version", lambda _: "0.4.0")
    with pytest.raises(Misconfigured, match=r"needs Renkei 0\.5\.0 or newer"):
        open_storage(before)
    monkeypatch.undo()
    open_storage(before).close()
