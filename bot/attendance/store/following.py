"""Schools whose day was changed and where what follows is still to be done; and what goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
    update,
)

from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

FOLLOW = table(
    "attendance_follow",
    Column("school", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("line", Integer, nullable=False),
    Column("look_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "school", "day", "line"),
)
# A row while the clock's steps go on in real time.
BUSY = table(
    "attendance_busy",
    Column("name", String(40), nullable=False),
    PrimaryKeyConstraint("tenant_id", "name"),
)
_COLUMNS = ("school", "day", "line", "look_at")
_add = upsert(FOLLOW).values({name: bindparam(name) for name in _COLUMNS})
_ADD = _add.on_conflict_do_update(
    index_elements=["tenant_id", "school", "day", "line"],
    set_={"look_at": _add.excluded.look_at},
)
_NEXT = (
    select(FOLLOW)
    .where(FOLLOW.c.look_at <= bindparam("at", type_=Instant))
    .order_by(FOLLOW.c.day, FOLLOW.c.school, FOLLOW.c.line)
    .limit(1)
)
_THIS = (
    (FOLLOW.c.school == bindparam("the_school"))
    & (FOLLOW.c.day == bindparam("the_day", type_=Date))
    & (FOLLOW.c.line == bindparam("the_line"))
)
_DROP = delete(FOLLOW).where(_THIS)
_LATER = update(FOLLOW).where(_THIS).values(look_at=bindparam("new_look_at", type_=Instant))
_IS_BUSY = select(BUSY.c.name).where(BUSY.c.name == bindparam("one"))
_BUSY = (
    upsert(BUSY)
    .values(name=bindparam("name"))
    .on_conflict_do_nothing(index_elements=["tenant_id", "name"])
)
_IDLE = delete(BUSY).where(BUSY.c.name == bindparam("one"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A school's day, and the line that changed it."""

    school: int
    day: date
    line: int


def add(tx: Tx, schools: Iterable[int], day: date, line: int, now: datetime) -> None:
    """These schools' day was changed by a line: what follows is still to be done there."""
    changed = {"day": day, "line": line, "look_at": now}
    tx.many(_ADD, [{"school": school, **changed} for school in schools])


def next_one(tx: Tx, now: datetime) -> Change | None:
    """A change of which something follows still."""
    row = tx.first(_NEXT, at=now)
    return None if row is None else Change(school=row.school, day=row.day, line=row.line)


def drop(tx: Tx, change: Change) -> None:
    """What followed was done; of other lines for that day it is still to be."""
    tx.run(_DROP, **_this(change))


def later(tx: Tx, change: Change, look_at: datetime) -> None:
    """What follows could not be done; it is tried again then."""
    tx.run(_LATER, **_this(change), new_look_at=look_at)


def _this(change: Change) -> dict[str, Any]:
    return {"the_school": change.school, "the_day": change.day, "the_line": change.line}


def is_busy(tx: Tx, name: str) -> bool:
    """Whether steps of this name go on."""
    return tx.first(_IS_BUSY, one=name) is not None


def set_busy(tx: Tx, name: str, *, busy: bool) -> None:
    """Steps of this name go on, or are done."""
    if busy:
        tx.run(_BUSY, name=name)
    else:
        tx.run(_IDLE, one=name)
