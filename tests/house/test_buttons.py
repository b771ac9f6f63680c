"""What the pages tell people to press is written on a card or on the practice page."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("ja", "tutorial", "how-to")
    for path in (ROOT / "docs" / folder).glob("*.md")
)
PAGE = ROOT / "bot" / "emulator" / "playground"
_PRESSED = (
    re.compile(r"\*\*([^*\n]+)\*\*\s*を\s*押"),
    re.compile(r"[Pp]ress(?:es)?\s+\*\*([^*\n]+)\*\*"),
)
_HOLE = re.compile(r"\\\{[^{}]*\\\}")


def texts(held: object) -> Iterator[str]:
    """Every text of a card, the holes in it too."""
    if isinstance(held, dict):
        for inner in held.values():
            yield from texts(inner)
    elif isinstance(held, str):
        yield held


def written() -> tuple[set[str], str]:
    """What stands on cards, text by text, and what the practice page and the tab say."""
    files = (ROOT / "cards" / "text").glob("*.toml")
    on_cards = {text for file in files for text in texts(tomllib.loads(file.read_text("utf-8")))}
    pages = (PAGE / "words.js", PAGE / "index.html", *(ROOT / "bot/tab/page/src").rglob("*.js"))
    return on_cards, "\n".join(page.read_text(encoding="utf-8") for page in pages)


def pressed(page: str) -> set[str]:
    """What a page tells to press."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return {word for kind in _PRESSED for word in kind.findall(text)}


def stands(word: str, on_cards: set[str], on_pages: str) -> bool:
    """Whether it is a text, or what a text becomes; a family's form has its two halves by two."""
    if word in on_cards or f'"{word}"' in on_pages or f">{word}<" in on_pages:
        return True
    if " / " in word:
        return all(stands(half, on_cards, on_pages) for half in word.split(" / "))
    holed = (_HOLE.sub(".+", re.escape(text)) for text in on_cards if "{" in text)
    return any(re.fullmatch(one, word) for one in holed if one.replace(".+", "").strip())


@pytest.fixture(scope="module")
def everywhere() -> tuple[set[str], str]:
    return written()


@pytest.mark.parametrize("page", [page for page in PAGES if pressed(page)])
def test_what_a_page_tells_to_press_is_there(page: str, everywhere: tuple[set[str], str]):
    assert [one for one in sorted(pressed(page)) if not stands(one, *everywhere)] == []


def test_many_pages_tell_to_press_something():
    assert sum(len(pressed(page)) for page in PAGES) > 40


def test_a_button_that_is_nowhere_is_found(everywhere: tuple[set[str], str]):
    assert not stands("これはどこにもない", *everywhere)
