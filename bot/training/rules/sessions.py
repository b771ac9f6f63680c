"""A session opened, closed, moved, cancelled and held: which step may follow which."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused, Stale
from bot.training.model import Session, SessionState

COMING = frozenset((SessionState.OPEN, SessionState.CLOSED))  # it takes place, or has


def opened(session: Session, *, version: int, now: datetime) -> Session:
    """受付を再開する; in vain once the deadline has passed."""
    _check(session, version, now)
    if session.state is SessionState.OPEN:
        raise Stale("training.refused.changed")
    if now >= session.deadline:
        raise Refused("training.refused.deadline_passed")
    return _changed(session, state=SessionState.OPEN)


def closed(session: Session, *, version: int, now: datetime) -> Session:
    """受付を終える; what is booked takes place, and the waiting list still moves."""
    _check(session, version, now)
    if session.state is SessionState.CLOSED:
        raise Stale("training.refused.changed")
    return _changed(session, state=SessionState.CLOSED)


def moved(
    session: Session,
    *,
    version: int,
    starts_at: datetime,
    place: str,
    reason: str,
    now: datetime,
) -> Session:
    """日時・会場を変更: as long as before, and with the deadline that was announced.

    Where it would begin before that, the deadline is its beginning. `place` "" keeps the place.
    """
    _check(session, version, now)
    if starts_at <= now:
        raise Refused("training.refused.past_day")
    where = place or session.place
    if (starts_at, where) == (session.starts_at, session.place):
        raise Refused("training.refused.nothing_changed")
    return _changed(
        session,
        starts_at=starts_at,
        ends_at=starts_at + (session.ends_at - session.starts_at),
        place=where,
        deadline=min(session.deadline, starts_at),
        reason=reason,
    )


def cancelled(session: Session, *, version: int, reason: str, now: datetime) -> Session:
    """中止; its people lose their places one after the other, and are counted until then."""
    _check(session, version, now)
    if not reason.strip():
        raise Refused("training.refused.reason")
    return _changed(session, state=SessionState.CANCELLED, reason=reason)


def held(session: Session) -> Session:
    """It took place; its counters stay as they were."""
    if session.state not in COMING:
        raise Stale("training.refused.changed")
    return _changed(session, state=SessionState.HELD)


def has_begun(session: Session, now: datetime) -> bool:
    """Whether it takes place, or is over: from its first instant on."""
    return now >= session.starts_at


def is_closed(session: Session, now: datetime) -> bool:
    """Whether nobody enrols in it any more."""
    return session.state is not SessionState.OPEN or now >= min(session.deadline, session.starts_at)


def takes_place(session: Session) -> bool:
    """Whether it wasn't cancelled and isn't yet known to be over."""
    return session.state in COMING


def is_coming(session: Session, now: datetime) -> bool:
    """Whether it is still ahead."""
    return takes_place(session) and not has_begun(session, now)


def _check(session: Session, version: int, now: datetime) -> None:
    if version != session.version:
        raise Stale("training.refused.changed")
    if session.state is SessionState.CANCELLED:
        raise Refused("training.refused.session_cancelled")
    if session.state is SessionState.HELD or has_begun(session, now):
        raise Refused("training.refused.begun")


def _changed(session: Session, **changes: object) -> Session:
    after: Session = replace(session, version=session.version + 1, **changes)  # type: ignore[arg-type]
    return after
