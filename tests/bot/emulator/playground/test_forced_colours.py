"""With colours of the person's own choice it still shows who and which view is chosen."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.emulator.server import Emulator
from tests.bot.emulator.playground.conftest import HEAD
from tests.bot.emulator.playground.sample_bot import RENEWAL, SampleBot
from tests.browser import violations, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")
# What such colours leave: how wide an edge is that differs from the page's ground.
_EDGE = """one => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "Canvas";
  const ground = getComputedStyle(probe).color;
  probe.remove();
  const style = getComputedStyle(one);
  return style.borderBottomColor === ground ? 0 : parseFloat(style.borderBottomWidth);
}"""


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, emulator: Emulator, bot: SampleBot) -> AsyncIterator[Page]:
    await bot.post(HEAD, RENEWAL)
    async with visit(browser, emulator.url, forced_colors="active") as page:
        await expect(page.get_by_role("heading", name="協定の更新時期")).to_be_visible()
        yield page


async def edge(one: Locator) -> float:
    return float(await one.evaluate(_EDGE))


async def test_the_chosen_person_has_an_edge_and_no_other(page: Page) -> None:
    rows = page.locator("#people-list button")
    await rows.nth(1).click()
    await expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    assert await edge(rows.nth(1)) == 3
    assert await edge(rows.nth(0)) == 0


async def test_the_chosen_view_has_an_edge_and_no_other(page: Page) -> None:
    # The tenant here has no tab: its two views are shown by hand.
    await page.evaluate("document.getElementById('views').hidden = false")
    chat, tab = page.locator("#view-chat"), page.locator("#view-tab")
    await expect(chat).to_have_attribute("aria-selected", "true")
    assert await edge(chat) == 4
    assert await edge(tab) == 0


async def test_a_panel_that_is_open_is_marked_on_its_button(page: Page) -> None:
    await page.locator("#calendar-switch").click()
    await expect(page.locator("#calendar")).to_be_visible()
    assert await edge(page.locator("#calendar-switch")) == 3
    assert await edge(page.locator("#traffic-switch")) == 1
    assert await violations(page) == []
