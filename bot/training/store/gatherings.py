"""The online meetings that we make for sessions: which stand, and which are to be looked at."""

from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, delete, or_, select

from bot.storage.columns import Instant
from bot.storage.tables import upsert
from bot.storage.tx import Tx
from bot.training.model import CourseState, Gathering, Session, SessionState, Trouble
from bot.training.store import sessions
from bot.training.store.rows import COURSE, GATHERING, SESSION

_PLAIN = (
    "session",
    "version",
    "organizer",
    "account",
    "transaction_id",
    "event_id",
    "join_url",
)
_BEHIND = timedelta(days=1)  # what was cancelled just before it began is still removed
_ONE = GATHERING.c.session == bindparam("one")
_FIND = select(GATHERING).where(_ONE)
_put = upsert(GATHERING).values({name: bindparam(name) for name in (*_PLAIN, "trouble")})
_PUT = _put.on_conflict_do_update(
    index_elements=["tenant_id", "session"],
    set_={name: _put.excluded[name] for name in (*_PLAIN[1:], "trouble")},
)
_DROP = delete(GATHERING).where(_ONE)
_ERASE = delete(GATHERING).where(
    GATHERING.c.session.in_(select(SESSION.c.id).where(SESSION.c.course == bindparam("one")))
)
_visible = COURSE.c.state.in_((CourseState.OPEN.value, CourseState.CLOSED.value))
_unmade = and_(
    GATHERING.c.session.is_(None),
    SESSION.c.organizer != "",
    SESSION.c.link == "",
    SESSION.c.starts_at > bindparam("now", type_=Instant),
    SESSION.c.state.in_((SessionState.OPEN.value, SessionState.CLOSED.value)),
    _visible,
)
_DUE = (
    select(SESSION.c.id)
    .join(COURSE, COURSE.c.id == SESSION.c.course)
    .outerjoin(GATHERING, GATHERING.c.session == SESSION.c.id)
    .where(
        SESSION.c.starts_at >= bindparam("from_", type_=Instant),
        or_(_unmade, GATHERING.c.version < SESSION.c.version),
    )
    .order_by(SESSION.c.starts_at, SESSION.c.id)
    .limit(bindparam("most", type_=Integer))
)


def find(tx: Tx, session: int) -> Gathering | None:
    """The meeting that was made, or is to be, for a session; None where there is none."""
    row = tx.first(_FIND, one=session)
    if row is None:
        return None
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Gathering(trouble=Trouble(row.trouble), **plain)


def put(tx: Tx, one: Gathering) -> Gathering:
    """Remember a meeting, a new one or one that changed."""
    plain = {name: getattr(one, name) for name in _PLAIN}
    tx.run(_PUT, trouble=one.trouble.value, **plain)
    return one


def drop(tx: Tx, session: int) -> None:
    """There is none any more."""
    tx.run(_DROP, one=session)


def erase(tx: Tx, course: int) -> None:
    """Forget those of a course; its sessions are still there."""
    tx.run(_ERASE, one=course)


def due(tx: Tx, now: datetime, most: int) -> tuple[Session, ...]:
    """Sessions that staff can see and that want a meeting, or changed since the calendar was
    asked; the next first."""
    rows = tx.all(_DUE, now=now, from_=now - _BEHIND, most=most)
    return tuple(sessions.get(tx, row.id) for row in rows)
