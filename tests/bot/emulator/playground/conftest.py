"""A practice tenant with a small bot, and a browser that looks at its page."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest_asyncio
from playwright.async_api import Browser

from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.tenant import Engagement, Person, Room, TenantSpec
from tests.bot.emulator.playground.sample_bot import RENEWAL, Clock, SampleBot, running_bot
from tests.browser import chromium

HEAD = Person(
    aad_object_id="00000000-0000-4000-8000-000000000001",
    name="山野 一郎",
    mail="head@akatsuki.example",
    job_title="課長",
    department="企画政策課",
)
DEPUTY = Person(
    aad_object_id="00000000-0000-4000-8000-000000000002",
    name="川瀬 花",
    mail="deputy@akatsuki.example",
    job_title="係長",
    department="企画政策課",
)
ROOM = Room(
    aad_object_id="00000000-0000-4000-8000-00000000000c",
    name="第1会議室",
    mail="room1@akatsuki.example",
)
_TOKYO = ZoneInfo("Asia/Tokyo")
_SPEC = TenantSpec(
    tenant_id="00000000-0000-4000-8000-00000000000a",
    name="あかつき市",
    app_id="00000000-0000-4000-8000-00000000000b",
    people=(HEAD, DEPUTY),
    rooms=(ROOM,),
    engagements=(
        Engagement(
            owner=HEAD.aad_object_id,
            subject="部内会議",
            start=datetime(2026, 11, 25, 10, 0, tzinfo=_TOKYO),
            end=datetime(2026, 11, 25, 12, 0, tzinfo=_TOKYO),
        ),
    ),
)
_START = datetime(2026, 11, 24, 9, 30, tzinfo=_TOKYO)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def clock() -> Clock:
    return Clock(_START)


@pytest_asyncio.fixture(loop_scope="module")
async def emulator(clock: Clock) -> AsyncIterator[Emulator]:
    emulator = Emulator(_SPEC, now=clock.now, limits=Limits.none())
    await emulator.start()
    await emulator.install(HEAD, conversation=False)
    await emulator.install(DEPUTY, conversation=False)
    yield emulator
    await emulator.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def bot(emulator: Emulator, clock: Clock) -> AsyncIterator[SampleBot]:
    """The bot; each step of the clock brings both people a card."""
    async with running_bot(emulator) as bot:

        async def advance(to: datetime | None) -> datetime:
            clock.time = to or clock.time + timedelta(days=3)
            await bot.post(HEAD, RENEWAL)
            await bot.post(DEPUTY, RENEWAL)
            return clock.time

        emulator.advance = advance
        yield bot
