"""The engine for cities: wake-ups, shared workers, the dead among them."""

import asyncio
import statistics
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import psycopg
import pytest

from bot.clock import real_now
from bot.delivery import holding
from bot.delivery.engine import schema
from bot.delivery.engine.shared import ProcrastinateEngine
from bot.delivery.limiter import Limiter
from bot.delivery.rows import State
from bot.delivery.tempo import Tempo
from tests.bot.delivery.rig import QUICK, Rig, arrived, practice
from tests.bot.delivery.test_crashes import until
from tests.bot.delivery.workers import System, kill


@pytest.fixture
async def rig(cities: System, tenant: str) -> AsyncIterator[Rig]:
    async with practice(cities.storage, tenant, queue=cities.queue) as found:
        yield found


def ask(url: str, statement: str, *given: object) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {schema.SCHEMA}")
        cursor = connection.execute(statement, given or None)
        return cursor.fetchall() if cursor.description else []


def jobs(url: str) -> list[tuple]:
    return ask(url, "SELECT lock, status::text FROM procrastinate_jobs ORDER BY id")


async def test_jobs_do_not_pile_up_and_the_worker_takes_its_leave(rig: Rig, cities: System):
    async with rig.running() as engine:
        for number in range(5):
            await rig.post(f"k{number}")
            assert await engine.settle()
        assert len(ask(cities.database, "SELECT id FROM procrastinate_workers")) == 1
        await until(lambda: jobs(cities.database) == [])
    assert jobs(cities.database) == []
    assert ask(cities.database, "SELECT id FROM procrastinate_workers") == []
    assert ask(cities.database, "SELECT id FROM procrastinate_events") == []


async def test_a_thousand_presses_make_no_thousand_jobs(rig: Rig, cities: System):
    before = ask(cities.database, "SELECT last_value FROM procrastinate_jobs_id_seq")
    async with rig.running() as engine:
        for _ in range(1000):
            engine.wake(rig.tenant)
        await asyncio.sleep(0.5)
    after = ask(cities.database, "SELECT last_value FROM procrastinate_jobs_id_seq")
    assert after[0][0] - before[0][0] < 20


async def test_a_commit_here_reaches_the_pump_of_another_process_at_once(rig: Rig, cities: System):
    """Faster than any sweep: while it lingers by a notification, after that by a job."""
    rig.clock.at = real_now()
    without_room = replace(Tempo(), pumps=0)
    took = []
    async with cities.working(rig.tenant, quick=False), rig.running(tempo=without_room):
        for number, pause in enumerate((0.0, 0.1, 1.5, 0.1, 1.5)):
            await asyncio.sleep(pause)
            began = time.monotonic()
            await rig.post(f"k{number}")
            await until(lambda number=number: len(arrived(rig.emulator)) == 3 * number + 3)
            took.append(time.monotonic() - began)
    assert statistics.median(took[1:]) < 0.6


async def test_tenants_that_wait_for_a_worker_take_turns(cities: System):
    tenants = [str(uuid.uuid4()) for _ in range(3)]
    async with AsyncExitStack() as stack:
        rigs = [
            await stack.enter_async_context(practice(cities.storage, tenant, members=90))
            for tenant in tenants
        ]
        for rig in rigs:
            await rig.post(lane=3)
        engine = ProcrastinateEngine(
            tenants,
            database_url=cities.database,
            storage=cities.storage,
            connector=rigs[0].connector,
            limiter=Limiter(cities.storage),
            clock=rigs[0].clock,
            tempo=replace(QUICK, pumps=1),
        )
        await engine.start()
        stack.push_async_callback(engine.stop)
        await until(lambda: all(arrived(rig.emulator) for rig in rigs))
        assert max(len(arrived(rig.emulator)) for rig in rigs) < 90
        assert await engine.settle()
        for rig in rigs:
            assert set(arrived(rig.emulator).values()) == {1}


async def test_a_dead_workers_job_and_hold_end_and_another_goes_on(cities: System, tenant: str):
    async with practice(cities.storage, tenant, members=200, queue=cities.queue) as rig:
        notice = await rig.post(lane=3)
        worker = await cities.worker(tenant, limited=True)
        await until(lambda: len(rig.emulator.history) > 20)
        await kill(worker)
        assert jobs(cities.database)[0] == (tenant, "doing")
        async with rig.running() as engine:
            assert await engine.settle()
            assert ask(cities.database, "SELECT count(*) FROM procrastinate_workers") == [(1,)]
            await until(lambda: jobs(cities.database) == [])
        numbers = await rig.numbers(notice)
        assert set(numbers) <= {State.SENT, State.UNKNOWN}


async def test_the_hold_of_one_job_alone_is_ended(cities: System, tenant: str):
    owner, real = holding.new_owner_of(7), real_now()

    def held(tx) -> float:
        assert holding.hold(tx, owner, real=real, seconds=5.0, renew=1.0)
        holding.end(tx, 77, real=real)
        before = holding.held_for(tx, real=real)
        holding.end(tx, 7, real=real)
        assert holding.held_for(tx, real=real) == 0.0
        return before

    assert await cities.storage.write(tenant, held) == 5.0


async def test_a_worker_that_was_declared_dead_begins_anew(rig: Rig, cities: System):
    async with rig.running() as engine:
        assert await engine.settle()
        await until(lambda: ask(cities.database, "SELECT id FROM procrastinate_workers"))
        [(first,)] = ask(cities.database, "SELECT id FROM procrastinate_workers")
        ask(cities.database, "DELETE FROM procrastinate_workers")
        await until(lambda: ask(cities.database, "SELECT id FROM procrastinate_workers"))
        assert ask(cities.database, "SELECT id FROM procrastinate_workers") != [(first,)]
        notice = await rig.post()
        assert await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 3}


async def test_a_job_whose_fetching_was_never_answered_does_not_stop_its_tenant(
    rig: Rig, cities: System
):
    async with rig.running() as engine:
        await until(lambda: ask(cities.database, "SELECT id FROM procrastinate_workers"))
        await until(lambda: jobs(cities.database) == [])
        ask(
            cities.database,
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id) "
            "SELECT 'delivery', 'pump', %s, '{}', 'doing', id FROM procrastinate_workers",
            rig.tenant,
        )
        notice = await rig.post()
        assert await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 3}


async def test_a_tenant_that_is_not_served_here_is_left_alone(rig: Rig, cities: System):
    stranger = str(uuid.uuid4())
    async with rig.running() as engine:
        ask(
            cities.database,
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args) "
            "VALUES ('delivery', 'pump', %s, jsonb_build_object('tenant', %s::text))",
            stranger,
            stranger,
        )
        await until(lambda: jobs(cities.database) == [])
        notice = await rig.post()
        assert await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 3}
