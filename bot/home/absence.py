"""「不在 11/24–11/30 代理 佐藤」 as people write it, in Japanese and English."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?:{'|'.join(_MONTHS)})[a-z]*\\.?"
_WEEKDAY = re.compile(
    r"\(\s*(?:[月火水木金土日](?:曜日?)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\s*\)"
    r"|[月火水木金土日]曜日?|\b(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?\b,?",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"^(?:不在|休み|お休み|i am away|i'm away|away|absent|out of office)[\s:,、]*(?:は|です)?",
    re.IGNORECASE,
)
_DEPUTY = re.compile(
    r"[\s,、。]*(?:代理人?|代わり|my deputy|deputy|covered by|cover)\s*(?:は|を|:|is\b)?\s*",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s*(?:さん|様|氏)?(?:です|でお願いします|にお願いします|)[。.]?$")
_DASH = r"\s*(?:[-~〜–—―−‐ー]|から|より|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*"


def _day(name: str) -> str:
    """The pattern of one day; groups are told apart by `name`."""
    return (
        rf"(?:(?P<y{name}>\d{{4}})\s*[-/.年]\s*)?"
        rf"(?:(?P<m{name}>\d{{1,2}})\s*[-/.月]\s*(?P<d{name}>\d{{1,2}})\s*日?"
        rf"|(?P<n{name}>{_MONTH})\s*(?P<e{name}>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s*(?P<z{name}>\d{{4}}))?"
        rf"|(?P<f{name}>\d{{1,2}})(?:st|nd|rd|th)?\s*(?P<o{name}>{_MONTH})(?:,?\s*(?P<x{name}>\d{{4}}))?"
        rf"|(?P<s{name}>\d{{1,2}})\s*日?"
        rf"|(?P<w{name}>今日|本日|明日|明後日|today|tomorrow))"
    )


_SPAN = re.compile(
    rf"(?:from\s+|on\s+)?{_day('1')}(?:{_DASH}{_day('2')})?\s*(?:まで|の間)?\s*(?:は|に)?",
    re.IGNORECASE,
)
_WORDS = {"今日": 0, "本日": 0, "today": 0, "明日": 1, "tomorrow": 1, "明後日": 2}
_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From the first to the last day away; `deputy` is a name or mail address as written."""

    since: date
    until: date
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class _Written:
    """A day as far as it was written: year and month may be left to the context."""

    year: int | None
    month: int | None
    day: int


def read(text: str, today: date) -> Absence | None:
    """What a message says of an absence, or None where it can't be read as one.

    Without a year, the last day is the next of its kind from today on, and the first day the
    nearest before it: 12/28–1/4 spans the turn of the year, 11/20–11/30 may have begun.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    days, deputy = _parted(plain)
    found = _SPAN.fullmatch(_WEEKDAY.sub("", days).strip(" ,、。"))
    if found is None:
        return None
    first = _written(found, "1", today)
    last = _written(found, "2", today) if found["s2"] or _is_given(found, "2") else first
    span = _placed(first, last, today)
    if span is None or span[1] - span[0] > _LONGEST:
        return None
    return Absence(since=span[0], until=span[1], deputy=deputy)


def _parted(plain: str) -> tuple[str, str]:
    """The words about days, and the deputy's name wherever it stands."""
    days, *rest = _DEPUTY.split(_AWAY.sub("", plain, count=1).strip(), maxsplit=1)
    return days, _AFTER_NAME.sub("", rest[0]).strip() if rest else ""


def _is_given(found: re.Match[str], name: str) -> bool:
    return any(found[f"{kind}{name}"] for kind in "mnfsw")


def _written(found: re.Match[str], name: str, today: date) -> _Written:
    if word := found[f"w{name}"]:
        meant = today + timedelta(days=_WORDS[word.lower()])
        return _Written(meant.year, meant.month, meant.day)
    year = found[f"y{name}"] or found[f"z{name}"] or found[f"x{name}"]
    day = found[f"d{name}"] or found[f"e{name}"] or found[f"f{name}"] or found[f"s{name}"]
    return _Written(int(year) if year else None, _month(found, name), int(day))


def _month(found: re.Match[str], name: str) -> int | None:
    if number := found[f"m{name}"]:
        return int(number)
    word = found[f"n{name}"] or found[f"o{name}"]
    return _MONTHS.index(word[:3].lower()) + 1 if word else None


def _placed(first: _Written, last: _Written, today: date) -> tuple[date, date] | None:
    month = last.month or first.month
    if month is None:
        return None
    until = _next(last.year or first.year, month, last.day, today)
    if until is None:
        return None
    since = _before(first.year, first.month or month, first.day, until)
    return None if since is None else (since, until)


def _next(year: int | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _date(year, month, day)
    coming = (_date(one, month, day) for one in (today.year, today.year + 1))
    return next((one for one in coming if one is not None and one >= today), None)


def _before(year: int | None, month: int, day: int, until: date) -> date | None:
    if year is not None:
        found = _date(year, month, day)
        return found if found is not None and found <= until else None
    earlier = (_date(one, month, day) for one in (until.year, until.year - 1))
    return next((one for one in earlier if one is not None and one <= until), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
