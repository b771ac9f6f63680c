"""The sample notice: the desk opens the draft, the section head approves, all staff get a card."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot import practice
from bot.notices import rules
from tests.browser import chromium, overflow, violations, visit
from tests.journeys.conftest import button, cards, person, staff

pytestmark = pytest.mark.limit(300)

STAFF = 300
WAIT = 60_000


@pytest.fixture
async def city(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[practice.Practice]:
    """A practice tenant with three hundred staff, in no hurry but for the first one percent."""
    monkeypatch.setattr(rules, "CANARY", timedelta(seconds=2))
    running = await practice.start(folder, port=0, fresh=False, people=STAFF)
    assert running.gathering is not None
    await running.gathering
    await running.house.settle_pulses()  # the people of the draft are counted
    yield running
    await running.stop()


async def be(page: Page, city: practice.Practice, who) -> Locator:
    """Look at somebody's chat."""
    await page.goto("about:blank")  # a page that is still loading would write its own address
    await page.goto(f"{city.address}/#{who.aad_object_id}")
    seen = page.get_by_text(f"{who.name}（{who.job_title}）の画面")
    await expect(seen).to_be_visible(timeout=WAIT)
    return page.locator("#messages")


async def send(page: Page, city: practice.Practice) -> Locator:
    """From the draft to the approval; the desk's chat again, where the progress card stands."""
    desk, head = person(city, "主任"), person(city, "課長")
    chat = await be(page, city, desk)
    await page.get_by_role("button", name="お知らせ", exact=True).click(timeout=WAIT)
    await expect(chat.get_by_text("情報セキュリティ研修").last).to_be_visible(timeout=WAIT)
    await chat.get_by_role("button", name="開く").last.click()
    await chat.get_by_role("button", name="承認を求める").click(timeout=WAIT)
    await expect(chat.get_by_text("承認を待っています").last).to_be_visible(timeout=WAIT)
    chat = await be(page, city, head)
    await expect(chat.get_by_text("お知らせの承認のお願い")).to_be_visible(timeout=WAIT)
    await chat.get_by_role("button", name="承認して送る").click(timeout=WAIT)
    return await be(page, city, desk)


def numbers(text: str) -> tuple[int, int, int]:
    """How many have got it, the audience, and what the states of the table sum to."""
    reached = re.search(r"([\d,]+)人のうち([\d,]+)人に届きました", text)
    assert reached, text
    table = text.partition("内訳")[2].partition("合計")
    states = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+)人", table[0])]
    return (
        int(reached[2].replace(",", "")),
        int(reached[1].replace(",", "")),
        sum(states),
    )


async def test_the_desk_watches_a_notice_arrive_at_all_staff(city):
    async with chromium() as browser, visit(browser, city.address) as page:
        chat = await send(page, city)
        seen = await watched(chat)
        assert all(total == audience for _, audience, total in seen)
        arrived = [reached for reached, _, _ in seen]
        assert arrived == sorted(arrived)
        assert len(set(arrived)) > 2
        reached, audience, _ = seen[-1]
        assert audience == STAFF + len(staff(city)) - 5  # on leave, one of them in the cast
        assert reached == audience - 7  # without an account, blocked, guests, gone …
        await expect(page.locator("#numbers")).to_contain_text("届いたお知らせ 2", timeout=WAIT)
        await one_confirms(page, city)
        chat = await be(page, city, person(city, "主任"))
        card = chat.locator("article", has_text="人に届きました").last
        await expect(card).to_contain_text("届いて、確認済み", timeout=WAIT)
        assert await violations(page) == []
        await looked_at_on_a_phone(browser, city)


async def looked_at_on_a_phone(browser: Browser, city: practice.Practice) -> None:
    """Nothing is cut off on a narrow dark screen."""
    address = f"{city.address}/#{person(city, '主任').aad_object_id}"
    phone = {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"}
    async with visit(browser, address, **phone) as page:
        await expect(page.get_by_text("人に届きました").last).to_be_visible(timeout=WAIT)
        assert await overflow(page) <= 0
        assert await violations(page) == []


async def watched(chat: Locator) -> list[tuple[int, int, int]]:
    """What the progress card says until the end."""
    card = chat.locator("article", has_text="人に届きました").last
    await expect(card).to_be_visible(timeout=WAIT)
    seen: list[tuple[int, int, int]] = []
    while True:
        text = await card.inner_text()
        found = numbers(text)
        if not seen or found != seen[-1]:
            seen.append(found)
        if "送信が終わりました" in text:
            return seen
        await asyncio.sleep(0.3)


async def one_confirms(page: Page, city: practice.Practice) -> None:
    """Somebody of the three hundred opens the card and presses its button."""
    await page.get_by_role("searchbox").fill("00007@")
    await page.locator("#found button").click(timeout=WAIT)
    chat = page.locator("#messages")
    await chat.get_by_role("button", name="確認しました").click(timeout=WAIT)
    await expect(chat.get_by_text("確認済み").last).to_be_visible(timeout=WAIT)


async def test_a_restart_in_the_middle_loses_nobody_and_sends_nobody_twice(city, tmp_path):
    desk, head = person(city, "主任"), person(city, "課長")
    await city.emulator.say(desk, "お知らせ")
    draft = (await eventually(lambda: cards(city, desk, "情報セキュリティ研修")))[-1]
    opened = await pressed(city, desk, draft.id, draft.card, "開く")
    await pressed(city, desk, draft.id, opened, "承認を求める")
    asked = (await eventually(lambda: cards(city, head, "お知らせの承認のお願い")))[-1]
    await pressed(city, head, asked.id, asked.card, "承認して送る")
    await eventually(lambda: city.emulator.watch.messages > 50)
    await city.stop()
    again = await practice.start(tmp_path / "practice", port=0, fresh=False, people=STAFF)
    try:
        assert again.crowd == STAFF  # nobody is registered a second time
        await eventually(lambda: cards(again, desk, "送信が終わりました"))
        chats = [chat for chat in again.emulator.conversations.all() if chat.packed]
        got = [sum("研修" in str(one.card) for one in chat.messages.values()) for chat in chats]
        assert set(got) <= {0, 1}
        assert sum(got) == STAFF - 4 - 7  # on leave; out of reach
    finally:
        await again.stop()


async def pressed(city, who, message: str, card: dict, title: str) -> dict:
    reply = await city.emulator.press(who, message, button(card, title), {})
    assert reply["status"] == 200, reply
    return reply["body"]["value"]


async def eventually(found: Callable[[], Any]) -> Any:
    """What is found at last; a broadcast takes its time."""
    for _ in range(600):
        if result := found():
            return result
        await asyncio.sleep(0.1)
    raise AssertionError("it never came")
