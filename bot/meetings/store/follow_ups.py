"""What meetings left to do; the words stay encrypted."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.errors import NotFound, Stale
from bot.meetings.model import FollowUp
from bot.meetings.store.rows import FOLLOW_UP
from bot.storage.tx import Row, Tx

_PLAIN = ("series", "meeting", "post", "due_on", "done_on", "version")
_COLUMNS = (*_PLAIN, "text", "seal_key")
_open = FOLLOW_UP.c.done_on.is_(None)
_order = (FOLLOW_UP.c.due_on, FOLLOW_UP.c.id)
_GET = select(FOLLOW_UP).where(FOLLOW_UP.c.id == bindparam("one"))
_OF_MEETING = (
    select(FOLLOW_UP).where(FOLLOW_UP.c.meeting == bindparam("one")).order_by(FOLLOW_UP.c.id)
)
_OF_SERIES = (
    select(FOLLOW_UP).where(FOLLOW_UP.c.series == bindparam("one"), _open).order_by(*_order)
)
_OF_POST = select(FOLLOW_UP).where(FOLLOW_UP.c.post == bindparam("one"), _open).order_by(*_order)
_DUE = (
    select(FOLLOW_UP)
    .where(_open, FOLLOW_UP.c.due_on >= bindparam("from_"), FOLLOW_UP.c.due_on <= bindparam("to"))
    .order_by(*_order)
)
_ADD = (
    insert(FOLLOW_UP).values({name: bindparam(name) for name in _COLUMNS}).returning(FOLLOW_UP.c.id)
)
_SAVE = (
    update(FOLLOW_UP)
    .where(FOLLOW_UP.c.id == bindparam("one"), FOLLOW_UP.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_DROP = delete(FOLLOW_UP).where(FOLLOW_UP.c.id == bindparam("one"))
_CLEAR = delete(FOLLOW_UP).where(FOLLOW_UP.c.meeting == bindparam("one"))


def get(tx: Tx, follow_up: int) -> FollowUp:
    """The follow-up by id; raises NotFound."""
    row = tx.first(_GET, one=follow_up)
    if row is None:
        raise NotFound(f"follow_up:{follow_up}")
    return _follow_up(tx, row)


def of_meeting(tx: Tx, meeting: int) -> tuple[FollowUp, ...]:
    """Everything that one meeting left to do, what is done too."""
    return _all(tx, tx.all(_OF_MEETING, one=meeting))


def open_of_series(tx: Tx, series: int) -> tuple[FollowUp, ...]:
    """What a series has still to do, the earliest due first."""
    return _all(tx, tx.all(_OF_SERIES, one=series))


def open_for(tx: Tx, posts: Iterable[int]) -> tuple[FollowUp, ...]:
    """What these posts have still to do, the earliest due first."""
    rows = [row for post in dict.fromkeys(posts) for row in tx.all(_OF_POST, one=post)]
    return _all(tx, sorted(rows, key=lambda row: (row.due_on, row.id)))


def due(tx: Tx, since: date, until: date) -> tuple[FollowUp, ...]:
    """What is open and due between two days, both included."""
    return _all(tx, tx.all(_DUE, from_=since, to=until))


def add(tx: Tx, follow_up: FollowUp) -> FollowUp:
    """Remember a follow-up; the same with its id."""
    return replace(follow_up, id=int(tx.value(_ADD, **_values(tx, follow_up))))


def save(tx: Tx, follow_up: FollowUp) -> FollowUp:
    """Remember a changed one whose version a rule has raised by one; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(tx, follow_up).items()}
    if tx.run(_SAVE, one=follow_up.id, shown=follow_up.version - 1, **values) != 1:
        raise Stale("meetings.refused.changed")
    return follow_up


def drop(tx: Tx, follow_up: int) -> None:
    """Take one out for good: its record was taken back."""
    tx.run(_DROP, one=follow_up)


def erase(tx: Tx, meeting: int) -> int:
    """Take out for good what a meeting left to do."""
    return tx.run(_CLEAR, one=meeting)


def _values(tx: Tx, follow_up: FollowUp) -> dict[str, Any]:
    key = secrets.token_hex(8)
    return {
        **{name: getattr(follow_up, name) for name in _PLAIN},
        "text": tx.seal("meeting_follow_up", "text", key, follow_up.text),
        "seal_key": key,
    }


def _all(tx: Tx, rows: Iterable[Row]) -> tuple[FollowUp, ...]:
    return tuple(_follow_up(tx, row) for row in rows)


def _follow_up(tx: Tx, row: Row) -> FollowUp:
    text = tx.unseal("meeting_follow_up", "text", row.seal_key, row.text)
    return FollowUp(id=row.id, text=text, **{name: getattr(row, name) for name in _PLAIN})
