"""A promised meeting from the planner's card to the next quarter, in a browser and by the wire."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, expect

from bot import practice
from tests.browser import chromium, overflow, violations, visit
from tests.journeys.conftest import button, cards, person

pytestmark = pytest.mark.limit(300)

TITLE = "移動販売による買い物の支援に関する連携協定書"
TODO = "停留所の候補地を二つ調べる"
TOKYO = ZoneInfo("Asia/Tokyo")
WAIT = 30_000


def meetings(tenant: practice.Practice) -> list[Any]:
    """What stands in the emulated calendars for the series."""
    return [one for one in tenant.emulator.calendars.meetings.values() if TITLE in one.subject]


async def be(page: Page, who) -> Locator:
    """Look at somebody's chat."""
    await page.locator(f"#people-list [data-person='{who.aad_object_id}']").click()
    await expect(page.get_by_text(f"{who.name}（{who.job_title}）の画面")).to_be_visible()
    return page.locator("#messages")


def last(chat: Locator, words: str) -> Locator:
    """The newest card that shows `words`."""
    return chat.locator("article", has_text=words).last


async def press(card: Locator, name: str) -> None:
    await card.get_by_role("button", name=name, exact=True).click(timeout=WAIT)


async def test_a_quarter_is_met_and_what_it_left_comes_back_in_the_next(tenant):
    owner = person(tenant, "係長")
    async with chromium() as browser, visit(browser, tenant.address) as page:
        chat = await be(page, owner)
        await asked_and_booked(chat)
        await seen_in_the_calendars(page, tenant)
        await reminded(tenant, owner)
        await recorded(chat)
        assert await violations(page) == []
        await tenant.advance(datetime(2027, 2, 12, 9, 0, tzinfo=TOKYO))
        again = last(chat, "会議の日程の候補です")
        await expect(again).to_contain_text("第4四半期", timeout=WAIT)
        await expect(again).to_contain_text(TODO)
        await page.set_viewport_size({"width": 320, "height": 700})
        assert await overflow(page) <= 0


async def asked_and_booked(chat: Locator) -> None:
    """One press gives the mail for the partner, the next ones book the second candidate."""
    planner = last(chat, "会議の日程の候補です")
    await expect(planner).to_contain_text(TITLE, timeout=WAIT)
    await expect(planner).to_contain_text("第3四半期")
    await press(planner, "この日程で先方に照会")
    inquiry = last(chat, "先方に日程を照会中です")
    text = await inquiry.locator("textarea").input_value(timeout=WAIT)
    assert "株式会社ことり便" in text
    assert all(f"第{nth}候補" in text for nth in (1, 2, 3))
    await press(inquiry, "先方の回答を登録して予約")
    form = last(chat, "決まった日時")
    await form.get_by_label("12月8日").check(timeout=WAIT)
    await press(form, "予約する")
    await expect(last(chat, "会議の日程が決まりました")).to_contain_text(TITLE, timeout=WAIT)


async def seen_in_the_calendars(page: Page, tenant: practice.Practice) -> None:
    """The owner's, an attendee's and the room's show it; one event for all."""
    (event,) = meetings(tenant)
    assert {one.name for one in event.invited} == {"水無瀬 章子", "野々垣 拓", "第1会議室"}
    await page.get_by_role("button", name="予定表", exact=True).click()
    for _ in range(2):
        await page.get_by_role("button", name="次の週").click()
    whose = page.get_by_label("だれの予定表を見ますか")
    entry = page.locator("#week").get_by_role("button", name=TITLE)
    for name in ("早乙女 里枝", "第1会議室"):
        await whose.select_option(label=name)
        await expect(entry).to_be_visible()
    await be(page, person(tenant, "主事"))
    await whose.select_option(label="野々垣 拓")
    await expect(entry).to_be_visible()
    await be(page, person(tenant, "係長"))


async def reminded(tenant: practice.Practice, owner) -> None:
    """Seven days, one day and one hour before; afterwards the record is asked for."""
    (event,) = meetings(tenant)
    for before, words in (
        (timedelta(days=7), "7日後に会議があります"),
        (timedelta(days=1), "明日は会議があります"),
        (timedelta(hours=1), "まもなく会議が始まります"),
    ):
        await tenant.advance(event.start - before)
        assert cards(tenant, owner, words), words
    await tenant.advance(event.end)
    assert cards(tenant, owner, "会議の記録を登録してください")


async def recorded(chat: Locator) -> None:
    """Decisions, and something to do until next year."""
    await press(last(chat, "会議の記録を登録してください"), "議事録・決定事項を登録")
    form = last(chat, "議事録・決定事項を登録")
    await form.get_by_label("決定事項").fill("停留所を一つ増やす。", timeout=WAIT)
    await form.get_by_label("対応事項1", exact=True).fill(TODO)
    await form.get_by_label("対応事項1の期日").fill("2027-03-12")
    await press(form, "登録する")
    await expect(last(chat, "会議の記録を登録しました")).to_contain_text(TODO, timeout=WAIT)


async def test_a_meeting_that_vanishes_from_outlook_is_asked_about_and_put_back(tenant):
    owner = person(tenant, "係長")
    await booked(tenant, owner)
    (event,) = meetings(tenant)
    organizer = tenant.emulator.calendars.mailbox(event.owner)
    tenant.emulator.calendars.take_out(organizer, event)
    await tenant.advance(datetime(2026, 11, 25, 9, 0, tzinfo=TOKYO))
    asked = cards(tenant, owner, "予定表から会議が消えています")[-1]
    assert not asked.edited  # a card of its own, beside the one that it was booked on
    await pressed(tenant, owner, asked, asked.card, "元の日時で予約し直す")
    (restored,) = meetings(tenant)
    assert restored.id != event.id
    assert restored.start == event.start
    assert cards(tenant, owner, "会議の日程が決まりました")


async def booked(tenant: practice.Practice, owner) -> None:
    planner = cards(tenant, owner, "会議の日程の候補です")[-1]
    form = await pressed(tenant, owner, planner, planner.card, "先方の回答を登録して予約")
    await pressed(tenant, owner, planner, form, "予約する", slot="1")
    assert cards(tenant, owner, "会議の日程が決まりました")


async def pressed(tenant, who, message, card: dict, title: str, **inputs) -> dict:
    reply = await tenant.emulator.press(who, message.id, button(card, title), inputs)
    assert reply["status"] == 200, reply
    await tenant.house.errands.settle()
    await tenant.house.engine.settle()
    return reply["body"]["value"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("鈴鹿野 梢", "会議の間隔を教えてください"),
        ("早乙女 里枝", "会議の日程の候補です"),
    ],
)
async def test_the_first_day_asks_the_owner_of_each_promise(tenant, name, words):
    found = {one.name for one in tenant.emulator.spec.people if cards(tenant, one, words)}
    assert found == {name}
