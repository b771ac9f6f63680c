"""What the desk and the coordinators do with a course and its sessions, by card or by command.

Who may is asked before: by the turns of `acting`, by the commands of `--as`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot.errors import Refused, Stale
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.storage.tx import Tx
from bot.training import announcing, notices, seats
from bot.training.model import Course, CourseState, Session
from bot.training.rules import courses as rules
from bot.training.seats import Outcome
from bot.training.store import courses, sessions, waves
from cards.training.verbs import (
    Announce,
    CancelSession,
    CloseCourse,
    CloseSession,
    Manage,
    ManageSession,
    MoveSession,
    OpenCourse,
    OpenSession,
)

CHANGED = "training.refused.changed"
FROM_ELSEWHERE = "training.refused.from_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Somebody acts: `by` is who (0: the operator at the machine), `actor` how the ledger names
    them, `now` the civil time in the tenant's zone, `version` what they saw (None: as it is).
    `from_home`: the tenant that publishes a course says so of our copy."""

    by: int
    actor: Actor
    now: datetime
    version: int | None = None
    from_home: bool = False


def open_course(tx: Tx, course_id: int, deed: Deed) -> Course:
    """募集を始める: whom it is for see it and may book. Raises Refused where it is for nobody."""
    course = courses.get(tx, course_id)
    if not course.to:
        raise Refused("training.refused.no_audience")
    with showing(Manage(course_id=course.id)):
        after = rules.opened(course, version=seen(deed, course.version), today=deed.now.date())
    return keep(tx, after, deed, OpenCourse.name)


def close_course(tx: Tx, course_id: int, deed: Deed) -> Course:
    """募集を終える: nobody enrols any more; what is booked takes place."""
    course = courses.get(tx, course_id)
    with showing(Manage(course_id=course.id)):
        after = rules.closed(course, version=seen(deed, course.version))
    return keep(tx, after, deed, CloseCourse.name)


def keep(tx: Tx, course: Course, deed: Deed, act: str, **detail: Any) -> Course:
    """Remember a course that a rule has changed; its posted cards say what holds now."""
    kept = courses.save(tx, course)
    announcing.changed(tx, kept, deed.now)
    note(tx, deed, act, kept.subject, **detail)
    return kept


def announce(tx: Tx, course_id: int, deed: Deed, *, wave: int = 0) -> int | None:
    """案内を作る: the draft's notice, None while the list of its people is still being filled."""
    course = courses.get(tx, course_id)
    if seen(deed, course.version) != course.version:
        raise Stale(CHANGED, show=Manage(course_id=course.id))
    if course.state is not CourseState.OPEN:
        raise Refused("training.refused.not_open")
    if wave and waves.find(tx, course.id, wave) is None:
        raise Refused("training.refused.no_wave")
    made = announcing.announce(tx, course, wave, author=deed.by, now=deed.now)
    note(tx, deed, Announce.name, course.subject, wave=wave)
    return made


def open_session(tx: Tx, session_id: int, deed: Deed) -> Session:
    """受付を再開する."""
    return _flow(tx, session_id, deed, OpenSession.name, seats.open_session)


def close_session(tx: Tx, session_id: int, deed: Deed) -> Session:
    """受付を終える; what is booked takes place."""
    return _flow(tx, session_id, deed, CloseSession.name, seats.close_session)


def cancel_session(tx: Tx, session_id: int, deed: Deed, *, reason: str) -> Session:
    """中止する: everybody booked is told, the calendars follow."""
    flow = partial(seats.cancel_session, reason=reason)
    return _flow(tx, session_id, deed, CancelSession.name, flow)


def move_session(
    tx: Tx,
    session_id: int,
    deed: Deed,
    *,
    starts_at: datetime,
    place: str = "",
    reason: str = "",
) -> Session:
    """日時・会場を変更: everybody booked is told, the calendars follow.

    It lasts as long as before, with the deadline that was announced. "" keeps the place.
    """
    flow = partial(seats.move_session, starts_at=starts_at, place=place, reason=reason)
    return _flow(tx, session_id, deed, MoveSession.name, flow)


def _flow(tx: Tx, session_id: int, deed: Deed, act: str, flow: Callable[..., Outcome]) -> Session:
    """One flow of the seats with all that follows: people are told, posted cards say it."""
    before = sessions.lock(tx, session_id)
    if not deed.from_home and courses.get(tx, before.course).home:
        raise Refused(FROM_ELSEWHERE)  # it takes place at its home, whatever is said here
    with showing(ManageSession(session_id=before.id)):
        outcome = flow(tx, before.id, deed.now, seen(deed, before.version))
    tell(tx, outcome, deed, was=before.starts_at)
    note(tx, deed, act, before.subject)
    return sessions.get(tx, session_id)


def tell(tx: Tx, outcome: Outcome, deed: Deed, *, was: datetime | None = None) -> None:
    """Everybody concerned hears of it, and the enrolment cards that were posted say it.

    `was`: when the session began before it was moved.
    """
    notices.tell(tx, outcome, deed.now, by=deed.by or None, was=was)
    announcing.changed(tx, outcome.course, deed.now)


def seen(deed: Deed, version: int) -> int:
    """The version that a card showed; a command takes the matter as it is."""
    return version if deed.version is None else deed.version


@contextmanager
def showing(verb: Manage | ManageSession) -> Iterator[None]:
    """Within it, an old card's refusal says what opens the matter as it stands now."""
    try:
        yield
    except Stale as stale:
        raise Stale(stale.reason, **{**stale.facts, "show": verb}) from None


def note(tx: Tx, deed: Deed, act: str, subject: str, **detail: Any) -> None:
    """The ledger's entry of what was done; `detail` holds numbers and names of places alone."""
    record(tx, deed.actor, at=deed.now, act=act, subject=subject, detail=detail or None)
