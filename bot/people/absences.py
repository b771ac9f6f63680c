"""Absence and 代理 as people or the desk set them; no reason is ever kept."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, insert, select, update

from bot.people.model import Deputy
from bot.people.tables import BY_HAND, DEPUTY, LAST, LEAVE, span
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
_SET_FOR = (
    select(DEPUTY.c.person, DEPUTY.c.deputy, DEPUTY.c.since, DEPUTY.c.until)
    .where(DEPUTY.c.person == bindparam("one"), DEPUTY.c.until >= bindparam("on", type_=Date))
    .order_by(DEPUTY.c.since, DEPUTY.c.id)
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
    """Someone is away, with or without a deputy; what was set for these days before ends."""
    _end(tx, person, since, until)
    tx.run(_AWAY, generation=BY_HAND, person=person, since=since, until=until)
    if deputy is not None:
        tx.run(_SET, person=person, deputy=deputy, since=since, until=until, set_at=at)


def end(tx: Tx, person: int, on: date) -> bool:
    """The person is back on that day: absence and deputies end the day before. Whether any did."""
    return _end(tx, person, on, LAST)


def _end(tx: Tx, person: int, on: date, to: date) -> bool:
    before = on - timedelta(days=1)
    ended = tx.run(_END_DEPUTY, one=person, on=on, to=to, new_until=before)
    return tx.run(_END_LEAVE, one=person, on=on, to=to, new_until=before) + ended > 0


def set_for(tx: Tx, person: int, on: date) -> tuple[Deputy, ...]:
    """The deputies of a person today or later."""
    rows = tx.all(_SET_FOR, one=person, on=on)
    return tuple(
        Deputy(person=row.person, deputy=row.deputy, span=span(row.since, row.until))
        for row in rows
    )


def returned(tx: Tx, on: date) -> tuple[Any, ...]:
    """Ended absences with a deputy whose presses the owner hasn't been shown yet (後閲)."""
    return tuple(tx.all(_BACK, on=on))


def shown(tx: Tx, person: int, on: date) -> None:
    """The owner has been shown what was pressed in their place before that day."""
    tx.run(_SHOWN, one=person, on=on)
