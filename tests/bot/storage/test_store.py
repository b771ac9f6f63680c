import asyncio
import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256

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

from bot.errors import Misconfigured, Refused, Unavailable
from bot.storage.columns import Instant, Json
from bot.storage.sqlite import remedy_for
from bot.storage.tables import metadata, table, upsert
from bot.storage.tx import Undone

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
ADD_PLAIN = insert(NOTE).values({c: bindparam(c) for c in ("key", "at", "on", "facts")})
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


async def test_a_tenant_given_by_the_caller_is_refused(storage, tenant):
    forged = insert(NOTE).values(tenant_id="someone-else", key="a")
    with pytest.raises(TypeError, match="tenant"):
        await storage.write(tenant, lambda tx: tx.run(forged))
    row = {"tenant_id": "someone-else", "key": "a"}
    with pytest.raises(TypeError, match="tenant"):
        await storage.write(tenant, lambda tx: tx.run(insert(NOTE), **row))
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


async def test_a_forgotten_parameter_is_an_error_and_never_null(storage, tenant):
    with pytest.raises(TypeError, match="facts, on"):
        await storage.write(tenant, lambda tx: tx.run(ADD, key="a", at=AT))
    with pytest.raises(TypeError, match="on"):
        rows = [{"key": "a", "at": AT, "facts": 1, "on": None}, {"key": "b", "at": AT, "facts": 1}]
        await storage.write(tenant, lambda tx: tx.many(ADD_PLAIN, rows))
    assert await storage.read(tenant, lambda tx: tx.value(COUNT)) == 0


async def test_a_follower_that_fails_harms_neither_its_write_nor_the_next(storage, tenant):
    def work(tx):
        tx.after_commit(lambda: 1 / 0)
        return add(tx, "a")

    both = (storage.write(tenant, work), storage.write(tenant, lambda tx: add(tx, "b")))
    assert all(await asyncio.wait_for(asyncio.gather(*both), 10))
    assert await asyncio.wait_for(storage.write(tenant, lambda tx: add(tx, "c")), 10)
    assert await storage.read(tenant, lambda tx: tx.value(COUNT)) == 3


async def test_the_writer_outlives_a_log_that_cannot_be_written(storage, tenant, monkeypatch):
    class Closed:
        def error(self, *_: object, **__: object) -> None:
            raise ValueError("I/O operation on closed file")

    monkeypatch.setattr("bot.storage.tx.log", Closed())
    await storage.write(tenant, lambda tx: tx.after_commit(lambda: 1 / 0))
    assert await asyncio.wait_for(storage.write(tenant, lambda tx: add(tx, "a")), 10)


async def test_the_writer_outlives_even_what_nobody_has_thought_of(sqlite_storage, tenant):
    def leaves() -> None:
        raise SystemExit

    await sqlite_storage.write(tenant, lambda tx: tx.after_commit(leaves))
    assert await asyncio.wait_for(sqlite_storage.write(tenant, lambda tx: tx.tenant), 10) == tenant


def test_what_was_committed_is_told_as_done_whoever_else_cannot_be_told(sqlite_storage, tenant):
    """Told as failed, it would be done a second time."""
    metadata.create_all(sqlite_storage.engine.engine, tables=[NOTE])
    gate, followed = threading.Event(), threading.Event()

    def leave(_: object) -> None:
        raise SystemExit

    def last(tx):
        tx.after_commit(followed.set)
        return add(tx, "last")

    engine = sqlite_storage.engine
    first = engine.write(tenant, lambda tx: gate.wait(10))  # the rest gathers behind it
    nobody = engine.write(tenant, lambda tx: add(tx, "nobody hears of it"))
    refused = engine.write(tenant, lambda tx: add(tx, "nobody hears of it"))  # stands already
    kept = engine.write(tenant, last)
    for one in (nobody, refused):
        one.add_done_callback(leave)
    gate.set()
    assert first.result(10)
    assert kept.result(10)
    assert isinstance(refused.exception(10), sqlite3.IntegrityError)
    assert followed.wait(10)
    assert sqlite_storage.read_now(tenant, lambda tx: tx.value(COUNT)) == 2


async def test_what_is_done_apart_fails_alone(storage, tenant):
    ran = []

    def fails(tx):
        tx.after_commit(lambda: ran.append("lost"))
        add(tx, "lost")
        add(tx, "a")  # is there already

    def work(tx):
        add(tx, "a")
        tx.after_commit(lambda: ran.append("kept"))
        with pytest.raises(Undone) as undone:
            tx.apart(fails)
        assert undone.value.__cause__ is not None
        tx.apart(lambda tx: add(tx, "b"))

    await storage.write(tenant, work)
    rows = await storage.read(tenant, lambda tx: tx.all(select(NOTE.c.key).order_by(NOTE.c.key)))
    assert [row.key for row in rows] == ["a", "b"]
    for _ in range(100):
        if ran:
            break
        await asyncio.sleep(0.01)
    assert ran == ["kept"]


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
    with pytest.raises(Exception, match="read"):
        await storage.read(tenant, lambda tx: add(tx, "b"))
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


async def test_a_read_that_seals_leaves_no_key_behind_that_was_never_kept(storage, tenant):
    with pytest.raises(Exception, match="read"):
        await storage.read(tenant, lambda tx: tx.seal("note", "secret", "a", "x"))
    sealed = await storage.write(tenant, lambda tx: tx.seal("note", "secret", "a", "x"))
    storage.vault.forget(tenant)  # as after a restart
    opened = await storage.read(tenant, lambda tx: tx.unseal("note", "secret", "a", sealed))
    assert opened == "x"


async def test_one_statement_that_is_too_large_fails_alone(sqlite_storage):
    """SQLite calls it an operational error, as it does a full disk."""
    metadata.create_all(sqlite_storage.engine.engine, tables=[NOTE])
    long = select(NOTE.c.id).where(NOTE.c.key.like(bindparam("pattern")))

    def fails(tx):
        add(tx, "lost")
        tx.all(long, pattern="x" * 60_000)

    works = [fails, *((lambda tx, n=n: add(tx, f"k{n}")) for n in range(10))]
    gate = threading.Event()
    first = sqlite_storage.write("t", lambda tx: gate.wait(5))  # the rest gathers behind it
    rest = [sqlite_storage.write("t", work) for work in works]
    tasks = [asyncio.ensure_future(one) for one in (first, *rest)]
    await asyncio.sleep(0)
    gate.set()
    _, failed, *kept = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(failed, sqlite3.OperationalError)
    assert not [one for one in kept if isinstance(one, BaseException)]
    assert await sqlite_storage.read("t", lambda tx: tx.value(COUNT)) == 10
    with pytest.raises(sqlite3.OperationalError):
        await sqlite_storage.read("t", lambda tx: tx.all(long, pattern="x" * 60_000))


async def test_an_error_of_the_file_fails_the_group_and_is_told_in_our_words(sqlite_storage):
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def fails(tx):
        raise full

    with pytest.raises(Unavailable, match="free some space"):
        await sqlite_storage.write("t", fails)
    assert remedy_for(sqlite3.OperationalError("near 山田")) == "it can't be used; look at the log"


async def test_no_error_tells_the_values_of_its_statement(storage, tenant):
    twice = insert(NOTE).values(key="山田").returning(NOTE.c.id)
    listed = select(NOTE.c.id).where(NOTE.c.key.in_(bindparam("keys", expanding=True)))
    await storage.write(tenant, lambda tx: tx.run(twice))
    with pytest.raises(Exception, match=r".") as caught:
        await storage.read(tenant, lambda tx: tx.all(listed, keys=["山田", object()]))
    assert "山田" not in str(caught.value)


def test_what_postgresql_breaks_off_is_done_anew(_postgresql, tenant):
    """Two that lock the same rows in opposite order."""
    metadata.create_all(_postgresql.engine.engine, tables=[NOTE])
    _postgresql.write_now(tenant, lambda tx: [add(tx, "a"), add(tx, "b")])
    lock = update(NOTE).where(NOTE.c.key == bindparam("one")).values(facts=bindparam("facts"))
    met = threading.Barrier(2)
    tries = []

    def work(first, second):
        def work(tx):
            tries.append(first)
            tx.run(lock, one=first, facts=first)
            if tries.count(first) == 1:
                met.wait(10)
            tx.run(lock, one=second, facts=first)

        return work

    both = [_postgresql.engine.write(tenant, work(*pair)) for pair in ("ab", "ba")]
    for one in both:
        one.result(30)
    assert len(tries) > 2


async def test_a_place_is_passed_once_in_a_transaction(storage, tenant):
    def work(tx):
        return tx.passes("here"), tx.passes("here"), tx.passes("there")

    assert await storage.write(tenant, work) == (True, False, True)
    assert await storage.write(tenant, lambda tx: tx.passes("here"))


async def test_a_place_that_was_passed_in_what_was_undone_is_passed_anew(storage, tenant):
    def fails(tx):
        tx.passes("within")
        raise ZeroDivisionError

    def work(tx):
        tx.passes("before")
        with pytest.raises(Undone):
            tx.apart(fails)
        return tx.passes("before"), tx.passes("within")

    assert await storage.write(tenant, work) == (False, True)


async def test_a_digest_is_the_same_each_time_and_tells_nothing(storage, tenant):
    def work(tx):
        return tx.digest("note", "who", "7")

    first = await storage.write(tenant, work)
    assert first == await storage.write(tenant, work)
    assert len(first) == 64
    plain = [sha256(text.encode()).hexdigest() for text in ("7", f"{tenant}7", "notewho7")]
    assert first not in plain


async def test_a_digest_differs_by_tenant_table_purpose_and_text(storage, tenant):
    def work(tx):
        places = (("note", "who"), ("note", "org"), ("other", "who"), ("notew", "ho"))
        return [tx.digest(*place, text) for place in places for text in ("7", "8")]

    here = await storage.write(tenant, work)
    there = await storage.write(f"{tenant}x", work)
    assert len({*here, *there}) == 16
