"""A calendar as a file: taken in whole or not at all, and shown as it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.attendance import changed_days
from bot.attendance.model import School, SchoolDay
from bot.attendance.rules.days import each_day
from bot.attendance.rules.years import school_year
from bot.attendance.sheets.calendar import CalendarLine
from bot.attendance.store import classes, days, following, schools
from bot.delivery import outbox
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.sheets import BadCell, BadRows
from bot.storage.tx import Tx

ACT = "attendance.calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many days of schools are new or different, and how many stood so already."""

    new: int
    known: int


def take_in(tx: Tx, lines: Sequence[CalendarLine], now: datetime, *, actor: Actor) -> Taken:
    """Keep what a file says of days; schools that run today follow within a second.

    What a person has declared for a day holds on. Raises BadRows for schools and classes that
    there aren't.
    """
    outbox.turnstile(tx)  # before any other row, as everybody whose work others follow
    meant = list(_meant(tx, lines, now))
    fresh = [line for line in meant if not _stands(tx, line)]
    for line in fresh:
        kept = days.put(tx, line)
        if kept.day == now.date():
            every = (kept.school,) if kept.school else tuple(s.id for s in schools.every(tx))
            following.add(tx, every, kept.day, kept.id, now)
            following.set_busy(tx, changed_days.JOB, busy=True)
    said = {"days": len(fresh)}
    record(tx, actor, at=now, act=ACT, subject="school:0", detail=said)
    return Taken(new=len(fresh), known=len(meant) - len(fresh))


def _meant(tx: Tx, lines: Sequence[CalendarLine], now: datetime) -> Iterator[SchoolDay]:
    faults: list[BadCell] = []
    found: list[SchoolDay] = []
    for line in lines:
        try:
            found += _days(tx, line, now)
        except BadCell as fault:
            faults.append(fault)
    if faults:
        raise BadRows(tuple(faults))
    yield from found


def _days(tx: Tx, line: CalendarLine, now: datetime) -> Iterator[SchoolDay]:
    school = schools.find_by_code(tx, line.school) if line.school else None
    if line.school and school is None:
        raise line.row.bad("school", "is no known school; write its 学校コード")
    for day in each_day(line.since, line.until):
        yield SchoolDay(
            id=0,
            school=school.id if school else 0,
            day=day,
            kind=line.kind,
            grade=-1 if line.class_name else line.grade,
            class_id=_class(tx, line, school, day) if school and line.class_name else 0,
            starts_at=line.starts_at,
            set_at=now,
        )


def _class(tx: Tx, line: CalendarLine, school: School, day: date) -> int:
    found = classes.named(tx, school.id, school_year(day), line.grade, line.class_name)
    if found is None:
        raise line.row.bad("class_name", "is no class of that school and year")
    return found.id


def _stands(tx: Tx, line: SchoolDay) -> bool:
    """Whether the newest line of the same width says the same."""
    alike = [
        one
        for one in days.lines(tx, line.school, line.day, line.day)
        if (one.school, one.grade, one.class_id) == (line.school, line.grade, line.class_id)
    ]
    if not alike:
        return False
    last = alike[-1]
    return (last.kind, last.starts_at) == (line.kind, line.starts_at)


def shown(tx: Tx, school: School, since: date, length: int) -> Iterator[tuple[date, str, bool]]:
    """Each day of a school with what it is, and whether children are awaited."""
    calendar = days.calendar(tx, school, None, since, since + timedelta(days=length))
    for day in each_day(since, since + timedelta(days=length - 1)):
        today = calendar.on(day)
        yield day, today.kind.value, today.in_session
