"""Starting, stopping, and what is kept in memory."""

import asyncio
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.emulator.limits import Limits
from bot.emulator.login import BOT_FRAMEWORK
from bot.emulator.server import Emulator
from bot.emulator.tenant import TenantSpec
from tests.bot.emulator.conftest import CLERK, Caller


async def test_it_has_no_address_before_it_is_started(spec: TenantSpec) -> None:
    with pytest.raises(RuntimeError, match="not been started"):
        Emulator(spec).service_url  # noqa: B018


async def test_it_comes_back_on_the_same_port_with_all_it_knew(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    await caller.post(chat)
    port = urlsplit(emulator.url).port
    await emulator.stop()
    await emulator.start(port=port or 0)
    assert urlsplit(emulator.url).port == port
    assert (await caller.post(chat))[0] == 201
    assert len(emulator.inbox(CLERK)) == 2
    async with caller.session.get(f"{emulator.url}/practice/stream") as answer:
        await answer.content.readuntil(b"\n\n")
        await caller.post(chat)
        assert b"event: message" in await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 5)


async def test_without_content_only_the_count_is_kept(
    spec: TenantSpec, session: aiohttp.ClientSession
) -> None:
    practice = Emulator(spec, limits=Limits.none(), keep_content=False)
    await practice.start()
    await practice.install(CLERK, conversation=False)
    caller = Caller(session, practice, practice.login.issue(BOT_FRAMEWORK)[0])
    chat = practice.conversations.personal(CLERK).id
    _, posted, _ = await caller.post(chat)
    path = f"/connector/v3/conversations/{chat}/activities/{posted['id']}"
    assert (await caller.ask("PUT", path, {"type": "message", "text": "訂正"}))[0] == 200
    (message,) = practice.inbox(CLERK)
    assert (message.revision, message.raw) == (2, b"")
    assert [call.raw for call in practice.history] == [b"", b""]
    await practice.stop()


async def test_without_retry_after_teams_just_says_too_many(
    spec: TenantSpec, session: aiohttp.ClientSession
) -> None:
    one = Limits(app=((1, 60.0),), sending=(), reading=())
    practice = Emulator(spec, limits=one, retry_after=False)
    await practice.start()
    await practice.install(CLERK, conversation=False)
    caller = Caller(session, practice, practice.login.issue(BOT_FRAMEWORK)[0])
    chat = practice.conversations.personal(CLERK).id
    assert (await caller.post(chat))[0] == 201
    status, _, headers = await caller.post(chat)
    assert (status, "Retry-After" in headers) == (429, False)
    await practice.stop()
