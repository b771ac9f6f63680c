"""Training from a seat to a certificate, in a browser and by the wire."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, expect

from bot import practice
from tests.browser import chromium, overflow, violations, visit
from tests.journeys.conftest import asked, cards, named, pressed, settle, staff

pytestmark = pytest.mark.limit(300)

TEAMS = "Teams活用研修（基礎）"
BOOKED, WAITING = "受講が決まっています", "キャンセル待ちの1番目です"
TOKYO = ZoneInfo("Asia/Tokyo")
WAIT = 30_000


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026 if month > 3 else 2027, month, day, hour, minute, tzinfo=TOKYO)


def entries(tenant: practice.Practice, who) -> list[Any]:
    """What stands in somebody's calendar for the course."""
    mailbox = tenant.emulator.calendars.mailbox(who.aad_object_id)
    found = tenant.emulator.calendars.of(mailbox)
    return [one for one in found if one.subject == TEAMS]


async def be(page: Page, who) -> Locator:
    """Look at somebody's chat."""
    await page.locator(f"#people-list [data-person='{who.aad_object_id}']").click()
    await expect(page.get_by_text(f"{who.name}（{who.job_title}）の画面")).to_be_visible()
    return page.locator("#messages")


async def say(page: Page, words: str) -> None:
    await page.locator("#words").fill(words)
    await page.keyboard.press("Enter")


def last(chat: Locator, words: str) -> Locator:
    """The newest card that shows `words`."""
    return chat.locator("article", has_text=words).last


async def press(card: Locator, name: str) -> None:
    await card.get_by_role("button", name=name, exact=True).first.click(timeout=WAIT)


async def seen(chat: Locator, words: str) -> Locator:
    """The newest card that shows `words`, once it is there."""
    card = last(chat, words)
    await expect(card).to_be_visible(timeout=WAIT)
    return card


async def test_who_waited_gets_the_seat_that_came_free_and_finishes_by_the_recording(tenant):
    first, second = named(tenant, "野々垣 拓"), named(tenant, "星川野 春奈")
    async with chromium() as browser, visit(browser, tenant.address) as page:
        await books(page, tenant, first)
        await enrolled(tenant, named(tenant, "帆足 光希"))
        await waits(page, second)
        await gives_back(page, tenant, first)
        await takes(page, tenant, second)
        await reminded(tenant, second, but=first)
        meant = len(staff(tenant)) - 1  # on leave
        await charted(page, named(tenant, "糸魚原 悠真"), finished=0, of=meant)
        await answers(page, second)
        await charted(page, named(tenant, "糸魚原 悠真"), finished=1, of=meant)
        assert await violations(page) == []
        await page.set_viewport_size({"width": 320, "height": 700})
        assert await overflow(page) <= 0


async def books(page: Page, tenant: practice.Practice, who) -> None:
    """One press from the sessions to a seat; the calendar shows it."""
    chat = await be(page, who)
    await say(page, "研修 Teams活用")
    card = await seen(chat, "この研修に申し込めます")
    await expect(card).to_contain_text("空き2席（定員2人）")
    await press(card, "申し込む")
    await expect(await seen(chat, BOOKED)).to_contain_text("12月8日")
    await settle(tenant)
    entry = await looked_up(page, who)
    await expect(entry).to_be_visible(timeout=WAIT)
    (event,) = entries(tenant, who)
    assert event.start == at(12, 8, 13, 30)
    assert not event.invited


async def looked_up(page: Page, who) -> Locator:
    """The session in the calendar pane, two weeks ahead."""
    pane = page.get_by_label("だれの予定表を見ますか")
    if not await pane.is_visible():
        await page.get_by_role("button", name="予定表", exact=True).click()
        for _ in range(2):
            await page.get_by_role("button", name="次の週").click()
    await pane.select_option(label=who.name)
    return page.locator("#week").get_by_role("button", name=TEAMS)


async def enrolled(tenant: practice.Practice, who) -> None:
    """The other seat goes, by the wire."""
    shown = await asked(tenant, who, "研修 Teams活用")
    card = await pressed(tenant, who, shown, "申し込む")
    assert BOOKED in str(card)


async def waits(page: Page, who) -> None:
    chat = await be(page, who)
    await say(page, "研修 Teams活用")
    card = await seen(chat, "この研修に申し込めます")
    await expect(card).to_contain_text("満席")
    await press(card, "キャンセル待ちに入る")
    await seen(chat, WAITING)


async def gives_back(page: Page, tenant: practice.Practice, who) -> None:
    """The seat goes to the next, the entry from the calendar."""
    chat = await be(page, who)
    card = await seen(chat, BOOKED)
    await press(card, "申込みを取り消す")
    await expect(card).to_contain_text("席が空いていればもう一度申し込めます。")
    await press(card, "取り消す")
    await seen(chat, "申込みを取り消しました")
    await settle(tenant)
    assert entries(tenant, who) == []
    await expect(await looked_up(page, who)).to_have_count(0)


async def takes(page: Page, tenant: practice.Practice, who) -> None:
    """The offer says until when; with one press the seat is theirs."""
    chat = await be(page, who)
    offer = await seen(chat, "席が空きました。受講しますか")
    await expect(offer).to_contain_text("11月25日")
    await press(offer, "この席で受講する")
    await seen(chat, BOOKED)
    await settle(tenant)
    await expect(await looked_up(page, who)).to_be_visible(timeout=WAIT)


async def reminded(tenant: practice.Practice, who, *, but) -> None:
    """Seven days, one day and one hour before; whoever gave the seat back hears nothing."""
    for moment, words in (
        (at(12, 1, 8, 30), "7日後に研修があります"),
        (at(12, 7, 8, 30), "明日、研修があります"),
        (at(12, 8, 12, 30), "まもなく研修が始まります"),
    ):
        await tenant.advance(moment)
        assert cards(tenant, who, words), words
        assert not cards(tenant, but, words), words
    await tenant.advance(at(12, 9, 9))


async def answers(page: Page, who) -> None:
    """The check after the recording: a wrong answer may be tried again, then the certificate."""
    chat = await be(page, who)
    await say(page, "研修 Teams活用")
    await press(chat.locator("article").last, "確認問題に答える")
    form = await seen(chat, "全問正解で修了です")
    for words in ("全職員", "出席者に録画することを伝える", "共有した一つのファイルを開いて直す"):
        await form.get_by_label(words).check(timeout=WAIT)
    await press(form, "回答する")
    again = await seen(chat, "正解でない答えがありました")
    await again.get_by_label("そのチャットに入っている人").check(timeout=WAIT)
    await press(again, "回答する")
    done = await seen(chat, "研修を修了しました")
    await expect(done).to_contain_text(f"{who.name} 様")


async def charted(page: Page, desk, *, finished: int, of: int) -> None:
    """The desk's chart says how many have finished."""
    chat = await be(page, desk)
    await say(page, "研修")
    await press(await seen(chat, "研修の一覧"), "研修の管理")
    listed = await seen(chat, "研修の管理")
    row = listed.locator(".ac-columnSet", has_text=TEAMS)
    await row.get_by_role("button", name="開く").click(timeout=WAIT)
    await press(await seen(chat, "募集中です"), "受講状況を見る")
    chart = last(chat, "受講状況（部署別）")
    await expect(chart).to_contain_text(f"修了{finished}人／対象{of}人", timeout=WAIT)
