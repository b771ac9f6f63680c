"""「不在 11/24–11/30 代理 佐藤」 as people write it, in Japanese and English."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import Refused

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
    r"(?:代理人?|代わり|my deputy|deputy|covered by|cover)\s*(?:は|を|:|is\b)?\s*",
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
_LONGEST_TURN = timedelta(days=183)  # over the turn of the year; longer is a slip of the pen


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

    Without a year the days are this year's; 12/28–1/4 spans the turn of the year. No year is
    guessed: raises Refused where the last day is before the first, or where days without a year
    are over already.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    days, deputy = _parted(plain)
    found = _SPAN.fullmatch(_WEEKDAY.sub("", days).strip(" ,、。"))
    if found is None:
        return None
    first = _written(found, "1", today)
    last = _written(found, "2", today) if found["s2"] or _is_given(found, "2") else first
    span = _placed(first, last, today)
    if span is None:
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
    month = first.month or last.month
    if month is None:
        return None
    last_month = last.month or month
    turns = (last_month, last.day) < (month, first.day)
    year = last.year or _last_year(first, last_month, last.day, turns, today)
    since = _date(first.year or year - turns, month, first.day)
    until = _date(year, last_month, last.day)
    if since is None or until is None:
        return None
    _check(since, until, first, last, today)
    return since, until


def _last_year(first: _Written, month: int, day: int, turns: bool, today: date) -> int:
    """The year of a last day that was written without one."""
    if first.year is not None:
        return first.year + turns
    is_over = (month, day) < (today.month, today.day)
    return today.year + (turns and is_over)


def _check(since: date, until: date, first: _Written, last: _Written, today: date) -> None:
    """No year is guessed where the days make no sense as they were written."""
    guessed = first.year is None or last.year is None
    if until < since or (guessed and until.year > since.year and until - since > _LONGEST_TURN):
        raise Refused("people.refused.backwards")
    if first.year is None and last.year is None and until < today:
        raise Refused("people.refused.year_needed")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
