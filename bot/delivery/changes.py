"""What slices do to a notice after they handed it over: revise, withdraw, move, close."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, null, or_, select, update

from bot.clock import real_now
from bot.delivery import payload
from bot.delivery.rows import CLOSED, DELIVERY, NOTICE, OPEN, WITHDRAWN, State
from bot.delivery.turnstile import turnstile, wake
from bot.errors import NotFound
from bot.ledger.model import UNDO
from bot.storage.columns import Instant
from bot.storage.tx import Tx

Cards = Mapping[str, Mapping[str, Any]]

_PAYLOAD_KEY = select(NOTICE.c.kind, NOTICE.c.source_key, NOTICE.c.state).where(
    NOTICE.c.id == bindparam("the_notice")
)
_REVISE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(
        payload=bindparam("sealed"),
        revision=NOTICE.c.revision + 1,
        state=OPEN,
        close_at=null(),
    )
)
_REVISION = select(NOTICE.c.revision).where(NOTICE.c.id == bindparam("the_notice"))
_AT = bindparam("at", type_=Instant())
_posted = DELIVERY.c.activity_id.is_not(None)
_WANT = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"), DELIVERY.c.wanted_revision > 0)
    .values(
        wanted_revision=bindparam("revision"),
        try_at=case((_posted, _AT), else_=DELIVERY.c.try_at),
        attempt=case((_posted, 0), else_=DELIVERY.c.attempt),
    )
)


def revise(
    tx: Tx, *, notice: int, cards: Cards, summaries: Mapping[str, str] | None = None
) -> None:
    """Show these cards instead: every posted copy is replaced, every pending one goes out new.

    A withdrawn notice stays withdrawn. Without `summaries` the cards' fallback text serves.
    Raises NotFound.
    """
    turnstile(tx)
    row = tx.first(_PAYLOAD_KEY, the_notice=notice)
    if row is None:
        raise NotFound(f"notice:{notice}")
    if row.state == WITHDRAWN:
        return
    key = payload.sealing_key(row.kind, row.source_key)
    sealed = payload.seal(tx, key=key, cards=cards, summaries=summaries or {})
    tx.run(_REVISE, the_notice=notice, sealed=sealed)
    revision = tx.value(_REVISION, the_notice=notice)
    tx.run(_WANT, the_notice=notice, revision=revision, at=real_now())
    wake(tx)


_WITHDRAW_NOTICE = (
    update(NOTICE).where(NOTICE.c.id == bindparam("the_notice")).values(state=WITHDRAWN)
)
_waiting = DELIVERY.c.state == State.PENDING
_untried = and_(_waiting, DELIVERY.c.uncertain == 0)
_WITHDRAW = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"))
    .values(
        wanted_revision=0,
        state=case(
            (_untried, State.WITHDRAWN.value),
            (_waiting, State.UNKNOWN.value),
            else_=DELIVERY.c.state,
        ),
        try_at=case((_posted, _AT), (_waiting, null()), else_=DELIVERY.c.try_at),
        attempt=case((_posted, 0), else_=DELIVERY.c.attempt),
    )
)


def withdraw(tx: Tx, *, notice: int) -> None:
    """Take the notice back: pending copies are never sent, posted ones are deleted.

    A copy whose posting was uncertain stays `unknown` until a press on it reveals it.
    """
    turnstile(tx)
    if not tx.run(_WITHDRAW_NOTICE, the_notice=notice):
        raise NotFound(f"notice:{notice}")
    tx.run(_WITHDRAW, the_notice=notice, at=real_now())
    wake(tx)


_CLOSE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"), NOTICE.c.state != CLOSED)
    .values(close_at=bindparam("at"))
)


def close(tx: Tx, *, notice: int, now: datetime) -> None:
    """Its matter is settled or expired: empty the content once every copy shows the last state.

    It happens by itself when all deliveries have ended and the undo time is over.
    """
    tx.run(_CLOSE, the_notice=notice, at=now + UNDO)
    wake(tx)


_MOVE_NOTICE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(due_at=bindparam("at"), expires_at=bindparam("until"))
)
_MOVE = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"))
    .values(not_before=bindparam("at"), expires_at=bindparam("until"))
)
_UNTOUCHED = select(func.count()).where(
    DELIVERY.c.notice_id == bindparam("the_notice"),
    or_(DELIVERY.c.state != State.PENDING, DELIVERY.c.uncertain > 0),
)


def move(tx: Tx, *, notice: int, due_at: datetime, expires_at: datetime) -> bool:
    """Send it at another time; False, and nothing changed, once any copy has been sent."""
    turnstile(tx)
    if tx.value(_UNTOUCHED, the_notice=notice):
        return False
    tx.run(_MOVE_NOTICE, the_notice=notice, at=due_at, until=expires_at)
    tx.run(_MOVE, the_notice=notice, at=due_at, until=expires_at)
    wake(tx)
    return True
