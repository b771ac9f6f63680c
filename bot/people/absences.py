"""Absence and 代理 as people or the desk set them; no reason is ever kept."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, insert, select, update

from bot.people import acting
from bot.people.tables import BY_HAND, DEPUTY, LAST, LEAVE
from bot.storage.tx import Tx

_AWAY = insert(LEAVE).values(
    generation=bindparam("generation"),
    person=bindparam("person"),
    since=bindparam("since"),
    until=bindparam("until"),
)
_SET = insert(DEPUTY).values(
    person=bindparam("person"),
    deputy=bindparam("deputy"),
    since=bindparam("since"),
    until=bindparam("until"),
    set_at=bindparam("set_at"),
)
_END_LEAVE = (
    update(LEAVE)
    .where(
        LEAVE.c.person == bindparam("one"),
        LEAVE.c.generation == BY_HAND,
        LEAVE.c.until >= bindparam("on", type_=Date),
        LEAVE.c.since <= bindparam("to", type_=Date),
    )
    .values(until=bindparam("new_until"))
)
_END_DEPUTY = (
    update(DEPUTY)
    .where(
        DEPUTY.c.person == bindparam("one"),
        DEPUTY.c.until >= bindparam("on", type_=Date),
        DEPUTY.c.since <= bindparam("to", type_=Date),
    )
    .values(until=bindparam("new_until"))
)
_LEAVE_BEYOND = select(LEAVE.c.until).where(
    LEAVE.c.person == bindparam("one"),
    LEAVE.c.generation == BY_HAND,
    LEAVE.c.since <= bindparam("to", type_=Date),
    LEAVE.c.until > bindparam("to", type_=Date),
)
_DEPUTY_BEYOND = select(DEPUTY.c.deputy, DEPUTY.c.until, DEPUTY.c.set_at).where(
    DEPUTY.c.person == bindparam("one"),
    DEPUTY.c.since <= bindparam("to", type_=Date),
    DEPUTY.c.until > bindparam("to", type_=Date),
)
_BACK = (
    select(DEPUTY.c.id, DEPUTY.c.person, DEPUTY.c.since, DEPUTY.c.until, DEPUTY.c.set_at)
    .where(DEPUTY.c.shown == 0, DEPUTY.c.until < bindparam("on", type_=Date))
    .order_by(DEPUTY.c.person, DEPUTY.c.since)
)
_SHOWN = (
    update(DEPUTY)
    .where(
        DEPUTY.c.person == bindparam("one"),
        DEPUTY.c.shown == 0,
        DEPUTY.c.until < bindparam("on", type_=Date),
    )
    .values(shown=1)
)


def set_away(
    tx: Tx, person: int, since: date, until: date, deputy: int | None, *, at: datetime
) -> None:
    """Someone is away, with or without a deputy; other days keep what was set for them before."""
    leaves = tx.all(_LEAVE_BEYOND, one=person, to=until)
    deputies = tx.all(_DEPUTY_BEYOND, one=person, to=until)
    _end(tx, person, since, until)
    after = until + timedelta(days=1)
    for row in leaves:
        tx.run(_AWAY, generation=BY_HAND, person=person, since=after, until=row.until)
    for row in deputies:
        kept = {"since": after, "until": row.until, "set_at": row.set_at}
        tx.run(_SET, person=person, deputy=row.deputy, **kept)
    tx.run(_AWAY, generation=BY_HAND, person=person, since=since, until=until)
    if deputy is not None:
        tx.run(_SET, person=person, deputy=deputy, since=since, until=until, set_at=at)
    acting.forget(tx)


def end(tx: Tx, person: int, on: date) -> bool:
    """The person is back on that day: absence and deputies end the day before. Whether any did."""
    ended = _end(tx, person, on, LAST)
    acting.forget(tx)
    return ended


def _end(tx: Tx, person: int, on: date, to: date) -> bool:
    before = on - timedelta(days=1)
    ended = tx.run(_END_DEPUTY, one=person, on=on, to=to, new_until=before)
    return tx.run(_END_LEAVE, one=person, on=on, to=to, new_until=before) + ended > 0


def returned(tx: Tx, on: date) -> tuple[Any, ...]:
    """Ended absences with a deputy whose presses the owner hasn't been shown yet (後閲)."""
    return tuple(tx.all(_BACK, on=on))


def shown(tx: Tx, person: int, on: date) -> None:
    """The owner has been shown what was pressed in their place before that day."""
    tx.run(_SHOWN, one=person, on=on)
