"""How many errands of a kind begin in a second, whoever claims them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.clock import PracticeClock, real_now
from bot.errands import paces, rows, turns
from bot.errands.loop import Errands
from bot.errands.model import Asks, Done, Errand
from bot.errands.registry import Registry

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEASE = timedelta(minutes=1)
KIND = "test.install"
_WAITING_OTHERS = select(func.count()).where(
    rows.ERRAND.c.kind == "test.other", rows.ERRAND.c.lease_until.is_(None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """A job of these tests."""

    person: int


@pytest.fixture
def ask(storage, tenant):
    def ask(count, kind=KIND):
        def work(tx):
            for person in range(count):
                job = Install(person=person)
                rows.ask(tx, kind, key=f"{kind}:{person}", job=job, due=NOW, now=NOW)

        storage.write_now(tenant, work)

    return ask


@pytest.fixture
def claim(storage, tenant):
    def claim(owner, real, most=48, each_second=30.0):
        found = storage.write_now(
            tenant,
            lambda tx: rows.claim(
                tx,
                owner=owner,
                civil=NOW,
                real=real,
                lease=LEASE,
                most=most,
                each_second={KIND: each_second},
            ),
        )
        return [errand.at for errand in found if errand.kind == KIND]

    return claim


def most_in_a_second(moments):
    moments = sorted(moments)
    return max(sum(1 for other in moments if one <= other < one + SECOND) for one in moments)


def test_two_processes_together_keep_to_one_pace(ask, claim):
    ask(200)
    begun = []
    for tenth in range(40):
        real = NOW + tenth * SECOND / 10
        begun += claim("one", real) + claim("two", real)
    assert len(begun) in range(115, 145)  # four seconds, and a little ahead
    assert most_in_a_second(begun) <= 30
    assert len(set(begun)) == len(begun)


def test_what_was_missed_is_not_made_up_for(ask, claim):
    ask(200)
    begun = claim("one", NOW) + claim("one", NOW + 60 * SECOND)
    assert most_in_a_second(begun) <= 30


def test_what_has_no_pace_does_not_wait_behind_what_has(ask, storage, tenant, claim):
    ask(100)
    ask(5, "test.other")
    for _ in range(3):
        claim("one", NOW, most=20)
    assert storage.read_now(tenant, lambda tx: tx.value(_WAITING_OTHERS)) == 0


def test_a_pause_longer_than_any_is_that_of_a_clock_that_was_set_back(ask, claim):
    ask(5)
    assert claim("one", NOW + timedelta(days=1), most=1)
    assert claim("one", NOW, most=1)


def test_a_pause_holds_all_and_the_longest_wins(ask, claim, storage, tenant):
    ask(5)
    for seconds in (20, 5):
        storage.write_now(
            tenant, lambda tx, seconds=seconds: paces.pause(tx, (KIND, "x"), NOW, seconds)
        )
    assert claim("one", NOW + 10 * SECOND) == []
    assert claim("one", NOW + 20 * SECOND)


async def test_what_has_a_pace_is_run_to_its_end(storage, tenant):
    began = []
    registry = Registry()

    @registry.on(KIND, each_second=20)
    async def install(graph: str, job: Install) -> Done:
        began.append(real_now())
        return Done()

    def work(tx):
        for person in range(30):
            job = Install(person=person)
            rows.ask(tx, KIND, key=str(person), job=job, due=NOW, now=real_now())

    await storage.write(tenant, work)
    workers = [
        Errands(
            storage,
            {Asks.GRAPH: lambda _: "graph"},
            registry,
            PracticeClock(NOW),
            tenants=lambda: (tenant,),
            tick=lambda tx, now: tx,
        )
        for _ in range(2)
    ]
    for worker in workers:
        await worker.settle()
    assert len(began) == 30
    assert began[-1] - began[0] >= timedelta(seconds=29 / 20 - 0.1)


@given(late=st.lists(st.floats(0, 3), min_size=1, max_size=40))
def test_a_process_that_stalled_does_not_catch_up_at_once(late):
    """Whatever moments were given, a second holds no more than the pace allows and a late one."""
    pace = turns.Turns()
    now = NOW
    began = []
    for seconds in sorted(late):
        errand = Errand(
            id=1, kind=KIND, key="", at=NOW + seconds * SECOND, attempt=1, uncertain=0, payload={}
        )
        now = max(now, NOW + 2 * SECOND)
        now += pace.pause("t", errand, now)
        pace.begin("t", errand, now, 10.0)
        began.append(now)
    assert most_in_a_second(began) <= 11


async def test_a_moment_that_passed_while_the_neighbour_got_ready_is_given_back(
    storage, tenant, monkeypatch
):
    monkeypatch.setattr("bot.errands.attempts._SOON", 0.0)
    events = []
    registry = Registry()

    async def ready(graph):
        events.append("ready")

    @registry.on(KIND, each_second=20, ready=ready)
    async def install(graph: str, job: Install) -> Done:
        events.append("run")
        return Done()

    def work(tx):
        rows.ask(tx, KIND, key="1", job=Install(person=1), due=NOW, now=real_now())

    await storage.write(tenant, work)
    worker = Errands(
        storage,
        {Asks.GRAPH: lambda _: "graph"},
        registry,
        PracticeClock(NOW),
        tenants=lambda: (tenant,),
        tick=lambda tx, now: tx,
    )
    await worker.settle()
    assert events == ["ready", "ready", "run"]


def test_what_all_do_together_is_done_by_one(storage, tenant):
    def take(real):
        return storage.write_now(tenant, lambda tx: paces.take(tx, "test.step", SECOND, real))

    def is_free(real):
        return storage.read_now(tenant, lambda tx: paces.is_free(tx, "test.step", real))

    assert is_free(NOW)
    assert [take(NOW), take(NOW), take(NOW + SECOND / 2), is_free(NOW + SECOND / 2)] == [
        True,
        False,
        False,
        False,
    ]
    assert is_free(NOW + SECOND)
    assert take(NOW + SECOND)
    assert take(NOW - timedelta(days=1))  # the clock was set back
