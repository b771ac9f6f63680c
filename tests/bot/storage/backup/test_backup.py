"""What was in the database is in the backup, and nothing else; from any engine into any other."""

from dataclasses import replace

import pytest
from sqlalchemy import func, insert, inspect, select, text, update

from bot.errors import Misconfigured, Unavailable, Unreadable
from bot.ledger.record import ENTRY
from bot.storage import schema
from bot.storage.backup import header as headers
from bot.storage.backup import register
from bot.storage.backup.loading import load
from bot.storage.backup.making import make
from bot.storage.backup.register import Stage
from bot.storage.backup.restoring import restore
from bot.storage.backup.room import filled
from bot.storage.backup.steps import Step
from bot.storage.backup.writing import write
from bot.storage.crypto.tables import DATA_KEY
from bot.storage.store import engine_of, open_storage
from bot.storage.tables import metadata
from bot.turns import memory
from tests.bot.storage.backup.world import (
    NOW,
    TENANTS,
    UNTIL,
    contents,
    fill,
    live_in,
    made,
    note,
    proof,
    row_of,
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "renkei.backup"


def written(storage, file, **more):
    return write(
        storage.engine.engine, file, envelopes=storage.vault.envelopes, key="k", now=NOW, **more
    )


@pytest.fixture
def there(databases):
    """An empty database, and what is in it afterwards."""
    return databases.settings()


def loaded(settings, file):
    engine = engine_of(settings)
    try:
        return load(engine.engine, file, envelopes=engine.vault.envelopes, lasting=False)
    finally:
        engine.close()


def rows(settings):
    storage = open_storage(settings)
    try:
        return contents(storage)
    finally:
        storage.close()


def is_empty(settings):
    engine = engine_of(settings)
    try:
        return filled(engine.engine) == ()
    finally:
        engine.close()


def test_every_row_of_every_table_comes_back(source, there, file):
    storage = source
    storage.write_now("akatsuki", lambda tx: tx.run(update(ENTRY).values(why="x\n{[\"'")))
    with storage.engine.engine.connect() as connection:
        for name in ("ledger_entry", "ledger_head", "pseudonym", "heard"):
            connection.execute(metadata.tables[name].delete())
    fill(storage)
    before = contents(storage)
    assert sum(map(len, before.values())) > 300
    assert all(before[name] for name in before)
    trailer = written(storage, file).trailer
    assert trailer.rows == sum(map(len, before.values()))
    assert loaded(there, file).trailer == trailer
    assert rows(there) == before


@pytest.mark.parametrize("way", [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_a_backup_of_one_engine_is_restored_into_the_other(of_kind, file, way, tmp_path):
    here, there = map(of_kind, way)
    storage = open_storage(here.settings())
    live_in(storage)
    with storage.engine.engine.connect() as connection:
        known = {"ledger_entry", "ledger_head", "pseudonym", "heard", "backup"}
        fill(storage, without=known)
        agreement = metadata.tables["agreement"]
        number = connection.execute(select(func.max(agreement.c.id))).scalar()
        connection.execute(agreement.delete().where(agreement.c.id == number))
    if way[0] == "postgresql":
        with storage.engine.engine.connect() as connection:
            connection.execute(text(f"SELECT setval('agreement_id_seq', {number})"))
    before = contents(storage)
    made(storage, file)
    storage.close()
    settings = there.settings()
    restore(settings, file, recorded=lambda tx, one: None)
    after = rows(settings)
    assert after.pop("backup") != before.pop("backup")  # that it was made is known by now
    assert after == before
    storage = open_storage(settings)
    try:
        for tenant in TENANTS:
            assert storage.read_now(tenant, proof).faults == ()
            assert storage.read_now(tenant, answer).startswith("返事")
        new = _new_agreement(storage)
    finally:
        storage.close()
    assert new == number + 1  # an id that was given once is never given again


def answer(tx):
    return tx.unseal("heard", "answer", "k1", tx.first(memory._FIND, one="k1").answer)


def _new_agreement(storage):
    agreement = metadata.tables["agreement"]
    values = {k: v for k, v in row_of(agreement, 9).items() if k not in ("id", "tenant_id")}
    add = insert(agreement).values(values).returning(agreement.c.id)
    return storage.write_now("akatsuki", lambda tx: tx.value(add))


def test_what_is_written_meanwhile_is_not_in_it(source, there, file):
    """Writers go on while it is read; the backup is of the moment in which it began."""
    before = contents(source)
    seen = []

    def write_beside(step):
        if step is Step.BEGUN and not seen:
            seen.append(step)
            live = lambda tx: tx.run(memory._FORGET, before=NOW.replace(year=2030))  # noqa: E731
            source.write_now("akatsuki", live)

    written(source, file, step=write_beside)
    assert len(contents(source)["heard"]) == 5
    loaded(there, file)
    assert rows(there) == before


def test_the_register_and_every_ledger_know_of_it(source, file):
    found = made(source, file)
    assert found.backup.size == file.stat().st_size
    assert found.trailer.tenants.keys() == set(TENANTS)
    for tenant in TENANTS:
        (one,) = source.read_now(tenant, register.every)
        assert one == found.backup
        assert (one.stage, one.made_at, one.until) == (Stage.MADE, NOW, UNTIL)
        assert source.read_now(tenant, proof).entries == 6
        assert source.read_now(tenant, lambda tx: register.envelopes(tx, UNTIL)) == set(
            source.vault.envelopes.held()
        )


def test_a_backup_counts_until_its_day_or_until_it_is_said_to_be_deleted(source, file):
    key = made(source, file).backup.key
    standing = lambda day: source.read_now(  # noqa: E731
        "minato", lambda tx: [one.key for one in register.standing(tx, day)]
    )
    assert standing(UNTIL) == [key]
    assert standing(UNTIL.replace(day=28)) == []
    assert source.write_now("minato", lambda tx: register.gone(tx, key))
    assert standing(UNTIL) == []
    assert not source.write_now("minato", lambda tx: register.gone(tx, "another"))


def test_a_backup_that_breaks_off_leaves_neither_file_nor_row(source, file):
    def fail(step):
        if step is Step.BEGUN:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        made(source, file, step=fail)
    assert source.read_now("akatsuki", register.every) == ()
    assert list(file.parent.glob("*backup*")) == []


def test_a_backup_that_breaks_off_when_it_has_its_name_is_counted(source, file):
    def fail(step):
        if step is Step.NAMED:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        made(source, file, step=fail)
    assert file.exists()
    for tenant in TENANTS:
        (one,) = source.read_now(tenant, lambda tx: register.standing(tx, UNTIL))
        assert (one.stage, one.envelopes) == (Stage.BEGUN, source.vault.envelopes.held())


def test_a_database_with_anything_in_it_is_refused_and_unchanged(source, there, file, databases):
    made(source, file)
    storage = open_storage(there)
    live_in(storage)
    before = contents(storage)
    storage.close()
    with pytest.raises(Misconfigured, match=r"isn't empty \(rows in heard, ledger_entry"):
        restore(there, file, recorded=note)
    assert rows(there) == before


def test_a_database_that_was_only_looked_at_is_empty(source, there, file):
    made(source, file)
    storage = open_storage(there)
    storage.write_now("akatsuki", lambda tx: tx.seal("doctor", "try", "", "ok"))
    storage.close()
    assert restore(there, file, recorded=note).loaded is not None
    storage = open_storage(there)
    assert storage.read_now("akatsuki", proof).entries == 6  # the note of the restore itself
    storage.close()


def test_another_key_opens_nothing(source, databases, file, tmp_path):
    made(source, file)
    wrong = tmp_path / "wrong.key"
    wrong.write_bytes(bytes(32))
    there = replace(databases.settings(), key_file=str(wrong))
    with pytest.raises(Misconfigured, match=r"wrong\.key lacks the key"):
        restore(there, file, recorded=note)
    assert is_empty(there)


def test_a_missing_key_file_is_told_and_none_is_made(source, databases, file, tmp_path):
    made(source, file)
    there = replace(databases.settings(), key_file=str(tmp_path / "none.key"))
    with pytest.raises(Misconfigured, match=r"none\.key is missing"):
        restore(there, file, recorded=note)
    assert not (tmp_path / "none.key").exists()


def test_a_backup_whose_data_keys_do_not_open_is_refused(source, there, file):
    with source.engine.engine.connect() as connection:
        wrapped = connection.execute(DATA_KEY.select()).first().wrapped
        spoilt = wrapped[:-1] + bytes([wrapped[-1] ^ 1])
        connection.execute(update(DATA_KEY).values(wrapped=spoilt))
    written(source, file)
    with pytest.raises(Misconfigured, match="does not open this database"):
        restore(there, file, recorded=note)
    assert is_empty(there)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 1.0])
def test_a_file_that_ends_too_early_restores_nothing(source, there, file, share):
    made(source, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share) - 1])
    with pytest.raises(Unreadable):
        restore(there, file, recorded=note)
    assert is_empty(there)


def test_no_byte_of_the_file_can_be_changed(source, there, file):
    made(source, file)
    whole = file.read_bytes()
    for at in range(0, len(whole), len(whole) // 6):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises((Unreadable, Misconfigured)):
            restore(there, file, recorded=note)
    assert is_empty(there)
    file.write_bytes(whole)
    assert restore(there, file, recorded=note).loaded


def test_any_other_file_is_told_to_be_none(there, file):
    file.write_bytes(b"SQLite format 3\0" + bytes(200))
    with pytest.raises(Unreadable, match="is no backup of Renkei"):
        restore(there, file, recorded=note)


def test_a_newer_releases_backup_is_refused(source, there, file, monkeypatch):
    with source.engine.engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    written(source, file)
    with pytest.raises(Unreadable, match="which this release is older than"):
        restore(there, file, recorded=note)
    monkeypatch.setattr(headers, "FORMAT", 2)
    written(source, file, overwrite=True)
    monkeypatch.undo()
    with pytest.raises(Unreadable, match="in a newer form"):
        restore(there, file, recorded=note)


@pytest.mark.parametrize("migrated", [True, False])
def test_an_older_releases_backup_is_restored_and_brought_up_to_date(
    databases, source, file, migrated, monkeypatch
):
    old = databases.settings(migrated=False)
    engine = engine_of(old)
    schema.build(engine.engine, "0001")
    with engine.engine.connect() as connection:
        have = set(inspect(connection).get_table_names())
        connection.execute(
            text("INSERT INTO policy (tenant_id, name, value) VALUES ('akatsuki', 'x', '7')")
        )
    engine.close()
    _write_as_0001(old, file, have, monkeypatch, source.vault.envelopes)
    there = databases.settings(migrated=migrated)
    restore(there, file, recorded=note)
    found = rows(there)
    assert found["policy"] == ['["akatsuki","x","7"]']
    assert "backup_check" in found


def _write_as_0001(settings, file, have, monkeypatch, envelopes):
    """What that release would have written: its own tables with their own columns."""
    from bot.storage.backup import snapshot
    from bot.storage.backup.rows import shape_of

    def then(table):
        shape = shape_of(table)
        now = dict(zip(shape.columns, shape.kinds, strict=True))
        there = [one["name"] for one in inspected.get_columns(table.name)]
        kinds = tuple(now[name] for name in there)
        return replace(shape, columns=tuple(there), kinds=kinds)

    engine = engine_of(settings)
    with engine.engine.connect() as connection:
        inspected = inspect(connection)
        monkeypatch.setattr(snapshot, "shape_of", then)
        write(engine.engine, file, envelopes=envelopes, key="k", now=NOW)
        monkeypatch.undo()
    engine.close()


def test_a_table_that_this_release_does_not_know_is_not_left_out_silently(source, file):
    with source.engine.engine.connect() as connection:
        connection.execute(text("CREATE TABLE later (tenant_id VARCHAR(64), x INTEGER)"))
    with pytest.raises(Misconfigured, match="table later"):
        written(source, file)
    assert not file.exists()


def test_no_name_and_no_tenant_stands_in_the_file_in_clear(source, file):
    made(source, file)
    whole = file.read_bytes()
    for word in ("akatsuki", "minato", "people import", "秘密", "clerk"):
        assert word.encode() not in whole


def test_a_row_that_the_other_database_cannot_keep_is_told_by_its_table(of_kind, file):
    storage = open_storage(of_kind("sqlite").settings())
    live_in(storage)
    with storage.engine.engine.connect() as connection:
        connection.execute(text("UPDATE ledger_entry SET why = 'a' || char(0) || 'b'"))
    made(storage, file)
    storage.close()
    there = of_kind("postgresql").settings()
    with pytest.raises(Unreadable, match="table ledger_entry: a row can't be kept"):
        restore(there, file, recorded=note)
    assert is_empty(there)


def test_somebody_who_writes_holds_a_restore_up_and_is_named(of_kind, file, monkeypatch):
    databases = of_kind("postgresql")
    storage = open_storage(databases.settings())
    live_in(storage)
    made(storage, file)
    storage.close()
    there = databases.settings()
    monkeypatch.setattr("bot.storage.postgresql._LOCKED_SECONDS", 0.2)
    other = engine_of(there)
    with other.engine.connect() as busy:
        busy.execute(text("BEGIN"))
        busy.execute(text("LOCK TABLE person IN ROW EXCLUSIVE MODE"))
        with pytest.raises(Unavailable, match="stop the service"):
            restore(there, file, recorded=note)
        busy.execute(text("ROLLBACK"))
    other.close()
    assert restore(there, file, recorded=note).loaded


def test_a_full_disk_ends_a_backup_without_a_trace(databases, nursery, file):
    settings = databases.settings()
    storage = open_storage(settings)
    live_in(storage)
    storage.close()
    assert nursery.child("make", settings, file, full=Step.OPENED, room=2000) == 1
    assert list(file.parent.glob("*backup*")) == []


def test_a_full_disk_ends_a_restore_without_a_trace(of_kind, nursery, file):
    databases = of_kind("sqlite")
    storage = open_storage(databases.settings())
    live_in(storage)
    made(storage, file)
    storage.close()
    there = databases.settings()
    assert nursery.child("restore", there, file, full=Step.BUILT, room=5000) == 1
    assert is_empty(there)
    assert restore(there, file, recorded=note).loaded


def test_a_second_backup_needs_another_name_or_the_word(source, file):
    made(source, file)
    with pytest.raises(Misconfigured, match="--force"):
        made(source, file)
    assert len(source.read_now("akatsuki", register.every)) == 1
    make(
        source,
        file,
        home="akatsuki",
        now=NOW,
        until=UNTIL,
        recorded=note,
        overwrite=True,
    )
