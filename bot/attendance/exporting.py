"""Month tables and 出席停止報告 as files, for whom a post at the school gives the right."""

from datetime import date, datetime
from pathlib import Path

from bot import sheets
from bot.attendance import book, capacities
from bot.attendance.model import School
from bot.attendance.rules.access import NOT_YOURS, Capacity, Right
from bot.attendance.sheets import months, suspended
from bot.attendance.sheets.map import ColumnMap
from bot.attendance.store import classes, schools
from bot.errors import Refused, Unreadable
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.sheets.writing import UTF8
from bot.storage.tx import Tx

MONTH = "attendance.export_month"
SUSPENDED = "attendance.export_suspensions"


def taking_out(
    tx: Tx, code: str, mail: str, act: str, *, now: datetime, via: str, why: str
) -> School:
    """The school whose data somebody takes out, noted in the ledger before anything leaves.

    `via`: the pseudonym of the system's user. Raises Refused for who has no right there, and
    Unreadable for a school or a person that there isn't.
    """
    school = schools.find_by_code(tx, code)
    if school is None:
        raise Unreadable(code, "no school has this code; see the roster")
    person = people.find_by_mail(tx, mail, now.date())
    if person is None or not person.is_here(now.date()):
        raise Unreadable("--as", "nobody of the people file has this mail address")
    capacity = capacities.of(tx, person, now).acting(Right.EXPORT, school=school.id)
    if capacity is None:
        raise Refused(NOT_YOURS)
    actor = _actor(tx, person.id, via, capacity)
    record(tx, actor, at=now, act=act, subject=school.subject, why=why)
    return school


def _actor(tx: Tx, person: int, via: str, capacity: Capacity) -> Actor:
    actor = Actor.command(pseudonyms.of(tx, person), via=via)
    return actor.acting(capacity.holder.post, capacity.holder.deputy_for)


def month(
    tx: Tx, school: School, day: date, path: Path, map_: ColumnMap, *, now: datetime, encoding: str
) -> int:
    """Write the month of a day of every class of a school that is announced; how many children."""
    first, today = day.replace(day=1), now.date()
    known = (one for one in classes.current(tx, school.id, first) if one.is_known(now))
    found = (book.of(tx, one, first, today) for one in known)
    lines = (row for one in found for row in months.rows(map_, one))
    return sheets.write(path, months.headings(map_, first), lines, encoding=encoding)


def suspensions(tx: Tx, school: School, since: date, until: date, path: Path) -> int:
    """Write the 出席停止報告 of the orders given between two days; how many lines."""
    lines = suspended.rows(tx, school, since, until)
    return sheets.write(path, suspended.HEADINGS, lines, encoding=UTF8)
