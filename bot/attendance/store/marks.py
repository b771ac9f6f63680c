"""Marks that people have set by hand: each correction is a line more, none is overwritten."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from bot.attendance.model import Mark, Marked
from bot.storage.columns import Instant
from bot.storage.packed import among
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Row, Tx

# `mark` and `why` are sealed: a mark may say that a child was ill or in mourning.
MARK = table(
    "attendance_mark",
    Column("pupil", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("class_id", Integer, nullable=False),
    Column("mark", Sealed(lambda row: _key(row.pupil, row.day, row.version)), nullable=False),
    Column("why", Sealed(lambda row: _key(row.pupil, row.day, row.version)), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("set_by", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "pupil", "day", "version"),
    Index(None, "tenant_id", "class_id", "day"),
    Index(None, "tenant_id", "set_by"),
)
_NAMES = ("pupil", "day", "version", "class_id", "set_at", "set_by")
_ONE: BindParameter[int] = bindparam("one")
_ADD = insert(MARK).values({name: bindparam(name) for name in (*_NAMES, "mark", "why")})
_NEWEST = select(func.max(MARK.c.version)).where(
    MARK.c.pupil == _ONE, MARK.c.day == bindparam("on")
)
_OF_CLASS = (
    select(MARK)
    .where(
        MARK.c.class_id == _ONE,
        MARK.c.day >= bindparam("first"),
        MARK.c.day <= bindparam("last"),
    )
    .order_by(MARK.c.day, MARK.c.pupil, MARK.c.version)
)
_OF_PUPILS = select(MARK).where(
    among(MARK.c.pupil, "pupils"),
    MARK.c.day >= bindparam("first"),
    MARK.c.day <= bindparam("last"),
)
_OLD = select(MARK.c.class_id).where(MARK.c.day < bindparam("on", type_=Date)).distinct()
_ERASE = delete(MARK).where(MARK.c.pupil == _ONE)
_ERASE_CLASS = delete(MARK).where(MARK.c.class_id == _ONE)


def add(tx: Tx, one: Marked) -> Marked:
    """Set a mark above every earlier one of the day; with its version."""
    version = int(tx.value(_NEWEST, one=one.pupil, on=one.day) or 0) + 1
    kept = {name: getattr(one, name) for name in _NAMES} | {"version": version}
    key = _key(one.pupil, one.day, version)
    sealed = {
        "mark": tx.seal("attendance_mark", "mark", key, one.mark.value),
        "why": tx.seal("attendance_mark", "why", key, one.why),
    }
    tx.run(_ADD, **kept, **sealed)
    return Marked(**kept, mark=one.mark, why=one.why)


def history(tx: Tx, class_id: int, first: date, last: date) -> tuple[Marked, ...]:
    """Every line of a class between two days, each day's oldest first."""
    return _all(tx, tx.all(_OF_CLASS, one=class_id, first=first, last=last))


def of_pupils(tx: Tx, pupils: Iterable[int], first: date, last: date) -> tuple[Marked, ...]:
    """Every line of these children between two days, in whichever class it was set."""
    return _all(tx, tx.all(_OF_PUPILS, pupils=tuple(pupils), first=first, last=last))


def classes_before(tx: Tx, day: date) -> tuple[int, ...]:
    """The classes that have corrections of days before one."""
    return tuple(row.class_id for row in tx.all(_OLD, on=day))


def newest(lines: Iterable[Marked]) -> dict[tuple[int, date], Marked]:
    """By child and day, the line that holds."""
    return {(one.pupil, one.day): one for one in sorted(lines, key=lambda one: one.version)}


def erase(tx: Tx, pupil: int) -> int:
    """Destroy every line of a child; how many there were."""
    return tx.run(_ERASE, one=pupil)


def erase_class(tx: Tx, class_id: int) -> int:
    """Destroy every line of a class; how many there were."""
    return tx.run(_ERASE_CLASS, one=class_id)


def _key(pupil: int, day: date, version: int) -> str:
    return f"{pupil}:{day}:{version}"


def _all(tx: Tx, rows: Iterable[Row]) -> tuple[Marked, ...]:
    return tuple(_read(tx, row) for row in rows)


def _read(tx: Tx, row: Row) -> Marked:
    key = _key(row.pupil, row.day, row.version)
    kept: dict[str, Any] = {name: getattr(row, name) for name in _NAMES}
    mark = Mark(tx.unseal("attendance_mark", "mark", key, row.mark))
    return Marked(**kept, mark=mark, why=tx.unseal("attendance_mark", "why", key, row.why))
