"""Pumps killed by SIGKILL at random points: nothing lost, nothing three times."""

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest

from bot.delivery.rows import State
from bot.storage.store import Storage
from tests.bot.delivery.rig import arrived, overtakings, practice

ROOT = Path(__file__).parents[3]
ROWS, KILLS = 400, 4


async def kill_workers(database: str, key: Path, tenant: str, *, kills: int, seed: int) -> None:
    """Start a worker, kill it after a random moment, and so on."""
    chance = random.Random(seed)
    for _ in range(kills):
        worker = await start_worker(database, key, tenant)
        await asyncio.sleep(chance.uniform(0.0, 0.4))
        worker.send_signal(signal.SIGKILL)
        await worker.communicate()


async def start_worker(database: str, key: Path, tenant: str) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "tests.bot.delivery.worker", database, str(key), tenant]
    worker = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"started\n"
    return worker


@pytest.mark.parametrize("seed", [1])
async def test_killed_pumps_lose_nothing_and_send_nothing_three_times(
    storage: Storage, tenant: str, database_of: tuple[str, Path], seed: int
):
    database, key = database_of
    async with practice(storage, tenant, members=ROWS) as rig:
        notice = await rig.post(lane=3)
        await kill_workers(database, key, tenant, kills=KILLS, seed=seed)
        async with rig.running() as engine:
            for _ in range(3):  # a hold and its leases end one after the other
                assert await engine.settle()
                await asyncio.sleep(1.0)
        copies = await rig.copies(notice)
        posted = arrived(rig.emulator)
        unsure = {copy.id for copy in copies if copy.state is State.UNKNOWN}
        assert {copy.state for copy in copies} <= {State.SENT, State.UNKNOWN}
        assert all(posted[copy.id] >= 1 for copy in copies if copy.state is State.SENT)
        assert max(posted.values()) <= 2
        doubles = {delivery for delivery, times in posted.items() if times == 2}
        assert doubles <= await rig.doubted() | unsure
        assert overtakings(rig.emulator) == []
        assert len(posted) > ROWS // 2
