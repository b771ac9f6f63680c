"""Bookings that are to come into a calendar which nobody has been asked for."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Integer, bindparam, select, update

from bot.storage.tx import Tx
from bot.training.model import Enrolment, Entry
from bot.training.store.enrolments import of_row
from bot.training.store.rows import ENROLMENT

# Said in the statement, or else the index of such rows alone wouldn't serve.
_WORD: Any = bindparam(None, Entry.WANTED.value, unique=True, literal_execute=True)
_WANTED = (
    select(ENROLMENT)
    .where(ENROLMENT.c.entry == _WORD)
    .order_by(ENROLMENT.c.id)
    .limit(bindparam("most", type_=Integer))
)
_WANTED_LOCKED = _WANTED.with_for_update(skip_locked=True)
_ASKED = update(ENROLMENT).where(ENROLMENT.c.id == bindparam("one")).values(entry=Entry.ASKED.value)


def wait(tx: Tx) -> bool:
    """Whether there is one."""
    return tx.first(_WANTED, most=1) is not None


def next_ones(tx: Tx, most: int) -> tuple[Enrolment, ...]:
    """The next of them, which nobody else changes until this transaction ends; those that change
    at this moment are left for another time."""
    return tuple(of_row(row) for row in tx.all(_WANTED_LOCKED, most=most))


def asked(tx: Tx, bookings: Iterable[Enrolment]) -> None:
    """Their calendars have been asked for."""
    tx.many(_ASKED, [{"one": one.id} for one in bookings])
