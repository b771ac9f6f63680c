"""The watch list: children who are away for long, with their agreed rhythms; all of it sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import (
    BindParameter,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    bindparam,
    delete,
    select,
    update,
)

from bot.errors import Stale
from bot.storage.packed import among
from bot.storage.sealed import Sealed
from bot.storage.tables import table, upsert
from bot.storage.tx import Row, Tx

# `look_on`: the day on which the clock asks after the child again. The rest is sealed: that a
# child is away, since when, what was agreed, and whether the city watches over it.
WATCH = table(
    "attendance_watch",
    Column("pupil", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("look_on", Date),
    Column("content", Sealed(lambda row: str(row.pupil)), nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "pupil"),
    Index(None, "tenant_id", "school"),
    Index(None, "tenant_id", "look_on"),
)
_VALUES = ("pupil", "school", "look_on", "content", "version")
_ONE: BindParameter[int] = bindparam("one")
_ADD = (
    upsert(WATCH)
    .values({name: bindparam(name) for name in _VALUES})
    .on_conflict_do_nothing(index_elements=["tenant_id", "pupil"])
)
_SAVE = (
    update(WATCH)
    .where(WATCH.c.pupil == _ONE, WATCH.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _VALUES[1:]})
)
_OF = select(WATCH).where(WATCH.c.pupil == _ONE)
_OF_SCHOOL = select(WATCH).where(WATCH.c.school == _ONE).order_by(WATCH.c.pupil)
_DUE = (
    select(WATCH)
    .where(WATCH.c.school == _ONE, WATCH.c.look_on <= bindparam("on", type_=Date))
    .order_by(WATCH.c.pupil)
)
_LOOK = update(WATCH).where(WATCH.c.pupil == _ONE).values(look_on=bindparam("new_look_on"))
_SOME = select(WATCH).where(among(WATCH.c.pupil, "pupils"))
_ERASE = delete(WATCH).where(WATCH.c.pupil == _ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What was agreed with the family instead of a contact each day.

    `weekdays` (0: Monday) on which the child comes; on the others nobody waits for a contact.
    `seen_every`: days after which somebody is to have seen the child in person. It was agreed for
    the days from `since` to `until`.
    """

    since: date
    weekdays: tuple[int, ...] = ()
    seen_every: int = 7
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A child on the watch list of a school.

    `since`: the first day of the present absence; `hinted_on` and `owed_on`: the days on which its
    third and seventh school day were told; `met_on`: when the principal has seen to it.
    `guarded`: the city watches over the child (要保護児童等). `seen_on`: when somebody of the
    school last saw the child in person, `seen_by` the person id. `look_on`: when the clock asks
    after the child.
    """

    pupil: int
    school: int
    since: date | None = None
    hinted_on: date | None = None
    owed_on: date | None = None
    met_on: date | None = None
    rhythm: Rhythm | None = None
    guarded: bool = False
    seen_on: date | None = None
    seen_by: int = 0
    look_on: date | None = None
    version: int = 1

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


_DAYS = ("since", "hinted_on", "owed_on", "met_on", "seen_on")


def of(tx: Tx, pupil: int) -> Watch | None:
    """What is watched of a child, or None."""
    row = tx.first(_OF, one=pupil)
    return None if row is None else _read(tx, row)


def some(tx: Tx, pupils: Iterable[int]) -> dict[int, Watch]:
    """What is watched of these children, by child."""
    found = _all(tx, tx.all(_SOME, pupils=sorted(set(pupils))))
    return {one.pupil: one for one in found}


def watched(tx: Tx, school: int) -> tuple[Watch, ...]:
    """The watch list of a school."""
    return _all(tx, tx.all(_OF_SCHOOL, one=school))


def due(tx: Tx, school: int, today: date) -> tuple[Watch, ...]:
    """Children of a school after whom the clock asks by a day."""
    return _all(tx, tx.all(_DUE, one=school, on=today))


def add(tx: Tx, watch: Watch) -> Watch:
    """Put a child on the list; raises Stale for one that is on it already."""
    if tx.run(_ADD, **_values(tx, watch)) != 1:
        raise Stale("attendance.refused.changed")
    return watch


def save(tx: Tx, watch: Watch) -> Watch:
    """Remember a changed line whose version was raised by one; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(tx, watch).items()}
    del values["new_pupil"]
    if tx.run(_SAVE, one=watch.pupil, shown=watch.version - 1, **values) != 1:
        raise Stale("attendance.refused.changed")
    return watch


def look(tx: Tx, pupil: int, look_on: date | None) -> None:
    """Have the clock ask after the child on that day."""
    tx.run(_LOOK, one=pupil, new_look_on=look_on)


def erase(tx: Tx, pupil: int) -> int:
    """Take the child off the list for good; whether it was on it."""
    return tx.run(_ERASE, one=pupil)


def _values(tx: Tx, watch: Watch) -> dict[str, Any]:
    written = orjson.dumps(_plain(watch)).decode()
    content = tx.seal("attendance_watch", "content", str(watch.pupil), written)
    return {
        "pupil": watch.pupil,
        "school": watch.school,
        "look_on": watch.look_on,
        "content": content,
        "version": watch.version,
    }


def _plain(watch: Watch) -> dict[str, Any]:
    rhythm = watch.rhythm
    agreed = rhythm and {
        "since": rhythm.since,
        "weekdays": rhythm.weekdays,
        "seen_every": rhythm.seen_every,
        "until": rhythm.until,
    }
    days = {name: getattr(watch, name) for name in _DAYS}
    return {**days, "guarded": watch.guarded, "seen_by": watch.seen_by, "rhythm": agreed}


def _all(tx: Tx, rows: Iterable[Row]) -> tuple[Watch, ...]:
    return tuple(_read(tx, row) for row in rows)


def _read(tx: Tx, row: Row) -> Watch:
    said = orjson.loads(tx.unseal("attendance_watch", "content", str(row.pupil), row.content))
    return Watch(
        pupil=row.pupil,
        school=row.school,
        guarded=said["guarded"],
        seen_by=said["seen_by"],
        rhythm=_rhythm(said["rhythm"]),
        look_on=row.look_on,
        version=row.version,
        **{name: _day(said[name]) for name in _DAYS},
    )


def _rhythm(said: dict[str, Any] | None) -> Rhythm | None:
    if said is None:
        return None
    return Rhythm(
        since=date.fromisoformat(said["since"]),
        weekdays=tuple(said["weekdays"]),
        seen_every=said["seen_every"],
        until=_day(said["until"]),
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def at_home(watch: Watch, day: date) -> bool:
    """Whether the agreed rhythm has the child at home on a day: nobody waits for a contact then."""
    rhythm = watch.rhythm
    if rhythm is None or (rhythm.until is not None and day > rhythm.until):
        return False
    return rhythm.since <= day and day.weekday() not in rhythm.weekdays
