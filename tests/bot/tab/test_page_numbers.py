"""What the page says of numbers: those that aren't told, those that must be seen first, shares."""

import pytest
from playwright.async_api import expect

from tests.bot.tab.test_page import WAIT, browser, opened
from tests.bot.tab.test_panels import BOARD, HOMEROOM, SUPPORT, TRAINING_DESK, VICE, reported

__all__ = ["browser", "reported"]

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.limit(300)]

NARROW = {"viewport": {"width": 320, "height": 900}}
OUTLINES = '#attendance svg g[stroke-dasharray="3 3"] rect'
_SHOWN = """(cell) => {
  const scroll = cell.closest(".scroll").getBoundingClientRect();
  return cell.getBoundingClientRect().right <= scroll.right && scroll.right <= innerWidth;
}"""
_GOES_ON = "(one) => one.scrollWidth > one.clientWidth"


async def test_a_number_that_is_not_told_is_drawn_otherwise_than_none(browser, reported):
    async with opened(browser, reported, BOARD) as (_, frame):
        assert await frame.locator(OUTLINES).count() > 0
        await expect(frame.locator("#attendance .legend")).to_contain_text("5人未満")
    async with opened(browser, reported, VICE) as (_, frame):
        assert await frame.locator(OUTLINES).count() == 0
        await expect(frame.locator("#attendance .legend")).not_to_contain_text("5人未満")


async def test_who_is_absent_stands_first_and_a_shadow_says_that_more_follows(browser, reported):
    async with opened(browser, reported, VICE, **NARROW) as (_, frame):
        await frame.locator("#attendance summary").click()
        head = frame.locator("#attendance thead th")
        assert (await head.all_inner_texts())[:3] == ["学級", "欠席", "遅刻"]
        assert await head.nth(1).evaluate(_SHOWN)
        table = frame.locator("#attendance .scroll")
        assert await table.evaluate(_GOES_ON)
        drawn = await table.evaluate("(one) => getComputedStyle(one).backgroundAttachment")
        assert sorted(drawn.split(", ")) == ["local", "local", "scroll", "scroll"]


async def test_each_line_says_how_far_the_roll_is(browser, reported):
    async with opened(browser, reported, VICE) as (_, frame):
        await frame.locator("#attendance summary").click()
        await expect(frame.locator("#attendance tbody tr").last).to_contain_text("そのほかの学級")
        await expect(frame.locator("#attendance tbody tr").last).to_contain_text("確認前")
        await expect(frame.locator("#attendance tbody")).not_to_contain_text("—")


async def test_who_teaches_a_class_of_support_may_ask_who_it_is(browser, reported):
    async with opened(browser, reported, SUPPORT) as (_, frame):
        await expect(frame.locator("#attendance .sentence")).to_contain_text("3年ひまわり組")
        await frame.locator("[data-key=names]").click()
        await expect(frame.locator(".names li").first).to_contain_text("欠席", timeout=WAIT)


async def test_a_share_is_a_share_in_the_table_too(browser, looking):
    async with opened(browser, looking, TRAINING_DESK) as (_, frame):
        await frame.locator("#training summary").click()
        last = frame.locator("#training tbody tr:first-child td:last-child").first
        await expect(last).to_have_text("0％")
    async with opened(browser, looking, TRAINING_DESK, language="en") as (_, frame):
        await frame.locator("#training summary").click()
        heads = await frame.locator("#training table").first.locator("thead th").all_inner_texts()
        assert heads[-1] == "Share finished"  # its cells have the sign
        await expect(
            frame.locator("#training tbody tr:first-child td:last-child").first
        ).to_have_text("0%")


async def test_names_are_offered_on_school_days_alone(browser, reported):
    async with opened(browser, reported, HOMEROOM) as (page, frame):
        await expect(frame.locator("[data-key=names]")).to_have_count(1)

        async def closed(route):
            answer = await route.fetch()
            found = await answer.json()
            for school in found["schools"]:
                school["in_session"] = False
            await route.fulfill(response=answer, json=found)

        await page.route("**/tab/api/panels/attendance*", closed)
        await frame.locator("[data-key=names]").click()
        await expect(frame.locator("[data-key=names]")).to_have_count(0, timeout=WAIT)
        await expect(frame.locator("#attendance .sentence")).to_contain_text("授業日ではありません")
