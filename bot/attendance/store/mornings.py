"""What mornings have left of a class's month: marked rolls, and how cases ended."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, delete, select

from bot.attendance.model import Closing, RollState
from bot.attendance.store.cases import CASE, STEP
from bot.attendance.store.rolls import ROLL
from bot.storage.packed import among
from bot.storage.tx import Tx

_FIRST: Any = bindparam("first", type_=Date)
_LAST: Any = bindparam("last", type_=Date)
_MARKED = (RollState.DONE.value, RollState.MISSING.value)
_ROLLED = select(ROLL.c.day).where(
    ROLL.c.class_id == bindparam("one"),
    ROLL.c.day >= _FIRST,
    ROLL.c.day <= _LAST,
    ROLL.c.state.in_(_MARKED),
)
_CLOSED = (
    select(CASE.c.pupil, CASE.c.day, CASE.c.closing)
    .where(
        among(CASE.c.pupil, "pupils"),
        CASE.c.day >= _FIRST,
        CASE.c.day <= _LAST,
    )
    .order_by(CASE.c.id)
)


_OLD = select(ROLL.c.class_id).where(ROLL.c.day < bindparam("on", type_=Date)).distinct()
_CASES = select(CASE.c.id).where(CASE.c.class_id == bindparam("one"))
_ERASE = (
    delete(STEP).where(STEP.c.case_id.in_(_CASES)),
    delete(CASE).where(CASE.c.class_id == bindparam("one")),
    delete(ROLL).where(ROLL.c.class_id == bindparam("one")),
)


def rolled(tx: Tx, class_id: int, first: date, last: date) -> frozenset[date]:
    """The days on which somebody has marked the class's roll."""
    rows = tx.all(_ROLLED, one=class_id, first=first, last=last)
    return frozenset(row.day for row in rows)


def cases(
    tx: Tx, pupils: Iterable[int], first: date, last: date
) -> Mapping[tuple[int, date], Closing | None]:
    """By child and day, how their case ended, in whichever class; None while it is open."""
    rows = tx.all(_CLOSED, pupils=tuple(pupils), first=first, last=last)
    return {(row.pupil, row.day): Closing(row.closing) if row.closing else None for row in rows}


def classes_before(tx: Tx, day: date) -> tuple[int, ...]:
    """The classes that have rolls of days before one."""
    return tuple(row.class_id for row in tx.all(_OLD, on=day))


def erase_class(tx: Tx, class_id: int) -> None:
    """Destroy the mornings of a class: its rolls, its cases and what was done in them."""
    for statement in _ERASE:
        tx.run(statement, one=class_id)
