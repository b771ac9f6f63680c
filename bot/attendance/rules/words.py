"""The family word (れんらく用の合言葉): given out on paper, typed by a guardian, never readable."""

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Sequence

from bot.attendance.rules import romaji

MOST_TRIES = 5
SALT_BYTES = 16
PARTS = 3
_COST = 2**13  # about 30 ms of one core: five tries are quick, a stolen table is not
_BLOCK = 8
_LENGTH = 32
_NAME = "scrypt"
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_ASIDE = frozenset("・、。,.-‐–—−ー_ '’")

NOUNS = (
    "あさひ", "あひる", "いちご", "いるか", "うさぎ", "うちわ", "えくぼ", "えんぴつ", "おはぎ",
    "おりがみ", "かえる", "かもめ", "からす", "きつね", "きりん", "くじら", "くるま", "けやき",
    "けむり", "こけし", "こだま", "さくら", "さかな", "しかく", "しずく", "すずめ", "すみれ",
    "せなか", "せんろ", "そらまめ", "たいこ", "たぬき", "ちくわ", "つくし", "つばめ", "てがみ",
    "てぶくろ", "とけい", "とんぼ", "なすび", "なみだ", "にわとり", "にんじん", "ぬりえ", "ねこ",
    "ねずみ", "のはら", "のれん", "はがき", "はさみ", "ひかり", "ひつじ", "ふくろ", "ふうせん",
    "へちま", "へいわ", "ほたる", "ほうき", "まくら", "まつり", "みかん", "みどり", "むかし",
    "むしば", "めがね", "めだか", "もみじ", "もくば", "やかん", "やまびこ", "ゆかた", "ゆうひ",
    "ようかん", "よぞら", "らくだ", "りんご", "るすばん", "れんこん", "ろうそく", "わかば",
)  # fmt: skip


def fold(typed: str) -> str:
    """A word as it is compared: widths, blanks, dots, kana and the letters for them are one."""
    wide = unicodedata.normalize("NFKC", typed).casefold()
    plain = "".join(letter for letter in wide.translate(_KATAKANA) if letter not in _ASIDE)
    return romaji.same(plain).strip()


def hashed(peppered: str, *, salt: bytes) -> str:
    """What is kept of a word: scrypt over its digest under the tenant's key (`tx.digest`)."""
    return f"{_NAME}${salt.hex()}${_slow(peppered, salt).hex()}"


def matches(peppered: str, kept: str) -> bool:
    """Whether a word is the one that was kept, in a time that doesn't tell how near it came."""
    _, salt, wanted = kept.split("$")
    return hmac.compare_digest(_slow(peppered, bytes.fromhex(salt)), bytes.fromhex(wanted))


def _slow(peppered: str, salt: bytes) -> bytes:
    return hashlib.scrypt(peppered.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, dklen=_LENGTH)


def is_locked(tries: int) -> bool:
    """Whether so many wrong words in a row have locked it until the office unlocks."""
    return tries >= MOST_TRIES


def made(choose: Callable[[Sequence[str]], str]) -> str:
    """A new word for the paper slip, of three nouns that a child can read; `choose` is chance's."""
    return "・".join(choose(NOUNS) for _ in range(PARTS))
