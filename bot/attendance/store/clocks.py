"""How far each school's day has come: one row a school says what the clock does there next."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
)

from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Row, Tx

CLOCK = table(
    "attendance_clock",
    Column("school", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("moment", String(10), nullable=False),
    Column("place", Integer, nullable=False),  # how far a long moment has come
    Column("look_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "school"),
    Index(None, "tenant_id", "look_at"),
)
_COLUMNS = ("school", "day", "moment", "place", "look_at")
_AT = bindparam("at", type_=Instant)
_set = upsert(CLOCK).values({name: bindparam(name) for name in _COLUMNS})
_SET = _set.on_conflict_do_update(
    index_elements=["tenant_id", "school"],
    set_={name: _set.excluded[name] for name in _COLUMNS[1:]},
)
_OF = select(CLOCK).where(CLOCK.c.school == bindparam("one"))
_FORGET = delete(CLOCK).where(
    CLOCK.c.day >= bindparam("today", type_=Date),
    (CLOCK.c.moment != bindparam("last")) | (CLOCK.c.look_at > _AT),
)
_ALL = select(CLOCK).order_by(CLOCK.c.school)
_DUE = (
    select(CLOCK)
    .where(CLOCK.c.look_at <= _AT)
    .order_by(CLOCK.c.look_at, CLOCK.c.school)
    .limit(bindparam("most", type_=Integer))
)
_NEXT = (
    select(CLOCK.c.look_at)
    .where(CLOCK.c.look_at > _AT, CLOCK.c.look_at <= bindparam("to", type_=Instant))
    .distinct()
)
_ANY_DUE = select(CLOCK.c.school).where(CLOCK.c.look_at <= _AT).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What comes next at a school: a moment of a day, at an instant; a moment with much to do goes
    on from its `place`."""

    school: int
    day: date
    moment: str
    look_at: datetime
    place: int = 0


def put(tx: Tx, clock: Clock) -> None:
    """Remember what comes next at a school."""
    tx.run(_SET, **{name: getattr(clock, name) for name in _COLUMNS})


def of(tx: Tx, school: int) -> Clock | None:
    """What comes next at a school; None for one that the clock hasn't met yet."""
    row = tx.first(_OF, one=school)
    return None if row is None else _read(row)


def forget(tx: Tx, today: date, now: datetime, *, last: str) -> None:
    """The clock meets every school anew. What it has missed on days before stays to be made up for,
    and so does the `last` moment of today where it has come."""
    tx.run(_FORGET, today=today, at=now, last=last)


def every(tx: Tx) -> tuple[Clock, ...]:
    """What comes next at each school."""
    return tuple(_read(row) for row in tx.all(_ALL))


def due(tx: Tx, now: datetime, most: int) -> tuple[Clock, ...]:
    """What should have come by now, the longest waiting first."""
    return tuple(_read(row) for row in tx.all(_DUE, at=now, most=most))


def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether anything should have come by now."""
    return tx.first(_ANY_DUE, at=now) is not None


def looks(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """When, after one moment and until another, something comes next at a school."""
    return tuple(row.look_at for row in tx.all(_NEXT, at=since, to=until))


def _read(row: Row) -> Clock:
    return Clock(**{name: getattr(row, name) for name in _COLUMNS})
