"""Channels and group chats on the practice page: cards, members, a guest who comes and goes."""

from collections.abc import AsyncIterator

import orjson
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.emulator.places import GroupChat, Seat
from bot.emulator.server import Emulator
from tests.bot.emulator.playground.conftest import DEPUTY, HEAD
from tests.bot.emulator.playground.sample_bot import CARD, RENEWAL, SampleBot
from tests.browser import overflow, violations, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHAT = GroupChat(
    id="19:managers@thread.v2", name="課の連絡", members=(Seat(aad_object_id=HEAD.aad_object_id),)
)


def post(emulator: Emulator) -> None:
    there = emulator.conversations.find(CHAT.id)
    assert there is not None
    raw = {"type": "message", "attachments": [{"contentType": CARD, "content": RENEWAL}]}
    message = emulator.conversations.post(there, orjson.dumps(raw), at=emulator._now())
    emulator.watch.shown("message", there, message)


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, emulator: Emulator, bot: SampleBot) -> AsyncIterator[Page]:
    """The head of the section looks at a group chat with one card."""
    emulator.gathering.put(CHAT)
    await emulator.gathering.install(HEAD, CHAT.id)
    post(emulator)
    async with visit(browser, emulator.url) as page:
        await page.get_by_role("button", name="チャネルとチャット").click()
        await expect(page.locator("#place-messages .card")).to_be_visible()
        yield page


async def test_without_any_place_there_is_no_panel(browser, emulator, bot) -> None:
    async with visit(browser, emulator.url) as page:
        await expect(page.get_by_role("button", name="予定表")).to_be_visible()
        await expect(page.get_by_role("button", name="チャネルとチャット")).to_be_hidden()


async def test_a_guest_comes_and_goes(page: Page, emulator: Emulator) -> None:
    await page.get_by_role("button", name="ゲストを加える").click()
    guest = page.locator("#place-members li", has_text="ゲスト")
    await expect(guest).to_have_count(1)
    assert [seat.guest for seat in emulator.gathering.seats(CHAT.id)] == [False, True]
    await guest.get_by_role("button").click()
    await expect(guest).to_have_count(0)
    assert len(emulator.gathering.seats(CHAT.id)) == 1


async def test_somebody_who_is_no_member_sees_nothing(page: Page) -> None:
    await page.get_by_role("button", name=DEPUTY.name).first.click()
    await expect(page.locator("#place-empty")).to_contain_text("参加していない")
    await expect(page.locator("#place-messages .card")).to_have_count(0)
    await page.get_by_label("加える人").select_option(DEPUTY.aad_object_id)
    await page.get_by_role("button", name="加える", exact=True).click()
    await expect(page.locator("#place-messages .card")).to_have_count(1)


async def test_a_press_is_answered_in_words_to_the_presser(page: Page) -> None:
    await page.locator("#place-messages").get_by_role("button", name="受け付けない操作").click()
    await expect(page.locator("#place-messages .note")).not_to_be_empty()
    await expect(page.locator("#place-messages .note")).not_to_have_text("処理しています…")


async def test_a_card_that_is_taken_back_is_gone_at_once(page: Page, emulator: Emulator) -> None:
    there = emulator.conversations.find(CHAT.id)
    assert there is not None
    message = next(reversed(there.messages.values()))
    emulator.conversations.delete(message)
    emulator.watch.shown("message", there, message)
    await expect(page.locator("#place-messages .deleted").last).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
async def test_the_panel_fits_and_can_be_read_in_both_themes(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    for _ in range(2):
        assert await overflow(page) == 0
        assert await violations(page) == []
        await page.locator("#theme").click()
