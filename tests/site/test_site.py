"""The site builds without a warning, shows what GitHub shows, and asks no other host."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from markdown import markdown

from tests.site.commonmark import reader, spelled
from tests.site.pages import ROOT, navigation, written

COUNTED = ("<li>", "<ul>", "<ol>", "<pre>", "<table>", "<strong>", "<code>")
LINES = [pytest.param(name, id=name) for name in sorted(written())]


class Page(HTMLParser):
    """What a page links to and loads, and the places in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.places: set[str] = {""}
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.places.add(held.get("id", ""))
        self.lang = held.get("lang", self.lang) if tag == "html" else self.lang
        if tag == "a" and "href" in held:
            self.links.add(held["href"])
        if "src" in held:
            self.loads.add(held["src"])
        if tag == "link" and held.get("rel") not in ("canonical", "next", "prev"):
            self.loads.add(held["href"])


@pytest.fixture(scope="module")
def site(built: Path) -> dict[Path, Page]:
    """Every page of the site as it was built."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in built.rglob("*.html")}


def test_every_page_that_is_written_is_in_the_navigation_once():
    named = [page for one in navigation() for pages in one.values() for page in pages]
    assert sorted(named) == sorted(written())


def test_no_link_of_the_site_leads_nowhere(site: dict[Path, Page]):
    places = {path.resolve(): page.places for path, page in site.items()}
    broken = [
        f"{path.name}: {link}"
        for path, page in site.items()
        if path.name != "404.html"
        for link in page.links
        if not re.match(r"[a-z]+:", link) and not _leads(path, link, places)
    ]
    assert broken == []


def _leads(path: Path, link: str, places: dict[Path, set[str]]) -> bool:
    file, anchor = map(unquote, urldefrag(link))
    there = (path.parent / file).resolve() if file else path.resolve()
    there = there / "index.html" if there.is_dir() else there
    return anchor in places[there] if there in places else there.is_file()


def test_no_page_loads_anything_from_another_host(site: dict[Path, Page]):
    loaded = {one for page in site.values() for one in page.loads}
    assert loaded
    assert {one for one in loaded if re.match(r"(https?:)?//", one)} == set()


def test_japanese_pages_say_that_they_are_japanese(site: dict[Path, Page]):
    told = {page.lang for path, page in site.items() if path.parent.name == "ja"}
    assert told == {"ja"}
    assert {page.lang for path, page in site.items() if path.parent.name == "how-to"} == {"en"}


@pytest.mark.parametrize("name", LINES)
def test_a_page_of_the_site_has_the_lists_and_tables_that_github_shows(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    builders = ["sane_lists", "tables", "pymdownx.superfences"]
    built = markdown(spelled(text), extensions=builders)
    assert _counted(built) == _counted(reader().render(text))


def _counted(html: str) -> dict[str, int]:
    html = re.sub(r"<(li|ul|ol|pre|table|code)\b[^>]*>", r"<\1>", html)
    html = re.sub(r'<div class="highlight">', "", html)
    return {one: html.count(one) for one in COUNTED}


def test_a_list_within_an_item_and_code_within_an_item_stay_there():
    text = "Said:\n- one\n  - two\n  more\n\n1. three\n\n   ```\n   code\n   ```\n2. four\nend\n"
    assert spelled(text) == (
        "Said:\n\n- one\n    - two\n        more\n\n"
        "1. three\n\n    ```\n    code\n    ```\n\n2. four\n    end\n"
    )


def test_an_item_after_one_of_several_parts_is_an_item():
    text = "1. one\n\n   more\n2. two\n"
    assert spelled(text) == "1. one\n\n    more\n\n2. two\n"


def test_a_sentence_of_japanese_has_no_space_where_its_line_ends():
    text = "- 確認して\n  ください。\n  Teams に\n  `make` で\n\n```\n漢字\n漢字\n```\n"
    assert spelled(text) == (
        "- 確認してください。\n    Teams に\n    `make` で\n\n```\n漢字\n漢字\n```\n"
    )
