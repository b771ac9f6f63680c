"""Who came after the enrolment card went out: they get it too, once a week."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.storage.tx import Tx
from bot.training.model import Course, CourseState
from bot.training.plan import many
from bot.training.plan.item import Item
from bot.training.store import courses, marks
from bot.workdays import Calendar

NEWCOMERS = "training.newcomers"
_WEEK = timedelta(days=7)


def weekly(day: date, calendar: Calendar) -> date | None:
    """The first working day of the week of a day; None where it has none."""
    monday = day - timedelta(days=day.weekday())
    first = calendar.next_working_day(monday)
    return first if first < monday + _WEEK else None


def owed(tx: Tx, today: date, calendar: Calendar) -> date | None:
    """The week's day whose newcomers haven't all been looked for; None while nothing is owed."""
    day, done = marks.of(tx, NEWCOMERS)
    this = weekly(today, calendar)
    if this is None or this > today or (day == this and done):
        return None
    return this


def following(tx: Tx, start: date, calendar: Calendar) -> date:
    """The day on which newcomers are next looked for, `start` at the earliest."""
    if owed(tx, start, calendar) is not None:
        return start
    monday = start - timedelta(days=start.weekday())
    while True:
        monday += _WEEK
        if (day := weekly(monday, calendar)) is not None and day > start:
            return day


def open_to(tx: Tx, on: date) -> tuple[Course, ...]:
    """The courses that newcomers may still enrol in, in the order of their ids."""
    found = courses.staged(tx, CourseState.OPEN)
    return tuple(
        sorted((one for one in found if one.finish_by >= on), key=lambda course: course.id)
    )


def planned(tx: Tx, on: date) -> Iterator[Item]:
    """The cards of the next day on which newcomers are looked for; who comes later isn't known."""
    for course in open_to(tx, on):
        yield from (one.item for one in many.newcomers(tx, course, on))
