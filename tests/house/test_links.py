"""Every link of every page leads somewhere here; what stands at other hosts isn't asked."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.site.pages import ROOT, written

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_TARGET = re.compile(r"\]\(([^()\s]+)(?:\s+\"[^\"]*\")?\)")
_NAMED = re.compile(r"^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)
_TAG = re.compile(r"<(?:img|a)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"")
_LINK_OF_HEADING = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def links(name: str) -> list[str]:
    """What a page links to and shows, but for other hosts."""
    text = (ROOT / name).read_text(encoding="utf-8")
    text = _CODE.sub("`code`", text)
    found = [one for kind in (_TARGET, _NAMED, _TAG) for one in kind.findall(text)]
    return [one for one in found if not re.match(r"[a-z]+:", one)]


def target(name: str, link: str) -> tuple[Path, str]:
    """The file that a link of a page means, and the place in it."""
    file, _, anchor = unquote(link).partition("#")
    page = ROOT / name
    return (page.parent / file).resolve() if file else page.resolve(), anchor


@cache
def places(page: Path) -> frozenset[str]:
    """The addresses of a page's headings as GitHub makes them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    found = set(re.findall(r"\bid=\"([^\"]+)\"", text))
    for heading in _HEADING.findall(text):
        shown = _LINK_OF_HEADING.sub(r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(found)


def leads(name: str, link: str) -> bool:
    """Whether what is meant is there and belongs to the project."""
    there, anchor = target(name, link)
    if not there.exists() or not there.is_relative_to(ROOT):
        return False
    return not anchor or (there.suffix == ".md" and anchor in places(there))


@pytest.mark.parametrize("name", sorted(written()))
def test_every_relative_link_leads_to_a_file_and_a_heading(name: str):
    assert [one for one in links(name) if not leads(name, one)] == []


def test_every_page_is_reached_from_the_readme():
    start = (ROOT / "README.md").resolve()
    reached, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for link in links(str(page.relative_to(ROOT))):
            there, _ = target(str(page.relative_to(ROOT)), link)
            if there.suffix == ".md" and there not in reached:
                reached.add(there)
                waiting.append(there)
    assert {(ROOT / name).resolve() for name in written()} - reached == set()


def test_every_picture_is_shown_by_a_page():
    shown = {target(name, link)[0] for name in written() for link in links(name)}
    assert {path.resolve() for path in (ROOT / "docs/images").rglob("*.png")} - shown == set()


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("docs/README.md", True),
        ("docs/nowhere.md", False),
        ("CONTRIBUTING.md#tests", True),
        ("CONTRIBUTING.md#nothing", False),
        ("docs/images/playground.png", True),
        ("../elsewhere.md", False),
    ],
)
def test_a_link_that_leads_nowhere_is_found(link: str, *, found: bool):
    assert leads("README.md", link) is found


def test_links_in_code_are_none_and_pictures_in_links_are_two(tmp_path: Path, monkeypatch):
    page = tmp_path / "page.md"
    page.write_text('`[a](b)` [![c](d.png)](e.md "f")\n\n[g]: h.md\n\n<img src="i.png">\n')
    assert set(links(str(page))) == {"d.png", "e.md", "h.md", "i.png"}
