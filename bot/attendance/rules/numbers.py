"""個人番号 (マイナンバー) in a text: nobody keeps one that no law asks for (番号法20条)."""

import re
import unicodedata
from itertools import pairwise

DIGITS = 12
_BODY = 11
_GROUP = re.compile("[0-9]+")
_GAP = re.compile(r"([-\s.・_])\1{0,2}")
# As it is printed on the card: four and four and four, whatever few signs stand between.
_PRINTED = re.compile(r"(?<![0-9])([0-9]{4})[^\w]{0,3}([0-9]{4})[^\w]{0,3}([0-9]{4})(?![0-9])")
_BLANKS = re.compile(r"\s+")
_KANJI = str.maketrans("〇零一二三四五六七八九", "00123456789")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−ー－﹣－"), "-")


def check_digit(body: str) -> int:
    """The check digit of eleven digits (平成26年総務省令85号5条).

    11 − (Σ P·Q mod 11), where P is a digit counted from the right and Q is its place + 1 for places
    1–6, its place − 5 for 7–11; a remainder of 0 or 1 gives 0.
    """
    if len(body) != _BODY:
        raise ValueError("eleven digits are asked for")
    weighted = (
        int(digit) * (place + 1 if place <= 6 else place - 5)
        for place, digit in enumerate(reversed(body), start=1)
    )
    rest = sum(weighted) % 11
    return 0 if rest <= 1 else 11 - rest


def is_number(digits: str) -> bool:
    """Whether twelve digits end in their own check digit."""
    return len(digits) == DIGITS and check_digit(digits[:_BODY]) == int(digits[_BODY])


def holds_number(text: str) -> bool:
    """Whether a text holds a 個人番号: full-width or in 漢数字, in groups with one kind of blank or
    dash between, or four by four with any few signs.

    Longer rows of digits are something else (a card, an account) and pass; so do days and times,
    whose groups are shorter and parted by signs of several kinds.
    """
    plain = _plain(text)
    if any(is_number("".join(found.groups())) for found in _PRINTED.finditer(plain)):
        return True
    groups = tuple(_GROUP.finditer(plain))
    return any(is_number(_twelve(plain, groups, first)) for first in range(len(groups)))


def _twelve(text: str, groups: tuple[re.Match[str], ...], first: int) -> str:
    """The digits from a group on, joined over gaps of one kind until there are enough."""
    joined, mark = groups[first].group(), ""
    for before, after in pairwise(groups[first : first + DIGITS]):
        gap = _GAP.fullmatch(text, before.end(), after.start())
        if len(joined) >= DIGITS or gap is None or mark not in ("", gap[1]):
            break
        joined, mark = joined + after.group(), gap[1]
    return joined


def _plain(text: str) -> str:
    """The text in plain digits and dashes, without what takes no room on a screen; a row of blanks
    is one."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_KANJI)
    shown = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
    return _BLANKS.sub(" ", shown)
