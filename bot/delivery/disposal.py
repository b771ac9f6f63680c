"""What delivery takes back and destroys when a notice need not be kept any longer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select

from bot.delivery import changes
from bot.delivery.rows import DELIVERY, DRAFT, DRAFTED, NOTICE, WITHDRAWN
from bot.delivery.turnstile import turnstile
from bot.delivery.waiting import UNENDED
from bot.errors import Refused
from bot.storage.like import ESCAPE, literal
from bot.storage.tx import Tx

_one: Any = bindparam("the_notice")
_KEYED = (
    select(NOTICE.c.id)
    .where(
        NOTICE.c.kind == bindparam("kind"),
        or_(
            NOTICE.c.source_key == bindparam("key"),
            NOTICE.c.source_key.like(bindparam("pattern"), escape=ESCAPE),
        ),
    )
    .order_by(NOTICE.c.id)
)
_KEYS = select(NOTICE.c.id, NOTICE.c.source_key).where(NOTICE.c.kind == bindparam("kind"))
_STATE = select(NOTICE.c.state, NOTICE.c.feed_at).where(NOTICE.c.id == _one)
_COPIES = delete(DELIVERY).where(DELIVERY.c.notice_id == _one)
_DRAFT = delete(DRAFT).where(DRAFT.c.notice_id == _one)
_NOTICE = delete(NOTICE).where(NOTICE.c.id == _one)


def keyed(tx: Tx, *, kind: str, key: str) -> tuple[int, ...]:
    """Notices of a kind whose key is `key`, or begins with it and a colon, whatever their state."""
    pattern = literal(key) + ":%"
    return tuple(row.id for row in tx.all(_KEYED, kind=kind, key=key, pattern=pattern))


def keys(tx: Tx, kind: str) -> tuple[tuple[int, str], ...]:
    """Every notice of a kind with its key, whatever their state."""
    return tuple((row.id, row.source_key) for row in tx.all(_KEYS, kind=kind))


def is_settled(tx: Tx, notice: int) -> bool:
    """Whether no copy has still to be sent or changed."""
    return tx.first(UNENDED, the_notice=notice) is None


def empty(tx: Tx, notices: Iterable[int], now: datetime) -> bool:
    """Have what stands of these in chats deleted; whether nothing is left to delete. To be called
    until then: 40,000 copies take delivery a while. A draft that was never let go has no cards."""
    left = [notice for notice in notices if not _empty(tx, notice, now)]
    return not left


def _empty(tx: Tx, notice: int, now: datetime) -> bool:
    row = tx.first(_STATE, the_notice=notice)
    if row is None or row.state == DRAFTED:
        return True
    if row.state != WITHDRAWN:
        changes.withdraw(tx, notice=notice)
        changes.close(tx, notice=notice, now=now)
        return False
    return row.feed_at is None and is_settled(tx, notice)


def dispose(tx: Tx, notice: int) -> int:
    """Destroy a notice with its copies; how many copies there were. Cards in chats stay: `empty`
    comes before it.

    All copies go at once, for this is done once a year: 40,000 take a fifth of a second. Raises
    Refused while any copy has still to be sent or changed.
    """
    turnstile(tx)
    if not is_settled(tx, notice):
        raise Refused("notices.refused.not_now")
    copies = tx.run(_COPIES, the_notice=notice)
    tx.run(_DRAFT, the_notice=notice)
    tx.run(_NOTICE, the_notice=notice)
    return copies
