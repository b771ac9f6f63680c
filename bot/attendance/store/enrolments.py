"""Who is in which class from–to: transfers by day, and seats in a 交流学級."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Select, bindparam, select

from bot.attendance.model import Enrolment, Pupil
from bot.attendance.store import pupils
from bot.attendance.store.tables import ENROLMENT, PUPILS, standing
from bot.storage.tx import Row, Tx

_DAY: Any = bindparam("day", type_=Date)
_ONE: Any = bindparam("one")
_STANDING: Select[Any] = select(
    ENROLMENT.c.pupil,
    ENROLMENT.c.class_id,
    ENROLMENT.c.number,
    ENROLMENT.c.since,
    ENROLMENT.c.until,
    ENROLMENT.c.main,
).where(standing(ENROLMENT, PUPILS))
_ON = _STANDING.where(
    ENROLMENT.c.pupil == _ONE, ENROLMENT.c.since <= _DAY, ENROLMENT.c.until >= _DAY
).order_by(ENROLMENT.c.main.desc(), ENROLMENT.c.class_id)
_OF_PUPIL = _STANDING.where(ENROLMENT.c.pupil == _ONE).order_by(
    ENROLMENT.c.since.desc(), ENROLMENT.c.main.desc(), ENROLMENT.c.class_id
)
_IN_CLASS = _STANDING.where(
    ENROLMENT.c.class_id == _ONE,
    ENROLMENT.c.since <= bindparam("last", type_=Date),
    ENROLMENT.c.until >= bindparam("first", type_=Date),
).order_by(ENROLMENT.c.number, ENROLMENT.c.pupil, ENROLMENT.c.since)


def on(tx: Tx, pupil: int, day: date) -> tuple[Enrolment, ...]:
    """The classes that a child is in on a day, the one whose roll counts first.

    () is 「在籍していません」. A class may be under embargo: see `Class.is_known`.
    """
    return tuple(_enrolment(row) for row in tx.all(_ON, one=pupil, day=day))


def of(tx: Tx, pupil: int, day: date) -> Enrolment | None:
    """The child's own class on a day, or None where they aren't enrolled."""
    return next((one for one in on(tx, pupil, day) if one.main), None)


def of_pupil(tx: Tx, pupil: int) -> tuple[Enrolment, ...]:
    """Every class that a child is, was or will be in, the newest first."""
    return tuple(_enrolment(row) for row in tx.all(_OF_PUPIL, one=pupil))


def of_class(tx: Tx, class_id: int, day: date) -> tuple[Enrolment, ...]:
    """Who is in a class on a day, by number; `main` False: their own class is another."""
    return in_class(tx, class_id, day, day)


def in_class(tx: Tx, class_id: int, first: date, last: date) -> tuple[Enrolment, ...]:
    """Who is in a class on any of these days, by number."""
    return tuple(_enrolment(row) for row in tx.all(_IN_CLASS, one=class_id, first=first, last=last))


def seats(tx: Tx, class_id: int, day: date) -> tuple[tuple[Enrolment, Pupil], ...]:
    """Who is in a class on a day, by number, each with who they are."""
    found = of_class(tx, class_id, day)
    known = pupils.many(tx, (one.pupil for one in found))
    return tuple((one, known[one.pupil]) for one in found if one.pupil in known)


def _enrolment(row: Row) -> Enrolment:
    return Enrolment(
        pupil=row.pupil,
        class_id=row.class_id,
        number=row.number,
        since=row.since,
        until=row.until,
        main=row.main,
    )
