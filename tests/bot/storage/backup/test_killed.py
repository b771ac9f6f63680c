"""The power fails after each step of a backup, a restore and a check: what is left then."""

import signal
from pathlib import Path

import psycopg
import pytest

from bot.storage.backup import register
from bot.storage.backup.checking import check
from bot.storage.backup.register import Stage
from bot.storage.backup.restoring import restore
from bot.storage.backup.steps import MAKING, RESTORING, Step
from bot.storage.store import engine_of, open_storage
from tests.bot.storage.backup.world import (
    NOW,
    TENANTS,
    UNTIL,
    contents,
    live_in,
    made,
    note,
    proof,
)

KILLED = -signal.SIGKILL


@pytest.fixture
def file(tmp_path):
    return tmp_path / "renkei.backup"


def stages(storage, tenant="akatsuki"):
    return [one.stage for one in storage.read_now(tenant, register.every)]


@pytest.mark.parametrize("step", MAKING)
def test_a_killed_backup_leaves_a_whole_file_or_none_and_is_counted(databases, nursery, file, step):
    settings = databases.settings()
    storage = open_storage(settings)
    live_in(storage)
    storage.close()
    assert nursery.child("make", settings, file, step=step) == KILLED
    assert file.exists() == (step in (Step.NAMED, Step.COUNTED))
    storage = open_storage(settings)
    try:
        # Rows under a key that can be opened may be in a file: it counts until it is said gone.
        assert len(storage.read_now("akatsuki", lambda tx: register.standing(tx, UNTIL))) == 1
        made(storage, file, overwrite=True)
        assert stages(storage)[0] is Stage.MADE or stages(storage)[1] is Stage.MADE
    finally:
        storage.close()
    assert [one.name for one in file.parent.glob(".*.part")] == []
    there = databases.settings(migrated=False)
    assert restore(there, file, recorded=note).loaded is not None


@pytest.mark.parametrize(
    ("step", "migrated"),
    [*((step, True) for step in RESTORING), (Step.BUILT, False)],
)
def test_a_killed_restore_is_begun_anew_or_ended_by_the_next(
    databases, nursery, stock, step, migrated
):
    there = databases.settings(migrated=migrated)
    assert nursery.child("restore", there, stock, step=step) == KILLED
    again = restore(there, stock, recorded=note)
    assert (again.loaded is None) == (step in (Step.COMMITTED, Step.UPGRADED, Step.TOLD))
    storage = open_storage(there)
    try:
        for tenant in TENANTS:
            assert stages(storage, tenant) == [Stage.MADE]
            assert storage.read_now(tenant, proof).faults == ()
        assert len(contents(storage)["heard"]) == 10
    finally:
        storage.close()


@pytest.mark.parametrize("step", [Step.READ, Step.LOADING, Step.COMMITTED])
def test_what_a_killed_check_has_left_is_thrown_away_by_the_next(databases, nursery, stock, step):
    settings = databases.settings()
    assert nursery.child("check", settings, stock, step=step) == KILLED
    assert len(left(settings)) == 1
    engine = engine_of(settings)
    try:
        assert check(settings, engine.engine, stock, now=NOW, verify=proof).whole
    finally:
        engine.close()
    assert left(settings) == []


def left(settings):
    if settings.database_url.startswith("postgresql"):
        with psycopg.connect(settings.database_url) as connection:
            asked = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'renkei_check_%'"
            return [name for (name,) in connection.execute(asked)]
    folder = Path(settings.database_url.removeprefix("sqlite:///")).parent
    return [one.name for one in folder.glob(".renkei_check_*")]
