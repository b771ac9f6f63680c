"""A course opened, closed and ended, and the duty of an agreement that it is evidence for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.errors import Refused, Stale
from bot.training.model import Course, CourseState, Session
from bot.training.rules import sessions as session_rules

RUNNING = frozenset((CourseState.OPEN, CourseState.CLOSED))


def opened(course: Course, *, version: int, today: date) -> Course:
    """募集を始める: staff may see and book it, also before it has sessions.

    Another tenant's course is a draft until it is opened here; from then on its home opens it.
    """
    if course.state is not CourseState.DRAFT:
        check(course, version)
    _check_version(course, version)
    if course.state is CourseState.OPEN:
        raise Stale("training.refused.changed")
    if course.state is CourseState.ENDED or course.finish_by < today:
        raise Refused("training.refused.ended")
    return changed_to(course, state=CourseState.OPEN)


def closed(course: Course, *, version: int) -> Course:
    """募集を終える: nobody enrols any more; what is booked takes place."""
    check(course, version)
    if course.state is CourseState.ENDED:
        raise Refused("training.refused.ended")
    if course.state is not CourseState.OPEN:
        raise Stale("training.refused.changed")
    return changed_to(course, state=CourseState.CLOSED)


def is_over(course: Course, sessions: Iterable[Session], now: datetime) -> bool:
    """Whether the last day to finish has passed and no session is ahead or under way."""
    if course.state not in RUNNING or course.finish_by >= now.date():
        return False
    return not any(session_rules.takes_place(one) and one.ends_at > now for one in sessions)


def ended(course: Course) -> Course:
    """It is over for everybody."""
    return changed_to(course, state=CourseState.ENDED)


def bound(course: Course, *, version: int, promise: int) -> Course:
    """協定の教育義務と結ぶ: `promise` is the line of a duty, 0 unties it."""
    check(course, version)
    if course.promise == promise:
        raise Stale("training.refused.changed")
    return changed_to(course, promise=promise)


def check(course: Course, version: int) -> None:
    """Raise Stale on an older card, Refused on another tenant's course: its home changes it."""
    _check_version(course, version)
    if course.home:
        raise Refused("training.refused.from_elsewhere")


def _check_version(course: Course, version: int) -> None:
    if version != course.version:
        raise Stale("training.refused.changed")


def changed_to(course: Course, **changes: object) -> Course:
    """The course with these changes, its version one higher."""
    after: Course = replace(course, version=course.version + 1, **changes)  # type: ignore[arg-type]
    return after
