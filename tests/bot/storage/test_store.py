import asyncio
import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.errors import Misconfigured, Refused
from bot.storage.columns import Instant, Json
from bot.storage.tables import metadata, table, upsert

NOTE = table(
    "test_note",
    Column("id", Integer, primary_key=True),
    Column("key", String(40), nullable=False),
    Column("at", Instant),
    Column("on", Date),
    Column("facts", Json),
    Column("secret", LargeBinary),
    UniqueConstraint("tenant_id", "key"),
)
ADD = (
    insert(NOTE)
    .values(key=bindparam("key"), at=bindparam("at"), on=bindparam("on"), facts=bindparam("facts"))
    .returning(NOTE.c.id)
)
BY_KEY = select(NOTE).where(NOTE.c.key == bindparam("key"))
COUNT = select(func.count()).select_from(NOTE)
AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _table(storage):
    metadata.create_all(storage.engine.engine, tables=[NOTE])


def add(tx, key, **more):
    return tx.value(ADD, **{"key": key, "at": AT, "on": date(2026, 12, 1), "facts": None, **more})


async def test_what_was_written_is_read_back(storage, tenant):
    facts = {"部署": ["政策企画課", 7], "ok": True}
    written = await storage.write(tenant, lambda tx: add(tx, "a", facts=facts))
    row = await storage.read(tenant, lambda tx: tx.first(BY_KEY, key="a"))
    assert (row.id, row.at, row.on, row.facts) == (written, AT, date(2026, 12, 1), facts)


async def test_an_instant_keeps_its_moment_whatever_its_offset(storage, tenant):
    tokyo = AT.astimezone(timezone(timedelta(hours=9)))
    await storage.write(tenant, lambda tx: add(tx, "a", at=tokyo))
    assert (await storage.read(tenant, lambda tx: tx.first(BY_KEY, key="a"))).at == AT


async def test_an_instant_without_offset_is_refused(storage, tenant):
    with pytest.raises(ValueError, match="offset"):
        await storage.write(tenant, lambda tx: add(tx, "a", at=datetime(2026, 1, 1)))


async def test_raising_rolls_back(storage, tenant):
    def work(tx):
        add(tx, "a")
        raise Refused("no")

    with pytest.raises(Refused):
        await storage.write(tenant, work)
    assert await storage.read(tenant, lambda tx: tx.value(COUNT)) == 0


async def test_a_failure_in_a_group_leaves_the_others_alone(storage, tenant):
    def fail(tx):
        add(tx, "lost")
        raise Refused("no")

    works = [fail if n % 3 == 0 else (lambda tx, n=n: add(tx, f"k{n}")) for n in range(30)]
    found = await asyncio.gather(*(storage.write(tenant, w) for w in works), return_exceptions=True)
    assert sum(isinstance(f, Refused) for f in found) == 10
    assert await storage.read(tenant, lambda tx: tx.value(COUNT)) == 20


async def test_one_tenant_sees_nothing_of_another(storage, tenant):
    other = tenant + "-other"
    await storage.write(other, lambda tx: add(tx, "theirs"))
    await storage.write(tenant, lambda tx: add(tx, "ours"))
    change = update(NOTE).values(facts=bindparam("new"))
    assert await storage.write(tenant, lambda tx: tx.run(change, new=["x"])) == 1
    assert [r.key for r in await storage.read(tenant, lambda tx: tx.all(select(NOTE)))] == ["ours"]
    assert await storage.write(tenant, lambda tx: tx.run(delete(NOTE))) == 1
    assert await storage.read(other, lambda tx: tx.value(COUNT)) == 1


async def test_a_tenant_given_by_the_caller_does_not_win(storage, tenant):
    forged = insert(NOTE).values(tenant_id="someone-else", key="a")
    await storage.write(tenant, lambda tx: tx.run(forged))
    assert await storage.read("someone-else", lambda tx: tx.value(COUNT)) == 0


async def test_conflicting_inserts_can_be_ignored(storage, tenant):
    once = upsert(NOTE).values(key=bindparam("key")).on_conflict_do_nothing()
    counts = [await storage.write(tenant, lambda tx: tx.run(once, key="a")) for _ in range(2)]
    assert counts == [1, 0]


async def test_many_rows_go_in_at_once_and_lists_are_found(storage, tenant):
    rows = [{"key": f"k{n}", "facts": n} for n in range(50)]
    await storage.write(tenant, lambda tx: tx.many(insert(NOTE), rows))
    some = select(NOTE.c.facts).where(NOTE.c.key.in_(bindparam("keys", expanding=True)))
    found = await storage.read(tenant, lambda tx: tx.all(some, keys=["k1", "k7", "nobody"]))
    assert sorted(row.facts for row in found) == [1, 7]


async def test_a_wrong_parameter_name_is_an_error(storage, tenant):
    with pytest.raises(TypeError, match="kez"):
        await storage.read(tenant, lambda tx: tx.first(BY_KEY, kez="a"))


async def test_what_follows_a_commit_runs_only_after_one(storage, tenant):
    ran = threading.Event()

    def fails(tx):
        tx.after_commit(ran.set)
        raise Refused("no")

    with pytest.raises(Refused):
        await storage.write(tenant, fails)
    assert not ran.is_set()
    await storage.write(tenant, lambda tx: tx.after_commit(ran.set))
    assert ran.wait(1)


async def test_a_reader_cannot_write(storage, tenant):
    await storage.write(tenant, lambda tx: add(tx, "a"))
    try:
        await storage.read(tenant, lambda tx: add(tx, "b"))
    except Exception as error:
        assert "read" in str(error).lower()  # PostgreSQL says so; SQLite rolls the change back
    assert await storage.read(tenant, lambda tx: tx.value(COUNT)) == 1


async def test_a_sealed_field_opens_only_in_its_own_place(storage, tenant):
    sealed = await storage.write(tenant, lambda tx: tx.seal("note", "secret", "a", "連絡先"))
    assert "連絡先".encode() not in sealed
    assert (
        await storage.read(tenant, lambda tx: tx.unseal("note", "secret", "a", sealed)) == "連絡先"
    )
    for table_, column, row in (
        ("note", "secret", "b"),
        ("note", "other", "a"),
        ("n", "secret", "a"),
    ):
        with pytest.raises(Misconfigured):
            await storage.read(tenant, lambda tx, p=(table_, column, row): tx.unseal(*p, sealed))
    await storage.write(tenant + "x", lambda tx: tx.seal("note", "secret", "a", "y"))
    with pytest.raises(Misconfigured):
        await storage.read(tenant + "x", lambda tx: tx.unseal("note", "secret", "a", sealed))


async def test_a_changed_ciphertext_does_not_open(storage, tenant):
    sealed = await storage.write(tenant, lambda tx: tx.seal("note", "secret", "a", "x"))
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(Misconfigured):
        await storage.read(tenant, lambda tx: tx.unseal("note", "secret", "a", broken))
