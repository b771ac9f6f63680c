"""Which sessions get an online meeting of our making, and what becomes of it."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from bot.training.model import Course, Gathering, Session, SessionState
from bot.training.rules import sessions
from bot.training.rules.courses import RUNNING


class Step(StrEnum):
    """What the organiser's calendar is to be asked."""

    NOTHING = "nothing"
    HOLD = "hold"  # the event stands as the session does
    RELEASE = "release"  # it goes


def is_own(session: Session, own: Gathering | None) -> bool:
    """Whether nobody typed the session's link: there is none, or it is that of our meeting."""
    return not session.link or (own is not None and session.link == own.join_url)


def is_wanted(course: Course, session: Session, own: Gathering | None) -> bool:
    """Whether a session that is ahead takes place online, in a meeting that we have to make."""
    visible = course.state in RUNNING and sessions.takes_place(session)
    return visible and bool(session.organizer) and is_own(session, own)


def step(course: Course, session: Session, own: Gathering | None, now: datetime) -> Step:
    """What is to be done about a session that changed; nobody touches a meeting that has begun.

    Another organiser: the old one's event goes first.
    """
    if sessions.has_begun(session, now) and session.state is not SessionState.CANCELLED:
        return Step.NOTHING
    if not is_wanted(course, session, own):
        return Step.RELEASE if own else Step.NOTHING
    return Step.RELEASE if own and own.organizer != session.organizer else Step.HOLD


def kept(before: Session, after: Session, own: Gathering | None) -> Session:
    """The session as a file has it: an empty link doesn't take away that of our own meeting."""
    if after.link or own is None or before.link != own.join_url:
        return after
    return replace(after, link=before.link) if after.organizer == before.organizer else after
