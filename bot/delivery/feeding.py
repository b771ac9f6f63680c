"""The walk over a broadcast's copies, a few hundred at a time, that tells them of their notice.

So 40,000 copies are let through, corrected, withdrawn or given up without any transaction that
touches more than some hundred rows, and whatever is more urgent never waits for them. A walk goes
from recipient to recipient and begins anew with whatever becomes of the notice meanwhile. What a
claim finds before the walk has come to it is checked against its notice there (`orders`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from bot.delivery import rows, telling
from bot.delivery.rows import CANCELLED, DELIVERY, NOTICE, OPEN, WITHDRAWN, Gate
from bot.delivery.telling import Span
from bot.storage.tx import Tx

CANARY_OF = 100
"""One copy of so many is a canary."""
_MOST_NOTICES = 20  # walked at once

_BEHIND = (
    select(
        NOTICE.c.id,
        NOTICE.c.state,
        NOTICE.c.gate,
        NOTICE.c.lane,
        NOTICE.c.due_at,
        NOTICE.c.expires_at,
        NOTICE.c.revision,
        NOTICE.c.feed_at,
        NOTICE.c.fed_to,
    )
    .where(NOTICE.c.feed_at.is_not(None), NOTICE.c.feed_at <= bindparam("now"))
    .order_by(NOTICE.c.feed_at, NOTICE.c.id)
    .limit(_MOST_NOTICES)
)
_OVER = _BEHIND.where(NOTICE.c.state.in_((WITHDRAWN, CANCELLED)))
_LAST = (
    select(DELIVERY.c.recipient)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"), DELIVERY.c.recipient > bindparam("to"))
    .order_by(DELIVERY.c.recipient)
    .limit(1)
    .offset(bindparam("skipped"))
)
_STEP = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(fed_to=bindparam("to"), feed_at=bindparam("next_at"))
)
_SMALLEST = select(func.min(DELIVERY.c.recipient)).where(
    DELIVERY.c.notice_id == bindparam("the_notice")
)


def feed(tx: Tx, now: datetime, real: datetime, *, dry: bool, most: int = 500) -> int:
    """Walk on over up to `most` copies; how many walks moved.

    Withdrawn and cancelled notices are walked always, the others only when nothing else is due
    (`dry`), so that not more is let through than can soon be sent. To be called by the pump.
    """
    found = tx.all(_BEHIND if dry else _OVER, now=now)
    for row in found:
        _walk(tx, row, now, real, max(1, most // len(found)))
    return len(found)


def waits(tx: Tx, now: datetime) -> bool:
    """Whether any walk is to be begun or continued."""
    return tx.first(_BEHIND, now=now) is not None


def canary_stride(tx: Tx, notice: int) -> int:
    """The remainder of the canaries' person ids by `CANARY_OF`: there is always one at least."""
    return int(tx.value(_SMALLEST, the_notice=notice) or 0) % CANARY_OF


def _walk(tx: Tx, row: Any, now: datetime, real: datetime, most: int) -> None:
    last = tx.value(_LAST, the_notice=row.id, to=row.fed_to, skipped=most - 1)
    span = Span(row.id, row.fed_to) if last is None else Span(row.id, row.fed_to, last)
    _tell(tx, row, span, now, real)
    if last is None:
        tx.run(_STEP, the_notice=row.id, to=0, next_at=_next_walk(row))
    else:
        tx.run(_STEP, the_notice=row.id, to=last, next_at=row.feed_at)


def _tell(tx: Tx, row: Any, span: Span, now: datetime, real: datetime) -> None:
    match row.state:
        case rows.WITHDRAWN:
            telling.withdraw(tx, span, real=real)
            return
        case rows.CANCELLED:
            telling.cancel(tx, span)
        case rows.OPEN if row.expires_at <= now:
            telling.expire(tx, span)
        case rows.OPEN if row.gate != Gate.SHUT:
            _let_through(tx, row, span, real)
    telling.want(tx, span, revision=row.revision, real=real)


def _let_through(tx: Tx, row: Any, span: Span, real: datetime) -> None:
    canary = row.gate == Gate.CANARY
    telling.let_through(
        tx,
        span,
        every=CANARY_OF if canary else 1,
        rest=canary_stride(tx, row.id) if canary else 0,
        lane=row.lane,
        due_at=row.due_at,
        expires_at=row.expires_at,
        real=real,
    )


def _next_walk(row: Any) -> datetime | None:
    """What a gate still holds when the walk has ended is told of its expiry."""
    holds = row.state == OPEN and row.gate != Gate.OPEN and row.feed_at < row.expires_at
    return row.expires_at if holds else None
