"""A check restores beside the database, compares, verifies the ledgers and opens what is sealed."""

import pytest
from sqlalchemy import text, update

from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY, record
from bot.storage.backup import checking, register
from bot.storage.backup.checking import check
from bot.storage.backup.keeping import keep
from bot.storage.backup.trailer import Head
from bot.storage.store import engine_of, open_storage
from bot.turns.memory import HEARD
from tests.bot.storage.backup.test_killed import left
from tests.bot.storage.backup.world import NOW, TENANTS, contents, live_in, made, proof


@pytest.fixture
def file(tmp_path):
    return tmp_path / "renkei.backup"


@pytest.fixture
def settings(databases):
    return databases.settings()


@pytest.fixture
def lived(settings):
    storage = open_storage(settings)
    live_in(storage)
    yield storage
    storage.close()


@pytest.fixture
def on_file(of_kind):
    """For what is the same on both: a scratch place on a server takes seconds."""
    return of_kind("sqlite").settings()


@pytest.fixture
def lived_file(on_file):
    storage = open_storage(on_file)
    live_in(storage)
    yield storage
    storage.close()


def checked(settings, file, **more):
    engine = engine_of(settings)
    try:
        return check(settings, engine.engine, file, now=NOW, verify=proof, **more)
    finally:
        engine.close()


def test_a_whole_backup_is_told_with_what_was_looked_at(settings, lived, file):
    backup = made(lived, file)
    before = contents(lived)
    found = checked(settings, file)
    assert (found.whole, found.faults) == (True, ())
    assert (found.backup, found.made_at) == (backup.backup.key, NOW)
    assert (found.rows, found.entries, found.samples) == (backup.trailer.rows, 10, 10)
    assert contents(lived) == before
    assert left(settings) == []


def test_a_ledger_that_was_forged_before_the_backup_is_found_and_located(on_file, lived_file, file):
    forge = update(ENTRY).where(ENTRY.c.seq == 3).values(why="forged")
    lived_file.write_now("minato", lambda tx: tx.run(forge))
    made(lived_file, file)
    found = checked(on_file, file)
    assert found.faults == ("ledger of minato: changed 3",)


def test_what_is_sealed_and_does_not_open_is_found(on_file, lived_file, file):
    spoil = update(HEARD).where(HEARD.c.key == "k1").values(answer=b"\x01" + bytes(40))
    lived_file.write_now("akatsuki", lambda tx: tx.run(spoil))
    made(lived_file, file)
    assert checked(on_file, file).faults == ("heard.answer of akatsuki: 1 of 5 don't open",)


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        ("DELETE FROM heard WHERE key = 'k1'", "table heard: 8 rows instead of 10"),
        (
            "UPDATE heard SET at = '2026-01-01T00:00:00+00:00' WHERE key = 'k1'",
            "table heard: its rows are others",
        ),
    ],
)
def test_what_a_restore_lost_or_changed_is_found(
    on_file, lived_file, file, monkeypatch, harm, fault
):
    """As a database would that doesn't keep what it was given."""
    made(lived_file, file)
    restored = checking._restored

    def spoilt(there, *rest):
        loaded = restored(there, *rest)
        engine = engine_of(there)
        with engine.engine.connect() as connection:
            connection.execute(text(harm))
        engine.close()
        return loaded

    monkeypatch.setattr(checking, "_restored", spoilt)
    assert checked(on_file, file).faults[0] == fault


def test_a_ledger_that_ends_otherwise_is_found(lived):
    found = checking._Findings()
    checking._prove(lived, "minato", Head(seq=5, hash="0" * 64), found, proof)
    assert found.faults == ["ledger of minato: ends otherwise than when the backup was made"]


@pytest.mark.parametrize("cut", [10, 60, 900])
def test_a_file_that_cannot_be_read_is_a_result_and_not_a_crash(on_file, lived_file, file, cut):
    made(lived_file, file)
    file.write_bytes(file.read_bytes()[:cut])
    found = checked(on_file, file)
    assert (found.whole, found.backup, found.made_at) == (False, "", None)
    assert found.faults[0].startswith("renkei.backup: ")
    assert left(on_file) == []


def test_the_result_is_kept_with_its_day_by_every_tenant_concerned(settings, lived, file):
    made(lived, file)
    found = checked(settings, file)
    lived.write_now("later", note)
    assert keep(settings, found, recorded=note)
    for tenant in TENANTS:
        assert lived.read_now(tenant, register.last_check) == found
        assert lived.read_now(tenant, proof).entries == 7
    assert lived.read_now("later", register.last_check) is None


def test_an_empty_database_stays_empty_for_the_backup_to_be_put_into(databases, lived, file):
    made(lived, file)
    empty = databases.settings()
    found = checked(empty, file)
    assert found.whole
    assert not keep(empty, found, recorded=note)
    storage = open_storage(empty)
    assert sum(map(len, contents(storage).values())) == 0
    storage.close()


def note(tx):
    actor = Actor.command(pseudonyms.of_system_user(tx, "clerk"))
    record(tx, actor, at=NOW, act="restore check", subject="backup:x")


def test_the_scratch_place_is_for_this_user_alone(settings, lived, file):
    made(lived, file)
    seen = []

    def look(_):
        seen.extend(left(settings))

    checked(settings, file, step=look)
    assert len(set(seen)) == 1
