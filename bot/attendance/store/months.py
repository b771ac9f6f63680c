"""Months of the attendance book that are locked: what was decided then, sealed as one."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    bindparam,
    delete,
    select,
)

from bot.attendance.model import Mark
from bot.errors import Stale
from bot.storage.columns import Instant
from bot.storage.sealed import Sealed
from bot.storage.tables import table, upsert
from bot.storage.tx import Row, Tx

# `book`: a locked month's marks by child and day; a later report changes them no more.
MONTH = table(
    "attendance_month",
    Column("class_id", Integer, nullable=False),
    Column("month", Date, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("book", Sealed(lambda row: f"{row.class_id}:{row.month}"), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("set_by", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "class_id", "month"),
    Index(None, "tenant_id", "month"),
)
Book = dict[int, dict[date, Mark]]  # by child, by school day


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A class's month; `first` is its first day. One that nobody has locked yet is version 0."""

    class_id: int
    first: date
    locked: bool = False
    set_at: datetime | None = None
    set_by: int = 0
    version: int = 0

    @property
    def subject(self) -> str:
        return f"month:{self.class_id}:{self.first:%Y-%m}"


_ONE: BindParameter[int] = bindparam("one")
_ON: BindParameter[date] = bindparam("on")
_NAMES = ("class_id", "month", "locked", "book", "set_at", "set_by", "version")
_INSERT = upsert(MONTH).values({name: bindparam(name) for name in _NAMES})
_PUT = _INSERT.on_conflict_do_update(
    index_elements=["tenant_id", "class_id", "month"],
    set_={name: _INSERT.excluded[name] for name in _NAMES},
    where=MONTH.c.version == bindparam("seen"),
)
_GET = select(MONTH).where(MONTH.c.class_id == _ONE, MONTH.c.month == _ON)
_OF_CLASS = select(MONTH).where(MONTH.c.class_id == _ONE).order_by(MONTH.c.month)
_OLD = select(MONTH.c.class_id).where(MONTH.c.month < _ON).distinct().order_by(MONTH.c.class_id)
_ERASE = delete(MONTH).where(MONTH.c.class_id == _ONE)


def find(tx: Tx, class_id: int, month: date) -> Month:
    """How far a month is; an open one where nobody has locked it."""
    first = month.replace(day=1)
    row = tx.first(_GET, one=class_id, on=first)
    return Month(class_id=class_id, first=first) if row is None else _read(row)


def book(tx: Tx, month: Month) -> Book:
    """The marks of a locked month, as they were decided."""
    row = tx.first(_GET, one=month.class_id, on=month.first)
    if row is None or not row.locked:
        return {}
    found = orjson.loads(tx.unseal("attendance_month", "book", _key(month), row.book))
    return {
        int(pupil): {date.fromisoformat(day): Mark(mark) for day, mark in days.items()}
        for pupil, days in found.items()
    }


def put(tx: Tx, month: Month, marks: Book) -> Month:
    """Keep a month as it now stands; Stale where somebody else has locked or opened it."""
    new = replace(month, version=month.version + 1)
    values: dict[str, Any] = {
        "class_id": new.class_id,
        "month": new.first,
        "locked": new.locked,
        "book": tx.seal("attendance_month", "book", _key(new), _written(marks)),
        "set_at": new.set_at,
        "set_by": new.set_by,
        "version": new.version,
    }
    if tx.run(_PUT, seen=month.version, **values) != 1:
        raise Stale("attendance.refused.changed")
    return new


def of_class(tx: Tx, class_id: int) -> tuple[Month, ...]:
    """The months of a class that were ever locked, the oldest first."""
    return tuple(map(_read, tx.all(_OF_CLASS, one=class_id)))


def classes_before(tx: Tx, day: date) -> tuple[int, ...]:
    """The classes that have months before a day."""
    return tuple(row.class_id for row in tx.all(_OLD, on=day))


def erase_class(tx: Tx, class_id: int) -> int:
    """Destroy a class's months; how many there were."""
    return tx.run(_ERASE, one=class_id)


def _written(marks: Book) -> bytes:
    plain = {
        str(pupil): {day.isoformat(): mark.value for day, mark in days.items()}
        for pupil, days in marks.items()
    }
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)


def _key(month: Month) -> str:
    return f"{month.class_id}:{month.first}"


def _read(row: Row) -> Month:
    return Month(
        class_id=row.class_id,
        first=row.month,
        locked=row.locked,
        set_at=row.set_at,
        set_by=row.set_by,
        version=row.version,
    )
