"""Fiscal years (年度), April to March, and the next year's edition of a course."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.training.model import Course, CourseState
from bot.workdays import Calendar

_APRIL, _MARCH = 4, 3


def fiscal_year(day: date) -> int:
    """The year of a day: 2026 is April 2026 to March 2027."""
    return day.year if day.month >= _APRIL else day.year - 1


def first_day(year: int) -> date:
    """1 April."""
    return date(year, _APRIL, 1)


def appears_on(year: int, calendar: Calendar) -> date:
    """The first working day of a year: on it the editions of the courses that repeat appear."""
    return calendar.next_working_day(first_day(year))


def to_repeat(courses: Iterable[Course], year: int) -> tuple[Course, ...]:
    """The courses of the year before that have no edition in this one, by their codes.

    A copy of another tenant's course comes with its home's next edition.
    """
    every = tuple(courses)
    present = {course.code for course in every if course.year == year}
    last = [course for course in every if course.year == year - 1 and course.repeats]
    missing = [course for course in last if course.code not in present and not course.home]
    return tuple(sorted(missing, key=lambda course: course.code))


def next_edition(course: Course) -> Course:
    """The same course a year later: nobody sees it until the desk has given it its days.

    Its last day to finish is that of a year later, which the desk may change.
    """
    year = course.year + 1
    return replace(
        course,
        id=0,
        year=year,
        opens_at=None,
        choose_by=None,
        finish_by=_a_year_later(course.finish_by),
        state=CourseState.DRAFT,
        version=1,
    )


def _a_year_later(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return (day - timedelta(days=leap)).replace(year=day.year + 1)
