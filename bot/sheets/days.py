"""Days and times as people write them: 2027-03-31, 令和9年3月31日, R9.3.31; 9:00, 13時30分."""

import re
import unicodedata
from datetime import date, time

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_FIRST_YEARS = {
    **_ERAS,
    **{era[0]: year for era, year in _ERAS.items()},
    **dict(zip("MTSHR", _ERAS.values(), strict=True)),
}
_SEPARATOR = r"\s*[-./年月−–・]\s*"
_DAY = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])?\s*(?P<year>\d{{1,4}}|元){_SEPARATOR}"
    rf"(?P<month>\d{{1,2}}){_SEPARATOR}(?P<day>\d{{1,2}})\s*日?"
    r"\s*(\([月火水木金土日]\))?(\s+00:00(:00)?)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_KANJI = re.compile(r"[〇一二三四五六七八九十]+")
_DIGITS = "〇一二三四五六七八九"
_CLOCK = re.compile(r"(\d{1,2})\s*(?::(\d{2})(?::00)?|時\s*(?:(\d{1,2})\s*分)?)")


def day_in(text: str) -> date | None:
    """The one civil day that a text says, or None where it says none or one that doesn't exist.

    Any width, kanji numerals, era or western year; a western year has four digits.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = _KANJI.sub(lambda found: str(_number(found[0])), plain)
    if found := _PLAIN.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.fullmatch(plain):
        year = _year(found["era"], found["year"])
        return None if year is None else _date(year, int(found["month"]), int(found["day"]))
    return None


def clock_in(text: str) -> time | None:
    """The time of day that a text says, in any width; None where it says none."""
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _year(era: str | None, written: str) -> int | None:
    if era:
        return _FIRST_YEARS[era.upper()] + (1 if written == "元" else int(written))
    return int(written) if len(written) == 4 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(kanji: str) -> int:
    """二〇二七, 九, 十二 and 三十一 alike."""
    if "十" not in kanji:
        return int("".join(str(_DIGITS.index(sign)) for sign in kanji))
    tens, _, ones = kanji.partition("十")
    return (_number(tens) if tens else 1) * 10 + (_number(ones.replace("十", "")) if ones else 0)
