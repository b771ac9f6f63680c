"""The history of each meeting: who did what, and how it stood before."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, func, insert, null, select, update

from bot.meetings.model import Doubt, Meeting, Period, Slot, Stage, Trouble
from bot.meetings.store.rows import CHANGE
from bot.storage.tx import Row, Tx

_PAGE = 1000
_COLUMNS = ("meeting", "at", "person", "act", "version", "seal_key", "before")
_ADD = insert(CHANGE).values({name: bindparam(name) for name in _COLUMNS})
_OF = select(CHANGE).where(CHANGE.c.meeting == bindparam("one")).order_by(CHANGE.c.id)
_LAST = (
    select(CHANGE).where(CHANGE.c.meeting == bindparam("one")).order_by(CHANGE.c.id.desc()).limit(1)
)
_REACHED = select(func.min(CHANGE.c.at).label("at")).where(
    CHANGE.c.meeting == bindparam("one"), CHANGE.c.version == bindparam("version")
)
_BY = select(CHANGE).where(CHANGE.c.person == bindparam("one")).order_by(CHANGE.c.id)
_FORGET = update(CHANGE).where(CHANGE.c.person == bindparam("one")).values(person=null())
_PAGED = (
    select(CHANGE)
    .where(CHANGE.c.id > bindparam("last"), CHANGE.c.before.is_not(None))
    .order_by(CHANGE.c.id)
    .limit(_PAGE)
)
_REWRITE = (
    update(CHANGE).where(CHANGE.c.id == bindparam("one")).values(before=bindparam("new_before"))
)
_DROP = delete(CHANGE).where(CHANGE.c.meeting == bindparam("one"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One act and the version that it led to; `before`: the meeting until then, None where it was
    not about the meeting's own state. `person` None: the clock's, Graph's, or forgotten."""

    meeting: int
    at: datetime
    person: int | None
    act: str
    version: int
    before: Meeting | None


def add(
    tx: Tx,
    after: Meeting,
    *,
    person: int | None,
    act: str,
    at: datetime,
    before: Meeting | None = None,
) -> None:
    """Remember that `act` made `after` of `before`."""
    key = secrets.token_hex(8)
    sealed = None if before is None else tx.seal("meeting_change", "before", key, _written(before))
    tx.run(
        _ADD,
        meeting=after.id,
        at=at,
        person=person,
        act=act,
        version=after.version,
        seal_key=key,
        before=sealed,
    )


def of(tx: Tx, meeting: int) -> tuple[Change, ...]:
    """Everything that happened to a meeting, the oldest first."""
    return tuple(_change(tx, row) for row in tx.all(_OF, one=meeting))


def last(tx: Tx, meeting: int) -> Change | None:
    """What happened to the meeting last, or None."""
    row = tx.first(_LAST, one=meeting)
    return None if row is None else _change(tx, row)


def reached(tx: Tx, meeting: Meeting) -> datetime | None:
    """Since when the meeting has stood as it does; None where its history doesn't say."""
    row = tx.first(_REACHED, one=meeting.id, version=meeting.version)
    return None if row is None else row.at


def by(tx: Tx, person: int) -> tuple[Change, ...]:
    """What one person did, the oldest first."""
    return tuple(_change(tx, row) for row in tx.all(_BY, one=person))


def forget(tx: Tx, person: int) -> int:
    """Take a person's id out of the history; how many acts were theirs, or told of them."""
    return tx.run(_FORGET, one=person) + sum(_forget_before(tx, person))


def _forget_before(tx: Tx, person: int) -> Iterator[int]:
    """The whole history is read, for a person is erased once: what it says is encrypted."""
    last = 0
    while rows := tx.all(_PAGED, last=last):
        for row in rows:
            before = _change(tx, row).before
            if before is not None and (after := _without(before, person)) != before:
                sealed = tx.seal("meeting_change", "before", row.seal_key, _written(after))
                yield tx.run(_REWRITE, one=row.id, new_before=sealed)
        last = rows[-1].id


def _without(meeting: Meeting, person: int) -> Meeting:
    doubts = (replace(one, person=0) if one.person == person else one for one in meeting.doubts)
    organiser = None if meeting.organiser == person else meeting.organiser
    return replace(meeting, organiser=organiser, doubts=tuple(doubts))


def erase(tx: Tx, meeting: int) -> int:
    """Take the whole history of a meeting out for good."""
    return tx.run(_DROP, one=meeting)


def _written(meeting: Meeting) -> str:
    return orjson.dumps(meeting).decode()


def _change(tx: Tx, row: Row) -> Change:
    before: Meeting | None = None
    if row.before is not None:
        text = tx.unseal("meeting_change", "before", row.seal_key, row.before)
        before = _read(orjson.loads(text))
    return Change(
        meeting=row.meeting,
        at=row.at,
        person=row.person,
        act=row.act,
        version=row.version,
        before=before,
    )


def _read(values: dict[str, Any]) -> Meeting:
    """The meeting that `_written` wrote; a field of a newer release gets its default."""
    period, held_on = values["period"], values["held_on"]
    read = {
        "period": Period(first=_day(period["first"]), last=_day(period["last"])),
        "stage": Stage(values["stage"]),
        "slots": tuple(filter(None, map(_slot, values["slots"]))),
        "doubts": tuple(map(_doubt, values["doubts"])),
        "held_on": _day(held_on) if held_on else None,
        **{name: _slot(values[name]) for name in ("slot", "wanted", "seen")},
    }
    return Meeting(**{**values, **read})


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _slot(value: dict[str, str] | None) -> Slot | None:
    if value is None:
        return None
    return Slot(**{side: datetime.fromisoformat(at) for side, at in value.items()})


def _doubt(value: dict[str, Any]) -> Doubt:
    at = value.get("at")
    known = {"trouble": Trouble(value["trouble"]), "at": datetime.fromisoformat(at) if at else None}
    return Doubt(**{**value, **known})
