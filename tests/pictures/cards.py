"""Draws the pictures of docs/reference/cards.md with the practice page's renderer."""

import asyncio
import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path

from playwright.async_api import Browser, Page, Route

from cards.elements import Card
from cards.lang import Lang
from cards.samples import samples
from tests.browser import ASSETS, chromium

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "cards.md"
PICTURES = ROOT / "docs" / "images" / "cards"
WIDTH = 600
_MARGIN = 12
_PRACTICE = "http://practice.invalid"
_SHOWN = re.compile(r"\]\(\.\./images/cards/([\w.-]+)\.png\)")
_HTML = f"""<!doctype html><html lang="ja" data-theme="light"><meta charset="utf-8">
<link rel="stylesheet" href="style.css"><link rel="stylesheet" href="card.css">
<style>html, body {{ display: block; height: auto; overflow: visible; background: #f5f5f5; }}
#place {{ padding: {_MARGIN}px; }} .card {{ box-shadow: none; }}</style>
<script src="/assets/adaptivecards/dist/adaptivecards.min.js"></script>
<script src="/assets/markdown-it/dist/markdown-it.min.js"></script>
<div id="place"></div>"""
_DRAW = """async (card) => {
  const cards = await import("/cards.js");
  if (!(await cards.start())) throw new Error("the renderer is not there");
  document.getElementById("place").replaceChildren(cards.draw(card, () => {}));
  await document.fonts.ready;
}"""


def named() -> tuple[str, ...]:
    """The cards that the page shows: card, state and language, in the page's order."""
    return tuple(_SHOWN.findall(PAGE.read_text(encoding="utf-8")))


def cards(wanted: frozenset[str]) -> dict[str, Card]:
    """Those of the wanted cards that there are, by the names of their pictures."""
    found = {}
    for sample in samples():
        for code in sample.languages:
            name = f"{sample.card}.{sample.state}.{code}"
            if name in wanted:
                found[name] = sample.draw(Lang.of(code))
    return found


async def _answer(route: Route) -> None:
    path = route.request.url.removeprefix(_PRACTICE).lstrip("/")
    if not path:
        await route.fulfill(body=_HTML, content_type="text/html")
        return
    inside = path.removeprefix("assets/")
    file = ASSETS / inside if inside != path else ASSETS.parent / path
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    await route.fulfill(body=file.read_bytes(), content_type=kind)


async def _ready(browser: Browser) -> Page:
    viewport = {"width": WIDTH, "height": 400}
    page = await browser.new_page(viewport=viewport, color_scheme="light", locale="ja-JP")
    await page.route("**/*", _answer)
    await page.goto(_PRACTICE)
    return page


async def draw() -> tuple[Path, ...]:
    """Every picture anew; those that the page doesn't show any more go."""
    every, made = cards(frozenset(named())), []
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with chromium() as browser:
        page = await _ready(browser)
        for name in named():
            await page.evaluate(_DRAW, every[name])
            file = PICTURES / f"{name}.png"
            await page.locator("#place").screenshot(path=file, animations="disabled")
            made.append(file)
    for old in set(PICTURES.glob("*.png")) - set(made):
        old.unlink()
    return tuple(made)


def texts(card: object) -> Iterator[str]:
    """Everything that a card says."""
    if isinstance(card, dict):
        for held in card.values():
            yield from texts(held)
    elif isinstance(card, list):
        for held in card:
            yield from texts(held)
    elif isinstance(card, str):
        yield card


if __name__ == "__main__":
    files = asyncio.run(draw())
    size = sum(file.stat().st_size for file in files)
    print(f"{len(files)} pictures, {size // 1024} KB")
