"""予定表 in a real browser: the week as a picture, and what people do by hand."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, expect

from bot.emulator.calendars import Invited, Meeting
from bot.emulator.login import GRAPH
from bot.emulator.server import Emulator
from tests.bot.emulator.playground.conftest import DEPUTY, HEAD, ROOM
from tests.bot.emulator.playground.sample_bot import Clock, SampleBot
from tests.browser import overflow, violations, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, emulator: Emulator, bot: SampleBot) -> AsyncIterator[Page]:
    """The head of the section looks at their own week."""
    async with visit(browser, emulator.url) as page:
        await opened(page)
        yield page


async def opened(page: Page) -> None:
    await button(page, "予定表").click()
    await expect(entry(page, "部内会議")).to_be_visible()


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def entry(page: Page, subject: str) -> Locator:
    return page.get_by_role("button", name=subject)


def day(page: Page, name: str) -> Locator:
    return page.locator(".column", has_text=name)


def met(emulator: Emulator, clock: Clock, *, hour: int = 14, url: str = "") -> Meeting:
    """A meeting of the head, the deputy and the room, tomorrow."""
    start = clock.time.replace(hour=hour, minute=0) + timedelta(days=1)
    guests = [
        Invited(mail=DEPUTY.mail, name=DEPUTY.name),
        Invited(mail=ROOM.mail, name=ROOM.name, kind="resource"),
    ]
    meeting = Meeting(
        id=f"meeting-{hour}",
        owner=HEAD.aad_object_id,
        subject="意見交換会",
        start=start,
        end=start + timedelta(hours=1),
        created=clock.time,
        changed=clock.time,
        invited=guests,
        join_url=url,
    )
    return emulator.calendars.add(meeting)


async def test_a_week_is_shown_with_the_day_that_is_today(page: Page) -> None:
    await expect(page.locator(".column h3")).to_have_count(5)
    await expect(page.locator(".column.today h3")).to_have_text("24（火）（今日）")
    await expect(day(page, "25（水）")).to_contain_text("10:00–12:00")
    await button(page, "次の週").click()
    await expect(page.get_by_text("令和8年11月30日（月）からの週")).to_be_visible()
    await expect(entry(page, "部内会議")).to_have_count(0)
    await button(page, "今週").click()
    await expect(entry(page, "部内会議")).to_be_visible()


async def test_an_entry_is_as_long_as_its_time(page: Page) -> None:
    box = await entry(page, "部内会議").bounding_box()
    hour = await page.locator(".hours span").first.bounding_box()
    assert box is not None
    assert hour is not None
    assert box["height"] == pytest.approx(2 * hour["height"], abs=3)


async def test_entries_at_one_time_stand_beside_each_other(
    page: Page, emulator: Emulator, clock: Clock
) -> None:
    met(emulator, clock, hour=11)
    left, right = entry(page, "部内会議"), entry(page, "意見交換会")
    await expect(right).to_be_visible()  # the pane has heard of it, and is drawn anew
    first, second = await left.bounding_box(), await right.bounding_box()
    assert first is not None
    assert second is not None
    assert first["x"] + first["width"] <= second["x"] + 1


async def test_a_busy_time_is_added_moved_and_deleted_by_hand(
    page: Page, emulator: Emulator
) -> None:
    await button(page, "予定を入れる").click()
    await page.get_by_label("件名").fill("現地確認")
    await page.get_by_label("日付", exact=True).fill("2026-11-26")
    await page.get_by_label("開始", exact=True).fill("15:00")
    await page.get_by_label("終了", exact=True).fill("14:00")
    await button(page, "入れる").click()
    await expect(page.get_by_text("終了を開始より後の時刻にしてください。")).to_be_visible()
    await page.get_by_label("終了", exact=True).fill("16:30")
    await button(page, "入れる").click()
    await expect(page.locator("#calendar-news")).to_have_text("予定を入れました。")
    await expect(day(page, "26（木）")).to_contain_text("15:00–16:30")
    await expect(entry(page, "現地確認")).to_be_focused()
    await moved_and_deleted(page)
    assert "現地確認" not in {one.subject for one in emulator.calendars.meetings.values()}


async def moved_and_deleted(page: Page) -> None:
    await entry(page, "現地確認").click()
    await page.get_by_text("日時を変える").click()
    await page.get_by_label("日付", exact=True).fill("2026-11-27")
    await button(page, "この日時にする").click()
    await expect(day(page, "27（金）")).to_contain_text("15:00–16:30")
    await entry(page, "現地確認").click()
    await page.get_by_text("削除する").click()
    await button(page, "削除").click()
    await expect(page.locator("#calendar-news")).to_have_text("削除しました。")
    await expect(entry(page, "現地確認")).to_have_count(0)


async def test_a_room_shows_what_it_is_booked_for_and_nobody_moves_it_there(
    page: Page, emulator: Emulator, clock: Clock
) -> None:
    met(emulator, clock)
    await page.get_by_label("だれの予定表を見ますか").select_option(label="第1会議室")
    await entry(page, "意見交換会").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("山野 一郎")
    await expect(dialog).to_contain_text("川瀬 花（未回答）")
    await expect(dialog.get_by_text("日時を変える")).to_have_count(0)
    await button(dialog, "閉じる").click()
    await page.get_by_role("button", name="川瀬 花").click()
    await page.get_by_label("だれの予定表を見ますか").select_option(label="川瀬 花")
    await expect(entry(page, "意見交換会")).to_contain_text("仮の予定")


async def test_what_changes_elsewhere_is_seen_at_once(page: Page, emulator: Emulator) -> None:
    start = datetime.fromisoformat("2026-11-27T09:00:00+09:00")
    wish = {"subject": "庁議", "start": start.isoformat()}
    await page.request.post(
        f"{emulator.url}/practice/calendar/{HEAD.mail}",
        data={**wish, "end": (start + timedelta(hours=1)).isoformat()},
    )
    await expect(day(page, "27（金）")).to_contain_text("庁議")


async def test_what_the_bot_changes_through_graph_is_seen_at_once(
    page: Page, emulator: Emulator
) -> None:
    """In the calendars of who owns the meeting, who is invited, and of the room."""
    whose = page.get_by_label("だれの予定表を見ますか")
    at = datetime.fromisoformat("2026-11-27T09:00:00+09:00")
    id = await asked(page, emulator, "POST", "", graph_event("定例の会議", at))
    await expect(day(page, "27（金）")).to_contain_text("定例の会議")
    await page.get_by_role("button", name=DEPUTY.name).click()
    await whose.select_option(label=DEPUTY.name)
    await expect(day(page, "27（金）")).to_contain_text("9:00–10:00")
    moved = graph_event("定例の会議", at + timedelta(hours=6))
    await asked(page, emulator, "PATCH", f"/{id}", {name: moved[name] for name in ("start", "end")})
    await expect(day(page, "27（金）")).to_contain_text("15:00–16:00")
    await whose.select_option(label=ROOM.name)
    await expect(entry(page, "定例の会議")).to_be_visible()
    await asked(page, emulator, "POST", f"/{id}/cancel", {})
    await expect(entry(page, "定例の会議")).to_have_count(0)


def graph_event(subject: str, start: datetime) -> dict[str, Any]:
    def moment(at: datetime) -> dict[str, str]:
        return {"dateTime": at.replace(tzinfo=None).isoformat(), "timeZone": "Tokyo Standard Time"}

    guests = ((DEPUTY, "required"), (ROOM, "resource"))
    return {
        "subject": subject,
        "start": moment(start),
        "end": moment(start + timedelta(hours=1)),
        "attendees": [
            {"emailAddress": {"address": one.mail, "name": one.name}, "type": kind}
            for one, kind in guests
        ],
    }


async def asked(
    page: Page, emulator: Emulator, method: str, path: str, body: dict[str, Any]
) -> str:
    """What the bot asks of Graph about the head's events; the event's id where there is one."""
    token, _ = emulator.login.issue(GRAPH)
    answer = await page.request.fetch(
        f"{emulator.graph_url}/users/{HEAD.aad_object_id}/events{path}",
        method=method,
        headers={"Authorization": f"Bearer {token}"},
        data=body,
    )
    assert answer.ok, await answer.text()
    return str((await answer.json())["id"]) if answer.status != 202 else ""


async def test_the_week_goes_with_the_clock_unless_another_is_looked_at(page: Page) -> None:
    await button(page, "次のできごとへ進む").click()
    await button(page, "次のできごとへ進む").click()
    await expect(page.get_by_text("令和8年11月30日（月）からの週")).to_be_visible()
    await button(page, "次の週").click()
    await button(page, "次のできごとへ進む").click()
    await expect(page.locator("#now")).to_contain_text("12月3日")
    await expect(page.get_by_text("令和8年12月7日（月）からの週")).to_be_visible()


async def test_a_meeting_is_held_with_those_who_were_present(
    page: Page, emulator: Emulator, clock: Clock
) -> None:
    url = "https://meet.example/1"
    met(emulator, clock, url=url)
    await button(page, "次の週").click()
    await button(page, "今週").click()
    await entry(page, "意見交換会").click()
    await page.get_by_text("会議が開かれた").click()
    await page.get_by_label("川瀬 花").uncheck()
    await button(page, "この方々で開かれた").click()
    await expect(page.locator("#calendar-news")).to_contain_text("参加 1人")
    (report,) = emulator.attendance.gatherings[url]
    assert [one.name for one in report.present] == [HEAD.name]


async def test_keyboard_alone_opens_an_entry_and_closes_the_panel(page: Page) -> None:
    await entry(page, "部内会議").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(entry(page, "部内会議")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("complementary")).to_be_hidden()
    await expect(button(page, "予定表")).to_be_focused()


async def test_one_panel_is_open_at_a_time(page: Page) -> None:
    await button(page, "送信の記録").click()
    await expect(page.get_by_role("complementary")).to_have_count(1)
    await expect(button(page, "予定表")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_the_calendar(
    page: Page, scheme: Literal["light", "dark"]
) -> None:
    await page.emulate_media(color_scheme=scheme)
    assert await violations(page) == []
    await entry(page, "部内会議").click()
    for part in await page.get_by_role("dialog").locator("summary").all():
        await part.click()
    assert await violations(page) == []


async def test_a_phone_lists_the_days_and_nothing_overflows(
    browser: Browser, emulator: Emulator, bot: SampleBot
) -> None:
    async with visit(browser, emulator.url, viewport={"width": 320, "height": 640}) as page:
        await opened(page)
        await expect(page.get_by_role("heading", name="予定表")).to_be_in_viewport()
        await expect(page.locator("#calendar")).to_be_focused()
        await expect(page.locator(".hours")).to_be_hidden()
        await expect(page.get_by_text("予定はありません").first).to_be_visible()
        assert await overflow(page) == 0
        await entry(page, "部内会議").click()
        await page.get_by_text("日時を変える").click()
        assert await overflow(page) == 0


async def test_a_panel_opened_while_the_page_is_still_loading_stays_open(
    browser: Browser, emulator: Emulator, bot: SampleBot
) -> None:
    async with visit(browser, emulator.url) as page:
        go_on = asyncio.Event()

        async def slowly(route: Route) -> None:
            await go_on.wait()
            await route.continue_()

        await page.route("**/hostconfig-*.json", slowly)
        await page.reload(wait_until="commit")
        await button(page, "予定表").click()
        go_on.set()
        await expect(entry(page, "部内会議")).to_be_visible()
