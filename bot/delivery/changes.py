"""What slices do to a notice after they handed it over: revise, withdraw, cancel, move, close."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, null, or_, select, update

from bot.clock import real_now
from bot.delivery import payload, rows, telling
from bot.delivery.payload import Cards
from bot.delivery.rows import (
    AT_ONCE,
    CANCELLED,
    CLOSED,
    DELIVERY,
    DRAFTED,
    NOTICE,
    OPEN,
    WITHDRAWN,
    State,
)
from bot.delivery.telling import Span
from bot.delivery.turnstile import turnstile, wake
from bot.errors import NotFound
from bot.ledger.model import UNDO
from bot.storage.tx import Tx

_NOTICE = select(
    NOTICE.c.kind,
    NOTICE.c.source_key,
    NOTICE.c.state,
    NOTICE.c.revision,
    NOTICE.c.audience,
    NOTICE.c.due_at,
    NOTICE.c.feed_at,
).where(NOTICE.c.id == bindparam("the_notice"))
_REVISE = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(
        payload=bindparam("sealed"),
        revision=bindparam("new_revision"),
        state=bindparam("new_state"),
        close_at=null(),
    )
)
_WALK = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(feed_at=bindparam("walk_at"), fed_to=0)
)


def revise(
    tx: Tx,
    *,
    notice: int,
    cards: Cards,
    summaries: Mapping[str, str] | None = None,
    at_once: bool = False,
) -> None:
    """Show these cards instead: every posted copy is replaced, every pending one goes out new.

    A copy on which somebody fills in a form is replaced after that (`stillness`), but for what is
    shown `at_once`: that a matter is over, or less than before. Copies of a broadcast always wait.
    A withdrawn notice stays withdrawn, of a cancelled one the posted copies are replaced. Without
    `summaries` the cards' fallback text serves. Raises NotFound.
    """
    turnstile(tx)
    row = _notice(tx, notice)
    if row.state == WITHDRAWN:
        return
    key = payload.sealing_key(row.kind, row.source_key)
    sealed = payload.seal(tx, key=key, cards=cards, summaries=summaries or {})
    revision = row.revision + 1
    state = OPEN if row.state == CLOSED else row.state
    tx.run(_REVISE, the_notice=notice, sealed=sealed, new_revision=revision, new_state=state)
    if not _is_large(row):
        telling.want(tx, Span(notice), revision=revision, real=real_now(), at_once=at_once)
    elif state != DRAFTED:
        tx.run(_WALK, the_notice=notice, walk_at=row.due_at if state == OPEN else AT_ONCE)
    wake(tx)


_END = (
    update(NOTICE)
    .where(NOTICE.c.id == bindparam("the_notice"))
    .values(state=bindparam("new_state"), feed_at=bindparam("walk_at"), fed_to=0)
)


def withdraw(tx: Tx, *, notice: int) -> None:
    """Take the notice back: pending copies are never sent, posted ones are deleted.

    A copy whose posting was uncertain stays `unknown` until a press on it reveals it.
    """
    turnstile(tx)
    row = _notice(tx, notice)
    small = not _is_large(row)
    tx.run(_END, the_notice=notice, new_state=WITHDRAWN, walk_at=None if small else AT_ONCE)
    if small:
        telling.withdraw(tx, Span(notice), real=real_now())
    wake(tx)


def cancel(tx: Tx, notice: int) -> None:
    """Send nothing more: pending copies end as withdrawn for the reason `cancelled`, posted ones
    stay. Nothing changes once the notice is withdrawn or closed. Raises NotFound."""
    turnstile(tx)
    row = _notice(tx, notice)
    if row.state not in (DRAFTED, OPEN):
        return
    small = not _is_large(row)
    tx.run(_END, the_notice=notice, new_state=CANCELLED, walk_at=None if small else AT_ONCE)
    if small:
        telling.cancel(tx, Span(notice))
    wake(tx)


def _is_large(row: Any) -> bool:
    """Whether its copies are told by a walk and not at once."""
    return int(row.audience) > rows.MANY


def _notice(tx: Tx, notice: int) -> Any:
    row = tx.first(_NOTICE, the_notice=notice)
    if row is None:
        raise NotFound(f"notice:{notice}")
    return row


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
_TOUCHED = (
    select(DELIVERY.c.id)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        or_(DELIVERY.c.state != State.PENDING, DELIVERY.c.uncertain > 0),
    )
    .limit(1)
)


def move(tx: Tx, *, notice: int, due_at: datetime, expires_at: datetime) -> bool:
    """Send it at another time; False, and nothing changed, once any copy has been sent.

    Raises NotFound.
    """
    turnstile(tx)
    row = _notice(tx, notice)
    if tx.first(_TOUCHED, the_notice=notice) is not None:
        return False
    tx.run(_MOVE_NOTICE, the_notice=notice, at=due_at, until=expires_at)
    if not _is_large(row):
        tx.run(_MOVE, the_notice=notice, at=due_at, until=expires_at)
    if row.feed_at is not None or (_is_large(row) and row.state == OPEN):
        tx.run(_WALK, the_notice=notice, walk_at=due_at)
    wake(tx)
    return True
