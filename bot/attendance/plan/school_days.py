"""A school's days over a span: on which of them which of its classes have a roll, and when."""

from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo

from bot.attendance.model import Class, School, Times
from bot.attendance.plan import moments
from bot.attendance.plan.moments import ORDER
from bot.attendance.rules import days as rules
from bot.attendance.rules import times as of_times
from bot.attendance.rules.days import Calendar
from bot.attendance.rules.years import first_day, last_day, school_year
from bot.attendance.store import classes, days
from bot.storage.tx import Tx


def kept(tx: Tx, school: School, since: date, until: date) -> Iterator[tuple[date, list[Class]]]:
    """The days of a span on which rolls are kept, each with the classes whose rolls they are."""
    for first, last in _years(since, until):
        calendars = _calendars(tx, school, first, last)
        for day in rules.each_day(first, last):
            found = [one.class_ for one in calendars if rules.keeps_roll(one.on(day))]
            if found:
                yield day, found


def _years(since: date, until: date) -> Iterator[tuple[date, date]]:
    """The span, cut at the turn of each school year: the classes are others then."""
    for year in range(school_year(since), school_year(until) + 1):
        yield max(since, first_day(year)), min(until, last_day(year))


def _calendars(tx: Tx, school: School, first: date, last: date) -> list[Calendar]:
    found = classes.current(tx, school.id, first)
    return [days.calendar(tx, school, one, first, last) for one in found]


def instants(
    tx: Tx, school: School, since: datetime, until: datetime, zone: tzinfo
) -> Iterator[datetime]:
    """When, after one moment and until another, the clock does something at a school."""
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    for day, found in kept(tx, school, first, last):
        for instant in _of_day(tx, school, day, found, zone):
            if since < instant <= until:
                yield instant


def _of_day(
    tx: Tx, school: School, day: date, found: list[Class], zone: tzinfo
) -> Iterator[datetime]:
    times = _times(tx, school, None, day)
    yield from (moments.at(one, times, day, zone) for one in ORDER)
    for missing_from in {_missing_from(tx, school, one, day) for one in found}:
        yield of_times.at(day, missing_from, zone)


def _missing_from(tx: Tx, school: School, class_: Class, day: date) -> time:
    return _times(tx, school, class_, day).missing_from


def _times(tx: Tx, school: School, class_: Class | None, day: date) -> Times:
    return days.times(tx, school, class_, day)
