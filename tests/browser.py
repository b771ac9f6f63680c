"""Chromium for tests that look at pages, and what a page must always be."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Request, async_playwright

ASSETS = Path(__file__).parents[1] / "bot" / "emulator" / "playground" / "node_modules"
AXE = ASSETS / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=ja",
]
_FOUND = """async () => (await axe.run()).violations
  .filter(({impact}) => impact !== 'minor')
  .map(({impact, id, nodes}) => `${impact} ${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)"""


def program() -> str:
    """Where Chromium is; skips the test where it, or what the page needs, is not installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium is installed")
    if not AXE.is_file():
        pytest.skip("the playground's npm packages are not installed (npm ci)")
    return found


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless browser; start one for a module and a context for each test."""
    executable = program()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def visit(
    browser: Browser, url: str, *, framed: str = "", **wishes: Any
) -> AsyncIterator[Page]:
    """An open page; afterwards it must have raised no error and asked no other host.

    `framed` is the address of a page that it shows in a frame. `wishes` go to the browser context:
    viewport, color_scheme, reduced_motion …
    """
    context = await browser.new_context(
        **{"locale": "ja-JP", "viewport": {"width": 1440, "height": 900}, **wishes}
    )
    page = await context.new_page()
    errors: list[str] = []
    asked: set[str] = set()
    page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
    page.on("request", lambda request: asked.add(_host(request)))
    await page.goto(url)
    yield page
    await context.close()
    assert errors == []
    assert asked <= {_address(url), _address(framed or url), "data:"}


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now, but for minor matters."""
    await page.evaluate(AXE.read_text())
    found: list[str] = await page.evaluate(_FOUND)
    return found


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider


def _host(request: Request) -> str:
    return "data:" if request.url.startswith("data:") else _address(request.url)


def _address(url: str) -> str:
    return "/".join(url.split("/")[:3])
