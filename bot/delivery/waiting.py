"""What time does to rows without an attempt: expiry, closing, and calling for a pump."""

from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, null, or_, select, update

from bot.delivery.rows import CLOSED, DELIVERY, NOTICE, State
from bot.storage.tx import Tx

_CHUNK = 1000
NOT_INSTALLED = "not_installed"


_overdue = (
    select(DELIVERY.c.id)
    .where(DELIVERY.c.state == State.PENDING, DELIVERY.c.expires_at <= bindparam("now"))
    .order_by(DELIVERY.c.id)
    .limit(_CHUNK)
)
_doubted = DELIVERY.c.uncertain > 0
_EXPIRE = (
    update(DELIVERY)
    .where(DELIVERY.c.id.in_(_overdue), DELIVERY.c.state == State.PENDING)
    .values(
        state=case(
            (_doubted, State.UNKNOWN.value),
            (DELIVERY.c.conversation.is_(None), State.UNREACHABLE.value),
            else_=State.EXPIRED.value,
        ),
        reason=case(
            (_doubted, DELIVERY.c.reason),
            (DELIVERY.c.conversation.is_(None), NOT_INSTALLED),
            else_=DELIVERY.c.reason,
        ),
        try_at=null(),
    )
)


def expire(tx: Tx, *, now: datetime) -> int:
    """What was not sent by its expiry is never sent late; slices find it among the lapses.

    Without a conversation it was unreachable; after an uncertain try it may have arrived.
    """
    return tx.run(_EXPIRE, now=now)


_CLOSING = select(NOTICE.c.id).where(
    NOTICE.c.close_at.is_not(None),
    NOTICE.c.close_at <= bindparam("now"),
    NOTICE.c.state != CLOSED,
)
_UNENDED = select(func.count()).where(
    DELIVERY.c.notice_id == bindparam("the_notice"),
    or_(
        DELIVERY.c.try_at.is_not(None),
        DELIVERY.c.lease_until.is_not(None),
        DELIVERY.c.state.in_((State.PENDING.value, State.SENDING.value)),
    ),
)
_EMPTY = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(payload=null(), state=CLOSED)
)


def empty_closed(tx: Tx, *, now: datetime) -> None:
    """Forget the content of notices whose matter is over and whose copies all stand as wanted."""
    for row in tx.all(_CLOSING, now=now):
        if not tx.value(_UNENDED, the_notice=row.id):
            tx.run(_EMPTY, the_notice=row.id)


_ready = and_(
    DELIVERY.c.not_before <= bindparam("now"),
    DELIVERY.c.try_at.is_not(None),
)
_NEXT = select(func.min(DELIVERY.c.try_at)).where(_ready, DELIVERY.c.lease_until.is_(None))
_LEASED = select(func.count()).where(DELIVERY.c.lease_until.is_not(None))
_OVERDUE = (
    select(DELIVERY.c.id)
    .where(DELIVERY.c.state == State.PENDING, DELIVERY.c.expires_at <= bindparam("now"))
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
    """Whether anything waits for a pump: something due, a lease, an expiry or a closing."""
    at = next_try(tx, now=now)
    if at is not None and at <= real:
        return True
    overdue = tx.first(_OVERDUE, now=now) is not None
    return overdue or leased(tx) > 0 or _may_be_emptied(tx, now)


def _may_be_emptied(tx: Tx, now: datetime) -> bool:
    return any(not tx.value(_UNENDED, the_notice=row.id) for row in tx.all(_CLOSING, now=now))
