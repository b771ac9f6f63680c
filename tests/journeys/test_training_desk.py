"""Training as heads, the desk and a neighbouring town see it, in a browser and by the wire."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from bot import slices
from bot.notices import rules
from tests.browser import chromium, overflow, violations, visit
from tests.journeys.conftest import asked, cards, named, pressed, settle
from tests.journeys.test_training import BOOKED, TEAMS, at, be, entries, press, say, seen

pytestmark = pytest.mark.limit(300)

LEADERS = "DX推進リーダー養成研修"
RIGHT = {"answer1": "2", "answer2": "0", "answer3": "1"}
WAIT = 30_000


async def finished(tenant, who) -> None:
    """TEAMS-01 by its recording."""
    shown = await asked(tenant, who, "研修 Teams活用")
    form = await pressed(tenant, who, shown, "確認問題に答える")
    done = await pressed(tenant, who, shown, "回答する", form, **RIGHT)
    assert "研修を修了しました" in str(done)


async def booked(tenant, who, nth: int = 0, title: str = "申し込む") -> dict:
    """A seat, or a place on the list, in one of the sessions on the card."""
    shown = await asked(tenant, who, "研修 Teams活用")
    return await pressed(tenant, who, shown, title, nth=nth)


async def test_a_head_orders_the_attendance_that_their_staff_asks_for(tenant):
    who, head = named(tenant, "野々垣 拓"), named(tenant, "早乙女 里枝")
    refused = await asked(tenant, who, "研修 DX推進")
    assert "先に次の研修を修了してください" in str(refused.card)
    await finished(tenant, who)
    async with chromium() as browser, visit(browser, tenant.address) as page:
        chat = await be(page, who)
        await say(page, "研修 DX推進")
        free = chat.locator("article", has_text="この研修に申し込めます").filter(has_text=LEADERS)
        await press(free.last, "申し込む")
        await seen(chat, "承認を待っています")
        chat = await be(page, head)
        request = await seen(chat, "受講の承認をお願いします")
        await expect(request).to_contain_text("野々垣 拓")
        await press(request, "受講を命じる")
        await seen(chat, "受講を命じました")
        chat = await be(page, who)
        await expect(await seen(chat, "受講が承認されました")).to_contain_text(LEADERS)
        assert await violations(page) == []


async def test_everybody_hears_of_a_session_that_the_desk_cancels(tenant):
    there = [named(tenant, name) for name in ("野々垣 拓", "帆足 光希")]
    waiting = named(tenant, "星川野 春奈")
    for who in there:
        assert BOOKED in str(await booked(tenant, who))
        assert len(entries(tenant, who)) == 1
    await booked(tenant, waiting, title="キャンセル待ちに入る")
    address = f"{tenant.address}/#{named(tenant, '糸魚原 悠真').aad_object_id}"
    narrow = {"width": 320, "height": 700}
    async with chromium() as browser, visit(browser, address, viewport=narrow) as page:
        await cancelled(page)
        assert await overflow(page) <= 0
        assert await violations(page) == []
    await settle(tenant)
    for who in (*there, waiting):
        (told,) = cards(tenant, who, "申し込んだ回が中止になりました")
        assert "講師の都合により" in str(told.card)
        assert entries(tenant, who) == []
    assert BOOKED in str(await booked(tenant, waiting))  # another session of the course


async def cancelled(page) -> None:
    """From 「研修」 to the session, with the reason."""
    chat = page.locator("#messages")
    await say(page, "研修")
    await press(await seen(chat, "研修の一覧"), "研修の管理")
    row = (await seen(chat, "研修の管理")).locator(".ac-columnSet", has_text=TEAMS)
    await row.get_by_role("button", name="開く").click(timeout=WAIT)
    row = (await seen(chat, "募集中です")).locator(".ac-columnSet", has_text="第1回")
    await row.get_by_role("button", name="開く").click(timeout=WAIT)
    await press(await seen(chat, "開催回の管理"), "開催を中止する")
    form = await seen(chat, "開催の中止")
    await expect(form).to_contain_text("計3人")
    await form.get_by_label("中止の理由").fill("講師の都合により", timeout=WAIT)
    await press(form, "中止して知らせる")
    await seen(chat, "開催を中止しました")


async def test_who_was_in_the_online_meeting_has_finished(tenant):
    there, absent = named(tenant, "野々垣 拓"), named(tenant, "帆足 光希")
    for who in (there, absent):
        assert BOOKED in str(await booked(tenant, who, nth=2))
    await tenant.advance(at(1, 19, 15, 5))
    async with chromium() as browser, visit(browser, tenant.address) as page:
        await be(page, named(tenant, "糸魚原 悠真"))
        await page.get_by_role("button", name="予定表", exact=True).click()
        await page.get_by_label("だれの予定表を見ますか").select_option(label="糸魚原 悠真")
        await (
            page.locator("#week").get_by_role("button", name=f"{TEAMS}　第3回").click(timeout=WAIT)
        )
        dialog = page.get_by_role("dialog")
        await dialog.get_by_text("会議が開かれた").click()
        await dialog.get_by_label(there.name).check()
        assert await violations(page) == []
        await dialog.get_by_role("button", name="この方々で開かれた").click()
        await expect(page.get_by_text("会議が開かれました（参加 2人）")).to_be_visible()
    await tenant.advance(at(1, 20, 9))
    assert cards(tenant, there, "研修を修了しました")
    assert not cards(tenant, absent, "研修を修了しました")
    assert cards(tenant, absent, "録画で修了できます")


async def test_the_enrolment_card_reaches_staff_once_the_desk_lets_it_go(tenant, monkeypatch):
    monkeypatch.setattr(rules, "CANARY", timedelta(seconds=1))
    desk, who = named(tenant, "糸魚原 悠真"), named(tenant, "野々垣 拓")
    listed = await asked(tenant, desk, "研修")
    managed = await pressed(tenant, desk, listed, "研修の管理")
    course = await pressed(tenant, desk, listed, "開く", managed)
    made = await pressed(tenant, desk, listed, "案内を作る", course)
    draft = await pressed(tenant, desk, listed, "下書きを開く", made)
    assert "研修の受講者を募集しています" in str(draft)
    assert not cards(tenant, who, "研修の受講者を募集しています")
    await pressed(tenant, desk, listed, "送る", draft)
    (card,) = await eventually(lambda: cards(tenant, who, "研修の受講者を募集しています"))
    own = await pressed(tenant, who, card, "日程と空席を見る")
    assert "この研修に申し込めます" in str(own)
    assert not cards(tenant, named(tenant, "葛葉 岳"), "研修の受講者")  # on leave


async def eventually(found: Callable[[], Any]) -> Any:
    """What is found at last: the first one percent is waited for."""
    for _ in range(300):
        if result := found():
            return result
        await asyncio.sleep(0.1)
    raise AssertionError("it never came")


async def test_nothing_of_training_is_said_until_a_town_must_choose_its_wave(tenant):
    await tenant.advance(at(12, 3, 12))
    inboxes = [tenant.emulator.inbox(one) for one in tenant.emulator.spec.people]
    assert not [m for inbox in inboxes for m in inbox if "研修" in said(m.card)]
    await tenant.advance(at(12, 4, 9))
    coordinator = named(tenant, "汐入 佳代")
    (reminder,) = cards(tenant, coordinator, "受講期を選んでください")
    form = await pressed(tenant, coordinator, reminder, "受講期を選ぶ")
    done = await pressed(tenant, coordinator, reminder, "この期に決める", form, wave="2")
    assert "受講期を決めました" in str(done)
    staff = await asked(tenant, named(tenant, "楡井 創太"), "研修 生成AI")
    assert "みなも町役場 大会議室" in str(staff.card)
    assert "1月14日" not in str(staff.card)


def said(card: Any) -> str:
    """The heading of a card."""
    return str(card["body"][0]) if card else ""


async def test_the_plan_of_the_first_months_names_few_and_nothing_twice(tenant):
    def plan(tx: Any) -> list[Any]:
        found = slices.planned(tx, date(2026, 11, 24), date(2027, 3, 31))
        return [one for one in found if one.kind.startswith("training.")]

    found = await tenant.storage.read(tenant.house.settings.home, plan)
    assert {one.kind for one in found} == {"training.wave", "training.sessionless"}
    assert len({(one.kind, one.key) for one in found}) == len(found) == 6
    assert all(len(one.to) == 1 for one in found)


async def test_the_security_course_is_evidence_for_an_agreement(tenant):
    desk = named(tenant, "糸魚原 悠真")
    listed = await asked(tenant, desk, "研修")
    managed = await pressed(tenant, desk, listed, "研修の管理")
    course = await pressed(tenant, desk, listed, "開く", managed, nth=1)
    assert "移動販売による買い物の支援に関する連携協定書" in str(course)
    reply = await asked(tenant, named(tenant, "野々垣 拓"), "研修 個人情報")
    assert "位置づけ" in str(reply.card)
