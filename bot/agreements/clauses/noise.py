"""Noise of scans and exports taken out: tags, Markdown marks, page headers, glued lines."""

import html
import re
from collections import Counter
from dataclasses import dataclass

from bot.agreements.clauses.numerals import NUMBER
from bot.agreements.clauses.wording import flat

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
_NEWLINES = ("\r\n", *"\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_BLOCK_TAG = re.compile(
    r"</?(?:ul|ol|li|p|br|div|tr|td|th|table|tbody|thead|h[1-6]|hr|section|article)"
    r"(?:\s[^<>\n]{0,300})?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>\n]{0,300})?/?>|<!--[^<>]{0,300}-->")
_MARKS = re.compile(r"(?:(?:#{1,6}|[-*+>•])[ \t\u3000]+)+|#{1,6}(?=\S)")
_RULE = re.compile(r"^[ \t:|_*=-]{3,}$", re.M)
_EDGES = " \t\u3000\u00a0|"
_PAGE_SIGNS = frozenset("-‐–—―~〜pP0123456789ペ")
_LEADING_SIGNS = _PAGE_SIGNS | frozenset("#-*+>•")
_RAW_EDGES = _EDGES + "｜"
_EMPHASIS = re.compile(r"\*\*|`|(?<=\w)__|__(?=\w)")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\n]{0,300}\)")
_ESCAPE = re.compile(r"\\([\\.*_#()\[\]+-])")
_PAGE = re.compile(
    r"\s*(?:[-‐–—―~〜]+\s*\d{1,3}\s*[-‐–—―~〜]+|(?:p\.?|page|ページ)\s*\d{1,3}(?:\s*(?:/"
    r"|of)\s*\d{1,3})?"
    r"|\d{1,3}\s*(?:/\s*\d{1,3}|ページ|頁)(?:\s*ページ|\s*頁)?)\s*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_STRUCTURE = re.compile(
    r"\s*(?:第\s*" + NUMBER + r"\s*[条章節]|[(【]|[0-9一二三四五六七八九十①-⑳])"
)
# These begin with what stands before, so that the search can skip from sign to sign.
_GLUED_ARTICLE = re.compile(
    r"([。)）])[ \t\u3000]*((?:[(（【][^()（）【】。\n]{1,30}[)）】][ \t\u3000]*)?第[ \u3000]?"
    r"[0-9０-９〇一二三四五六七八九十百]{1,4}[ \u3000]?条(?![第にのをはで、及又並から中]))"
)
_GLUED_PARAGRAPH = re.compile(r"(。)[ \t\u3000]+([0-9０-９]{1,2}[ \t\u3000]+(?=[^\d\s]))")
_GLUED_ITEM = re.compile(r"[(（][0-9０-９]{1,2}[)）](?=[ \t\u3000]*[^\s、。)）])")
# A whole agreement on one line: title and signature begin lines of their own.
_LONGEST_LINE = 400
_GLUED_TITLE = re.compile(
    "(?<=[定書約])[ \t\u3000]+(?=[^ \u3000。（(]{1,60}[（(]以下[、,]?「[^」]{1,12}」)"
)
_GLUED_SIGNATURE = re.compile(
    "(?<=。)[ \t\u3000]+(?=(?:令和|平成|昭和|[12][0-9]{3}|[１２][０-９]{3})[^。\n]{1,16}日"
    "[ \t\u3000])"
    "[^。\n]{1,1000}$",
    re.M,
)
_GLUED_SIDE = re.compile("(?<![ \t\u3000])[ \t\u3000]+(?=[甲乙丙丁][ \t\u3000])")
_RULE_SIGNS = ("---", "***", "___", "===", "|:", "| -")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: as written, in half width (same length), and whether a blank line precedes."""

    raw: str
    flat: str
    gap: bool


def lines_of(text: str) -> list[Line]:
    """The lines that carry text, without the noise around them."""
    return _without_page_furniture(_without_page_numbers(_numbered(_unmarked(text))))


def _unmarked(text: str) -> str:
    for sign in _INVISIBLE:
        if sign in text:
            text = text.replace(sign, "")
    for sign in _NEWLINES:
        if sign in text:
            text = text.replace(sign, "\n")
    if "<" in text:
        text = _TAG.sub("", _BLOCK_TAG.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if any(signs in text for signs in _RULE_SIGNS):
        text = _RULE.sub("", text)
    if "**" in text or "`" in text or "__" in text:
        text = _EMPHASIS.sub("", text)
    if max(map(len, text.split("\n"))) > _LONGEST_LINE:
        text = _GLUED_SIGNATURE.sub(_signature, _GLUED_TITLE.sub("\n", text, count=1))
    text = _GLUED_PARAGRAPH.sub(r"\1\n\2", _GLUED_ARTICLE.sub(r"\1\n\2", text))
    return _GLUED_ITEM.sub(_on_its_own_line, text)


def _signature(found: re.Match[str]) -> str:
    return "\n" + _GLUED_SIDE.sub("\n", found[0].strip())


def _on_its_own_line(item: re.Match[str]) -> str:
    """「…ため (2) …」: an item within a line begins one of its own; 「(1)(2)」 does not."""
    before = item.string[max(0, item.start() - 2) : item.start()]
    glued = len(before) == 2 and before[1] in " \t\u3000" and before[0] not in "\n-*+>#| \t\u3000"
    return f"\n{item[0]}" if glued else item[0]


def _numbered(text: str) -> list[Line]:
    """Page numbers leave before the list marks do: 「- 3 -」 would look like an item."""
    lines, gap = [], True
    for raw, half in zip(text.split("\n"), flat(text).split("\n"), strict=True):
        half = half.strip(_EDGES)
        if not half:
            gap = True
            continue
        if half[0] in _LEADING_SIGNS:
            if len(half) < 40 and half[0] in _PAGE_SIGNS and _PAGE.fullmatch(half):
                continue
            marks = _MARKS.match(half)
            half = half[marks.end() :] if marks else half
        if half:
            lines.append(Line(_as_written(raw, half), half, gap))
            gap = False
    return lines


def _as_written(raw: str, half: str) -> str:
    """The part of `raw` that `half` spells: its end, but for what was stripped."""
    raw = raw.rstrip(_RAW_EDGES)
    return raw[len(raw) - len(half) :]


def _without_page_numbers(lines: list[Line]) -> list[Line]:
    """Drop bare numbers that run through the file by one and cut a sentence at least once."""
    bare = [at for at, line in enumerate(lines) if len(line.flat) <= 3 and line.flat.isdecimal()]
    if not bare:
        return lines
    first = int(lines[bare[0]].flat)
    running = all(int(lines[at].flat) == first + number for number, at in enumerate(bare))
    apart = len(bare) > 1 or lines[bare[0]].gap
    if not (running and apart and any(_parts_a_sentence(lines, at - 1, at + 1) for at in bare)):
        return lines
    return [line for at, line in enumerate(lines) if at not in bare]


def _without_page_furniture(lines: list[Line]) -> list[Line]:
    """Drop short lines that come back and cut a sentence in two: headers and footers of pages."""
    shapes = [_shape(line.flat) for line in lines]
    counts = Counter(shapes)
    cutting = {
        shape
        for at, shape in enumerate(shapes)
        if shape and counts[shape] > 1 and _cuts(lines, at, shapes, counts)
    }
    if not cutting:
        return lines
    seen: set[str] = set()
    kept = []
    for at, line in enumerate(lines):
        shape = shapes[at]
        first = shape not in seen
        seen.add(shape)
        if shape not in cutting or (first and not _cuts(lines, at, shapes, counts)):
            kept.append(line)
    return kept


def _shape(line: str) -> str:
    """A line that may belong to a page and not to the text, with its numbers made alike."""
    if len(line) > 60 or line[-1] in "。、":
        return ""
    return line if line.isalpha() else _DIGITS.sub("0", line)


def _cuts(lines: list[Line], at: int, shapes: list[str], counts: Counter[str]) -> bool:
    if not 0 < at < len(lines) - 1 or _STRUCTURE.match(lines[at].flat):
        return False
    before, after = at - 1, at + 1
    while before > max(0, at - 5) and shapes[before] and counts[shapes[before]] > 1:
        before -= 1
    return _parts_a_sentence(lines, before, after)


def _parts_a_sentence(lines: list[Line], before: int, after: int) -> bool:
    """Whether the line `before` leaves a sentence open that the line `after` goes on with."""
    if before < 0 or after >= len(lines):
        return False
    text = lines[before].flat
    return (
        len(text) >= 12 and text[-1] not in "。.)」】:" and not _STRUCTURE.match(lines[after].flat)
    )
