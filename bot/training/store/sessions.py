"""Sessions (開催回): by id, course and the clock; the lock that every change of seats takes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, insert, select, update

from bot.errors import NotFound, Stale
from bot.storage.columns import Instant
from bot.storage.tx import Row, Tx
from bot.training.model import Session, SessionState
from bot.training.store.rows import SESSION

_PLAIN = (
    "course",
    "number",
    "starts_at",
    "ends_at",
    "place",
    "link",
    "seats",
    "deadline",
    "wave",
    "host",
    "organizer",
    "reason",
    "version",
)
_COUNTED = ("held", "waiting")
_COLUMNS = (*_PLAIN, "state")
_COMING = (SessionState.OPEN.value, SessionState.CLOSED.value)
_GET = select(SESSION).where(SESSION.c.id == bindparam("one"))
_LOCK = _GET.with_for_update()
_FIND = select(SESSION).where(
    SESSION.c.course == bindparam("one"), SESSION.c.number == bindparam("number")
)
_in_order = (SESSION.c.starts_at, SESSION.c.number, SESSION.c.id)
_OF_COURSE = select(SESSION).where(SESSION.c.course == bindparam("one")).order_by(*_in_order)
_FROM = SESSION.c.starts_at >= bindparam("from_", type_=Instant)
_MOST = bindparam("most", type_=Integer)
_NEXT = (
    select(SESSION)
    .where(SESSION.c.course == bindparam("one"), SESSION.c.state.in_(_COMING), _FROM)
    .order_by(*_in_order)
    .limit(_MOST)
)
_BETWEEN = (
    select(SESSION)
    .where(_FROM, SESSION.c.starts_at < bindparam("to", type_=Instant))
    .order_by(*_in_order)
)
_LAPSING = (
    select(SESSION.c.id)
    .where(SESSION.c.lapse_at <= bindparam("at", type_=Instant))
    .order_by(SESSION.c.id)
    .limit(_MOST)
)
_ADD = (
    insert(SESSION)
    .values({name: bindparam(name) for name in (*_COLUMNS, *_COUNTED)})
    .returning(SESSION.c.id)
)
_SAVE = (
    update(SESSION)
    .where(SESSION.c.id == bindparam("one"), SESSION.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_COUNT = (
    update(SESSION)
    .where(SESSION.c.id == bindparam("one"))
    .values({name: bindparam(f"new_{name}") for name in _COUNTED})
)
_LAPSE = (
    update(SESSION).where(SESSION.c.id == bindparam("one")).values(lapse_at=bindparam("new_lapse"))
)
_JOIN = update(SESSION).where(SESSION.c.id == bindparam("one")).values(link=bindparam("new_link"))


def get(tx: Tx, session: int) -> Session:
    """The session by id; raises NotFound."""
    if (found := find_one(tx, session)) is None:
        raise NotFound(f"session:{session}")
    return found


def find_one(tx: Tx, session: int) -> Session | None:
    """The session by id, or None."""
    row = tx.first(_GET, one=session)
    return None if row is None else of_row(row)


def find(tx: Tx, course: int, number: int) -> Session | None:
    """The session of that number in a course, or None."""
    row = tx.first(_FIND, one=course, number=number)
    return None if row is None else of_row(row)


def lock(tx: Tx, session: int) -> Session:
    """The session, which nobody else changes until this transaction ends; raises NotFound.

    Who needs several locks them in the order of their ids.
    """
    return locked(tx, session)[0]


def locked(tx: Tx, session: int) -> tuple[Session, datetime | None]:
    """As `lock`, and the instant before which no offer of its seats runs out."""
    row = tx.first(_LOCK, one=session)
    if row is None:
        raise NotFound(f"session:{session}")
    return of_row(row), row.lapse_at


def of_course(tx: Tx, course: int) -> tuple[Session, ...]:
    """Every session of a course, the earliest first."""
    return _all(tx.all(_OF_COURSE, one=course))


def coming(tx: Tx, course: int, since: datetime, most: int) -> tuple[Session, ...]:
    """Sessions of a course that take place from `since` on, the earliest first."""
    return _all(tx.all(_NEXT, one=course, from_=since, most=most))


def between(tx: Tx, since: datetime, until: datetime) -> tuple[Session, ...]:
    """Sessions of all courses that begin from `since` on and before `until`."""
    return _all(tx.all(_BETWEEN, from_=since, to=until))


def lapsing(tx: Tx, at: datetime, most: int) -> tuple[int, ...]:
    """Sessions in which an offer may have run out by `at`, in the order of their ids."""
    return tuple(row.id for row in tx.all(_LAPSING, at=at, most=most))


def add(tx: Tx, session: Session) -> Session:
    """Remember a new session; the same with its id."""
    values = {**_values(session), **{name: getattr(session, name) for name in _COUNTED}}
    return replace(session, id=int(tx.value(_ADD, **values)))


def save(tx: Tx, session: Session) -> Session:
    """Remember a changed session whose version was raised by one; raises Stale.

    What is counted stays as it is: that changes with seats alone.
    """
    values = {f"new_{name}": value for name, value in _values(session).items()}
    if tx.run(_SAVE, one=session.id, shown=session.version - 1, **values) != 1:
        raise Stale("training.refused.changed")
    return session


def count(tx: Tx, session: Session) -> None:
    """Remember how many hold seats and wait, of a session that is locked."""
    given = {"new_held": session.held, "new_waiting": session.waiting}
    tx.run(_COUNT, one=session.id, **given)


def lapse(tx: Tx, session: int, lapse_at: datetime | None) -> None:
    """Remember that no offer of its seats runs out earlier, of a session that is locked; None: none
    is open."""
    tx.run(_LAPSE, one=session, new_lapse=lapse_at)


def join(tx: Tx, session: Session, link: str) -> Session:
    """Remember the join address of the meeting that was made for a session that is locked.

    Its version stays: nobody's card is out of date for it.
    """
    tx.run(_JOIN, one=session.id, new_link=link)
    return replace(session, link=link)


def _all(rows: Iterable[Row]) -> tuple[Session, ...]:
    return tuple(of_row(row) for row in rows)


def _values(session: Session) -> dict[str, Any]:
    return {
        **{name: getattr(session, name) for name in _PLAIN},
        "state": session.state.value,
    }


def of_row(row: Row) -> Session:
    """The session that a row of SESSION says."""
    return Session(
        id=row.id,
        state=SessionState(row.state),
        held=row.held,
        waiting=row.waiting,
        **{name: getattr(row, name) for name in _PLAIN},
    )
