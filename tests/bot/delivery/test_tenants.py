"""Two tenants pumped by one process: what slows the one is nothing to the other."""

import time

from bot.delivery.engine import InProcessEngine
from bot.delivery.limiter import Limiter
from bot.delivery.rows import State
from bot.storage.store import Storage
from tests.bot.delivery.rig import QUICK, Rig, practice

ROWS = 30


def engine_of(storage: Storage, one: Rig, other: Rig) -> InProcessEngine:
    return InProcessEngine(
        [one.tenant, other.tenant],
        storage=storage,
        connector=one.connector,
        limiter=Limiter(storage),
        clock=one.clock,
        tempo=QUICK,
    )


async def test_a_throttled_tenant_slows_no_other(storage: Storage, tenant: str) -> None:
    async with (
        practice(storage, tenant, members=ROWS) as one,
        practice(storage, f"{tenant[:-4]}0000", members=ROWS) as other,
    ):
        one.emulator.faults.add(kind=429, match="/activities", times=None, retry_after=60)
        throttled, free = await one.post(), await other.post()
        engine = engine_of(storage, one, other)
        began = time.monotonic()
        await engine.start()
        try:
            while await other.numbers(free) != {State.SENT: ROWS}:
                assert time.monotonic() < began + 10
        finally:
            await engine.stop()
        assert time.monotonic() - began < 5  # 30 at 45 a second, with room for a busy machine
        assert State.SENT not in await one.numbers(throttled)
        assert {call.status for call in other.emulator.history} == {201}


async def test_each_tenant_may_use_its_whole_rate(storage: Storage, tenant: str) -> None:
    async with (
        practice(storage, tenant, members=ROWS) as one,
        practice(storage, f"{tenant[:-4]}0000", members=ROWS) as other,
    ):
        notices = [(rig, await rig.post()) for rig in (one, other)]
        engine = engine_of(storage, one, other)
        await engine.start()
        try:
            assert await engine.settle(patience=10)
        finally:
            await engine.stop()
        for rig, notice in notices:
            assert await rig.numbers(notice) == {State.SENT: ROWS}
        # Side by side, not one after the other.
        first, second = (_moments(rig) for rig in (one, other))
        assert first[0] < second[-1] and second[0] < first[-1]


def _moments(rig: Rig) -> list[float]:
    return [call.monotonic for call in rig.emulator.history if call.method == "POST"]
