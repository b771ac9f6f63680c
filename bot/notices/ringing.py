"""The urgent lane: the bell of Teams' activity feed rings beside the cards, a hundred at a time."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.clock import real_now
from bot.delivery.rows import DELIVERY, DRAFT
from bot.errands import rows as errands
from bot.errands.model import State
from bot.errands.rows import ERRAND
from bot.notices import store
from bot.notices.asked import RING, Ring
from bot.notices.model import Broadcast, Stage
from bot.notices.rows import BROADCAST
from bot.people.tables import CURRENT, LISTING
from bot.slice import Tick
from bot.storage.tx import Tx

MOST = 100  # accounts in one call
OPEN_AT_ONCE = 4  # calls that wait: they keep to Graph's pace themselves
DONE = 2**31 - 1  # the last one was rung for

_URGENT = (
    select(BROADCAST.c.notice)
    .join_from(BROADCAST, DRAFT, DRAFT.c.notice_id == BROADCAST.c.notice)
    .where(
        BROADCAST.c.stage == Stage.SENDING.value,
        BROADCAST.c.rung_to < DONE,
        DRAFT.c.urgent == 1,
    )
    .order_by(BROADCAST.c.notice)
)
_OPEN = select(func.count()).where(ERRAND.c.state == State.WAITING.value, ERRAND.c.kind == RING)
_NEXT = (
    select(DELIVERY.c.recipient, LISTING.c.aad_object_id)
    .join_from(DELIVERY, LISTING, LISTING.c.person == DELIVERY.c.recipient)
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"),
        DELIVERY.c.recipient > bindparam("after"),
        DELIVERY.c.conversation.is_not(None),
        LISTING.c.generation == CURRENT,
        LISTING.c.aad_object_id != "",
    )
    .order_by(DELIVERY.c.recipient)
    .limit(MOST)
)


def waits(tx: Tx) -> bool:
    """Whether any urgent notice has still to ring."""
    return tx.first(_URGENT) is not None


def ring(tick: Tick) -> bool:
    """Have the bell rung for the next people of urgent notices; the rest waits for its second."""
    step(tick, real_now())
    return False


def step(tick: Tick, real: datetime) -> None:
    """The same, at a given real time."""
    room = OPEN_AT_ONCE - int(tick.tx.value(_OPEN))
    for row in tick.tx.all(_URGENT):
        broadcast = store.get(tick.tx, row.notice)
        while room > 0 and broadcast.rung_to < DONE:
            broadcast = _ring(tick, broadcast, real)
            room -= 1


def _ring(tick: Tick, broadcast: Broadcast, real: datetime) -> Broadcast:
    found: list[Any] = tick.tx.all(_NEXT, the_notice=broadcast.notice, after=broadcast.rung_to)
    if not found:
        return store.save(tick.tx, replace(broadcast, rung_to=DONE))
    accounts = tuple(row.aad_object_id for row in found)
    last = found[-1].recipient
    errands.ask(
        tick.tx,
        RING,
        key=f"{RING}:{broadcast.notice}:{last}",
        job=Ring(notice=broadcast.notice, accounts=accounts),
        due=tick.now,
        now=real,
    )
    return store.save(tick.tx, replace(broadcast, rung_to=last))
