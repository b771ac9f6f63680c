"""Whatever happens while the page loads, it raises no error and says what is wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from playwright.async_api import Browser, Error, Page, Route, expect

from bot.emulator.server import Emulator
from tests.bot.emulator.playground.conftest import HEAD
from tests.bot.emulator.playground.sample_bot import RENEWAL, SampleBot
from tests.browser import visit

pytestmark = pytest.mark.asyncio(loop_scope="module")
BEFORE = ("page.js", "adaptivecards.min.js", "hostconfig-dark.json")
STREAM = "/practice/stream"
READ = tuple(f"/practice/{what}" for what in ("state", "chats/"))


@asynccontextmanager
async def blank(browser: Browser, emulator: Emulator) -> AsyncIterator[Page]:
    """Before the page is loaded; it must raise no error until the end."""
    async with visit(browser, f"{emulator.url}/icon.svg") as page:
        yield page


@pytest.mark.parametrize("part", [*BEFORE, STREAM, *READ])
async def test_the_page_may_be_left_at_any_moment(
    browser: Browser, emulator: Emulator, bot: SampleBot, part: str
) -> None:
    asked, left = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await left.wait()
        with suppress(Error):  # nobody waits for it any more
            await route.abort()

    async with blank(browser, emulator) as page:
        await page.route(f"**{part}*", hold)
        await page.goto(f"{emulator.url}/#{HEAD.aad_object_id}", wait_until="commit")
        await asked.wait()
        await page.goto("about:blank")  # an error of the page that is left would be heard by now
        left.set()
        await page.unroute_all(behavior="wait")


@asynccontextmanager
async def half_an_answer() -> AsyncIterator[str]:
    """The address of a server that hangs up in the middle of what it says."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        *((part, "必要な部品が見つかりません") for part in BEFORE[1:]),
        (STREAM, "接続が切れました"),
        *((part, "練習テナントにつながりません") for part in READ),
    ],
)
async def test_an_answer_that_breaks_off_is_told(
    browser: Browser, emulator: Emulator, bot: SampleBot, part: str, words: str
) -> None:
    async with half_an_answer() as broken, blank(browser, emulator) as page:
        await page.route(f"**{part}*", lambda route: route.continue_(url=broken))
        await page.goto(f"{emulator.url}/#{HEAD.aad_object_id}")
        await expect(page.get_by_role("alert")).to_contain_text(words)


async def test_a_message_that_comes_before_the_chat_is_read_is_in_it(
    browser: Browser, emulator: Emulator, bot: SampleBot
) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await go_on.wait()
        await route.continue_()

    async with blank(browser, emulator) as page:
        await page.route("**/state", hold)
        await page.goto(f"{emulator.url}/#{HEAD.aad_object_id}")
        await asked.wait()
        await bot.post(HEAD, RENEWAL)
        await expect(page.locator("#calls li")).to_have_count(1)  # what was said has been heard
        go_on.set()
        await expect(page.get_by_role("heading", name="協定の更新時期")).to_be_visible()


async def test_words_that_are_sent_before_the_chat_is_open_arrive(
    browser: Browser, emulator: Emulator, bot: SampleBot
) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await go_on.wait()
        await route.continue_()

    async with blank(browser, emulator) as page:
        await page.route("**/state", hold)
        await page.goto(f"{emulator.url}/#{HEAD.aad_object_id}")
        await asked.wait()
        await page.get_by_label("連携へのメッセージ").fill("こんにちは")
        await page.keyboard.press("Enter")
        await page.get_by_label("連携へのメッセージ").fill("まだ書いて")
        go_on.set()
        await expect(page.locator(".person .bubble")).to_have_text("こんにちは")
        await expect(page.get_by_label("連携へのメッセージ")).to_have_value("まだ書いて")


async def test_words_that_did_not_arrive_can_be_sent_again(
    browser: Browser, emulator: Emulator, bot: SampleBot
) -> None:
    async with blank(browser, emulator) as page:
        await page.goto(f"{emulator.url}/#{HEAD.aad_object_id}")
        await expect(page.get_by_text("山野 一郎（課長）の画面")).to_be_visible()
        await page.route("**/say", lambda route: route.abort())
        await page.get_by_label("連携へのメッセージ").fill("こんにちは")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("届きませんでした")
        await expect(page.get_by_label("連携へのメッセージ")).to_have_value("こんにちは")
        await page.unroute("**/say")
        await page.keyboard.press("Enter")
        await expect(page.locator(".person .bubble")).to_have_text("こんにちは")
