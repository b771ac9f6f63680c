"""Applications that a head hasn't decided on: by when they were made, some at a time."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, select

from bot.storage.columns import Instant
from bot.storage.tx import Tx
from bot.training.model import ACTIVE, Enrolment
from bot.training.store.enrolments import of_row
from bot.training.store.rows import ENROLMENT

_BETWEEN = (
    select(ENROLMENT)
    .where(
        ~ENROLMENT.c.approved,
        ENROLMENT.c.state.in_(sorted(state.value for state in ACTIVE)),
        ENROLMENT.c.id > bindparam("last"),
        ENROLMENT.c.since >= bindparam("first", type_=Instant),
        ENROLMENT.c.since < bindparam("until", type_=Instant),
    )
    .order_by(ENROLMENT.c.id)
    .limit(bindparam("most", type_=Integer))
)


def between(
    tx: Tx, first: datetime, until: datetime, after: int, most: int
) -> tuple[Enrolment, ...]:
    """The next after the enrolment `after` of those made from `first` on, before `until`."""
    rows = tx.all(_BETWEEN, first=first, until=until, last=after, most=most)
    return tuple(map(of_row, rows))
