"""Which pages the documentation has, and in which order: that of the index of each folder."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "Tutorials": "docs/tutorial",
    "How-to guides": "docs/how-to",
    "Reference": "docs/reference",
    "Explanation": "docs/explanation",
    "Decisions": "docs/decisions",
    "日本語": "docs/ja",
}
# Beside the folders: what stands before them, and what whoever changes the project reads.
FIRST = ("README.md", "docs/README.md")
JAPANESE = "README.ja.md"
PROJECT = ("CONTRIBUTING.md", "CHANGELOG.md")
_LINK = re.compile(r"\]\(([^()\s#:]+\.md)\)")

Navigation = list[dict[str, list[str]]]


def navigation() -> Navigation:
    """The sections, each with its pages, the index first."""
    found = [{"Renkei": list(FIRST)}]
    for title, folder in FOLDERS.items():
        before = [JAPANESE] if title == "日本語" else []
        found.append({title: [*before, *_section(folder)]})
    return [*found, {"Changing it": list(PROJECT)}]


def _section(folder: str) -> Iterator[str]:
    index = ROOT / folder / "README.md"
    yield f"{folder}/README.md"
    named = _LINK.findall(index.read_text(encoding="utf-8"))
    for name in dict.fromkeys(map(unquote, named)):
        if "/" not in name:
            yield f"{folder}/{name}"


def written() -> set[str]:
    """Every page there is."""
    every = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    return {path.relative_to(ROOT).as_posix() for path in every}
