"""What is said of whole courses on working mornings: to coordinators and to the training desk."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.delivery import outbox
from bot.storage.tx import Tx
from bot.training import whom
from bot.training.model import Course, CourseState
from bot.training.plan import item
from bot.training.plan.item import Item
from bot.training.plan.moments import Span
from bot.training.rules import reminders, years
from bot.training.rules import waves as wave_rules
from bot.training.store import courses, sessions, waves
from bot.workdays import ONE_DAY, Calendar, Hours, add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class ToChoose:
    """A coordinator's reminder to choose their municipality's wave."""

    municipality: str
    item: Item


def choices(tx: Tx, course: Course, hours: Hours, zone: ZoneInfo, span: Span) -> Iterator[ToChoose]:
    """Each municipality that has a coordinator and no wave yet."""
    if course.choose_by is None or not waves.of_course(tx, course.id):
        return
    like = datetime.combine(course.choose_by, time.min, zone)
    for on, ahead in span.chosen(reminders.to_choose(course, hours, like)):
        if on <= course.choose_by:
            yield from _choices(tx, course, course.choose_by, on, ahead)


def _choices(tx: Tx, course: Course, by: date, on: date, ahead: str) -> Iterator[ToChoose]:
    minding = whom.coordinators(tx, on)
    for name in wave_rules.undecided(sorted(minding), waves.choices(tx, course.id)):
        about = Item(
            on=on,
            kind=item.WAVE,
            key=f"choose:{course.id}:{by}:{ahead}:{name}",
            subject=course.subject,
            title=course.title,
            day=by,
            to=minding[name],
            expires=by + ONE_DAY,
        )
        yield ToChoose(municipality=name, item=about)


def sessionless(tx: Tx, course: Course, hours: Hours, zone: ZoneInfo, span: Span) -> Iterator[Item]:
    """Once in each month in which an open course has no session ahead, and nothing to watch."""
    if course.state is not CourseState.OPEN or course.recording:
        return
    last = _last_begin(tx, course)
    month = span.start.replace(day=1)
    while month <= span.until:
        on = _without_session(month, last, hours, zone, span)
        if on is not None and on <= min(course.finish_by, span.until):
            yield from _unless_told(tx, _sessionless(tx, course, month, on))
        month = add_months(month, 1)


def _last_begin(tx: Tx, course: Course) -> datetime | None:
    coming = [one for one in sessions.of_course(tx, course.id) if one.state.value != "cancelled"]
    return max((one.starts_at for one in coming), default=None)


def _without_session(
    month: date, last: datetime | None, hours: Hours, zone: ZoneInfo, span: Span
) -> date | None:
    """The month's first working morning on which nothing is ahead."""
    calendar = hours.calendar
    day = max(calendar.next_working_day(month), span.start)
    while day.month == month.month:
        begins = datetime.combine(day, time.min, zone)
        if last is None or last <= reminders.morning(day, hours, begins):
            return day
        day = calendar.next_working_day(max(day + ONE_DAY, last.astimezone(zone).date()))
    return None


def _sessionless(tx: Tx, course: Course, month: date, on: date) -> Item:
    return Item(
        on=on,
        kind=item.SESSIONLESS,
        key=f"sessionless:{course.id}:{month:%Y-%m}",
        subject=course.subject,
        title=course.title,
        day=on,
        to=whom.desk(tx, on),
        expires=add_months(month, 1),
    )


def _unless_told(tx: Tx, one: Item) -> Iterator[Item]:
    if outbox.find(tx, kind=one.kind, source_key=one.key) is None:
        yield one


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A course that comes back with a new fiscal year, and the card that tells the desk."""

    before: Course
    item: Item


def editions(tx: Tx, calendar: Calendar, start: date, until: date) -> Iterator[Edition]:
    """What comes back with the years that begin, or have begun, between two days."""
    every = [*courses.every(tx)]
    for year in range(years.fiscal_year(start), years.fiscal_year(until) + 1):
        on = max(years.appears_on(year, calendar), start)
        if on > until:
            return
        found = years.to_repeat(every, year)
        for course in found:
            yield Edition(before=course, item=_edition(tx, course, year, on))
        every += [replace(years.next_edition(course), id=course.id) for course in found]


def _edition(tx: Tx, course: Course, year: int, on: date) -> Item:
    return Item(
        on=on,
        kind=item.NEW_YEAR,
        key=f"new_year:{course.code}:{year}",
        subject=course.subject,
        title=course.title,
        day=on,
        to=whom.desk(tx, on),
        expires=add_months(on, 1),
    )


def running(tx: Tx) -> tuple[Course, ...]:
    """The courses of which something may be said."""
    return (*courses.staged(tx, CourseState.OPEN), *courses.staged(tx, CourseState.CLOSED))
