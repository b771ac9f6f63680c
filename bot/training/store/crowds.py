"""What is still to be done with the people of a session, some dozens at a step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.storage.tx import Row, Tx
from bot.training.store.rows import CROWD

_PLAIN = ("session", "act", "at", "was", "last")
_ADD = (
    insert(CROWD)
    .values({name: bindparam(name) for name in (*_PLAIN, "minutes")})
    .returning(CROWD.c.id)
)
_NEXT = select(CROWD).order_by(CROWD.c.id).limit(1)
_REACHED = update(CROWD).where(CROWD.c.id == bindparam("one")).values(last=bindparam("new_last"))
_DONE = delete(CROWD).where(CROWD.c.id == bindparam("one"))
_DROP = delete(CROWD).where(CROWD.c.session == bindparam("one"), CROWD.c.act == bindparam("what"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """The people of a session with whom an `act` of the history has begun at the instant `at`.

    `last`: up to which enrolment it is done. `was`: when the session began before it was moved.
    `minutes`: what the attendance report says of each person.
    """

    id: int = 0
    session: int
    act: str
    at: datetime
    was: datetime | None = None
    last: int = 0
    minutes: Mapping[int, int] = field(default_factory=dict)


def next_one(tx: Tx) -> Crowd | None:
    """The oldest of which something is still to be done, or None."""
    row = tx.first(_NEXT)
    return None if row is None else _crowd(row)


def waits(tx: Tx) -> bool:
    """Whether there is one."""
    return tx.first(_NEXT) is not None


def reached(tx: Tx, crowd: Crowd, last: int) -> Crowd:
    """It is done up to this enrolment; from the first time on it is remembered."""
    after = replace(crowd, last=last)
    if crowd.id:
        tx.run(_REACHED, one=crowd.id, new_last=last)
        return after
    return replace(after, id=int(tx.value(_ADD, **_values(after))))


def done(tx: Tx, crowd: Crowd) -> None:
    """Nobody is left."""
    if crowd.id:
        tx.run(_DONE, one=crowd.id)


def drop(tx: Tx, session: int, act: str) -> int:
    """What has begun isn't to be gone on with, for the session went another way; how many."""
    return tx.run(_DROP, one=session, what=act)


def _values(crowd: Crowd) -> dict[str, Any]:
    values = {name: getattr(crowd, name) for name in _PLAIN}
    return {**values, "minutes": sorted(crowd.minutes.items())}


def _crowd(row: Row) -> Crowd:
    values = {name: getattr(row, name) for name in ("id", *_PLAIN)}
    return Crowd(minutes=dict(row.minutes), **values)
