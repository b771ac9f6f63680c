"""Japanese kana in the letters that every keyboard has: ひかり is hikari, however it is spelt.

A field that hides what is typed lets no Japanese input method in, and a family's telephone may
have none: what is given out in kana must be typed in letters as well.
"""

import re
import unicodedata
from collections.abc import Iterator

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの",
    "h": "はひふへほ", "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_LETTERS = {
    kana: f"{consonant}{vowel}"
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, _VOWELS, strict=True)
} | {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "bu"}
_SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}  # きゃ is kya
_DOUBLES = "っ"
# How others write what the table above writes; in this order.
_SPELLINGS = tuple(
    (re.compile(other), ours)
    for other, ours in (
        ("tch", "ch"), ("shi", "si"), ("sh", "sy"), ("chi", "ti"), ("ch", "ty"), ("tsu", "tu"),
        ("fu", "hu"), ("ji", "zi"), ("jy?", "zy"), ("dzu|du", "zu"), ("di", "zi"), ("wo", "o"),
        ("m(?=[bpm])", "n"), ("ou", "o"), (r"([a-z])\1+", r"\1"),
    )
)  # fmt: skip
_HEPBURN = tuple(
    (re.compile(ours), theirs)
    for ours, theirs in (
        ("sy", "sh"), ("si", "shi"), ("ty", "ch"), ("ti", "chi"), ("tu", "tsu"), ("hu", "fu"),
        ("zy|dy", "j"), ("[zd]i", "ji"), ("du", "zu"),
    )
)  # fmt: skip


def same(written: str) -> str:
    """Small letters in which ひかり, HIKARI and hikari are the same; so are ろうそく, rousoku and
    rosoku, しずく, shizuku and sizuku."""
    said = _bare("".join(_spelt(written.casefold())))
    for other, ours in _SPELLINGS:
        said = other.sub(ours, said)
    return said


def printed(kana: str) -> str:
    """As passports and station signs write it: しずく is shizuku."""
    said = "".join(_spelt(kana))
    for ours, theirs in _HEPBURN:
        said = ours.sub(theirs, said)
    return said


def _spelt(written: str) -> Iterator[str]:
    """Each kana by its letters; what is none stays."""
    found = ""
    doubled = False
    for sign in written:
        if sign in _SMALL:
            found = (found[:-1] if found.endswith("i") else found) + _SMALL[sign]
            continue
        yield found
        found = _LETTERS.get(sign, sign)
        if doubled:
            found = found[:1] + found
        doubled = sign == _DOUBLES
        if doubled:
            found = ""
    yield found


def _bare(written: str) -> str:
    """Without the strokes over letters that a keyboard may add: rōsoku is rosoku."""
    parts = unicodedata.normalize("NFKD", written)
    kept = (sign for sign in parts if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFC", "".join(kept))
