"""The practice page in a real browser, against the real practice tenant."""

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, expect

from bot.emulator.server import Emulator
from tests.bot.emulator.playground.conftest import DEPUTY, HEAD
from tests.bot.emulator.playground.sample_bot import FORM, RENEWAL, START, SampleBot, card
from tests.browser import overflow, violations, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")
REFRESHED = {**RENEWAL, "refresh": {"action": {**START, "verb": "refresh"}}}


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, emulator: Emulator, bot: SampleBot) -> AsyncIterator[Page]:
    """The head of the section looks at a chat with one card."""
    await bot.post(HEAD, RENEWAL)
    async with visit(browser, emulator.url) as page:
        await expect(page.get_by_role("heading", name="協定の更新時期")).to_be_visible()
        yield page


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def message(page: Page, text: str) -> Locator:
    return page.locator("#messages").get_by_text(text)


async def test_person_is_chosen_and_their_chat_is_shown(page: Page, bot: SampleBot) -> None:
    await bot.post(DEPUTY, "代理の依頼が届いています。")
    row = page.get_by_role("button", name="川瀬 花")
    await expect(row).to_contain_text("未読1件")
    await row.click()
    await expect(message(page, "代理の依頼が届いています。")).to_be_visible()
    await expect(page.get_by_text("川瀬 花（係長）の画面")).to_be_visible()
    await expect(row).not_to_contain_text("未読")


async def test_reload_keeps_the_person(page: Page) -> None:
    await page.get_by_role("button", name="川瀬 花").click()
    await page.reload()
    await expect(page.get_by_text("川瀬 花（係長）の画面")).to_be_visible()


async def test_typed_message_is_shown_and_answered(page: Page) -> None:
    await page.get_by_label("連携へのメッセージ").fill("こんにちは")
    await page.keyboard.press("Enter")
    await expect(page.locator(".person .bubble")).to_have_text("こんにちは")
    await expect(message(page, "「こんにちは」ですね。")).to_be_visible()


async def test_suggestion_is_said(page: Page, bot: SampleBot) -> None:
    await button(page, "今日やること").click()
    await expect(message(page, "「今日やること」ですね。")).to_be_visible()
    assert (bot.heard[-1]["text"], bot.heard[-1]["locale"]) == ("今日やること", "ja-JP")


async def test_silent_bot_is_reported_in_words(page: Page, emulator: Emulator) -> None:
    await emulator.connect_bot("http://127.0.0.1:9/api/messages")
    await button(page, "ヘルプ").click()
    await expect(page.get_by_role("alert")).to_contain_text("連携に届きませんでした。")


async def test_markdown_is_shown_and_html_is_not(page: Page) -> None:
    shown = page.locator(".card")
    await expect(shown.locator("strong")).to_have_text("3月31日")
    await expect(shown).to_contain_text("<b>印</b>")
    link = shown.get_by_role("link", name="手引き")
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_press_replaces_the_card(page: Page, bot: SampleBot) -> None:
    await button(page, "更新の協議を始める").click()
    await expect(page.get_by_role("heading", name="更新の協議を始めました")).to_be_visible()
    await expect(button(page, "更新の協議を始める")).to_have_count(0)
    await expect(page.get_by_text("編集済み")).to_be_visible()
    assert bot.heard[-1]["value"]["action"]["data"] == {"id": 7}


async def test_button_cannot_be_pressed_twice_while_it_runs(page: Page, bot: SampleBot) -> None:
    bot.presses.clear()
    await button(page, "更新の協議を始める").click()
    await expect(page.get_by_text("処理しています…")).to_be_visible()
    await expect(button(page, "担当を変更")).to_be_disabled()
    await button(page, "更新の協議を始める").click(force=True)
    bot.presses.set()
    await expect(page.get_by_role("heading", name="更新の協議を始めました")).to_be_visible()
    assert len(bot.heard) == 1


async def test_message_in_answer_to_a_press_is_shown_under_the_card(page: Page) -> None:
    await button(page, "受け付けない操作").click()
    await expect(page.locator(".note")).to_have_text("この協定の担当ではありません。")
    await expect(button(page, "更新の協議を始める")).to_be_enabled()


async def test_failed_press_is_told_in_words(page: Page) -> None:
    await button(page, "失敗する操作").click()
    await expect(page.locator(".note.bad")).to_contain_text("うまくいきませんでした。")


async def test_missing_input_is_shown_and_nothing_is_sent(page: Page, bot: SampleBot) -> None:
    await button(page, "担当を変更").click()
    await button(page, "変更する").click()
    await expect(page.get_by_text("日付を入力してください。")).to_be_visible()
    assert len(bot.heard) == 1
    await page.get_by_label("いつから").fill("2026-12-01")
    await button(page, "変更する").click()
    await expect(page.get_by_role("heading", name="更新の協議を始めました")).to_be_visible()
    assert bot.heard[-1]["value"]["action"]["data"] == {"id": 7, "now": "2026-12-01"}


async def test_parts_of_a_card_are_shown_and_hidden(page: Page) -> None:
    await button(page, "担当を変更").click()
    await button(page, "説明").click()
    explanation = page.get_by_role("heading", name="次のお知らせから")
    await expect(explanation).to_be_visible()
    await button(page, "理由を隠す").click()
    await expect(page.get_by_label("理由", exact=True)).to_be_hidden()
    await expect(page.locator("#now")).to_have_count(1)


async def test_submit_sends_its_data_with_the_inputs(page: Page, bot: SampleBot) -> None:
    await button(page, "担当を変更").click()
    await page.get_by_label("いつから").fill("2026-12-01")
    await button(page, "下書きを送る").click()
    await expect(message(page, "「下書き」ですね。")).to_be_visible()
    assert bot.heard[-1]["value"] == {"draft": True, "now": "2026-12-01"}


async def test_card_that_names_the_person_is_refreshed_once(page: Page, bot: SampleBot) -> None:
    mine = {**REFRESHED["refresh"], "userIds": [HEAD.teams_id]}
    await bot.post(HEAD, {**REFRESHED, "refresh": mine})
    await expect(page.get_by_role("heading", name="最新の内容です")).to_be_visible()
    await page.get_by_role("button", name="川瀬 花").click()
    await page.get_by_role("button", name="山野 一郎").click()
    await expect(page.get_by_role("heading", name="最新の内容です")).to_be_visible()
    assert [heard["type"] for heard in bot.heard] == ["invoke"]


async def test_late_refresh_takes_no_form_away(page: Page, bot: SampleBot) -> None:
    """The card was asked for anew when it came into view; the press was answered first."""
    answered = asyncio.Event()

    async def late(route: Route) -> None:
        response = await route.fetch()
        await answered.wait()
        await route.fulfill(response=response)

    await page.route("**/refresh", late)
    mine = {**REFRESHED["refresh"], "userIds": [HEAD.teams_id]}
    newest = page.locator("#messages .message").nth(
        await page.locator("#messages .message").count()
    )
    async with page.expect_response("**/refresh"):
        await bot.post(HEAD, {**REFRESHED, "refresh": mine})
        await button(newest, "担当を変更").click()
        await expect(newest.get_by_role("heading", name="担当を変更")).to_be_visible()
        answered.set()
    await expect(newest.get_by_role("heading", name="最新の内容です")).to_have_count(0, timeout=500)
    await expect(newest.get_by_role("heading", name="担当を変更")).to_be_visible()


async def test_card_that_names_another_person_is_not_refreshed(page: Page, bot: SampleBot) -> None:
    others = {**REFRESHED["refresh"], "userIds": [DEPUTY.teams_id]}
    await bot.post(HEAD, {**REFRESHED, "refresh": others})
    await expect(page.get_by_role("heading", name="協定の更新時期")).to_have_count(2)
    assert bot.heard == []


async def test_edited_and_deleted_messages_are_shown_as_such(
    page: Page, bot: SampleBot, emulator: Emulator
) -> None:
    posted = await bot.post(HEAD, "期限は3月30日です。")
    await expect(message(page, "期限は3月30日です。")).to_be_visible()
    chat = emulator.conversations.personal(HEAD).id
    await bot.edit(chat, posted, "期限は3月31日です。")
    await expect(message(page, "期限は3月31日です。")).to_be_visible()
    await expect(page.get_by_text("編集済み")).to_be_visible()
    await bot.delete(HEAD, posted)
    await expect(page.locator(".deleted")).to_have_text("このメッセージは削除されました。")
    await expect(message(page, "期限は3月31日です。")).to_have_count(0)


async def test_new_message_is_announced(page: Page, bot: SampleBot) -> None:
    await bot.post(HEAD, card("引継ぎの確認"))
    await expect(page.locator("#announcer")).to_contain_text("新しいメッセージ。引継ぎの確認")


async def test_next_event_moves_the_clock_and_brings_a_card(page: Page) -> None:
    await expect(page.locator("#now")).to_have_text("令和8年（2026年）11月24日（火） 9:30")
    await button(page, "次のできごとへ進む").click()
    await expect(page.locator("#now")).to_have_text("令和8年（2026年）11月27日（金） 9:30")
    await expect(page.get_by_role("heading", name="協定の更新時期")).to_have_count(2)
    await expect(page.get_by_role("button", name="川瀬 花")).to_contain_text("未読1件")


async def test_clock_goes_to_a_chosen_day(page: Page) -> None:
    await button(page, "日付を選ぶ").click()
    await page.get_by_label("進みたい日").fill("2027-04-01")
    await button(page, "この日へ進む").click()
    await expect(page.locator("#now")).to_have_text("令和9年（2027年）4月1日（木） 9:00")


async def test_clock_dialog_can_be_left(page: Page) -> None:
    await button(page, "日付を選ぶ").click()
    await button(page, "やめる").click()
    await expect(page.locator("#now")).to_have_text("令和8年（2026年）11月24日（火） 9:30")


async def test_clock_that_cannot_move_says_so(page: Page, emulator: Emulator) -> None:
    emulator.advance = None
    await button(page, "1日進む").click()
    await expect(page.locator("#clock-news")).to_have_text("この時計は動かせません。")


async def test_panel_shows_what_was_sent(page: Page, bot: SampleBot) -> None:
    panel = page.get_by_role("complementary")
    await expect(panel.locator("summary").first).to_contain_text("カードを投稿")
    await panel.locator("summary").first.click()
    await expect(panel.locator("pre")).to_contain_text("みなと生活協同組合")
    await button(page, "ヘルプ").click()
    await expect(panel.locator("summary").first).to_contain_text("メッセージを投稿")
    await expect(panel.get_by_text("受信")).to_have_count(0)
    await panel.get_by_label("Microsoft から連携に届いた内容も表示する").check()
    await expect(panel.get_by_text("既読", exact=True)).to_have_count(1)
    await expect(panel.get_by_text("発言")).to_have_count(1)


async def test_trouble_of_teams_is_switched_on_and_off(page: Page, emulator: Emulator) -> None:
    await page.get_by_label("つながりにくい（502）").check()
    await expect(page.locator("#faults-news")).to_contain_text("あと60秒")
    assert emulator.faults.strike("POST", "/connector/v3/conversations") is not None
    await page.get_by_label("いつもどおり").check()
    await expect(page.locator("#faults-news")).to_have_text("Teams は元に戻りました。")
    assert emulator.faults.strike("POST", "/connector/v3/conversations") is None


async def test_page_recovers_when_the_tenant_comes_back(
    page: Page, emulator: Emulator, bot: SampleBot
) -> None:
    port = int(emulator.url.rsplit(":", 1)[1])
    await emulator.stop()
    await expect(page.get_by_role("alert")).to_contain_text("接続が切れました")
    await emulator.start(port=port)
    await expect(page.get_by_role("alert")).to_be_hidden()
    await bot.post(HEAD, "つながりました。")
    await expect(message(page, "つながりました。")).to_be_visible()


async def test_page_speaks_english(page: Page, bot: SampleBot) -> None:
    await button(page, "English").click()
    await expect(page.get_by_role("heading", name="Chat with Renkei")).to_be_visible()
    await expect(page.locator("#now")).to_have_text("Tuesday, 24 November 2026 (Reiwa 8) 9:30")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await button(page, "deadlines").click()
    await expect(message(page, "「deadlines」ですね。")).to_be_visible()
    assert bot.heard[-1]["locale"] == "en-US"
    await page.reload()
    await expect(page.get_by_role("heading", name="Chat with Renkei")).to_be_visible()


async def test_dark_mode_follows_the_system_until_chosen(page: Page) -> None:
    await page.emulate_media(color_scheme="dark")
    await expect(page.locator(".ac-adaptiveCard")).to_have_css(
        "background-color", "rgb(45, 44, 44)"
    )
    await button(page, "明るい表示").click()
    await expect(page.locator(".ac-adaptiveCard")).to_have_css(
        "background-color", "rgb(255, 255, 255)"
    )


async def test_keyboard_alone_presses_a_button(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="メッセージへ移動")).to_be_focused()
    await page.keyboard.press("Enter")
    for _ in range(4):  # the list of messages, the link in the card, its buttons
        if await button(page, "更新の協議を始める").evaluate("e => e === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await expect(button(page, "更新の協議を始める")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="更新の協議を始めました")).to_be_visible()
    await expect(page.locator("article").last).to_be_focused()


async def test_escape_closes_the_panel_and_gives_the_focus_back(page: Page) -> None:
    await button(page, "閉じる").focus()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("complementary")).to_be_hidden()
    await expect(button(page, "送信の記録")).to_be_focused()


async def test_phone_width_has_a_select_and_nothing_overflows(
    browser: Browser, emulator: Emulator, bot: SampleBot
) -> None:
    await bot.post(DEPUTY, FORM)
    await bot.post(DEPUTY, "とても長い文書番号" + "ABCDEFGHIJ" * 12)
    async with visit(browser, emulator.url, viewport={"width": 320, "height": 640}) as page:
        await page.get_by_role("combobox").select_option(DEPUTY.aad_object_id)
        await expect(message(page, "とても長い文書番号")).to_be_visible()
        assert await overflow(page) == 0
        assert await violations(page) == []
        await button(page, "送信の記録").click()
        await expect(page.get_by_role("main")).to_be_hidden()
        assert await overflow(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(page: Page, scheme: Literal["light", "dark"]) -> None:
    await page.emulate_media(color_scheme=scheme)
    await button(page, "ヘルプ").click()
    await expect(message(page, "「ヘルプ」ですね。")).to_be_visible()
    await page.get_by_role("complementary").locator("summary").first.click()
    assert await violations(page) == []
    await button(page, "担当を変更").click()
    await button(page, "変更する").click()
    await expect(page.get_by_text("日付を入力してください。")).to_be_visible()
    await button(page, "説明").click()
    assert await violations(page) == []
    await button(page, "日付を選ぶ").click()
    assert await violations(page) == []
