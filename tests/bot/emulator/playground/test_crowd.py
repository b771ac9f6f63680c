"""The many beside the few: found by their name, opened one by one, told as numbers."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.emulator.server import Emulator
from bot.emulator.tenant import Person
from tests.bot.emulator.playground.conftest import DEPUTY
from tests.bot.emulator.playground.sample_bot import RENEWAL, SampleBot
from tests.browser import overflow, violations, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")
CROWD = tuple(
    Person(
        aad_object_id=f"00000000-0000-4000-9000-{number:012d}",
        name=f"職員 {number}号",
        mail=f"shokuin{number}@akatsuki.example",
        job_title="主任",
        department="市民課",
        has_app=True,
    )
    for number in range(1, 1301)
)


@pytest_asyncio.fixture(loop_scope="module")
async def crowd(emulator: Emulator) -> Emulator:
    """A tenant of two whom the page lists, and 1,300 more."""
    for one in CROWD:
        emulator.tenant.put(one)
        emulator.conversations.personal(one)
    emulator.watch.expected = len(CROWD)
    emulator.watch.more_came(len(CROWD))
    return emulator


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, crowd: Emulator, bot: SampleBot) -> AsyncIterator[Page]:
    async with visit(browser, crowd.url) as page:
        await expect(page.get_by_role("searchbox")).to_be_visible()
        yield page


async def test_somebody_is_found_and_their_card_is_seen(page: Page, bot: SampleBot) -> None:
    await bot.post(CROWD[776], RENEWAL)
    await page.get_by_role("searchbox").fill("職員777号")
    await expect(page.locator("#search-news")).to_have_text("1人を表示しています。")
    await page.locator("#found").get_by_role("button", name="職員 777号").click()
    await expect(page.get_by_role("heading", name="協定の更新時期")).to_be_visible()
    await expect(page.get_by_text("職員 777号（主任）の画面")).to_be_visible()
    await bot.post(CROWD[776], "続けて届いたお知らせです。")
    await expect(page.locator("#messages").get_by_text("続けて届いた")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("職員 777号（主任）の画面")).to_be_visible()


async def test_news_for_another_leave_the_focus_on_who_was_found(
    page: Page, bot: SampleBot
) -> None:
    await page.get_by_role("searchbox").fill("職員555号")
    found = page.locator("#found").get_by_role("button", name="職員 555号")
    await found.focus()
    await bot.post(DEPUTY, "代理の依頼が届いています。")
    await expect(page.get_by_role("button", name="川瀬 花")).to_contain_text("未読1件")
    await expect(found).to_be_focused()


async def test_only_the_first_of_many_are_drawn(page: Page) -> None:
    await expect(page.locator("#people-list button")).to_have_count(2)
    await page.get_by_role("searchbox").fill("市民課")
    await expect(page.locator("#found button")).to_have_count(20)
    await page.get_by_role("searchbox").fill("だれでもない")
    await expect(page.locator("#search-news")).to_have_text("見つかりませんでした。")
    await expect(page.locator("#found button")).to_have_count(0)


async def test_numbers_follow_what_arrives(page: Page, bot: SampleBot) -> None:
    await expect(page.locator("#numbers")).to_contain_text("ほかの職員 1,300人")
    for one in CROWD[:30]:
        await bot.post(one, "全職員へのお知らせです。")
    await expect(page.locator("#numbers")).to_contain_text("この方々に届いたお知らせ 30通")
    await expect(page.locator("#numbers")).to_contain_text("毎秒0件")
    await expect(page.locator("#unshown")).to_contain_text("表示を省きました")
    assert await violations(page) == []


async def test_a_phone_finds_them_too(browser: Browser, crowd: Emulator, bot: SampleBot) -> None:
    async with visit(browser, crowd.url, viewport={"width": 320, "height": 640}) as page:
        await page.get_by_role("searchbox").fill("職員 12号")
        await page.locator("#found").get_by_role("button", name="職員 12号").click()
        await expect(page.get_by_text("職員 12号（主任）の画面")).to_be_visible()
        await expect(page.get_by_role("combobox")).to_have_value(CROWD[11].aad_object_id)
        assert await overflow(page) == 0
        assert await violations(page) == []
