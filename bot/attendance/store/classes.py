"""Classes (学級), each of one school year."""

from datetime import date

from sqlalchemy import bindparam, select

from bot.attendance.model import Class, Stream
from bot.attendance.rules.years import school_year
from bot.attendance.store.tables import CLASS, CLASS_LINE, CLASSES, ROSTER
from bot.errors import NotFound
from bot.storage.tx import Row, Tx

_OF_YEAR = (ROSTER.c.kind == CLASSES) & (ROSTER.c.year == CLASS.c.year)
_STANDING = (CLASS_LINE.c.class_id == CLASS.c.id) & (CLASS_LINE.c.generation == ROSTER.c.generation)
# Also one that the newest roster has no more: rolls and reports of it are still there.
_GET = (
    select(CLASS, CLASS_LINE.c.stream, ROSTER.c.announced_at)
    .join(ROSTER, _OF_YEAR, isouter=True)
    .join(CLASS_LINE, _STANDING, isouter=True)
    .where(CLASS.c.id == bindparam("one"))
)
_LISTED = (
    select(CLASS, CLASS_LINE.c.stream, ROSTER.c.announced_at)
    .join(ROSTER, _OF_YEAR)
    .join(CLASS_LINE, _STANDING)
    .where(CLASS.c.school == bindparam("school"), CLASS.c.year == bindparam("year"))
)
_OF_SCHOOL = _LISTED.order_by(CLASS.c.grade, CLASS.c.name, CLASS.c.id)
_NAMED = _LISTED.where(CLASS.c.grade == bindparam("grade"), CLASS.c.name == bindparam("name"))


def get(tx: Tx, class_id: int) -> Class:
    """The class by id, of whichever year; raises NotFound."""
    if (found := find(tx, class_id)) is None:
        raise NotFound(f"class:{class_id}")
    return found


def find(tx: Tx, class_id: int) -> Class | None:
    """The class by id, of whichever year, or None."""
    row = tx.first(_GET, one=class_id)
    return None if row is None else _class(row)


def of_school(tx: Tx, school: int, year: int) -> tuple[Class, ...]:
    """A school's classes of one school year, by grade and name.

    Who asks for another year than this one's must not show it before it is announced.
    """
    return tuple(_class(row) for row in tx.all(_OF_SCHOOL, school=school, year=year))


def current(tx: Tx, school: int, day: date) -> tuple[Class, ...]:
    """A school's classes in the school year of a day."""
    return of_school(tx, school, school_year(day))


def named(tx: Tx, school: int, year: int, grade: int, name: str) -> Class | None:
    """The class that its school calls so in that year, or None."""
    row = tx.first(_NAMED, school=school, year=year, grade=grade, name=name)
    return None if row is None else _class(row)


def _class(row: Row) -> Class:
    return Class(
        id=row.id,
        school=row.school,
        year=row.year,
        grade=row.grade,
        name=row.name,
        stream=Stream(row.stream or Stream.ORDINARY),
        announced_at=row.announced_at,
    )
