"""School days: what a day is for every school, a school, a grade or a class."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, bindparam, insert, or_, select

from bot.attendance.model import Class, DayKind, School, SchoolDay, Times, Today
from bot.attendance.rules import days as rules
from bot.attendance.rules import times as of_times
from bot.attendance.rules.days import Calendar
from bot.attendance.rules.years import school_year
from bot.storage.columns import Instant
from bot.storage.tables import table
from bot.storage.tx import Row, Tx
from bot.workdays import holidays_of

# Lines are never changed: the newest of the narrowest counts, and the others tell what was said
# before. `school` 0: for every school.
DAY = table(
    "school_day",
    Column("id", Integer, primary_key=True),
    Column("school", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("grade", Integer, nullable=False),
    Column("class_id", Integer, nullable=False),
    Column("starts_at", String(5)),
    Column("rolls", Boolean, nullable=False),
    Column("set_at", Instant),
    Column("set_by", Integer, nullable=False),
    Index(None, "tenant_id", "school", "day"),
    sqlite_autoincrement=True,
)
_PLAIN = ("school", "day", "grade", "class_id", "rolls", "set_at", "set_by")
_COLUMNS = (*_PLAIN, "kind", "starts_at")
_ADD = insert(DAY).values({name: bindparam(name) for name in _COLUMNS}).returning(DAY.c.id)
_LINES = (
    select(DAY)
    .where(
        or_(DAY.c.school == bindparam("one"), DAY.c.school == 0),
        DAY.c.day >= bindparam("since", type_=Date),
        DAY.c.day <= bindparam("until", type_=Date),
    )
    .order_by(DAY.c.day, DAY.c.id)
)
_BY_ID = select(DAY).where(DAY.c.id == bindparam("one"))
_NEWEST = (
    select(DAY)
    .where(DAY.c.school == bindparam("one"), DAY.c.day >= bindparam("since", type_=Date))
    .order_by(DAY.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
KNOWN = "school_days"
_WHOLE = -1  # the grade of the class that stands for the whole school
_FAR = timedelta(days=rules.LONGEST_BREAK)


def put(tx: Tx, line: SchoolDay) -> SchoolDay:
    """Remember a line; the same with its id."""
    tx.known.pop(KNOWN, None)
    return replace(line, id=int(tx.value(_ADD, **_values(line))))


def find(tx: Tx, line: int) -> SchoolDay | None:
    """The line by id, or None."""
    row = tx.first(_BY_ID, one=line)
    return None if row is None else _read(row)


def lines(tx: Tx, school: int, since: date, until: date) -> tuple[SchoolDay, ...]:
    """What was said of a school's days (and of every school's), the oldest line of a day first.

    Read once in a transaction.
    """
    known: dict[tuple[int, date, date], tuple[SchoolDay, ...]] = tx.known.get(KNOWN, {})
    asked = (school, since, until)
    if asked not in known:
        found = _all(tx.all(_LINES, one=school, since=since, until=until))
        known = tx.known[KNOWN] = {**known, asked: found}
    return known[asked]


def newest(tx: Tx, school: int, since: date, most: int) -> tuple[SchoolDay, ...]:
    """The lines said last of a school's days from one on (0: of every school's)."""
    return _all(tx.all(_NEWEST, one=school, since=since, most=most))


def today(tx: Tx, school: School, class_: Class | None, day: date) -> Today:
    """What a day is for a class; None: for the school as a whole, lines of its grades apart."""
    found = lines(tx, school.id, day, day)
    return rules.resolve(found, class_ or whole(school, day), day, holidays(day, day))


def times(tx: Tx, school: School, class_: Class | None, day: date) -> Times:
    """The school's times of a day, later where school begins later (繰下げ登校)."""
    return of_times.shifted(school.times, today(tx, school, class_, day))


def calendar(tx: Tx, school: School, class_: Class | None, since: date, until: date) -> Calendar:
    """A class's days from `since` to `until`; None: the whole school's."""
    found = lines(tx, school.id, since, until)
    return rules.calendar(found, class_ or whole(school, since), holidays(since, until))


def school_days(
    tx: Tx, school: School, class_: Class | None, since: date, until: date
) -> tuple[date, ...]:
    """The days from `since` to `until`, both included, on which the children are awaited."""
    return calendar(tx, school, class_, since, until).sessions(since, until)


def next_school_day(tx: Tx, school: School, class_: Class | None, after: date) -> date | None:
    """The first school day after a day; None: none within two months."""
    first = after + timedelta(days=1)
    return calendar(tx, school, class_, first, first + _FAR).first_from(first)


def is_in_session(tx: Tx, school: School, class_: Class | None, day: date) -> bool:
    """Whether the children are awaited on that day."""
    return today(tx, school, class_, day).in_session


def whole(school: School, day: date) -> Class:
    """A class that stands for the whole school: lines of grades and classes don't concern it."""
    return Class(id=0, school=school.id, year=school_year(day), grade=_WHOLE, name="")


def holidays(since: date, until: date) -> frozenset[date]:
    """Public holidays of the years that two days touch."""
    years = range(since.year, until.year + 1)
    return frozenset[date]().union(*map(holidays_of, years))


def _all(rows: Iterable[Row]) -> tuple[SchoolDay, ...]:
    return tuple(map(_read, rows))


def _values(line: SchoolDay) -> dict[str, Any]:
    starts_at = line.starts_at.isoformat("minutes") if line.starts_at else None
    kept = {name: getattr(line, name) for name in _PLAIN}
    return {**kept, "kind": line.kind.value, "starts_at": starts_at}


def _read(row: Row) -> SchoolDay:
    return SchoolDay(
        id=row.id,
        kind=DayKind(row.kind),
        starts_at=time.fromisoformat(row.starts_at) if row.starts_at else None,
        **{name: getattr(row, name) for name in _PLAIN},
    )
