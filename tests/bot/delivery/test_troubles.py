"""What goes wrong around a pump: the database, Teams, the disk and the clock."""

import asyncio
import tempfile
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import real_now
from bot.delivery import claims, limiter, outbox, pump, sender
from bot.delivery.engine import pumps
from bot.delivery.limiter import Limiter
from bot.delivery.rows import State
from bot.errors import Unavailable
from bot.settings import Settings
from bot.storage import postgresql
from bot.storage.store import open_storage
from tests.bot.delivery.gateway import gateway
from tests.bot.delivery.history import judge, rows
from tests.bot.delivery.rig import NOW, Rig, arrived, card, practice
from tests.bot.delivery.test_crashes import until
from tests.bot.delivery.workers import System

ROWS = 150


async def verdict_of(rig: Rig):
    return judge(rig.emulator.history, await rig.storage.read(rig.tenant, rows))


async def test_what_is_under_way_while_the_database_is_gone_is_not_lost(
    system: System, tenant: str
):
    if "postgresql:" not in system.database:
        pytest.skip("a file is not gone for a while")
    with tempfile.TemporaryDirectory() as folder:  # a short path: sockets allow no long one
        async with gateway(system.database, Path(folder)) as way:
            settings = Settings(database_url=way.url, key_file=str(system.key))
            storage = await asyncio.to_thread(open_storage, settings)
            queue = way.url if system.queue else ""
            async with practice(storage, tenant, members=ROWS, queue=queue) as rig:
                notice = await rig.post(lane=3)
                async with rig.running(limited=True) as engine:
                    await until(lambda: len(rig.emulator.history) > 30)
                    await way.close()
                    await asyncio.sleep(3.0)
                    quiet = len(rig.emulator.history)
                    with pytest.raises(Unavailable):
                        await rig.post("refused")
                    assert quiet < ROWS
                    await way.open()
                    assert await engine.settle()
                numbers = await rig.numbers(notice)
                assert sum(numbers.values()) == ROWS
                assert set(numbers) <= {State.SENT, State.UNKNOWN}
                assert (await verdict_of(rig)).is_clean
            storage.close()


async def test_what_teams_cannot_take_for_a_while_arrives_once_it_can(rig: Rig):
    notices = [await rig.post(f"k{number}") for number in range(4)]
    port = int(rig.emulator.url.rpartition(":")[2])
    await rig.emulator.stop()
    async with rig.running() as engine:
        await asyncio.sleep(1.0)
        assert set(await rig.numbers(notices[0])) <= {State.PENDING, State.SENDING}
        await rig.emulator.start(port=port)
        assert await engine.settle()
    for notice in notices:
        assert await rig.numbers(notice) == {State.SENT: 3}
    assert Counter(arrived(rig.emulator).values()) == {1: 12}


async def test_a_full_disk_loses_nothing(sqlite_storage, tenant: str):
    async with practice(sqlite_storage, tenant, members=ROWS) as rig:
        notice = await rig.post(lane=3)
        async with rig.running(limited=True) as engine:
            await until(lambda: len(rig.emulator.history) > 20)
            await rig.write(lambda tx: tx._raw.execute("PRAGMA max_page_count = 1"))
            with pytest.raises(Unavailable, match="full"):
                for number in range(20):
                    await rig.post(f"refused{number}")
            await asyncio.sleep(0.5)
            await rig.write(lambda tx: tx._raw.execute("PRAGMA max_page_count = 1000000"))
            assert await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: ROWS}
        assert (await verdict_of(rig)).is_clean


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """How far the machine's clock is off; a test sets it ahead or back."""
    off = [timedelta(0)]

    def now() -> datetime:
        return real_now() + off[0]

    for module in (pump, sender, pumps, limiter, claims):
        if hasattr(module, "real_now"):
            monkeypatch.setattr(module, "real_now", now)
    return off


@pytest.mark.parametrize("hours", [-2, 2])
async def test_a_jump_of_the_machines_clock_stops_nothing(
    system: System, tenant: str, machine: list[timedelta], hours: int
):
    async with practice(system.storage, tenant, members=ROWS, queue=system.queue) as rig:
        notice = await rig.post(lane=3)

        def seconds() -> float:
            return (real_now() + machine[0]).timestamp()

        budget = Limiter(system.storage, real=seconds)
        async with rig.running(limiter=budget) as engine:
            await until(lambda: len(rig.emulator.history) > 30)
            machine[0] = timedelta(hours=hours)
            began = time.monotonic()
            assert await engine.settle(patience=ROWS / 45 + 15)
            assert len(rig.emulator.history) >= ROWS
            assert time.monotonic() - began < ROWS / 45 + 10
        numbers = await rig.numbers(notice)
        assert set(numbers) <= {State.SENT, State.UNKNOWN}
        assert (await verdict_of(rig)).is_clean


async def test_a_jump_of_civil_time_expires_what_it_passes_and_comes_back_without_sending_it(
    rig: Rig,
):
    notice = await rig.post(due_at=NOW + timedelta(days=1), expires_at=NOW + timedelta(days=2))
    async with rig.running() as engine:
        rig.clock.at = NOW + timedelta(days=3)
        assert await engine.settle()
        rig.clock.at = NOW + timedelta(days=1)
        assert await engine.settle()
    assert await rig.numbers(notice) == {State.EXPIRED: 3}
    assert not arrived(rig.emulator)


async def test_two_replicas_that_tick_at_once_send_one_card(rig: Rig):
    async def tick() -> list[int]:
        return [await rig.post(f"renewal:{number}") for number in range(8)]

    async with rig.running() as one, rig.running() as other:
        notices = await asyncio.gather(tick(), tick())
        assert await one.settle()
        assert await other.settle()
    assert notices[0] == notices[1]
    assert Counter(arrived(rig.emulator).values()) == {1: 24}


async def test_a_correction_during_a_crash_reaches_every_card(system: System, tenant: str):
    async with practice(system.storage, tenant, members=60, queue=system.queue) as rig:
        notice = await rig.post(lane=3)
        async with rig.running() as engine:
            assert await engine.settle()
        worker = await system.worker(tenant)
        await rig.write(lambda tx: outbox.revise(tx, notice=notice, cards={"ja": card("訂正")}))
        await until(lambda: len(rig.emulator.history) > 70, patience=10)
        worker.kill()
        await worker.communicate()
        async with rig.running() as engine:
            assert await engine.settle()
        assert {tuple(rig.words(number)) for number in range(60)} == {("訂正",)}


async def test_a_process_that_freezes_within_a_transaction_holds_nobody_up(
    _postgresql, postgresql_url: str, tenant: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgresql, "_IDLE_SECONDS", 0.5)
    key = str(_postgresql.vault.envelopes.file)
    frozen = await asyncio.to_thread(
        open_storage, Settings(database_url=postgresql_url, key_file=key)
    )
    inside = threading.Event()

    def freeze(tx) -> None:
        outbox.turnstile(tx)
        inside.set()
        time.sleep(2.0)
        outbox.turnstile(tx)

    async with practice(_postgresql, tenant) as rig:
        freezing = asyncio.create_task(frozen.write(tenant, freeze))
        await asyncio.to_thread(inside.wait)
        notice = await rig.post()
        assert not freezing.done()
        with pytest.raises(Unavailable):
            await freezing
        async with rig.running() as engine:
            assert await engine.settle()
        assert await rig.numbers(notice) == {State.SENT: 3}
    frozen.close()
