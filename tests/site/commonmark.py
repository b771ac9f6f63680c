"""Pages are written as GitHub reads them; the site's builder wants some things spelled out more.

It starts a list only after an empty line, ends an item of several parts only by one, and counts
what belongs to an item by four spaces. And where a line of Japanese ends within a sentence, there
is no space for a reader to see.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARK = re.compile(r"(?:[-*+]|\d+[.)])\s+")
_STEP = 4
# Kana, kanji, full-width signs and Japanese punctuation.
_JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


def reader() -> MarkdownIt:
    """Markdown as GitHub reads it, as far as the pages use it."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def spelled(text: str) -> str:
    """The same page with its lists and lines as the builder wants them."""
    lines = text.split("\n")
    tokens = reader().parse(text)
    items = [_span(token) for token in tokens if token.type == "list_item_open"]
    starts = {_span(one)[0] for one in tokens if one.type.endswith("_list_open")}
    ends = {_span(one)[1] for one in tokens if one.type.endswith("_list_open")}
    joined = _within_japanese(lines, tokens)
    out: list[str] = []
    for at, line in _spelled(lines, items, starts, ends):
        if at in joined:
            out[-1] += line.lstrip()
        else:
            out.append(line)
    return "\n".join(out)


def _within_japanese(lines: list[str], tokens: list[Token]) -> set[int]:
    """The lines that go on with a sentence of Japanese where the line before ended."""
    found = set()
    for token in tokens:
        if token.type == "paragraph_open":
            first, end = _span(token)
            for at in range(first + 1, end):
                before, after = lines[at - 1].rstrip()[-1:], lines[at].lstrip()[:1]
                if _JAPANESE.match(before) and _JAPANESE.match(after):
                    found.add(at)
    return found


def _span(token: Token) -> tuple[int, int]:
    assert token.map is not None, f"{token.type} stands nowhere"
    return token.map[0], token.map[1]


def _spelled(
    lines: list[str], items: list[tuple[int, int]], starts: set[int], ends: set[int]
) -> Iterator[tuple[int, str]]:
    """Each line with its number; an empty one that was put in has none."""
    loose = {end for start, end in items if not all(map(str.strip, lines[start:end]))}
    for at, line in enumerate(lines):
        around = [start for start, end in items if start <= at < end]
        # Within an item a list follows its first line; elsewhere it needs the empty line.
        apart = at in ends | loose or (at in starts and len(around) <= 1)
        if apart and at > 0 and lines[at - 1].strip() and line.strip():
            yield -1, ""
        yield at, _indented(lines, line, [start for start in around if start != at])


def _indented(lines: list[str], line: str, outer: list[int]) -> str:
    if not outer or not line.strip():
        return line
    spaces = len(line) - len(line.lstrip(" "))
    return " " * (_STEP * len(outer)) + line[min(spaces, _content(lines[outer[-1]])) :]


def _content(first: str) -> int:
    """The column at which an item's content starts."""
    spaces = len(first) - len(first.lstrip(" "))
    mark = _MARK.match(first, spaces)
    return mark.end() if mark else spaces
