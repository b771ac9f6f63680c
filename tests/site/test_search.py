"""Whoever types a word of a page into the site's search finds that page, as in a browser."""

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote_plus, unquote, urlsplit

import pytest
from playwright.async_api import Page, TimeoutError

from tests.browser import chromium, visit

# Words within words, words of one sign and of several, a heading's, a command: people type them.
WORDS = (
    "期限を過ぎた", "切戻し", "更新と切戻し", "監視", "見張る", "タブ", "欠席", "プロキシ",
    "バックアップ", "鍵ファイル", "合言葉", "担任", "一覧", "お休み", "renkei doctor",
)  # fmt: skip
SHOWN = 10  # results at first; more come by scrolling


class Quiet(SimpleHTTPRequestHandler):
    """Any web server will do; this one tells nobody what it was asked."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(built: Path) -> Iterator[str]:
    """Where a web server shows the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sections(built: Path) -> dict[str, tuple[str, str]]:
    """Heading and text of each section, by its address."""
    items = json.loads((built / "search.json").read_text(encoding="utf-8"))["items"]
    plain = partial(re.sub, r"<[^>]+>", "")
    return {unquote(one["location"]): (plain(one["title"]), plain(one["text"])) for one in items}


async def test_a_word_of_a_page_finds_that_page(address: str, sections: dict[str, tuple[str, str]]):
    amiss = []
    async with chromium() as browser, visit(browser, f"{address}docs/ja/index.html") as page:
        for word in WORDS:
            found = await _searched(page, word)
            amiss += [f"{word}: {what}" for what in _amiss(word, found, sections)]
    assert amiss == []


def _amiss(word: str, found: list[str], sections: dict[str, tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the first results."""
    holds = {place for place, texts in sections.items() if any(word in one for one in texts)}
    heads = {place for place, (title, _) in sections.items() if word in title}
    pages = {_page(place) for place in holds}
    if not holds:
        yield "no page has it any more: take it out of the test"
    elif len(holds) > SHOWN // 2:
        if sum(_page(place) in pages for place in found) < SHOWN // 2:
            yield f"most of {found} are of other pages"
    elif not holds <= set(found):
        yield f"{holds - set(found)} isn't found"
    if heads and found and found[0] not in heads:
        yield f"{found[0]} comes first, although {heads} is named for it"


def _page(place: str) -> str:
    return place.partition("#")[0]


async def _searched(page: Page, word: str) -> list[str]:
    """The addresses of the first results, the best first."""
    typed = page.get_by_role("combobox")
    if not await typed.is_visible():
        await page.locator(".md-search__button").click()
    await typed.fill(word)
    # A result's address carries the word that found it: those of the word before may still stand.
    results = page.locator(f'[role="option"][href*="?h={quote_plus(word)}"]')
    try:
        await results.first.wait_for(timeout=5000)
    except TimeoutError:
        return []
    links = [await one.get_attribute("href") or "" for one in await results.all()]
    return [_place(link) for link in links]


def _place(link: str) -> str:
    parts = urlsplit(unquote(link))
    return parts.path.removeprefix("/") + (f"#{parts.fragment}" if parts.fragment else "")
