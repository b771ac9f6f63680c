"""Everything that will be said of training between two days, if nobody presses anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot import policy
from bot.slice import Planned
from bot.storage.tx import Tx
from bot.training.jobs import looked_at
from bot.training.model import Course
from bot.training.plan import courses as of_courses
from bot.training.plan import heads, many, newcomers, queue
from bot.training.plan import sessions as of_sessions
from bot.training.plan.item import Item
from bot.training.plan.moments import Span
from bot.training.rounds import MORNINGS
from bot.training.secondments import jobs as secondment_jobs
from bot.training.store import courses, marks, noted, sessions
from bot.workdays import ONE_DAY, Hours
from bot.zone import zone


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What everybody who looks ahead needs: the city's hours, its zone, the days."""

    hours: Hours
    zone: ZoneInfo
    span: Span
    first: datetime
    last: datetime


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """What the clock will say; what a calendar's or a report's answer brings isn't known."""
    look = _look(tx, since, until)
    found = [*_of_sessions(tx, look), *_of_courses(tx, look), *_of_heads(tx, look)]
    day = newcomers.following(tx, look.span.start, look.hours.calendar)
    found += newcomers.planned(tx, day) if day <= until else ()
    own = (one.planned() for one in found if one.to and since <= one.on <= until)
    return (*own, *secondment_jobs.planned(tx, since, until))


def _look(tx: Tx, since: date, until: date) -> _Look:
    here, hours = zone(tx), policy.of(tx).hours
    looked, _ = marks.of(tx, MORNINGS)
    start = hours.calendar.next_working_day(since if looked is None else looked + ONE_DAY)
    return _Look(
        hours=hours,
        zone=here,
        span=Span(after=looked or start - ONE_DAY, start=start, until=until),
        first=datetime.combine(since, time.min, here),
        last=datetime.combine(until, time.max, here),
    )


def _of_sessions(tx: Tx, look: _Look) -> Iterator[Item]:
    since = looked_at(tx) or look.first
    here = sessions.between(tx, since, look.last + of_sessions.AHEAD)
    by_id = {course.id: course for course in of_courses.running(tx)}
    for one in of_sessions.between(here, look.hours, look.zone, since, look.last):
        if one.ahead and (course := _course(tx, by_id, one.session.course)) is not None:
            yield of_sessions.reminder(tx, course, one, one.at.astimezone(look.zone))
    for session in here:
        if session.waiting or session.held:
            course = _course(tx, by_id, session.course)
            if course is not None:
                yield from queue.planned(tx, course, session, look.hours, look.zone, look.last)


def _course(tx: Tx, known: dict[int, Course], course: int) -> Course | None:
    return known.get(course) or courses.find_one(tx, course)


def _of_courses(tx: Tx, look: _Look) -> Iterator[Item]:
    hours, here, span = look.hours, look.zone, look.span
    for course in of_courses.running(tx):
        yield from (one.item for one in many.due(tx, course, hours, here, span))
        yield from (one.item for one in of_courses.choices(tx, course, hours, here, span))
        yield from of_courses.sessionless(tx, course, hours, here, span)
    for edition in of_courses.editions(tx, hours.calendar, span.start, span.until):
        yield edition.item


def _of_heads(tx: Tx, look: _Look) -> Iterator[Item]:
    span = look.span
    yield from (one for _, one in heads.again(tx, look.hours, look.zone, span))
    if span.start <= span.until:
        told = heads.digests(tx, span.start, noted.last_step(tx))
        yield from (digest.item for digest in told)
