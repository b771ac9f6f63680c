"""The agenda of each meeting; what an item says stays encrypted."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.errors import NotFound
from bot.meetings.model import AgendaItem, FollowUp
from bot.meetings.store.rows import ITEM
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx

NOBODY = 0  # who wrote it has been forgotten, or it was carried over
_COLUMNS = ("meeting", "text", "seal_key", "by", "at", "follow_up")
_VALUES: dict[str, Any] = {name: bindparam(name) for name in _COLUMNS}
_GET = select(ITEM).where(ITEM.c.id == bindparam("one"))
_OF = select(ITEM).where(ITEM.c.meeting == bindparam("one")).order_by(ITEM.c.id)
_BY = select(ITEM).where(ITEM.c.by == bindparam("one")).order_by(ITEM.c.id)
_ADD = insert(ITEM).values(_VALUES).returning(ITEM.c.id)
_CARRY = (
    upsert(ITEM)
    .values(_VALUES)
    .on_conflict_do_nothing(index_elements=["tenant_id", "meeting", "follow_up"])
)
_DROP = delete(ITEM).where(ITEM.c.id == bindparam("one"))
_PUT_DOWN = delete(ITEM).where(
    ITEM.c.meeting == bindparam("one"), ITEM.c.follow_up == bindparam("done")
)
_CLEAR = delete(ITEM).where(ITEM.c.meeting == bindparam("one"))
_FORGET = update(ITEM).where(ITEM.c.by == bindparam("one")).values(by=NOBODY)


def get(tx: Tx, item: int) -> AgendaItem:
    """The item by id; raises NotFound."""
    row = tx.first(_GET, one=item)
    if row is None:
        raise NotFound(f"item:{item}")
    return _item(tx, row)


def of(tx: Tx, meeting: int) -> tuple[AgendaItem, ...]:
    """The agenda in the order in which it grew; what was carried over comes first."""
    items = (_item(tx, row) for row in tx.all(_OF, one=meeting))
    return tuple(sorted(items, key=lambda item: (not item.carried, item.id)))


def add(tx: Tx, item: AgendaItem) -> AgendaItem:
    """Remember an item; the same with its id."""
    given = _sealed(tx, item.text)
    plain = {"meeting": item.meeting, "by": item.by, "at": item.at, "follow_up": None}
    return replace(item, id=int(tx.value(_ADD, **plain, **given)))


def carry(tx: Tx, meeting: int, left: Iterable[FollowUp], *, at: datetime) -> None:
    """What earlier meetings left to do is on the agenda; said twice, it stands there once."""
    for one in left:
        given = _sealed(tx, one.text)
        tx.run(_CARRY, meeting=meeting, by=NOBODY, at=at, follow_up=one.id, **given)


def drop(tx: Tx, item: int) -> None:
    """Take an item off the agenda."""
    tx.run(_DROP, one=item)


def put_down(tx: Tx, meeting: int, follow_up: int) -> bool:
    """Take what was carried over from there off the agenda; whether it stood there."""
    return tx.run(_PUT_DOWN, one=meeting, done=follow_up) > 0


def by(tx: Tx, person: int) -> tuple[AgendaItem, ...]:
    """The items that a person added."""
    return tuple(_item(tx, row) for row in tx.all(_BY, one=person))


def forget(tx: Tx, person: int) -> int:
    """Forget who added the items; how many were theirs."""
    return tx.run(_FORGET, one=person)


def erase(tx: Tx, meeting: int) -> int:
    """Take the agenda of a meeting out for good."""
    return tx.run(_CLEAR, one=meeting)


def _sealed(tx: Tx, text: str) -> dict[str, object]:
    key = secrets.token_hex(8)
    return {"text": tx.seal("meeting_item", "text", key, text), "seal_key": key}


def _item(tx: Tx, row: Row) -> AgendaItem:
    return AgendaItem(
        id=row.id,
        meeting=row.meeting,
        text=tx.unseal("meeting_item", "text", row.seal_key, row.text),
        by=row.by,
        at=row.at,
        carried=row.follow_up is not None,
    )
