"""The meeting of each period: by id, by its series, and by the clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Integer, bindparam, delete, insert, null, select, update

from bot.errors import NotFound, Stale
from bot.meetings.model import Doubt, Meeting, Period, Slot, Stage, Trouble
from bot.meetings.store.rows import MEETING, SHOWN
from bot.storage.columns import Instant
from bot.storage.tx import Row, Tx

_PAGE = 2000
_PLAIN = (
    "series",
    "organiser",
    "event_id",
    "transaction_id",
    "join_url",
    "in_calendar",
    "held_on",
    "round",
    "released",
    "revivals",
    "version",
)
_SPANS = ("slot", "wanted", "seen")
_WORDS = ("reason", "minutes_url", "decisions")
_COLUMNS = (
    *_PLAIN,
    *(f"{name}_{side}" for name in _SPANS for side in ("start", "end")),
    "first",
    "last",
    "stage",
    "slots",
    "doubts",
    "words",
)
_GET = select(MEETING).where(MEETING.c.id == bindparam("one"))
_FIND = select(MEETING).where(
    MEETING.c.series == bindparam("one"), MEETING.c.first == bindparam("day")
)
_OF_SERIES = select(MEETING).where(MEETING.c.series == bindparam("one")).order_by(MEETING.c.first)
_BOOKED = (
    select(MEETING)
    .where(
        MEETING.c.stage == Stage.BOOKED.value,
        MEETING.c.slot_start >= bindparam("from_", type_=Instant),
        MEETING.c.slot_start < bindparam("to", type_=Instant),
    )
    .order_by(MEETING.c.slot_start, MEETING.c.id)
)
_STAGED = (
    select(MEETING)
    .where(MEETING.c.stage == bindparam("one"))
    .order_by(MEETING.c.first, MEETING.c.id)
)
_ORGANISED = select(MEETING).where(MEETING.c.organiser == bindparam("one")).order_by(MEETING.c.id)
_SHOWING = (
    select(MEETING)
    .join(SHOWN, SHOWN.c.meeting == MEETING.c.id)
    .where(SHOWN.c.notice == bindparam("one"))
)
_DUE = (
    select(MEETING)
    .where(MEETING.c.look_at <= bindparam("at", type_=Instant))
    .order_by(MEETING.c.look_at, MEETING.c.id)
    .limit(bindparam("most", type_=Integer))
)
_INSTANTS = (
    select(MEETING.c.look_at)
    .where(
        MEETING.c.look_at > bindparam("from_", type_=Instant),
        MEETING.c.look_at <= bindparam("to", type_=Instant),
    )
    .distinct()
    .order_by(MEETING.c.look_at)
)
_WATCHED = (
    select(MEETING).where(MEETING.c.look_at.is_not(None)).order_by(MEETING.c.look_at, MEETING.c.id)
)
_ADD = (
    insert(MEETING)
    .values({name: bindparam(name) for name in (*_COLUMNS, "look_at")})
    .returning(MEETING.c.id)
)
_SAVE = (
    update(MEETING)
    .where(MEETING.c.id == bindparam("one"), MEETING.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in (*_COLUMNS, "look_at")})
)
_LOOKED = (
    update(MEETING)
    .where(MEETING.c.id == bindparam("one"))
    .values(
        look_at=bindparam("new_look_at"),
        looked_at=bindparam("new_looked_at"),
        looked_for=bindparam("new_looked_for"),
    )
)
_AGAIN = (
    update(MEETING).where(MEETING.c.look_at.is_not(None)).values(look_at=bindparam("new_look_at"))
)
_MET = update(MEETING).where(MEETING.c.id == bindparam("one")).values(met=bindparam("new_met"))
_MET_BY = select(MEETING.c.met).where(MEETING.c.id == bindparam("one"))
_FORGET = update(MEETING).where(MEETING.c.organiser == bindparam("one")).values(organiser=null())
_DOUBTED = (
    select(MEETING.c.id, MEETING.c.doubts)
    .where(MEETING.c.id > bindparam("last"))
    .order_by(MEETING.c.id)
    .limit(_PAGE)
)
_DOUBT = (
    update(MEETING).where(MEETING.c.id == bindparam("one")).values(doubts=bindparam("new_doubts"))
)
_DROP = delete(MEETING).where(MEETING.c.id == bindparam("one"))
# A booked slot that the clock hasn't seen yet is looked at by the next tick.
AT_ONCE = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A meeting at which the clock looks at `at`; `since`: until when it has looked already, None
    where it hasn't seen this slot."""

    meeting: Meeting
    at: datetime
    since: datetime | None


def get(tx: Tx, meeting: int) -> Meeting:
    """The meeting by id; raises NotFound."""
    if (found := find_one(tx, meeting)) is None:
        raise NotFound(f"meeting:{meeting}")
    return found


def find_one(tx: Tx, meeting: int) -> Meeting | None:
    """The meeting by id, or None."""
    row = tx.first(_GET, one=meeting)
    return None if row is None else _meeting(tx, row)


def find(tx: Tx, series: int, period_first: date) -> Meeting | None:
    """The meeting of the period that begins on that day, or None."""
    row = tx.first(_FIND, one=series, day=period_first)
    return None if row is None else _meeting(tx, row)


def of_series(tx: Tx, series: int) -> tuple[Meeting, ...]:
    """Every meeting of a series, the earliest period first."""
    return _all(tx, tx.all(_OF_SERIES, one=series))


def booked_between(tx: Tx, since: datetime, until: datetime) -> tuple[Meeting, ...]:
    """Booked meetings that begin from `since` on and before `until`."""
    return _all(tx, tx.all(_BOOKED, from_=since, to=until))


def staged(tx: Tx, stage: Stage) -> tuple[Meeting, ...]:
    """Every meeting in one stage, the earliest period first."""
    return _all(tx, tx.all(_STAGED, one=stage.value))


def organised_by(tx: Tx, person: int) -> tuple[Meeting, ...]:
    """Meetings whose event stands in this person's calendar."""
    return _all(tx, tx.all(_ORGANISED, one=person))


def showing(tx: Tx, notice: int) -> Meeting | None:
    """The meeting that a notice shows, or None."""
    row = tx.first(_SHOWING, one=notice)
    return None if row is None else _meeting(tx, row)


def due(tx: Tx, at: datetime, most: int) -> tuple[Watched, ...]:
    """Meetings at which the clock must look by `at`, the longest due first."""
    return tuple(_watched(tx, row) for row in tx.all(_DUE, at=at, most=most))


def watched(tx: Tx) -> tuple[Watched, ...]:
    """Every meeting at which the clock will look again."""
    return tuple(_watched(tx, row) for row in tx.all(_WATCHED))


def instants(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """When the clock has to look at a meeting: after `since`, until `until` included."""
    return tuple(row.look_at for row in tx.all(_INSTANTS, from_=since, to=until))


def add(tx: Tx, meeting: Meeting) -> Meeting:
    """Remember a new meeting; the same with its id."""
    values = _values(tx, meeting)
    return replace(meeting, id=int(tx.value(_ADD, **values, look_at=_look_at(meeting))))


def save(tx: Tx, meeting: Meeting) -> Meeting:
    """Remember a changed meeting whose version a rule has raised by one; raises Stale.

    The clock looks at once at what it may have to say of it.
    """
    values = {f"new_{name}": value for name, value in _values(tx, meeting).items()}
    shown = meeting.version - 1
    given = {**values, "new_look_at": _look_at(meeting)}
    if tx.run(_SAVE, one=meeting.id, shown=shown, **given) != 1:
        raise Stale("meetings.refused.changed")
    return meeting


def _look_at(meeting: Meeting) -> datetime | None:
    watched = meeting.stage in (Stage.BOOKED, Stage.CHANGED)
    return AT_ONCE if watched and meeting.slot else None


def look_again(tx: Tx) -> None:
    """Have the clock look at once at every meeting that it watches."""
    tx.run(_AGAIN, new_look_at=AT_ONCE)


def looked(tx: Tx, meeting: Meeting, *, at: datetime, next_at: datetime | None) -> None:
    """The clock has looked at the meeting at `at`, and looks again at `next_at`."""
    start = meeting.slot.start if meeting.slot else None
    given = {"new_look_at": next_at, "new_looked_at": at, "new_looked_for": start}
    tx.run(_LOOKED, one=meeting.id, **given)


def met(tx: Tx, meeting: int, duty: int | None) -> None:
    """The record of the meeting met this duty; None: it was taken back."""
    tx.run(_MET, one=meeting, new_met=duty)


def met_by(tx: Tx, meeting: int) -> int | None:
    """The duty that the record of the meeting met, or None."""
    found = tx.value(_MET_BY, one=meeting)
    return None if found is None else int(found)


def forget(tx: Tx, person: int) -> int:
    """Forget in whose calendar events stood, and whose could not be seen; how often it was said."""
    return tx.run(_FORGET, one=person) + sum(_forget_doubts(tx, person))


def _forget_doubts(tx: Tx, person: int) -> Iterator[int]:
    """All meetings are read, for a person is erased once: no index keeps doubts."""
    last = 0
    while rows := tx.all(_DOUBTED, last=last):
        for row in rows:
            named = [[code, 0 if who == person else who, *rest] for code, who, *rest in row.doubts]
            if named != row.doubts:
                yield tx.run(_DOUBT, one=row.id, new_doubts=named)
        last = rows[-1].id


def erase(tx: Tx, meeting: int) -> bool:
    """Take a meeting out for good; whether there was one. What hangs on it is another's."""
    return tx.run(_DROP, one=meeting) > 0


def _watched(tx: Tx, row: Row) -> Watched:
    seen = row.looked_for is not None and row.looked_for == row.slot_start
    since = row.looked_at if seen else None
    return Watched(meeting=_meeting(tx, row), at=row.look_at, since=since)


def _all(tx: Tx, rows: Iterable[Row]) -> tuple[Meeting, ...]:
    return tuple(_meeting(tx, row) for row in rows)


def _values(tx: Tx, meeting: Meeting) -> dict[str, Any]:
    spans = {}
    for name in _SPANS:
        slot = getattr(meeting, name)
        spans[f"{name}_start"] = slot.start if slot else None
        spans[f"{name}_end"] = slot.end if slot else None
    return {
        **{name: getattr(meeting, name) for name in _PLAIN},
        **spans,
        "first": meeting.period.first,
        "last": meeting.period.last,
        "stage": meeting.stage.value,
        "slots": [[slot.start.isoformat(), slot.end.isoformat()] for slot in meeting.slots],
        "doubts": [_doubt_row(doubt) for doubt in meeting.doubts],
        "words": _sealed(tx, meeting),
    }


def _place(series: int, first: date) -> str:
    return f"{series}:{first}"


def _sealed(tx: Tx, meeting: Meeting) -> bytes:
    words = orjson.dumps([getattr(meeting, name) for name in _WORDS]).decode()
    return tx.seal("meeting", "words", _place(meeting.series, meeting.period.first), words)


def _meeting(tx: Tx, row: Row) -> Meeting:
    words = orjson.loads(tx.unseal("meeting", "words", _place(row.series, row.first), row.words))
    slots = (map(datetime.fromisoformat, pair) for pair in row.slots)
    return Meeting(
        id=row.id,
        period=Period(first=row.first, last=row.last),
        stage=Stage(row.stage),
        slots=tuple(Slot(start=start, end=end) for start, end in slots),
        doubts=tuple(_doubt(*told) for told in row.doubts),
        slot=_span(row, "slot"),
        wanted=_span(row, "wanted"),
        seen=_span(row, "seen"),
        **dict(zip(_WORDS, words, strict=True)),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _doubt_row(doubt: Doubt) -> list[object]:
    at = doubt.at.isoformat() if doubt.at else None
    return [doubt.trouble.value, doubt.person, doubt.post, at]


def _doubt(code: str, person: int, post: int = 0, at: str | None = None) -> Doubt:
    when = datetime.fromisoformat(at) if at else None
    return Doubt(trouble=Trouble(code), person=person, post=post, at=when)


def _span(row: Row, name: str) -> Slot | None:
    start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
    return None if start is None else Slot(start=start, end=end)
