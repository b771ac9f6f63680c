"""Copies that wait for a conversation: whose, and who never gets one."""

from sqlalchemy import bindparam, select, update

from bot.delivery.rows import DELIVERY, NOTICE, OPEN, State
from bot.delivery.turnstile import turnstile
from bot.storage.tx import Tx

_UNCONTACTED = (
    select(DELIVERY.c.recipient)
    .join_from(DELIVERY, NOTICE, NOTICE.c.id == DELIVERY.c.notice_id)
    .where(
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.conversation.is_(None),
        DELIVERY.c.recipient > bindparam("last"),
        NOTICE.c.state == OPEN,
    )
    .distinct()
    .order_by(DELIVERY.c.recipient)
    .limit(bindparam("most"))
)


def uncontacted(tx: Tx, most: int, after: int) -> tuple[int, ...]:
    """The next people after `after` for whom a notice that was let go waits without a conversation.

    Whether the gate still holds it makes no difference: first contact takes its time.
    """
    return tuple(row.recipient for row in tx.all(_UNCONTACTED, last=after, most=most))


_GIVE_UP = (
    update(DELIVERY)
    .where(
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.conversation.is_(None),
        DELIVERY.c.recipient == bindparam("person"),
    )
    .values(state=State.UNREACHABLE.value, reason=bindparam("why"), held=0)
)


def unreachable(tx: Tx, person: int, reason: str) -> int:
    """No conversation with this person can be had: end what waits for one; how many copies."""
    turnstile(tx)
    return tx.run(_GIVE_UP, person=person, why=reason)
