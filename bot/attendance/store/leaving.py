"""Children whose cards must not stand any longer, and from which day on that was looked at.

Rows, so that a stop between an import and the emptying leaves no card behind.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Integer,
    PrimaryKeyConstraint,
    bindparam,
    delete,
    select,
)

from bot.attendance.store.tables import ENROLMENT, PUPILS, standing
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

# In the place of a child, after all of them: a new roster may have moved any within their school.
EVERYBODY = 2**31 - 1

OWED = table(
    "attendance_owed",
    Column("pupil", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "pupil"),
)
# Up to which day it is known who has left their school.
LOOKED = table(
    "attendance_looked",
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)
_DAY: Any = bindparam("day", type_=Date)
_owe = upsert(OWED).values(pupil=bindparam("pupil"))
_OWE = _owe.on_conflict_do_nothing(index_elements=["tenant_id", "pupil"])
_NEXT = select(OWED.c.pupil).order_by(OWED.c.pupil).limit(bindparam("most"))
_ANY = select(OWED.c.pupil).limit(1)
_DONE = delete(OWED).where(OWED.c.pupil == bindparam("one"))
_LOOKED = select(LOOKED.c.day)
_look = upsert(LOOKED).values(day=_DAY)
_LOOK = _look.on_conflict_do_update(index_elements=["tenant_id"], set_={"day": _look.excluded.day})
_NOW_AT = ENROLMENT.alias()
_LEFT = (
    select(ENROLMENT.c.pupil)
    .where(
        ENROLMENT.c.main,
        ENROLMENT.c.until >= bindparam("since", type_=Date),
        ENROLMENT.c.until < _DAY,
        standing(ENROLMENT, PUPILS),
        ~select(_NOW_AT.c.pupil)
        .where(
            _NOW_AT.c.pupil == ENROLMENT.c.pupil,
            _NOW_AT.c.school == ENROLMENT.c.school,
            _NOW_AT.c.main,
            _NOW_AT.c.since <= _DAY,
            _NOW_AT.c.until >= _DAY,
            standing(_NOW_AT, PUPILS),
        )
        .exists(),
    )
    .distinct()
)


def owe(tx: Tx, pupils: Iterable[int]) -> None:
    """These children's cards are to be emptied at once."""
    tx.many(_OWE, [{"pupil": one} for one in sorted(set(pupils))])


def is_any_owed(tx: Tx) -> bool:
    """Whether any child's cards are still to be emptied."""
    return tx.first(_ANY) is not None


def owed(tx: Tx, most: int) -> tuple[int, ...]:
    """The next children whose cards are to be emptied."""
    return tuple(row.pupil for row in tx.all(_NEXT, most=most))


def done(tx: Tx, pupil: int) -> None:
    """Their cards are emptied."""
    tx.run(_DONE, one=pupil)


def looked(tx: Tx) -> date | None:
    """The day on which it was last looked who has left."""
    found: date | None = tx.value(_LOOKED)
    return found


def look(tx: Tx, day: date) -> None:
    """It was looked on this day."""
    tx.run(_LOOK, day=day)


def left(tx: Tx, since: date, day: date) -> tuple[int, ...]:
    """Who has left a school between two days, and isn't there on the second any more."""
    return tuple(row.pupil for row in tx.all(_LEFT, since=since, day=day))
