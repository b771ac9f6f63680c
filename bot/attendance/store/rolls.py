"""Rolls: the morning of each class, and when the clock looks at it next."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Date,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    select,
    update,
)

from bot.attendance.model import Roll, RollState
from bot.errors import NotFound, Stale
from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Row, Tx

# `look_at`: when the clock asks whether the roll was marked; NULL: it doesn't any more.
ROLL = table(
    "attendance_roll",
    Column("id", Integer, primary_key=True),
    Column("class_id", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("done_at", Instant),
    Column("done_post", Integer, nullable=False),
    Column("done_person", Integer, nullable=False),
    Column("look_at", Instant),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "class_id", "day"),
    Index(None, "tenant_id", "school", "day"),
    Index(None, "tenant_id", "look_at"),
    sqlite_autoincrement=True,
)
_PLAIN = ("done_at", "done_post", "done_person", "version")
_ONE: BindParameter[int] = bindparam("one")
_DAY = bindparam("on", type_=Date)
_AT = bindparam("at", type_=Instant)
_add = upsert(ROLL).values(
    class_id=bindparam("class_id"),
    school=bindparam("school"),
    day=bindparam("day"),
    state=RollState.OPEN.value,
    done_post=0,
    done_person=0,
    look_at=bindparam("look_at"),
    version=1,
)
_ADD = _add.on_conflict_do_nothing(index_elements=["tenant_id", "class_id", "day"])
_BY_ID = select(ROLL).where(ROLL.c.id == _ONE)
_OF = select(ROLL).where(ROLL.c.class_id == _ONE, ROLL.c.day == _DAY)
_OF_SCHOOL = select(ROLL).where(ROLL.c.school == _ONE, ROLL.c.day == _DAY).order_by(ROLL.c.class_id)
_DUE = (
    select(ROLL)
    .where(ROLL.c.look_at <= _AT)
    .order_by(ROLL.c.look_at, ROLL.c.id)
    .limit(bindparam("most", type_=Integer))
)
_ANY_DUE = select(ROLL.c.id).where(ROLL.c.look_at <= _AT).limit(1)
_NEXT = (
    select(ROLL.c.look_at)
    .where(ROLL.c.look_at > _AT, ROLL.c.look_at <= bindparam("to", type_=Instant))
    .distinct()
)
_SAVE = (
    update(ROLL)
    .where(ROLL.c.id == _ONE, ROLL.c.version == bindparam("shown"))
    .values(
        {
            "state": bindparam("new_state"),
            "look_at": bindparam("new_look_at"),
            **{name: bindparam(f"new_{name}") for name in _PLAIN},
        }
    )
)
_LOOK = update(ROLL).where(ROLL.c.id == _ONE).values(look_at=bindparam("new_look_at"))
_HURRY = _LOOK.where(ROLL.c.look_at.is_not(None))


def get(tx: Tx, roll: int) -> Roll:
    """The roll by id; raises NotFound."""
    row = tx.first(_BY_ID, one=roll)
    if row is None:
        raise NotFound(f"roll:{roll}")
    return _read(row)


def of(tx: Tx, class_id: int, day: date) -> Roll | None:
    """The roll of a class on a day, or None where none was opened (no school, or before dawn)."""
    row = tx.first(_OF, one=class_id, on=day)
    return None if row is None else _read(row)


def of_school(tx: Tx, school: int, day: date) -> tuple[Roll, ...]:
    """Every roll of a school on a day."""
    return _all(tx.all(_OF_SCHOOL, one=school, on=day))


def open_many(
    tx: Tx, school: int, day: date, looks: Iterable[tuple[int, datetime]]
) -> tuple[Roll, ...]:
    """Every roll of a school on a day; those of these classes are opened where there is none."""
    shared: dict[str, Any] = {"school": school, "day": day}
    tx.many(_ADD, [{**shared, "class_id": one, "look_at": look_at} for one, look_at in looks])
    return of_school(tx, school, day)


def save(tx: Tx, roll: Roll, *, look_at: datetime | None) -> Roll:
    """Remember a changed roll whose version was raised by one; raises Stale."""
    values = {f"new_{name}": getattr(roll, name) for name in _PLAIN}
    values |= {"new_state": roll.state.value, "new_look_at": look_at}
    if tx.run(_SAVE, one=roll.id, shown=roll.version - 1, **values) != 1:
        raise Stale("attendance.refused.changed")
    return roll


def look(tx: Tx, roll: Roll, look_at: datetime | None) -> None:
    """Have the clock look at the roll then; nothing that a card shows changes."""
    tx.run(_LOOK, one=roll.id, new_look_at=look_at)


def hurry(tx: Tx, roll: Roll, look_at: datetime) -> None:
    """Have the clock look at the roll then, where it still is to look at it."""
    tx.run(_HURRY, one=roll.id, new_look_at=look_at)


def due(tx: Tx, now: datetime, most: int) -> tuple[Roll, ...]:
    """Rolls that the clock has to look at, the longest waiting first."""
    return _all(tx.all(_DUE, at=now, most=most))


def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether the clock has any to look at."""
    return tx.first(_ANY_DUE, at=now) is not None


def looks(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """When, after one moment and until another, the clock looks at rolls."""
    return tuple(row.look_at for row in tx.all(_NEXT, at=since, to=until))


def _all(rows: Iterable[Row]) -> tuple[Roll, ...]:
    return tuple(map(_read, rows))


def _read(row: Row) -> Roll:
    return Roll(
        id=row.id,
        class_id=row.class_id,
        school=row.school,
        day=row.day,
        state=RollState(row.state),
        **{name: getattr(row, name) for name in _PLAIN},
    )
