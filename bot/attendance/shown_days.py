"""A line of the calendar as its cards show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.attendance.model import School, SchoolDay
from bot.attendance.rules.days import IN_SESSION
from bot.attendance.rules.shown.classes import ShownClass, shown_class
from bot.attendance.store import classes, days, schools
from bot.people import store as people
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDaySet:
    school_id: int
    school: str
    day: date
    kind: str
    grade: int = -1
    school_class: ShownClass | None = None
    in_session: bool = False
    starts_at: time | None = None
    rolls: bool = False
    set_at: datetime | None = None
    set_by: str = ""


def line(tx: Tx, one: SchoolDay, school: School | None, now: datetime) -> ShownDaySet:
    """A line as the staff of `school` see it (None: of every school), on the tenant's clocks."""
    setter = people.find(tx, one.set_by, now.date()) if one.set_by else None
    return ShownDaySet(
        school_id=one.school,
        school=school.name if school else "",
        day=one.day,
        kind=one.kind.value,
        grade=one.grade,
        school_class=_class(tx, one.class_id),
        in_session=one.kind in IN_SESSION,
        starts_at=one.starts_at,
        rolls=one.rolls,
        set_at=one.set_at and one.set_at.astimezone(now.tzinfo),
        set_by=setter.name if setter else "",
    )


def _class(tx: Tx, class_id: int) -> ShownClass | None:
    found = classes.find(tx, class_id) if class_id else None
    return None if found is None else shown_class(found, schools.get(tx, found.school))


def coming(
    tx: Tx, school: School | None, since: date, until: date, now: datetime
) -> tuple[ShownDaySet, ...]:
    """What was said of a school's coming days (None: of every school's at once), the newest line
    of each alone."""
    newest: dict[tuple[date, int, int, int], SchoolDay] = {}
    for one in days.lines(tx, school.id if school else 0, since, until):
        newest[one.day, one.school, one.grade, one.class_id] = one
    return _shown(tx, newest.values(), school, now)


def _shown(
    tx: Tx, found: Iterable[SchoolDay], school: School | None, now: datetime
) -> tuple[ShownDaySet, ...]:
    ordered = sorted(found, key=lambda one: (one.day, one.grade, one.class_id, one.id))
    return tuple(line(tx, one, school, now) for one in ordered)
