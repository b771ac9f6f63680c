import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import structlog
from sqlalchemy import select, update

from bot.clock import PracticeClock, real_now
from bot.errands import rows
from bot.errands.loop import Errands
from bot.errands.model import Asks, Done, Later, Never, State, Unknown
from bot.errands.registry import Registry
from bot.errors import Unavailable
from graph.errors import Broken, Exists, Missing, NotConsented, Reason, Refused, Throttled

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A job of these tests."""

    room: str
    on: date
    at: datetime | None = None
    people: tuple[int, ...] = ()


JOB = Book(room="第1会議室", on=date(2027, 1, 15), at=NOW, people=(1, 2))


@pytest.fixture
def registry():
    return Registry()


@pytest.fixture
def applied():
    return []


@pytest.fixture
def errands(storage, tenant, registry):
    def make():
        return Errands(
            storage,
            {Asks.GRAPH: lambda _: "graph"},
            registry,
            PracticeClock(NOW),
            tenants=lambda: (tenant,),
            tick=lambda tx, now: (tx, now),
        )

    return make


@pytest.fixture
def ask(storage, tenant):
    async def ask(kind="test.book", *, key="book:1", due=NOW):
        return await storage.write(
            tenant, lambda tx: rows.ask(tx, kind, key=key, job=JOB, due=due, now=real_now())
        )

    return ask


@pytest.fixture
def state(storage, tenant):
    async def state(key="book:1"):
        by_key = select(rows.ERRAND.c.state).where(rows.ERRAND.c.key == key)
        found = await storage.read(tenant, lambda tx: tx.value(by_key))
        return None if found is None else State(found)

    return state


@pytest.fixture
def answers(registry, applied):
    """Registers an errand that ends as it is told, attempt by attempt."""

    def answers(*outcomes, uncertain=None):
        waiting = list(outcomes)

        @registry.on("test.book", uncertain=uncertain)
        async def book(graph: str, job: Book) -> object:
            assert (graph, job) == ("graph", JOB)
            outcome = waiting.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        @registry.apply(book)
        def booked(tick, job, outcome):
            applied.append((job, outcome))

        return waiting

    return answers


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr("bot.errands.attempts._pause_after", lambda attempt: 0.0)


async def test_errand_is_run_and_what_follows_is_applied_once(
    errands, ask, answers, applied, state
):
    answers(Done("event-1"))
    assert await ask()
    await errands().settle()
    assert applied == [(JOB, "event-1")]
    assert await state() is State.DONE


async def test_errand_of_the_same_key_is_asked_for_once(errands, ask, answers, applied):
    answers(Done())
    assert await ask()
    assert not await ask()
    await errands().settle()
    assert not await ask()
    await errands().settle()
    assert len(applied) == 1


async def test_errand_waits_for_its_civil_day(errands, ask, answers, state):
    answers(Done())
    await ask(due=NOW + timedelta(days=1))
    await errands().settle()
    assert await state() is State.WAITING


async def test_errand_that_must_wait_is_tried_again(errands, ask, answers, applied, state):
    left = answers(Later(0), Throttled(0.0), Unavailable("Graph", real_now()), Done("x"))
    await ask()
    await errands().settle()
    assert [outcome for _, outcome in applied] == ["x"]
    assert left == []


@pytest.mark.parametrize("outcome", [Later(60), Throttled(60)])
async def test_errand_is_not_tried_before_its_time(errands, ask, answers, applied, state, outcome):
    answers(outcome)
    await ask()
    await errands().settle()
    assert applied == []
    assert await state() is State.WAITING


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Never("missing"), "missing"),
        (Missing(), "missing"),
        (Exists(), "exists"),
        (Refused(Reason.GUEST, "Forbidden"), "guest"),
    ],
)
async def test_errand_that_can_never_work_is_given_up_and_applied(
    errands, ask, answers, applied, state, outcome, reason
):
    answers(outcome)
    await ask()
    await errands().settle()
    assert applied == [(JOB, Never(reason))]
    assert await state() is State.FAILED


async def test_uncertain_errand_is_given_to_a_person_after_three_times(
    errands, ask, answers, applied, state, at_once
):
    answers(Unknown("timeout"), Unknown("reset"), ValueError("never shown"))
    await ask()
    await errands().settle()
    assert applied == [(JOB, Unknown("ValueError"))]
    assert await state() is State.UNKNOWN


async def test_missing_consent_ends_an_errand_and_says_which(errands, ask, answers, applied, state):
    answers(NotConsented("User.Read.All"))
    await ask()
    await errands().settle()
    assert applied == [(JOB, Never("not consented: User.Read.All"))]


async def test_graph_that_is_down_delays_what_may_be_repeated(
    errands, ask, answers, applied, at_once
):
    answers(*(Broken(503) for _ in range(5)), Done("late"))
    await ask()
    await errands().settle()
    assert applied == [(JOB, "late")]


async def test_graph_that_broke_off_is_uncertain_where_repeating_would_harm(
    errands, ask, answers, applied, at_once
):
    async def look(graph, job):
        return Done("found")

    left = answers(Broken(502), Done("twice"), uncertain=look)
    await ask()
    await errands().settle()
    assert applied == [(JOB, "found")]
    assert left == [Done("twice")]


async def test_uncertain_errand_is_read_back_before_it_is_tried_again(
    errands, ask, answers, applied, at_once
):
    looked = []

    async def look(graph, job):
        looked.append(job)
        return Done("found") if len(looked) == 2 else None

    left = answers(Unknown("timeout"), Unknown("timeout"), Done("twice"), uncertain=look)
    await ask()
    await errands().settle()
    assert applied == [(JOB, "found")]
    assert left == [Done("twice")]


async def test_errand_whose_consequences_fail_is_given_up_after_three_times(
    errands, ask, registry, state, at_once
):
    told = []

    @registry.on("test.book")
    async def book(graph: str, job: Book) -> object:
        return Done("event-1")

    @registry.apply(book)
    def booked(tick, job, outcome):
        told.append(outcome)
        if isinstance(outcome, str):
            raise ValueError("a row that nobody foresaw")

    await ask()
    with structlog.testing.capture_logs() as logs:
        await errands().settle()
    assert told == ["event-1"] * 3 + [Unknown("ValueError")]
    assert await state() is State.UNKNOWN
    assert [log["error"] for log in logs] == ["ValueError"] * 3


async def test_errand_ends_even_where_its_slice_cannot_be_told(
    errands, ask, registry, state, at_once, storage, tenant
):
    marks = []

    @registry.on("test.book")
    async def book(graph: str, job: Book) -> object:
        return Done("event-1")

    @registry.apply(book)
    def booked(tick, job, outcome):
        tx, _ = tick
        rows.ask(tx, "test.more", key="more", job=JOB, due=NOW, now=real_now())
        marks.append(outcome)
        raise ValueError("never")

    await ask()
    with structlog.testing.capture_logs() as logs:
        await errands().settle()
    assert (len(marks), await state()) == (4, State.UNKNOWN)
    assert await state("more") is None  # what it wrote before it failed is undone
    assert [log["log_level"] for log in logs] == ["error"] * 3 + ["warning"]


async def test_process_that_died_leaves_its_errand_to_another(
    errands, ask, answers, applied, storage, tenant
):
    asked = []

    async def look(graph, job):
        asked.append(job)

    answers(Done("x"), uncertain=look)
    await ask()
    await storage.write(
        tenant,
        lambda tx: rows.claim(
            tx, owner="dead", civil=NOW, real=real_now(), lease=timedelta(0), most=9
        ),
    )
    await asyncio.sleep(0.01)
    await errands().settle()
    assert applied == [(JOB, "x")]
    assert asked == [JOB]


async def test_result_of_a_lost_lease_is_thrown_away(errands, ask, registry, storage, tenant):
    applied = []

    @registry.on("test.book")
    async def book(graph: str, job: Book) -> object:
        def steal(tx):
            late = real_now() + timedelta(minutes=5)
            lease = timedelta(minutes=5)
            return rows.claim(tx, owner="other", civil=NOW, real=late, lease=lease, most=9)

        assert len(await storage.write(tenant, steal)) == 1
        return Done("mine")

    @registry.apply(book)
    def booked(tick, job, outcome):
        applied.append(outcome)

    await ask()
    await errands().settle()
    assert applied == []


async def test_closing_gives_back_what_still_runs(
    errands, ask, registry, state, monkeypatch, storage, tenant
):
    monkeypatch.setattr("bot.errands.loop._GRACE", 0.01)
    begun = asyncio.Event()

    @registry.on("test.book")
    async def book(graph: str, job: Book) -> object:
        begun.set()
        await asyncio.Event().wait()

    await ask()
    running = errands()
    task = asyncio.create_task(running.run())
    await asyncio.wait_for(begun.wait(), 5)
    await running.close()
    await task
    (errand,) = await storage.write(
        tenant,
        lambda tx: rows.claim(
            tx, owner="next", civil=NOW, real=real_now(), lease=timedelta(1), most=9
        ),
    )
    assert (errand.attempt, errand.uncertain) == (2, 1)


async def test_commit_wakes_the_loop(errands, ask, answers, applied, monkeypatch):
    monkeypatch.setattr("bot.errands.loop._EVERY", 60.0)
    answers(Done())
    running = errands()
    task = asyncio.create_task(running.run())
    await asyncio.sleep(0.05)
    await ask()
    for _ in range(100):
        if applied:
            break
        await asyncio.sleep(0.02)
    await running.close()
    await task
    assert len(applied) == 1


async def test_errand_of_a_newer_release_waits(errands, ask, state):
    await ask("test.unheard_of")
    await errands().settle()
    assert await state() is State.WAITING


async def test_two_processes_share_the_errands(errands, ask, registry):
    ran = []

    @registry.on("test.book")
    async def book(graph: str, job: Book) -> object:
        ran.append(1)
        await asyncio.sleep(0)
        return Done()

    for number in range(20):
        await ask(key=f"book:{number}")
    await asyncio.gather(errands().settle(), errands().settle())
    assert len(ran) == 20


async def test_payload_is_sealed_while_it_waits_and_gone_when_it_is_done(
    errands, ask, answers, storage, tenant
):
    answers(Done())
    await ask()
    payload = select(rows.ERRAND.c.payload).where(rows.ERRAND.c.key == "book:1")
    sealed = await storage.read(tenant, lambda tx: tx.value(payload))
    assert "会議室".encode() not in bytes(sealed)
    await errands().settle()
    assert await storage.read(tenant, lambda tx: tx.value(payload)) is None


def test_kind_has_one_errand_and_is_applied_once(registry, answers):
    answers()
    run = registry.kinds["test.book"].run
    with pytest.raises(ValueError, match="two errands"):
        answers()
    with pytest.raises(ValueError, match="applied twice"):
        registry.apply(run)(lambda tick, job, outcome: None)
    with pytest.raises(ValueError, match="two errands"):
        Registry().include([registry, registry])


async def test_an_errand_that_nobody_can_read_ends_alone(
    errands, ask, answers, applied, state, storage, tenant
):
    answers(Done("event-2"))
    await ask(key="book:1")
    await ask(key="book:2")
    damaged = b"\x01" + bytes(60)
    spoil = update(rows.ERRAND).where(rows.ERRAND.c.key == "book:1").values(payload=damaged)
    await storage.write(tenant, lambda tx: tx.run(spoil))
    await errands().settle()
    assert (await state("book:1"), await state("book:2")) == (State.FAILED, State.DONE)
    assert applied == [(JOB, "event-2")]


async def test_one_tenants_trouble_leaves_the_others_errands_alone(
    storage, tenant, registry, answers, applied, ask
):
    class Shaky:
        async def read(self, of, work):
            if of == "shaky":
                raise ValueError("a row that can't be read")
            return await storage.read(of, work)

        async def write(self, of, work):
            return await storage.write(of, work)

    answers(Done("event"))
    await ask()
    worker = Errands(
        Shaky(), {Asks.GRAPH: lambda _: "graph"}, registry, PracticeClock(NOW),
        tenants=lambda: ("shaky", tenant), tick=lambda tx, now: (tx, now),
    )  # fmt: skip
    await worker.settle()
    assert applied == [(JOB, "event")]


async def test_each_tenants_errand_asks_its_own_graph(storage, tenant, registry, ask, state):
    asked = []

    @registry.on("test.book")
    async def book(graph: str, job: Book) -> Done:
        asked.append(graph)
        return Done("event")

    await ask()
    worker = Errands(
        storage, {Asks.GRAPH: lambda of: f"graph of {of}"}, registry, PracticeClock(NOW),
        tenants=lambda: (tenant,), tick=lambda tx, now: (tx, now),
    )  # fmt: skip
    await worker.settle()
    assert asked == [f"graph of {tenant}"]


def test_a_wake_up_that_comes_after_the_loop_has_ended_is_no_trouble(errands, monkeypatch):
    heard = []
    monkeypatch.setattr(rows.BELL, "listen", heard.append)
    monkeypatch.setattr(rows.BELL, "leave", heard.remove)
    wakes = []

    async def live_a_moment():
        worker = errands()
        task = asyncio.create_task(worker.run())
        await asyncio.sleep(0.05)
        wakes.extend(heard)
        await worker.close()
        await task

    asyncio.run(live_a_moment())
    assert not heard
    (wake,) = wakes
    wake("a tenant")


async def test_errands_that_ended_are_forgotten_after_a_while_and_no_others(
    errands, ask, answers, state, storage, tenant
):
    answers(Done(), Never("missing"))
    await ask(key="book:1")
    await ask(key="book:2")
    await errands().settle()
    await ask(key="book:3", due=NOW + timedelta(days=1))

    async def forget(before, most=10):
        return await storage.write(tenant, lambda tx: rows.forget(tx, before, most))

    later = real_now() + timedelta(minutes=10)
    assert await forget(later - timedelta(hours=1)) == 0
    assert [await forget(later, 1), await forget(later), await forget(later)] == [1, 1, 0]
    assert [await state(key) for key in ("book:1", "book:2", "book:3")] == [
        None,
        None,
        State.WAITING,
    ]


async def test_what_is_claimed_while_the_loop_closes_is_given_back_unbegun(
    errands, ask, registry, storage, tenant, monkeypatch
):
    begun = []

    @registry.on("test.book")
    async def book(graph: str, job: Book) -> object:
        begun.append(job)
        return Done()

    await ask()
    closing, claim = errands(), rows.claim

    def late(tx, **given):
        closing._closing = True  # as `close` does on the loop, while this thread claims
        return claim(tx, **given)

    monkeypatch.setattr(rows, "claim", late)
    assert await closing.sweep() == 0
    await closing.close()
    assert begun == []
    monkeypatch.setattr(rows, "claim", claim)
    await errands().settle()
    assert begun == [JOB]


async def test_the_loop_and_whoever_settles_may_look_at_once(errands, ask, answers, applied):
    answers(*[Done(number) for number in range(4)])
    for number in range(4):
        await ask(key=f"book:{number}")
    working = errands()
    with structlog.testing.capture_logs() as told:
        await asyncio.gather(*(working.sweep() for _ in range(5)))
        await working.settle()
    assert sorted(outcome for _, outcome in applied) == [0, 1, 2, 3]
    assert told == []
