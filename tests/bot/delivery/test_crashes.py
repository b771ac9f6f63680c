"""Processes killed by SIGKILL at random points: nothing lost, nothing three times."""

import asyncio
import random
import signal
import time
from collections import Counter

import pytest

from bot.clock import real_now
from bot.delivery.rows import State
from bot.delivery.tempo import Tempo
from tests.bot.delivery.history import Verdict, judge, rows
from tests.bot.delivery.rig import Rig, arrived, overtakings, practice
from tests.bot.delivery.workers import System, kill

pytestmark = pytest.mark.limit(300)

ROWS, KILLS = 300, 3
PATIENCE = 30.0


async def test_killed_processes_lose_nothing_and_send_nothing_three_times(
    system: System, tenant: str
):
    chance = random.Random(1)
    async with practice(system.storage, tenant, members=ROWS, queue=system.queue) as rig:
        await rig.post(lane=3)
        for _ in range(KILLS):
            before = len(rig.emulator.history)
            worker = await system.worker(tenant)
            await until(lambda before=before: len(rig.emulator.history) > before)
            await asyncio.sleep(chance.uniform(0.0, 0.2))
            await kill(worker)
        verdict = await finish(rig)
        assert verdict.is_clean
        assert verdict.duplicates <= verdict.uncertain | verdict.unknown
        assert overtakings(rig.emulator) == []
        assert len(arrived(rig.emulator)) > ROWS // 2


async def finish(rig: Rig) -> Verdict:
    """Let what the killed have left be sent, then hold the rows against the true record."""
    async with rig.running() as engine:
        assert await engine.settle(patience=PATIENCE)
    copies = await rig.storage.read(rig.tenant, rows)
    return judge(rig.emulator.history, copies)


async def until(says, patience=PATIENCE):
    end = time.monotonic() + patience
    while not says():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


async def test_two_processes_share_a_broadcast_and_one_of_them_is_killed(
    cities: System, tenant: str
):
    async with practice(cities.storage, tenant, members=ROWS, queue=cities.queue) as rig:
        async with cities.working(tenant) as one, cities.working(tenant) as other:
            notice = await rig.post(lane=3)
            await until(lambda: len(rig.emulator.history) > 50)
            await kill(one)
            await until(lambda: len(arrived(rig.emulator)) >= ROWS - 30)
            assert other.returncode is None
        verdict = await finish(rig)
        assert verdict.is_clean
        numbers = await rig.numbers(notice)
        assert sum(numbers.values()) == ROWS
        assert set(numbers) <= {State.SENT, State.UNKNOWN}


async def test_a_process_that_sleeps_is_taken_for_dead_and_does_no_harm_when_it_wakes(
    cities: System, tenant: str
):
    async with practice(cities.storage, tenant, members=ROWS, queue=cities.queue) as rig:
        async with cities.working(tenant, limited=True) as worker:
            await rig.post(lane=3)
            await until(lambda: len(rig.emulator.history) > 20)
            worker.send_signal(signal.SIGSTOP)
            seen = len(rig.emulator.history)
            try:
                async with rig.running(limited=True):
                    await until(lambda: len(arrived(rig.emulator)) > seen + 20)
                    worker.send_signal(signal.SIGCONT)
                    await asyncio.sleep(1.0)
            finally:
                worker.send_signal(signal.SIGCONT)
        verdict = await finish(rig)
        assert verdict.is_clean


async def test_a_worker_that_is_stopped_returns_its_tenant_to_the_others_at_once(
    cities: System, tenant: str
):
    """With true times: nobody waits until it would be taken for dead."""
    async with practice(cities.storage, tenant, members=120, queue=cities.queue) as rig:
        rig.clock.at = real_now()
        notice = await rig.post(lane=3)
        async with cities.working(tenant, limited=True, quick=False) as worker:
            await until(lambda: len(rig.emulator.history) > 20)
            worker.terminate()
            await worker.communicate()
        began, seen = time.monotonic(), len(rig.emulator.history)
        async with rig.running(tempo=Tempo()) as engine:
            await until(lambda: len(rig.emulator.history) > seen)
            assert time.monotonic() - began < Tempo().dead
            assert await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 120}
        assert Counter(arrived(rig.emulator).values()) == {1: 120}
