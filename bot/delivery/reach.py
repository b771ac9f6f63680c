"""Copies that wait for a conversation: whose, and who never gets one; and whose need not wait."""

from collections.abc import Iterator, Mapping

from sqlalchemy import bindparam, null, select, update

from bot.delivery.rows import DELIVERY, NOTICE, OPEN, Gate, State
from bot.delivery.turnstile import turnstile
from bot.storage.tx import Tx

_uncontacted = (DELIVERY.c.state == State.PENDING, DELIVERY.c.conversation.is_(None))
# From notice to notice through the index of such copies, however many each of them has.
_NEXT = (
    select(DELIVERY.c.notice_id)
    .where(*_uncontacted, DELIVERY.c.notice_id > bindparam("last"))
    .order_by(DELIVERY.c.notice_id)
    .limit(1)
)
_GOES_OUT = select(NOTICE.c.id).where(
    NOTICE.c.id == bindparam("the_notice"), NOTICE.c.state == OPEN, NOTICE.c.gate != Gate.SHUT
)
_OF_ONE = (
    select(DELIVERY.c.recipient)
    .where(
        *_uncontacted,
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.recipient > bindparam("last"),
    )
    .order_by(DELIVERY.c.recipient)
    .limit(bindparam("most"))
)


def uncontacted(tx: Tx, most: int, after: int) -> tuple[int, ...]:
    """The next people after `after` for whom a notice that was let go waits without a conversation.

    While its gate is shut nobody is asked for it; of a canary all are, for first contact takes
    its time.
    """
    found: set[int] = set()
    for notice in _waiting(tx):
        found |= {
            row.recipient for row in tx.all(_OF_ONE, the_notice=notice, last=after, most=most)
        }
    return tuple(sorted(found)[:most])


def _waiting(tx: Tx) -> Iterator[int]:
    """The notices that were let go and wait for anybody's conversation."""
    notice = tx.value(_NEXT, last=0)
    while notice is not None:
        if tx.first(_GOES_OUT, the_notice=notice) is not None:
            yield notice
        notice = tx.value(_NEXT, last=notice)


_GIVE_UP = (
    update(DELIVERY)
    .where(
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.conversation.is_(None),
        DELIVERY.c.recipient == bindparam("person"),
        DELIVERY.c.notice_id.in_(select(NOTICE.c.id).where(NOTICE.c.state == OPEN)),
    )
    .values(state=State.UNREACHABLE.value, reason=bindparam("why"), held=0)
)


def unreachable(tx: Tx, person: int, reason: str) -> int:
    """No conversation with this person can be had: end what waits for one; how many copies.

    A draft's copies go on waiting: much may have changed by the time it is let go.
    """
    turnstile(tx)
    return tx.run(_GIVE_UP, person=person, why=reason)


_NEWEST = (
    select(DELIVERY.c.state, DELIVERY.c.reason)
    .where(
        DELIVERY.c.recipient == bindparam("person"),
        DELIVERY.c.state.not_in((State.PENDING.value, State.SENDING.value)),
    )
    .order_by(DELIVERY.c.id.desc())
    .limit(1)
)


def last_refusal(tx: Tx, person: int) -> str:
    """Why the newest copy that was tried for this person couldn't reach them; "" where it did."""
    row = tx.first(_NEWEST, person=person)
    return str(row.reason) if row is not None and row.state == State.UNREACHABLE else ""


_WAITING = (
    select(DELIVERY.c.recipient)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.uncertain == 0,
        DELIVERY.c.recipient > bindparam("last"),
    )
    .order_by(DELIVERY.c.recipient)
    .limit(bindparam("most"))
)


def waiting(tx: Tx, notice: int, after: int, most: int) -> tuple[int, ...]:
    """The next people after `after` whose copy of a notice has certainly not been posted."""
    found = tx.all(_WAITING, the_notice=notice, last=after, most=most)
    return tuple(row.recipient for row in found)


_LEAVE_OUT = (
    update(DELIVERY)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.recipient == bindparam("person"),
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.uncertain == 0,
    )
    .values(state=State.UNREACHABLE.value, reason=bindparam("why"), try_at=null(), held=0)
)


def leave_out(tx: Tx, notice: int, reasons: Mapping[int, str]) -> None:
    """End what waits for these people, each for their reason."""
    turnstile(tx)
    ends = [{"the_notice": notice, "person": one, "why": why} for one, why in reasons.items()]
    tx.many(_LEAVE_OUT, ends)
