"""A school day in a browser: a family's report, a child who didn't come, a staff place, a closure.

One practice tenant for each; what is private is looked at by the wire as well.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Locator, Page, expect

from bot import practice
from tests.browser import chromium, overflow, violations, visit
from tests.journeys.conftest import cards, named, settle

TOKYO = ZoneInfo("Asia/Tokyo")
WAIT = 30_000
PHONE = {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"}
NEWS, LISTED = "出欠連絡が1件あります", "今日の出欠の一覧です"
STAFF_ROOM = "朝日小 職員室　3学年"
CHILD, TEACHER, VICE = "グエン ミンアン", "藤ヶ瀬 ひかる", "鷺沼田 圭介"
ILL = "Con bị sốt từ tối qua"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


async def moved(tenant: practice.Practice, moment: datetime) -> None:
    await tenant.advance(moment)
    await settle(tenant)


async def be(page: Page, who) -> Locator:
    """Look at somebody's chat: from the list, or on a phone by the select."""
    if page.viewport_size == PHONE["viewport"]:
        await page.locator("#people-select").select_option(who.aad_object_id)
    else:
        await page.locator(f"#people-list [data-person='{who.aad_object_id}']").click()
    await expect(page.locator("#chat-person")).to_have_text(f"{who.name}（{who.job_title}）の画面")
    return page.locator("#messages")


async def say(page: Page, words: str) -> None:
    await page.locator("#words").fill(words)
    await page.keyboard.press("Enter")


async def seen(chat: Locator, words: str) -> Locator:
    """The newest message that shows `words`, once it is there, whatever it becomes."""
    card = chat.locator("[data-message]", has_text=words).last
    await expect(card).to_be_visible(timeout=WAIT)
    message = await card.get_attribute("data-message")
    return chat.locator(f"[data-message='{message}']")


async def press(card: Locator, name: str) -> None:
    await card.get_by_role("button", name=name, exact=True).first.click(timeout=WAIT)


def field(card: Locator, label: str) -> Locator:
    """An input by the beginning of its label; where it must be filled, an asterisk follows."""
    return card.get_by_label(re.compile(f"^{re.escape(label)}")).first


async def fill(card: Locator, label: str, words: str) -> None:
    await field(card, label).fill(words, timeout=WAIT)


async def check(card: Locator, label: str) -> None:
    await field(card, label).check(timeout=WAIT)


def texts(tenant: practice.Practice, who) -> str:
    """All that stands in somebody's chat now, as the wire has it."""
    return str([(one.summary, one.text, one.card) for one in tenant.emulator.inbox(who)])


async def fits(browser: Browser, tenant: practice.Practice, who, words: str) -> None:
    """On a phone in the dark nothing of somebody's chat is cut off, and all can be read."""
    address = f"{tenant.address}/#{who.aad_object_id}"
    async with visit(browser, address, **PHONE) as page:
        await expect(page.get_by_text(words).last).to_be_visible(timeout=WAIT)
        assert await overflow(page) <= 0
        assert await violations(page) == []


async def test_a_family_reports_in_its_language_and_the_teacher_confirms_in_japanese(tenant):
    child, teacher = named(tenant, CHILD), named(tenant, TEACHER)
    await moved(tenant, at(24, 20, 5))
    async with chromium() as browser, visit(browser, tenant.address) as page:
        await reports(page, child)
        await shrunk(page, tenant, child)
        assert CHILD not in texts(tenant, teacher)  # the night is quiet
        await moved(tenant, at(25, 8, 12))
        await read_and_confirmed(page, tenant, teacher)
        await told(page, tenant, child)
        await fits(browser, tenant, teacher, f"3年2組 3番　{CHILD}　お休み")
        await fits(browser, tenant, child, "3年2組が8:12に確認しました")
        await moved(tenant, at(25, 18))
        for who in (child, teacher):
            assert CHILD not in texts(tenant, who).replace(f"Hello {CHILD}.", "")


async def reports(page: Page, child) -> None:
    """The form in two steps, in Vietnamese with Japanese beside; a wrong word keeps the rest."""
    chat = await be(page, child)
    await expect(page.locator("#suggestions")).not_to_contain_text("協定")
    await page.locator("#suggestions").get_by_role("button", name="xin nghỉ").click()
    form = await seen(chat, "Không khỏe / 体調")
    await expect(form).to_contain_text("Liên lạc về việc đi học / 出欠の連絡")
    await expect(form).to_contain_text("入力内容は出欠の確認と健康管理にだけ使います。")
    await expect(field(form, "Ngày / 日付")).to_have_value("2026-11-25")
    await check(form, "Nghỉ học / お休み")
    await check(form, "Không khỏe / 体調")
    await check(form, "Cần phiên dịch / 通訳が必要")
    await press(form, "Tiếp theo / 次へ")
    second = await seen(chat, "Thứ Tư, ngày 25 tháng 11 / 11月25日（水）")
    await fill(second, "Thân nhiệt (°C, nếu biết) / 体温（℃、分かるとき）", "37,8")
    await fill(second, "Gửi giáo viên (không bắt buộc) / 先生へ（書かなくてもかまいません）", ILL)
    await check(second, "Xin gọi cho tôi / お電話ください")
    hidden = field(second, "Mật khẩu gia đình / 家族の合言葉")
    for word in ("ほしのうえ", "hoshi no umi"):  # no input method works in a hidden field
        await expect(hidden).to_have_attribute("type", "password")
        await fill(second, "Mật khẩu gia đình / 家族の合言葉", word)
        await press(second, "Gửi / 送る")
        if word == "ほしのうえ":
            await expect(second).to_contain_text("合言葉が違います", timeout=WAIT)


async def shrunk(page: Page, tenant: practice.Practice, child) -> None:
    """The day and how far it is: no kind, reason or name stays on the device."""
    chat = page.locator("#messages")
    await seen(chat, "Trường đã nhận được (chưa xem) / 学校に届きました（確認前）")
    await settle(tenant)
    (message,) = cards(tenant, child, "学校に届きました（確認前）")
    for private in (CHILD, ILL, "37", "Nghỉ học", "お休み", "体調", "3年2組", "電話"):
        assert private not in str(message.card), private


async def read_and_confirmed(page: Page, tenant: practice.Practice, teacher) -> None:
    """The card says who and what; why is the answer of a press, in no copy that is posted."""
    chat = await be(page, teacher)
    await expect(page.locator("#suggestions")).to_contain_text("今日の出欠")
    card = await seen(chat, f"3年2組 3番　{CHILD}　お休み")
    await expect(card).to_contain_text("保護者から　2026年11月24日（火）20:05")
    await expect(card).to_contain_text("通訳が必要")
    assert {one.summary for one in cards(tenant, teacher, CHILD)} == {NEWS, LISTED}
    assert "体調" not in texts(tenant, teacher)
    await press(card, "内容を見る")
    await expect(card).to_contain_text("37.8℃", timeout=WAIT)
    await expect(card).to_contain_text(ILL)
    assert "体調" not in texts(tenant, teacher)
    await field(card, "家庭への返信").select_option("お大事に")
    await press(card, "確認しました")
    await expect(card).to_contain_text("3年2組 担任が8:12に確認しました", timeout=WAIT)
    await settle(tenant)
    await expect(await seen(chat, "3年2組　2026年11月25日（水）")).to_contain_text("確認待ち 0人")


async def told(page: Page, tenant: practice.Practice, child) -> None:
    """The family reads which class has confirmed it, and the answer in both languages."""
    chat = await be(page, child)
    state = await seen(chat, "3年2組が8:12に確認しました")
    await expect(state).to_contain_text("Chúc mau khỏe / お大事に")
    assert TEACHER not in texts(tenant, child)


async def test_a_child_who_neither_came_nor_was_reported_is_looked_for_until_somebody_closes(
    tenant,
):
    teacher, vice = named(tenant, TEACHER), named(tenant, VICE)
    mother = named(tenant, "青葉野 香")
    await moved(tenant, at(25, 8, 31))
    async with chromium() as browser, visit(browser, tenant.address) as page:
        await misses(page, teacher, "1番　青葉野 いろは")
        await called(page, tenant, mother)
        await moved(tenant, at(25, 8, 45))
        await moved(tenant, at(25, 9, 5))
        await reported_late(page, mother)
        await closed(page, tenant, vice)
        await fits(browser, tenant, vice, "未着の対応を終えました")
    assert not cards(tenant, named(tenant, CHILD), "青葉野")


async def misses(page: Page, teacher, child: str) -> None:
    chat = await be(page, teacher)
    await press(await seen(chat, "3年2組　2026年11月25日（水）"), "未着あり")
    form = await seen(chat, "まだ来ていない児童生徒を選んでください")
    await check(form, child)
    await press(form, "未着として対応を始める")
    search = await seen(chat, "連絡がまだ届いていません")
    await expect(search).to_contain_text("8:31から必要な対応：電話")
    await expect(search).not_to_contain_text("無断")


async def called(page: Page, tenant: practice.Practice, mother) -> None:
    """The office rings in vain; the family gets one neutral message, with no name in it."""
    chat = await be(page, named(tenant, "真鶴田 和恵"))
    search = await seen(chat, "連絡がまだ届いていません")
    await press(search, "保護者にお知らせ")
    await expect(search).to_contain_text("とお知らせしました", timeout=WAIT)
    await press(search, "電話したが、確認できない")
    await expect(search).to_contain_text("次の対応：別の連絡先への電話（8:41まで）", timeout=WAIT)
    await settle(tenant)
    (message,) = cards(tenant, mother, "学校からお電話します")
    assert "いろは" not in str(message.card)


async def reported_late(page: Page, mother) -> None:
    """Her late report is kept, and ends nothing."""
    chat = await be(page, mother)
    await say(page, "出欠")
    form = await seen(chat, "学校に行きたくない気持ちがある")
    await check(form, "おくれます")
    await check(form, "家の用事")
    await press(form, "次へ")
    await fill(form, "登校する時刻の目安", "10:00")
    await press(form, "送る")
    await seen(chat, "学校に届きました（確認前）")


async def closed(page: Page, tenant: practice.Practice, vice) -> None:
    """The vice-principal was told when its step came; closing it takes a reason and a name."""
    await settle(tenant)
    chat = await be(page, vice)
    search = await seen(chat, "連絡がまだ届いていません")
    await expect(search).to_contain_text("この後、連絡が届きました")
    await press(search, "対応を終える")
    await check(search, "所在を確認した")
    await press(search, "対応を終える")
    await expect(search).to_contain_text("未着の対応を終えました", timeout=WAIT)
    await settle(tenant)
    chat = await be(page, named(tenant, TEACHER))
    over = await seen(chat, "未着の対応を終えました")
    await expect(over).to_contain_text("所在を確認した")
    await expect(over).to_contain_text(VICE)


async def test_a_guest_who_joins_the_staff_place_has_its_cards_taken_back(tenant):
    vice, desk = named(tenant, VICE), named(tenant, "星川野 春奈")
    async with chromium() as browser, visit(browser, tenant.address) as page:
        await be(page, vice)
        await placed(page, tenant, vice)
        await moved(tenant, at(25, 8, 10))
        await stands(page)
        shown = in_place(tenant)
        assert len(shown) == len({"1年1組", "3年1組", "3年2組"})
        assert "ひまわり" not in str(shown)  # no list of many names a support class
        await joined_by_a_guest(page, tenant)
        assert cards(tenant, desk, "出欠の一覧を出すのを止めました")
        assert cards(tenant, named(tenant, TEACHER), "2026年11月25日（水）")  # meanwhile
        await fits(browser, tenant, desk, "出欠の一覧を出すのを止めました")
        await moved(tenant, at(26, 8, 10))
        assert in_place(tenant) == []
        assert cards(tenant, named(tenant, TEACHER), "2026年11月26日（木）")
        assert cards(tenant, desk, "事故 第3号が報告されました")  # Renkei opens the case by itself
        assert cards(tenant, named(tenant, "雲井 修司"), "100人を超えるおそれ")


async def placed(page: Page, tenant: practice.Practice, vice) -> None:
    """The app is added to the staff's private channel, and the school chooses that."""
    await page.get_by_role("button", name="チャネルとチャット").click()
    await page.locator("#place-select").select_option(label=STAFF_ROOM)
    await page.get_by_role("button", name="連携を追加する").click()
    await expect(page.get_by_role("button", name="連携を取り外す")).to_be_visible(timeout=WAIT)
    await page.get_by_role("button", name="ここで連携に話しかける").click()
    await settle(tenant)
    chat = await be(page, vice)
    await say(page, "出欠の連絡先")
    card = await seen(chat, "教職員だけの非公開のチームやチャットだけを選べます")
    await field(card, "一覧を出す場所").select_option(index=1)
    await press(card, "この場所にする")
    await expect(card).to_contain_text("この場所に決めました", timeout=WAIT)


def in_place(tenant: practice.Practice) -> list[str]:
    """The rosters that stand in the channel."""
    there = tenant.emulator.conversations.find("19:asahi-grade3@thread.tacv2")
    shown = [one for one in there.messages.values() if one.card and not one.deleted]
    return [str(one.card) for one in shown if "2026年11月" in str(one.card)]


async def stands(page: Page) -> None:
    """Marks only: a class's roster, with nothing that one may read in it."""
    card = page.locator("#place-messages article", has_text="3年2組　2026年11月25日（水）").last
    await expect(card).to_be_visible(timeout=WAIT)
    await expect(card).to_contain_text("連絡はまだありません。")


async def joined_by_a_guest(page: Page, tenant: practice.Practice) -> None:
    await page.get_by_role("button", name="ゲストを加える").click()
    await expect(page.locator("#place-members li", has_text="ゲスト")).to_have_count(1)
    await settle(tenant)
    await expect(page.locator("#place-messages .deleted").last).to_be_visible(timeout=WAIT)
    assert in_place(tenant) == []


async def test_a_principal_closes_the_school_in_two_presses_on_a_phone(tenant):
    principal, teacher = named(tenant, "葉月野 真澄"), named(tenant, TEACHER)
    child = named(tenant, CHILD)
    await moved(tenant, at(25, 6, 10))
    async with chromium() as browser, visit(browser, tenant.address, **PHONE) as page:
        await closes(page, principal)
        await moved(tenant, at(25, 9, 30))
        told = "学校の予定が変わりました"
        for who in (teacher, named(tenant, VICE)):
            found = cards(tenant, who, "2026年11月25日（水）")
            assert [told in str(one.card) for one in found] == [True]  # no roll, no reminder
        chat = await be(page, child)
        await say(page, "xin nghỉ")
        closed = "本日は臨時休業です。連絡はいりません。"
        await expect(await seen(chat, "Không khỏe / 体調")).to_contain_text(closed)
        assert await violations(page) == []
        assert await overflow(page) <= 0
        await fits(browser, tenant, teacher, told)


async def closes(page: Page, principal) -> None:
    """One press to look at what would follow, one to decide."""
    chat = await be(page, principal)
    await say(page, "臨時休業")
    card = await seen(chat, "臨時休業・登校時刻の変更")
    await press(card, "内容を確認する")
    await expect(card).to_contain_text("この内容で決定しますか", timeout=WAIT)
    await expect(card).to_contain_text("朝の確認と未着の対応は終わり")
    await press(card, "決定する")
    await expect(card).to_contain_text("学校の予定を変更しました", timeout=WAIT)
    assert await overflow(page) <= 0
    assert await violations(page) == []
