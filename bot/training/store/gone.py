"""Who has a seat, or waits for one, and is no longer here."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Integer, bindparam, select

from bot.people.tables import CURRENT, LISTING, ON
from bot.storage.packed import among
from bot.storage.tx import Tx
from bot.training.model import ACTIVE
from bot.training.store.rows import ENROLMENT

_active = ENROLMENT.c.state.in_(sorted(state.value for state in ACTIVE))
_has_seat = select(ENROLMENT.c.id).where(ENROLMENT.c.person == LISTING.c.person, _active).exists()
_GONE = (
    select(LISTING.c.person)
    .where(
        LISTING.c.generation == CURRENT,
        LISTING.c.left_on <= ON,
        LISTING.c.person > bindparam("after"),
        _has_seat,
    )
    .order_by(LISTING.c.person)
    .limit(bindparam("most", type_=Integer))
)
_SESSIONS = (
    select(ENROLMENT.c.session)
    .where(among(ENROLMENT.c.person, "people"), _active)
    .distinct()
    .order_by(ENROLMENT.c.session)
)


def seated(tx: Tx, on: date, after: int, most: int) -> tuple[int, ...]:
    """The next people after the person `after` who left by that day, by their ids."""
    return tuple(row.person for row in tx.all(_GONE, on=on, after=after, most=most))


def sessions(tx: Tx, persons: Iterable[int]) -> tuple[int, ...]:
    """The sessions in which these people have a place, the lowest id first."""
    return tuple(row.session for row in tx.all(_SESSIONS, people=persons))
