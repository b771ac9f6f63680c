"""What copies are told of their notice, between two recipients: each a single statement."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, literal, null, or_, update

from bot.delivery.rows import AT_ONCE, DELIVERY, State
from bot.storage.columns import Instant
from bot.storage.tx import Tx

NOT_INSTALLED = "not_installed"
GIVEN_UP = "cancelled"


class Span(NamedTuple):
    """The copies of a notice whose recipients lie after `after`, up to `upto`."""

    notice: int
    after: int = -(2**31)  # places, whose ids are negative here, are among them
    upto: int = 2**31 - 1

    def parameters(self) -> dict[str, int]:
        """The span as the statements name it."""
        return {"the_notice": self.notice, "after": self.after, "upto": self.upto}


WAITING = DELIVERY.c.state == State.PENDING
POSTED = DELIVERY.c.activity_id.is_not(None)
DOUBTED = DELIVERY.c.uncertain > 0
_ALONE = DELIVERY.c.stray.is_(None)  # a duplicate beside it is deleted first, and at once
_UNREACHED = DELIVERY.c.conversation.is_(None)
_AT = bindparam("at", type_=Instant())
_span = update(DELIVERY).where(
    DELIVERY.c.notice_id == bindparam("the_notice"),
    DELIVERY.c.recipient > bindparam("after"),
    DELIVERY.c.recipient <= bindparam("upto"),
)

_WANT = _span.where(
    DELIVERY.c.wanted_revision > 0, DELIVERY.c.wanted_revision != bindparam("revision")
).values(
    wanted_revision=bindparam("revision"),
    try_at=case(
        (and_(POSTED, _ALONE, DELIVERY.c.still_until > _AT), DELIVERY.c.still_until),
        (POSTED, _AT),
        else_=DELIVERY.c.try_at,
    ),
    attempt=case((POSTED, 0), else_=DELIVERY.c.attempt),
)
_WANT_AT_ONCE = _span.where(
    DELIVERY.c.wanted_revision > 0, DELIVERY.c.wanted_revision != bindparam("revision")
).values(
    wanted_revision=bindparam("revision"),
    try_at=case((POSTED, _AT), else_=DELIVERY.c.try_at),
    attempt=case((POSTED, 0), else_=DELIVERY.c.attempt),
    still_until=case((POSTED, literal(AT_ONCE, Instant())), else_=DELIVERY.c.still_until),
)


def want(tx: Tx, span: Span, *, revision: int, real: datetime, at_once: bool = False) -> int:
    """Show this revision: posted copies are edited, the others go out with it.

    Where somebody fills in a form the edit waits for it, but for one that is wanted `at_once`.
    """
    wanted = _WANT_AT_ONCE if at_once else _WANT
    return tx.run(wanted, **span.parameters(), revision=revision, at=real)


_WITHDRAW = _span.where(or_(DELIVERY.c.wanted_revision > 0, WAITING)).values(
    wanted_revision=0,
    state=case(
        (and_(WAITING, DOUBTED), State.UNKNOWN.value),
        (WAITING, State.WITHDRAWN.value),
        else_=DELIVERY.c.state,
    ),
    try_at=case((POSTED, _AT), (WAITING, null()), else_=DELIVERY.c.try_at),
    attempt=case((POSTED, 0), else_=DELIVERY.c.attempt),
    held=0,
)


def withdraw(tx: Tx, span: Span, *, real: datetime) -> int:
    """What waits is never sent, what was posted is deleted."""
    return tx.run(_WITHDRAW, **span.parameters(), at=real)


_CANCEL = _span.where(WAITING).values(
    state=case((DOUBTED, State.UNKNOWN.value), else_=State.WITHDRAWN.value),
    reason=case((DOUBTED, DELIVERY.c.reason), else_=GIVEN_UP),
    try_at=null(),
    held=0,
)


def cancel(tx: Tx, span: Span) -> int:
    """What waits is never sent; what was posted stays."""
    return tx.run(_CANCEL, **span.parameters())


# Also brings a notice's new dates to what waits already.
_LET_THROUGH = _span.where(
    WAITING,
    or_(
        and_(DELIVERY.c.held == 1, DELIVERY.c.recipient % bindparam("every") == bindparam("rest")),
        and_(
            DELIVERY.c.held == 0,
            or_(
                DELIVERY.c.not_before != bindparam("due"),
                DELIVERY.c.expires_at != bindparam("until"),
            ),
        ),
    ),
).values(
    held=0,
    lane=bindparam("new_lane"),
    not_before=bindparam("due"),
    expires_at=bindparam("until"),
    try_at=case((DELIVERY.c.held == 0, DELIVERY.c.try_at), (_UNREACHED, null()), else_=_AT),
)


def let_through(
    tx: Tx,
    span: Span,
    *,
    every: int,
    rest: int,
    lane: int,
    due_at: datetime,
    expires_at: datetime,
    real: datetime,
) -> int:
    """One of `every` held copies may go out from now on, by these dates."""
    which = {"every": every, "rest": rest, "new_lane": lane}
    dates = {"due": due_at, "until": expires_at, "at": real}
    return tx.run(_LET_THROUGH, **span.parameters(), **which, **dates)


LATE = {
    "state": case(
        (DOUBTED, State.UNKNOWN.value),
        (_UNREACHED, State.UNREACHABLE.value),
        else_=State.EXPIRED.value,
    ),
    "reason": case(
        (DOUBTED, DELIVERY.c.reason),
        (_UNREACHED, NOT_INSTALLED),
        else_=DELIVERY.c.reason,
    ),
    "try_at": null(),
    "held": 0,
}
"""What becomes of a copy that was not sent by its expiry: without a conversation it was
unreachable; after an uncertain try it may have arrived."""

_EXPIRE = _span.where(WAITING, DELIVERY.c.held == 1).values(LATE)


def expire(tx: Tx, span: Span) -> int:
    """What is still held is never sent late."""
    return tx.run(_EXPIRE, **span.parameters())
