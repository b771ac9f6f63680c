"""The newcomer's first minutes, in a real browser."""

import re

import pytest
from playwright.async_api import expect

from tests.browser import chromium, overflow, violations, visit
from tests.journeys.conftest import person

pytestmark = pytest.mark.limit(300)

WAIT = 20_000


async def test_the_manager_starts_talks_and_the_clock_moves_on(tenant):
    head, section = person(tenant, "課長"), person(tenant, "係長")
    async with (
        chromium() as browser,
        visit(browser, f"{tenant.address}/#{head.aad_object_id}") as page,
    ):
        chat = page.locator("#messages")
        await chat.get_by_role("button", name="更新の協議を始める").last.click()
        await expect(chat.get_by_text("更新の協議を始めました").last).to_be_visible(timeout=WAIT)
        await page.goto(f"{tenant.address}/#{section.aad_object_id}")
        await page.reload()
        await expect(chat.get_by_text("更新の協議を始めました").last).to_be_visible(timeout=WAIT)
        clock = page.locator("#now")
        before = await clock.inner_text()
        await page.get_by_role("button", name="次のできごとへ進む").click()
        await expect(clock).not_to_have_text(re.compile(re.escape(before)), timeout=WAIT)
        assert await violations(page) == []


async def test_a_real_card_fits_a_phone_in_light_and_dark(tenant):
    head = person(tenant, "課長")
    async with chromium() as browser:
        for scheme in ("light", "dark"):
            wishes = {"viewport": {"width": 320, "height": 700}, "color_scheme": scheme}
            async with visit(browser, f"{tenant.address}/#{head.aad_object_id}", **wishes) as page:
                card = page.locator("#messages").get_by_text("何もしない場合").last
                await expect(card).to_be_visible(timeout=WAIT)
                assert await overflow(page) <= 0
                assert await violations(page) == []


async def test_the_matter_in_full_is_opened_for_printing(tenant):
    head = person(tenant, "課長")
    async with (
        chromium() as browser,
        visit(browser, f"{tenant.address}/#{head.aad_object_id}") as page,
    ):
        chat = page.locator("#messages")
        await chat.get_by_role("button", name="詳しく見る").last.click()
        async with page.context.expect_page() as opening:
            await chat.get_by_role("link", name="印刷用に開く").last.click(timeout=WAIT)
        paper = await opening.value
        await paper.wait_for_load_state()
        await expect(paper.get_by_role("heading", name="協定の詳細")).to_be_visible()
        await expect(paper.get_by_text("何もしない場合")).to_be_visible()
        assert paper.url.startswith(tenant.house.settings.public_url)
        assert await overflow(paper) <= 0
        assert await violations(paper) == []
