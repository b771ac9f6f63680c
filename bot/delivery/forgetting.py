"""Takes a person out of delivery: their copies, and the notices whose words name them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select

from bot.delivery import telling
from bot.delivery.payload import sealing_key
from bot.delivery.rows import DELIVERY, DRAFT, NOTICE, State
from bot.delivery.telling import Span
from bot.delivery.turnstile import turnstile, wake
from bot.storage.tx import Row, Tx

_who: Any = bindparam("who")
_STANDING = select(DELIVERY.c.notice_id).where(
    DELIVERY.c.recipient == _who,
    or_(DELIVERY.c.wanted_revision > 0, DELIVERY.c.state == State.PENDING.value),
)
_UNENDED = (
    select(DELIVERY.c.id)
    .where(
        DELIVERY.c.recipient == _who,
        or_(
            DELIVERY.c.try_at.is_not(None),
            DELIVERY.c.lease_until.is_not(None),
            DELIVERY.c.state.in_((State.PENDING.value, State.SENDING.value)),
        ),
    )
    .limit(1)
)
_WORDED = (
    select(NOTICE.c.id, NOTICE.c.kind, NOTICE.c.source_key, NOTICE.c.payload, NOTICE.c.state)
    .where(NOTICE.c.payload.is_not(None), NOTICE.c.id > bindparam("after"))
    .order_by(NOTICE.c.id)
    .limit(bindparam("most"))
)
# Asked for its state as well, SQLite goes by recipient and doesn't look through every notice.
_OF_PERSON = select(DELIVERY.c.notice_id, DELIVERY.c.state).where(DELIVERY.c.recipient == _who)
_COPIES = delete(DELIVERY).where(DELIVERY.c.recipient == _who)
_OTHERS = select(DELIVERY.c.id).where(DELIVERY.c.notice_id == bindparam("the_notice")).limit(1)
_NOTICE = delete(NOTICE).where(NOTICE.c.id == bindparam("the_notice"))
_DRAFTED = select(DRAFT.c.notice_id).where(DRAFT.c.notice_id == bindparam("the_notice"))


def take_back(tx: Tx, person: int, real: datetime) -> int:
    """Empty what stands in a person's own chat: what waits is never sent, what was posted is
    deleted. How many copies it was."""
    turnstile(tx)
    notices = [row.notice_id for row in tx.all(_STANDING, who=person)]
    for notice in notices:
        telling.withdraw(tx, Span(notice, after=person - 1, upto=person), real=real)
    wake(tx)
    return len(notices)


def is_under_way(tx: Tx, person: int) -> bool:
    """Whether a copy of theirs has still to be sent, changed or deleted."""
    return tx.first(_UNENDED, who=person) is not None


def naming(
    tx: Tx, words: Sequence[str], *, after: int, most: int
) -> tuple[tuple[int, ...], int | None]:
    """Of the next notices that still have words: those that contain any of these, and the last
    that was looked at; None once there is no more."""
    rows = tx.all(_WORDED, after=after, most=most)
    wanted = [word for word in words if word]
    found = tuple(row.id for row in rows if any(word in _text(tx, row) for word in wanted))
    return found, rows[-1].id if rows else None


def _text(tx: Tx, row: Row) -> str:
    key = sealing_key(row.kind, row.source_key)
    return tx.unseal("notice", "payload", key, row.payload)


def is_broadcast(tx: Tx, notice: int) -> bool:
    """Whether somebody wrote it to many: it is theirs to end."""
    return tx.first(_DRAFTED, the_notice=notice) is not None


def forget(tx: Tx, person: int) -> int:
    """Destroy a person's copies, and the notices that nobody else had; how many copies."""
    turnstile(tx)
    notices = {row.notice_id for row in tx.all(_OF_PERSON, who=person)}
    gone = tx.run(_COPIES, who=person)
    for notice in notices:
        if tx.first(_OTHERS, the_notice=notice) is None and not is_broadcast(tx, notice):
            tx.run(_NOTICE, the_notice=notice)
    return gone
