"""One budget for a tenant, whichever process asks."""

import asyncio
import json
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bot.delivery.limiter import Limiter
from bot.errors import Unavailable
from tests.bot.delivery.test_pace import most_in_a_second


async def test_two_processes_share_one_budget(storage, tenant):
    pump, web = Limiter(storage), Limiter(storage)
    moments: list[float] = []

    async def broadcast():
        for _ in range(70):
            await pump.slot(tenant, urgent=False)
            moments.append(time.monotonic())

    async def answers():
        for number in range(6):
            await web.take(tenant, f"chat {number}")
            moments.append(time.monotonic())

    await asyncio.gather(broadcast(), answers())
    assert most_in_a_second(moments) <= 50
    assert max(moments) - min(moments) <= 70 / 45 + 1.0


async def test_an_answer_in_a_busy_conversation_waits_its_second(sqlite_storage, tenant):
    limiter = Limiter(sqlite_storage)
    began = time.monotonic()
    for _ in range(8):
        await limiter.take(tenant, "one chat")
    assert time.monotonic() - began >= 0.95


async def test_a_pause_holds_for_every_process_and_impatient_answers_are_refused(storage, tenant):
    pump, web = Limiter(storage), Limiter(storage)
    await pump.pause(tenant, 0.6)
    began = time.monotonic()
    await web.slot(tenant, urgent=False)  # learns of the pause with its first slice
    await web.slot(tenant, urgent=False)
    assert time.monotonic() - began >= 0.5
    await pump.pause(tenant, 60)
    with pytest.raises(Unavailable):
        await pump.take(tenant, "chat")


async def test_of_two_pauses_the_longer_one_holds(storage, tenant):
    one, other, third = Limiter(storage), Limiter(storage), Limiter(storage)
    await one.pause(tenant, 60)
    await other.pause(tenant, 0.1)
    with suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await third.slot(tenant, urgent=False)
    assert third.paused_for(tenant) > 50


async def test_what_is_urgent_does_not_wait_behind_first_contacts(storage, tenant):
    limiter, web = Limiter(storage), Limiter(storage)
    contacts = [asyncio.create_task(_contact(limiter, tenant)) for _ in range(48)]
    await asyncio.sleep(1.0)
    waits = []
    for number in range(8):
        for urgent in (limiter.slot(tenant, urgent=True), web.take(tenant, f"chat {number}")):
            began = time.monotonic()
            await urgent
            waits.append(time.monotonic() - began)
    assert sorted(waits)[-3] < 0.5
    for task in contacts:
        task.cancel()
    await asyncio.gather(*contacts, return_exceptions=True)


async def _contact(limiter, tenant):
    while True:
        await limiter.spare(tenant)


async def test_a_flood_of_urgent_cards_goes_at_full_rate_behind_a_broadcast(storage, tenant):
    limiter = Limiter(storage)
    for _ in range(20):
        await limiter.slot(tenant, urgent=False)
    began = time.monotonic()
    for _ in range(60):
        await limiter.slot(tenant, urgent=True)
    assert time.monotonic() - began < 60 / 45 + 0.7


async def test_tenants_do_not_wait_for_each_other(sqlite_storage, tenant):
    limiter = Limiter(sqlite_storage)
    await limiter.pause(tenant, 60)
    async with asyncio.timeout(1.0):
        await limiter.take("another", "chat")


async def test_without_limits_nothing_waits(sqlite_storage, tenant):
    limiter = Limiter(sqlite_storage, limited=False)
    async with asyncio.timeout(1.0):
        for _ in range(500):
            await limiter.take(tenant, "chat")
            await limiter.slot(tenant, urgent=False)


async def test_three_processes_never_take_more_than_fifty_in_any_second(
    postgresql_url, _postgresql, tenant
):
    key = _postgresql.vault.envelopes.file
    given = {"database": postgresql_url, "key": str(key), "tenant": tenant}
    shares = ((90, 0), (0, 8), (0, 8))  # a broadcast, and answers of two others

    async def start(slots, answers):
        words = json.dumps({**given, "slots": slots, "answers": answers})
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bot.delivery.taker", words),
            cwd=Path(__file__).parents[3],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )

    processes = [await start(*share) for share in shares]
    for process in processes:
        assert await process.stdout.readline() == b"ready\n"
    told = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    moments = [at for said, _ in told for at in json.loads(said)]
    assert len(moments) == 90 + 16
    assert most_in_a_second(moments) <= 50
