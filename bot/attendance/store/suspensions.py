"""出席停止 as it is kept: disease and days are sealed, only how far it is stands open."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import (
    BindParameter,
    Column,
    Date,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.attendance.model import Answer, Disease, Suspension, SuspensionState
from bot.attendance.rules.years import school_year
from bot.errors import NotFound, Stale
from bot.storage.columns import Instant
from bot.storage.packed import among
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Row, Tx

# `year`: the school year of its first day; years of keeping are counted from it. `look_on`: the
# next day on which the clock has something to do about it, NULL for none.
SUSPENSION = table(
    "attendance_suspension",
    Column("id", Integer, primary_key=True),
    Column("pupil", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("content", Sealed(lambda row: _key(row.pupil, row.asked_at)), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", Integer, nullable=False),
    Column("ordered_at", Instant),
    Column("ordered_by", Integer, nullable=False),
    Column("checked_by", Integer, nullable=False),
    Column("look_on", Date),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "pupil", "asked_at"),
    Index(None, "tenant_id", "school", "state"),
    Index(None, "tenant_id", "look_on"),
    Index(None, "tenant_id", "year"),
    sqlite_autoincrement=True,
)
_DAYS = ("since", "onset", "ended_on", "sampled_on", "treated_on", "cleared_on", "returns_on")
_OPEN = ("pupil", "school", "asked_at", "asked_by", "ordered_at", "ordered_by", "checked_by")
_COLUMNS = (*_OPEN, "year", "state", "content", "look_on", "version")
_ORDERED = (SuspensionState.ORDERED, SuspensionState.ENDED)
_ONE: BindParameter[int] = bindparam("one")
_ADD = (
    insert(SUSPENSION)
    .values({name: bindparam(name) for name in _COLUMNS})
    .returning(SUSPENSION.c.id)
)
_SAVE = (
    update(SUSPENSION)
    .where(SUSPENSION.c.id == _ONE, SUSPENSION.c.version == bindparam("seen"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_BY_ID = select(SUSPENSION).where(SUSPENSION.c.id == _ONE)
_EVERY = select(SUSPENSION).order_by(SUSPENSION.c.id)
_OF_PUPIL = _EVERY.where(SUSPENSION.c.pupil == _ONE)
_OF_PUPILS = _EVERY.where(among(SUSPENSION.c.pupil, "pupils"))
_OF_SCHOOL = _EVERY.where(SUSPENSION.c.school == _ONE, SUSPENSION.c.state == bindparam("state"))
_IN_STATE = _EVERY.where(SUSPENSION.c.state == bindparam("state"))
_DUE = (
    select(SUSPENSION)
    .where(SUSPENSION.c.look_on <= bindparam("today", type_=Date))
    .order_by(SUSPENSION.c.look_on, SUSPENSION.c.id)
    .limit(bindparam("most"))
)
_LOOK = (
    update(SUSPENSION)
    .where(SUSPENSION.c.id == _ONE)
    .values(look_on=bindparam("next_look", type_=Date))
)
_OLD = select(SUSPENSION.c.id).where(SUSPENSION.c.year < bindparam("before"))
_ERASE = delete(SUSPENSION).where(SUSPENSION.c.id == _ONE)


def add(tx: Tx, one: Suspension) -> Suspension:
    """Enter a new one; with its id."""
    return replace(one, id=int(tx.value(_ADD, **_values(tx, one, None))))


def save(tx: Tx, one: Suspension, *, look_on: date | None) -> Suspension:
    """Keep what it has become, its version raised by one; Stale if it changed meanwhile."""
    given = {f"new_{name}": value for name, value in _values(tx, one, look_on).items()}
    if tx.run(_SAVE, one=one.id, seen=one.version - 1, **given) != 1:
        raise Stale("attendance.refused.changed")
    return one


def get(tx: Tx, suspension: int) -> Suspension:
    """The one with this id; raises NotFound."""
    if (found := find(tx, suspension)) is None:
        raise NotFound(f"suspension:{suspension}")
    return found


def find(tx: Tx, suspension: int) -> Suspension | None:
    """The one with this id, or None."""
    row = tx.first(_BY_ID, one=suspension)
    return None if row is None else _read(tx, row)


def of_pupil(tx: Tx, pupil: int) -> tuple[Suspension, ...]:
    """Every one of a child, the oldest first."""
    return _all(tx, tx.all(_OF_PUPIL, one=pupil))


def of_school(tx: Tx, school: int, *states: SuspensionState) -> tuple[Suspension, ...]:
    """Those of a school in these states, the oldest first in each."""
    return tuple(
        one
        for state in states
        for one in _all(tx, tx.all(_OF_SCHOOL, one=school, state=state.value))
    )


def standing(tx: Tx, *, ended: bool = False) -> tuple[Suspension, ...]:
    """All that are ordered, of every school; those that have ended too where that is wanted."""
    states = _ORDERED if ended else (SuspensionState.ORDERED,)
    return tuple(one for state in states for one in _all(tx, tx.all(_IN_STATE, state=state.value)))


def covering(tx: Tx, pupils: Iterable[int], since: date, until: date) -> tuple[Suspension, ...]:
    """The ordered ones of these children that touch a day from `since` to `until`."""
    found = _all(tx, tx.all(_OF_PUPILS, pupils=sorted(set(pupils))))
    return tuple(one for one in found if _touches(one, since, until))


def _touches(one: Suspension, since: date, until: date) -> bool:
    begun = one.state in _ORDERED and one.since <= until
    return begun and (one.returns_on is None or one.returns_on > since)


def ordered(tx: Tx, school: int) -> tuple[Suspension, ...]:
    """Every one that was ordered at a school, over or not."""
    return of_school(tx, school, *_ORDERED)


def due(tx: Tx, today: date, most: int) -> tuple[Suspension, ...]:
    """Those that the clock looks at by a day, the longest waiting first."""
    return _all(tx, tx.all(_DUE, today=today, most=most))


def look(tx: Tx, suspension: int, look_on: date | None) -> None:
    """Have the clock look at it then; nothing that a card shows changes."""
    tx.run(_LOOK, one=suspension, next_look=look_on)


def older(tx: Tx, year: int) -> tuple[int, ...]:
    """The ids of those that were asked for before a fiscal year."""
    return tuple(row.id for row in tx.all(_OLD, before=year))


def erase(tx: Tx, suspension: int) -> int:
    """Destroy one; whether there was one."""
    return tx.run(_ERASE, one=suspension)


def _key(pupil: int, asked_at: Any) -> str:
    return f"{pupil}:{asked_at.timestamp():.6f}"


def _values(tx: Tx, one: Suspension, look_on: date | None) -> dict[str, Any]:
    if one.asked_at is None:
        raise ValueError("a suspension is asked for at some moment")
    days = {name: getattr(one, name) for name in _DAYS if getattr(one, name) is not None}
    said = {"note": one.note, "ended_by": one.ended_by, "answers": _said(one)}
    written = orjson.dumps({**days, "disease": one.disease.value, **said})
    sealed = tx.seal("attendance_suspension", "content", _key(one.pupil, one.asked_at), written)
    found = {"year": school_year(one.since), "state": one.state.value, "look_on": look_on}
    kept = {name: getattr(one, name) for name in (*_OPEN, "version")}
    return {**kept, **found, "content": sealed}


def _said(one: Suspension) -> list[tuple[int, date, date | None]]:
    return [(said.account, said.on, said.ended_on) for said in one.answers]


def _answer(account: int, on: str, ended_on: str | None) -> Answer:
    ended = date.fromisoformat(ended_on) if ended_on else None
    return Answer(account=account, on=date.fromisoformat(on), ended_on=ended)


def _all(tx: Tx, rows: Iterable[Row]) -> tuple[Suspension, ...]:
    return tuple(_read(tx, row) for row in rows)


def _read(tx: Tx, row: Row) -> Suspension:
    key = _key(row.pupil, row.asked_at)
    found = orjson.loads(tx.unseal("attendance_suspension", "content", key, row.content))
    days: dict[str, Any] = {
        name: date.fromisoformat(found[name]) for name in _DAYS if name in found
    }
    kept = {name: getattr(row, name) for name in (*_OPEN, "id", "version")}
    return Suspension(
        **kept,
        **days,
        state=SuspensionState(row.state),
        disease=Disease(found["disease"]),
        note=found["note"],
        answers=tuple(_answer(*said) for said in found.get("answers", ())),
        ended_by=found.get("ended_by", 0),
    )
