"""How the house looks after several tenants at once, and in which order it is closed."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

from bot import main
from bot.clock import SystemClock, real_now
from bot.errands import rows
from bot.errands.model import State
from bot.main import build
from bot.notices.asked import READ_GROUP, ReadGroup
from bot.settings import Settings


async def test_sign_ins_outlive_what_was_opened_before_their_first_use(monkeypatch):
    closed = []

    class Credential:
        def __init__(self, open_):
            pass

        async def close(self):
            closed.append("sign-in")

    monkeypatch.setattr(main, "Lasting", Credential)
    closing = AsyncExitStack()
    graphs = main._graphs(Settings(), closing)
    closing.callback(closed.append, "errands")
    graphs.of("a tenant that is asked only now")
    await closing.aclose()
    assert closed == ["errands", "sign-in"]


async def test_a_tenant_that_is_slow_keeps_no_other_waiting(sqlite_storage):
    house = await build(Settings(tenant_id="a", tenants=("a", "b")), sqlite_storage, SystemClock())
    first, *_, last = house.settings.tended
    assert first != last
    went, free = [], asyncio.Event()

    async def step(tenant):
        if tenant == first:
            await free.wait()
        went.append(tenant)
        free.set()
        return False

    async with asyncio.timeout(5):
        await house._of_each_tenant(step)
    assert went[-1] == first
    await house.stop()


async def test_the_house_forgets_errands_that_ended_long_ago(sqlite_storage, monkeypatch):
    monkeypatch.setattr(main, "_FORGOTTEN_AT_ONCE", 2)
    house = await build(Settings(tenant_id="a"), sqlite_storage, SystemClock())
    real = real_now()
    home = house.settings.home

    def asks(tx):
        for number, days in enumerate((8, 8, 8, 8, 8, 1)):
            at = real - timedelta(days=days)
            rows.ask(tx, READ_GROUP, key=f"{number}", job=ReadGroup(group="g"), due=at, now=at)
        claim = {"civil": real, "real": real, "lease": timedelta(minutes=1), "most": 9}
        for errand in rows.claim(tx, owner="me", **claim):
            rows.end(tx, errand, owner="me", state=State.DONE, result="")

    await sqlite_storage.write(home, asks)
    await house.forget()
    left = await sqlite_storage.read(home, lambda tx: tx.all(rows.ERRAND.select()))
    assert [row.key for row in left] == ["5"]
    await house.stop()
