"""What is told anew as a day begins: its card went with an earlier day, and what was said of a day
is there when that day comes."""

from collections.abc import Iterator
from datetime import date

from bot.attendance.model import Report, School
from bot.attendance.rules import answers, contradictions
from bot.attendance.rules.years import first_day
from bot.attendance.store import classes, days, reports, shows
from bot.attendance.telling import groups
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY


def owed(tx: Tx, school: School, day: date) -> Iterator[Report]:
    """The reports of a school's day that its teachers are told of as it begins."""
    for one in reports.of_school(tx, school.id, day):
        if _is_due(tx, school, one, day) and not _is_shown(tx, one, day):
            yield one


def _is_due(tx: Tx, school: School, report: Report, day: date) -> bool:
    """On the first school day that it speaks of; while nobody has answered it, on each."""
    if report.state not in contradictions.ALIVE:
        return False
    return answers.waits(report) or _begins(tx, school, report, day)


def _begins(tx: Tx, school: School, report: Report, day: date) -> bool:
    """Whether its class sees it for the first time; the teachers of a new year have seen nothing of
    what came before it."""
    class_ = classes.find(tx, report.day_class) if report.day_class else None
    since = max(report.since, first_day(class_.year)) if class_ else report.since
    return not days.school_days(tx, school, class_, since, day - ONE_DAY)


def _is_shown(tx: Tx, report: Report, day: date) -> bool:
    found = shows.of(tx, report.subject)
    return any(one.day == day and groups.is_of_staff(one) for one in found)
