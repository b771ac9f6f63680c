"""Whether a report may be sent as it was typed: its days, kind, reason, times and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.attendance.model import Content, Door, Kind, Reason
from bot.attendance.rules import numbers, phrases
from bot.attendance.rules.days import Calendar
from bot.errors import Refused

FARTHEST = 30  # days from today
LONGEST = 500  # characters of free text
LONGEST_LINE = 100  # of who comes, or who rang
COLDEST, HOTTEST = 340, 429  # tenths of °C

_REFUSED = "attendance.refused"
_EXACT = frozenset((Door.WORD, Door.PUPIL, Door.GUARDIAN))
REASONS: Mapping[Kind, tuple[Reason, ...]] = {
    Kind.ABSENT: tuple(Reason),
    Kind.LATE: tuple(Reason),
    Kind.EARLY: tuple(Reason),
    Kind.TALK: tuple(Reason),
}
ASKED: Mapping[Kind, tuple[str, ...]] = {
    Kind.ABSENT: ("temperature", "phrases", "text", "meals_stop"),
    Kind.LATE: ("arrives", "temperature", "phrases", "text"),
    Kind.EARLY: ("leaves", "pickup", "phrases", "text"),
    Kind.TALK: ("phrases", "text"),
}  # what the second step of the form asks, by the names of Content's fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A report as it was typed, before it is one."""

    since: date
    until: date
    kind: Kind
    door: Door
    content: Content = field(default_factory=Content)


def check(
    wanted: Wanted, *, today: date, calendar: Calendar, meals_days: int | None = None
) -> Wanted:
    """The report as it is kept, or Refused with what to change.

    The day that was typed counts, whenever the form was opened: a past one is refused. `calendar`
    is the child's own; a period needs one school day at least, of which alone it will speak.
    """
    check_days(wanted, today=today, calendar=calendar)
    check_kind(wanted)
    check_words(wanted.content)
    if wanted.content.meals_stop:
        _check_meals(wanted, meals_from(today, calendar, meals_days))
    return wanted


def check_days(wanted: Wanted, *, today: date, calendar: Calendar) -> None:
    """Refuses days that nobody can report: in the past, far ahead, turned round, or no school."""
    if wanted.until < wanted.since:
        raise Refused(f"{_REFUSED}.order")
    if wanted.since < today:
        raise Refused(f"{_REFUSED}.past", day=wanted.since)
    if wanted.until > today + timedelta(days=FARTHEST):
        raise Refused(f"{_REFUSED}.far", days=FARTHEST)
    if wanted.kind is Kind.TALK:
        return
    if wanted.kind is not Kind.ABSENT and wanted.since != wanted.until:
        raise Refused(f"{_REFUSED}.one_day")
    if not calendar.sessions(wanted.since, wanted.until):
        raise Refused(f"{_REFUSED}.no_school_day", day=wanted.since)


def check_kind(wanted: Wanted) -> None:
    """Refuses a reason that the kind doesn't know, and an early leaving without time and person.

    An entry by telephone or from a file may be shorter: the school asks back.
    """
    content = wanted.content
    if content.reason is not None and content.reason not in REASONS[wanted.kind]:
        raise Refused(f"{_REFUSED}.reason")
    if wanted.door not in _EXACT:
        return
    if content.reason is None and wanted.kind is not Kind.TALK:
        raise Refused(f"{_REFUSED}.reason")
    if wanted.kind is Kind.EARLY and (content.leaves is None or not content.pickup.strip()):
        raise Refused(f"{_REFUSED}.pickup")


def check_words(content: Content) -> None:
    """Refuses words that are too long, unknown phrases, and a 個人番号 anywhere."""
    if len(content.text) > LONGEST:
        raise Refused(f"{_REFUSED}.too_long", most=LONGEST)
    if max(len(content.pickup), len(content.relation)) > LONGEST_LINE:
        raise Refused(f"{_REFUSED}.too_long", most=LONGEST_LINE)
    if any(map(numbers.holds_number, (content.text, content.pickup, content.relation))):
        raise Refused(f"{_REFUSED}.my_number")
    if not phrases.known(content.phrases, phrases.TO_SCHOOL):
        raise Refused(f"{_REFUSED}.phrase")
    if content.temperature and not COLDEST <= content.temperature <= HOTTEST:
        raise Refused(f"{_REFUSED}.temperature")


def meals_from(today: date, calendar: Calendar, meals_days: int | None) -> date | None:
    """The first school day for which meals can still be stopped today; None: none in reach."""
    if meals_days is None:
        return None
    days = calendar.sessions(today, today + timedelta(days=FARTHEST))
    return days[meals_days] if len(days) > meals_days else None


def _check_meals(wanted: Wanted, first: date | None) -> None:
    """「給食の停止は○日前まで」: it is in time when one day of the report is."""
    if first is None or wanted.until < first:
        raise Refused(f"{_REFUSED}.meals", day=first)
