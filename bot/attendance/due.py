"""What one person has to see to about attendance; no line names a child or a class."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from bot.attendance import capacities, health
from bot.attendance.model import Function
from bot.attendance.rules.access import Access, Right
from bot.attendance.store import cases, classes, rhythms, schools
from bot.people.model import Person
from bot.slice import Due
from bot.storage.tx import Tx
from bot.zone import zone
from cards.attendance.verbs.day import Cases, WatchList

CASE, DUTY = "attendance.day.what.case", "attendance.day.what.duty"
_NOON = time(12)


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """Open searches, absences of seven days to look into, and orders of 出席停止."""
    now = datetime.combine(today, _NOON, zone(tx))
    mine = capacities.of(tx, person, now)
    found = [
        *_searches(tx, mine, today, now),
        *_duties(tx, _principal_at(mine), today),
        *health.due_for(tx, person, today),
    ]
    return tuple(sorted(found, key=lambda due: (due.day, due.subject)))


def _searches(tx: Tx, mine: Access, today: date, now: datetime) -> Iterator[Due]:
    for school in sorted(mine.schools(Right.CASE)):
        for case in cases.standing(tx, school):
            if mine.may_in(Right.CASE, classes.get(tx, case.class_id), now):
                yield _line(tx, school, CASE, case.subject, today, show_cases=True)


def _principal_at(mine: Access) -> list[int]:
    found = {one.at.school for one in mine.capacities if one.at.function is Function.PRINCIPAL}
    return sorted(found)


def _duties(tx: Tx, found: Iterable[int], today: date) -> Iterator[Due]:
    """The principal's, of every child absent for seven days whom they haven't looked into."""
    for school in found:
        for watch in rhythms.watched(tx, school):
            if watch.owed_on is not None and watch.met_on is None:
                yield _line(tx, school, DUTY, watch.subject, today, show_cases=False)


def _line(tx: Tx, school: int, what: str, subject: str, today: date, *, show_cases: bool) -> Due:
    return Due(
        day=today,
        title=schools.get(tx, school).name,
        what=what,
        subject=subject,
        urgent=True,
        show=Cases() if show_cases else WatchList(),
    )
