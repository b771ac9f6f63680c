"""Which lines belong to a day, and the days of a handover."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from bot.slice import Due, Overseen

DEADLINE_DAYS = 90
_BEFORE_END = timedelta(days=6)  # 3/25 for a post left on 3/31
_OPEN_AFTER = timedelta(days=9)  # 4/10 for a post taken on 4/1


def todays(items: Iterable[Due], today: date) -> tuple[Due, ...]:
    """What is to be done today: due by now, or urgent."""
    return _ordered(item for item in items if item.urgent or item.day <= today)


def digest(lines: Iterable[Due], today: date) -> str:
    """What is said, without the count of days: a line that stays late stays the same."""
    said = sorted(_said(line, today) for line in lines)
    return sha256(repr(said).encode()).hexdigest()


def _said(line: Due, today: date) -> tuple[str, str, str, bool, str]:
    coming = str(line.day) if line.day > today else ""
    return line.subject, line.what, line.title, line.urgent, coming


def is_news(lines: str, today: date, *, sent: tuple[str, date]) -> bool:
    """Whether 「今日やること」 goes out again: other lines, or the first one of a week."""
    last_lines, last_day = sent
    return lines != last_lines or last_day < today - timedelta(days=today.weekday())


def looked_ahead(today: date) -> date:
    """The last day that 「期限」 speaks of."""
    return today + timedelta(days=DEADLINE_DAYS)


def coming(items: Iterable[Due], today: date) -> tuple[Due, ...]:
    """Everything due within so many days, what is late included."""
    return _ordered(item for item in items if item.day <= looked_ahead(today))


def apart(overseen: Iterable[Overseen], own: Iterable[Due], today: date) -> tuple[Overseen, ...]:
    """What is minded beside what waits for the reader; no line is said twice. One matter may have
    several days."""
    told = frozenset(map(_at, own))
    left = (
        replace(one, lines=coming((line for line in one.lines if _at(line) not in told), today))
        for one in overseen
    )
    return tuple(one for one in left if one.lines)


def _at(line: Due) -> tuple[str, date]:
    return line.subject, line.day


def for_successor(items: Iterable[Due], start: date) -> tuple[Due, ...]:
    """What a successor has to know at the start: deadlines to the end of the half-year (9/30)."""
    half = date(start.year + (start.month > 9), 9, 30)
    return _ordered(item for item in items if item.day <= half)


def _ordered(items: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(items, key=lambda item: (item.day, item.title)))


def prepares_on(last_day: date) -> date:
    """The day on which who leaves gets the handover card (3/25 for 3/31)."""
    return last_day - _BEFORE_END


def escalates_on(first_day: date) -> date:
    """The day on which a post that nobody took over goes to its superior (4/10 for 4/1)."""
    return first_day + _OPEN_AFTER
