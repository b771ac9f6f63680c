"""What time does to rows without an attempt: expiry, closing, and calling for a pump."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, func, literal, null, or_, select, update

from bot.delivery import feeding
from bot.delivery.rows import AT_ONCE, CANCELLED, CLOSED, DELIVERY, NOTICE, WITHDRAWN, State
from bot.delivery.telling import LATE
from bot.storage.tx import Tx

_CHUNK = 500
_CLOSED_AT_ONCE = 20  # notices
_PATIENCE = timedelta(minutes=1)  # before the copies of a notice are looked through again

_overdue = (
    select(DELIVERY.c.id)
    .where(
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.held == 0,
        DELIVERY.c.expires_at <= bindparam("now"),
    )
    .order_by(DELIVERY.c.expires_at)
    .limit(_CHUNK)
    .with_for_update()
)
_EXPIRE = update(DELIVERY).where(DELIVERY.c.id == bindparam("the_id")).values(LATE)


def expire(tx: Tx, *, now: datetime) -> int:
    """What was not sent by its expiry is never sent late; slices find it among the lapses.

    What a shut gate holds is told of it by its notice's walk: a draft's dates may yet change.
    """
    return tx.many(_EXPIRE, [{"the_id": row.id} for row in tx.all(_overdue, now=now)])


# A walk under way changes copies yet.
_CLOSING = (
    select(NOTICE.c.id)
    .where(
        NOTICE.c.close_at.is_not(None),
        NOTICE.c.close_at <= bindparam("now"),
        NOTICE.c.payload.is_not(None),
        NOTICE.c.feed_at.is_(None),
    )
    .order_by(NOTICE.c.close_at)
    .limit(_CLOSED_AT_ONCE)
)
# A copy of a notice that is still to be sent or changed.
UNENDED = (
    select(DELIVERY.c.id)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        or_(
            DELIVERY.c.try_at.is_not(None),
            DELIVERY.c.lease_until.is_not(None),
            DELIVERY.c.state.in_((State.PENDING.value, State.SENDING.value)),
        ),
    )
    .limit(1)
)
_EMPTY = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(
        payload=null(),
        state=case(
            (NOTICE.c.state.in_((WITHDRAWN, CANCELLED)), NOTICE.c.state), else_=literal(CLOSED)
        ),
    )
)
_LATER = (
    update(NOTICE).where(NOTICE.c.id == bindparam("the_notice")).values(close_at=bindparam("at"))
)


def empty_closed(tx: Tx, *, now: datetime) -> None:
    """Forget the content of notices whose matter is over and whose copies all stand as wanted.

    A few at a time; those whose copies still wait are looked at again a little later.
    """
    for row in tx.all(_CLOSING, now=now):
        if tx.first(UNENDED, the_notice=row.id) is None:
            tx.run(_EMPTY, the_notice=row.id)
        else:
            tx.run(_LATER, the_notice=row.id, at=now + _PATIENCE)


# The lowest bounds say nothing new, but lead databases without statistics to the right index.
_NEXT = select(func.min(DELIVERY.c.try_at)).where(
    DELIVERY.c.lane >= 0,
    DELIVERY.c.not_before <= bindparam("now"),
    DELIVERY.c.try_at.is_not(None),
    DELIVERY.c.lease_until.is_(None),
)
_DUE = (
    select(DELIVERY.c.id)
    .where(
        DELIVERY.c.lane >= 0,
        DELIVERY.c.not_before <= bindparam("now"),
        DELIVERY.c.try_at.is_not(None),
        DELIVERY.c.try_at <= bindparam("real"),
        DELIVERY.c.lease_until.is_(None),
    )
    .limit(1)
)
_LEASED = select(func.count()).where(
    DELIVERY.c.lease_until.is_not(None), DELIVERY.c.lease_until > AT_ONCE
)
_OVERDUE = (
    select(DELIVERY.c.id)
    .where(
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.held == 0,
        DELIVERY.c.expires_at <= bindparam("now"),
    )
    .limit(1)
)


def next_try(tx: Tx, *, now: datetime) -> datetime | None:
    """When the next due copy may be attempted, in real time; None when nothing is due."""
    found: datetime | None = tx.value(_NEXT, now=now)
    return found


def leased(tx: Tx) -> int:
    """How many copies are claimed now, by living pumps and dead ones."""
    return int(tx.value(_LEASED))


def calls_for_pump(tx: Tx, *, now: datetime, real: datetime) -> bool:
    """Whether anything waits for a pump: something due, an expiry, a walk over a broadcast's
    copies, a lease, or a closing."""
    due = tx.first(_DUE, now=now, real=real) is not None
    if due or tx.first(_OVERDUE, now=now) is not None or feeding.waits(tx, now):
        return True
    return leased(tx) > 0 or tx.first(_CLOSING, now=now) is not None
