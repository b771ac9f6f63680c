"""Errands of several tenants in one process: none waits for another's neighbours."""

import asyncio
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot.clock import PracticeClock, real_now
from bot.errands import rows
from bot.errands.loop import Errands
from bot.errands.model import Asks, Done, Later, State
from bot.errands.registry import Registry
from graph.errors import Throttled

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A job of these tests."""

    number: int


class Town:
    """Some tenants, whom their errands asked, and which of them never answer."""

    def __init__(self, storage, *tenants):
        self.storage = storage
        self.tenants = tenants
        self.registry = Registry()
        self.asked = []
        self.hanging = set()
        self.answers = {}
        self._on("call", Asks.GRAPH)
        self._on("chat", Asks.TEAMS)

    def _on(self, kind, asks):
        @self.registry.on(kind, asks=asks)
        async def run(tenant: str, job: Call) -> object:
            self.asked.append((tenant, kind, job.number))
            if tenant in self.hanging:
                await asyncio.Event().wait()
            answer = self.answers.pop((tenant, kind), Done())
            if isinstance(answer, Exception):
                raise answer
            return answer

    async def ask(self, tenant, kind="call", count=1):
        def work(tx):
            for number in range(count):
                job = Call(number=number)
                key = f"{kind}:{number}"
                rows.ask(tx, kind, key=key, job=job, due=NOW, now=real_now())

        await self.storage.write(tenant, work)

    def worker(self):
        return Errands(
            self.storage,
            {asks: lambda tenant: tenant for asks in Asks},
            self.registry,
            PracticeClock(NOW),
            tenants=lambda: self.tenants,
            tick=lambda tx, now: tx,
        )

    async def done(self, tenant):
        query = select(func.count()).where(rows.ERRAND.c.state == State.DONE.value)
        return await self.storage.read(tenant, lambda tx: tx.value(query))

    async def all_done(self, tenant, count):
        async with asyncio.timeout(10):
            while await self.done(tenant) < count:  # noqa: ASYNC110 - rows ring no bell here
                await asyncio.sleep(0.01)

    async def all_asked(self, tenant, count):
        async with asyncio.timeout(10):
            while self.asked_of(tenant) < count:  # noqa: ASYNC110 - the loop is left alone
                await asyncio.sleep(0.01)

    def asked_of(self, tenant, kind="call"):
        return sum(1 for one in self.asked if one[:2] == (tenant, kind))


@pytest.fixture
def town(storage):
    return Town(storage, *(str(uuid.uuid4()) for _ in range(2)))


@pytest.fixture
async def working(town, monkeypatch):
    monkeypatch.setattr("bot.errands.loop._GRACE", 0.01)
    worker = town.worker()
    task = asyncio.create_task(worker.run())
    yield worker
    await worker.close()
    await task


async def test_a_tenant_whose_graph_hangs_slows_no_other(town, working):
    slow, quick = town.tenants
    town.hanging.add(slow)
    await town.ask(slow, count=100)
    await town.all_asked(slow, 48)
    await town.ask(quick, count=60)
    await town.all_done(quick, 60)
    assert town.asked_of(slow) == 48  # all that it may have at once


async def test_every_tenant_has_a_few_places_that_nobody_else_can_take(sqlite_storage, monkeypatch):
    monkeypatch.setattr("bot.errands.loop._GRACE", 0.01)
    monkeypatch.setattr("bot.errands.loop._ALTOGETHER", 10)
    monkeypatch.setattr("bot.errands.loop._OF_ONE_TENANT", 8)
    town = Town(sqlite_storage, "a", "b", "c")
    town.hanging |= {"a", "b"}
    for tenant in ("a", "b"):
        await town.ask(tenant, count=20)
    worker = town.worker()
    await worker.sweep()
    await asyncio.sleep(0.05)
    assert sorted((town.asked_of("a"), town.asked_of("b"))) == [4, 8]  # whoever came first
    await town.ask("c", count=20)
    task = asyncio.create_task(worker.run())
    await town.all_done("c", 20)
    await worker.close()
    await task


async def test_a_throttled_tenant_rests_alone_and_its_teams_is_asked_all_the_same(town, working):
    throttled, other = town.tenants
    town.answers[throttled, "call"] = Throttled(2.0)
    await town.ask(throttled)
    await town.all_asked(throttled, 1)
    await asyncio.sleep(0.05)
    for tenant in town.tenants:
        await town.storage.write(
            tenant,
            lambda tx: rows.ask(
                tx, "call", key="next", job=Call(number=9), due=NOW, now=real_now()
            ),
        )
        await town.ask(tenant, "chat")
    await town.all_done(other, 2)
    await town.all_done(throttled, 1)
    assert town.asked_of(throttled) == 1  # the next waits, though nobody has refused it yet
    assert town.asked_of(throttled, "chat") == 1
    await town.all_done(throttled, 3)


async def test_a_pause_that_is_asked_for_without_throttling_concerns_one_errand(town, working):
    tenant, _ = town.tenants
    town.answers[tenant, "call"] = Later(60)
    await town.ask(tenant, count=3)
    await town.all_done(tenant, 2)


async def test_another_process_keeps_the_pause_too(town):
    tenant, _ = town.tenants
    town.answers[tenant, "call"] = Throttled(60.0)
    await town.ask(tenant)
    await town.worker().settle()
    await town.ask(tenant, count=5)
    await town.worker().settle()
    assert len(town.asked) == 1


async def test_a_tenant_whose_rows_are_locked_stops_no_others_errands(sqlite_storage):
    town = Town(sqlite_storage, "locked", "free")
    locked = asyncio.Event()

    class Locking:
        async def read(self, tenant, work):
            if tenant == "locked":
                await locked.wait()
            return await sqlite_storage.read(tenant, work)

        async def write(self, tenant, work):
            return await sqlite_storage.write(tenant, work)

    await town.ask("free")
    town.storage = Locking()
    worker = town.worker()
    sweep = asyncio.create_task(worker.sweep())
    for _ in range(100):
        if town.asked:
            break
        await asyncio.sleep(0.02)
    assert town.asked == [("free", "call", 0)]
    locked.set()
    await sweep
    await worker.close()
