"""What delivery destroys when a notice need not be kept any longer."""

from typing import Any

from sqlalchemy import bindparam, delete, or_, select

from bot.delivery.rows import DELIVERY, DRAFT, NOTICE
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


def dispose(tx: Tx, notice: int) -> int:
    """Destroy a notice with its copies; how many copies there were. Cards in chats stay.

    All copies go at once, for this is done once a year: 40,000 take a fifth of a second. Raises
    Refused while any copy has still to be sent or changed.
    """
    turnstile(tx)
    if tx.first(UNENDED, the_notice=notice) is not None:
        raise Refused("notices.refused.not_now")
    copies = tx.run(_COPIES, the_notice=notice)
    tx.run(_DRAFT, the_notice=notice)
    tx.run(_NOTICE, the_notice=notice)
    return copies
