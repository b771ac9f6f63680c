"""One person's way through a course: which step may follow which.

WAITING → OFFERED → REQUESTED → BOOKED → ATTENDED or ABSENT, and the ways out. A press names the
version that it saw (else Stale); what the clock and the desk do names none. Each step makes the
version one higher. None counts seats: that is `seats`.
"""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused, Stale
from bot.training.model import ACTIVE, Cause, Enrolment, Session, SessionState, State
from bot.training.rules import entries, offers, sessions

SEATLESS = frozenset((State.WAITING, State.OFFERED, State.REQUESTED))  # at the session's beginning


def applied(
    before: Enrolment | None,
    *,
    course: int,
    session: int,
    person: int,
    municipality: str = "",
    department: str = "",
    state: State,
    approved: bool,
    now: datetime,
) -> Enrolment:
    """Somebody enrols, for the first time or again: who comes back stands at the list's end."""
    found = before or _blank(course, person, now)
    return _changed(
        found,
        state,
        session=session,
        municipality=municipality,
        department=department,
        since=now,
        approved=approved,
        cause="",
        minutes=0,
    )


def _blank(course: int, person: int, now: datetime) -> Enrolment:
    return Enrolment(
        id=0,
        course=course,
        session=0,
        person=person,
        state=State.CANCELLED,
        since=now,
        version=0,
    )


def withdrawn(enrolment: Enrolment, session: Session, *, version: int, now: datetime) -> Enrolment:
    """申込みを取り消す; whoever waits leaves the list. Raises Refused once it has begun."""
    check(enrolment, version, ACTIVE)
    _check_ahead(session, now)
    return _changed(enrolment, State.CANCELLED)


def offered(enrolment: Enrolment, *, until: datetime) -> Enrolment:
    """A seat came free for whoever waits longest; their place in the list is kept meanwhile."""
    needs(enrolment, State.WAITING)
    return _changed(enrolment, State.OFFERED, until=until)


def accepted(enrolment: Enrolment, session: Session, *, version: int, now: datetime) -> Enrolment:
    """この席で受講する; the head who hasn't agreed yet is waited for."""
    _check_offer(enrolment, session, version, now)
    return _changed(enrolment, State.BOOKED if enrolment.approved else State.REQUESTED)


def passed(enrolment: Enrolment, session: Session, *, version: int, now: datetime) -> Enrolment:
    """辞退する: the seat goes to the next."""
    _check_offer(enrolment, session, version, now)
    return _changed(enrolment, State.CANCELLED)


def _check_ahead(session: Session, now: datetime) -> None:
    """From its first instant on, what became of its people is for the clock and the report."""
    if sessions.has_begun(session, now):
        raise Refused("training.refused.begun")


def _check_offer(enrolment: Enrolment, session: Session, version: int, now: datetime) -> None:
    if session.state is SessionState.CANCELLED:
        raise Refused("training.refused.session_cancelled")
    if enrolment.state is State.LAPSED or offers.is_over(enrolment, session, now):
        raise Refused("training.refused.offer_over")
    check(enrolment, version, {State.OFFERED})


def lapsed(enrolment: Enrolment) -> Enrolment:
    """The offer wasn't answered in time."""
    needs(enrolment, State.OFFERED)
    return _changed(enrolment, State.LAPSED)


def cannot(
    before: Enrolment | None,
    *,
    course: int,
    person: int,
    cause: Cause,
    now: datetime,
    session: Session | None = None,
    municipality: str = "",
    department: str = "",
) -> Enrolment:
    """受講できない, whether they had enrolled or not; `session`: where they have a place, or wait.

    Raises Refused once that has begun: who stayed away then is for the attendance report to say.
    """
    found = before or replace(
        _blank(course, person, now), municipality=municipality, department=department
    )
    if found.state is State.ATTENDED:
        raise Refused("training.refused.finished")
    if found.state is State.ABSENT:
        raise Refused("training.refused.begun")
    if session is not None:
        _check_ahead(session, now)
    return _changed(found, State.CANNOT, cause=cause.value)


def asked(enrolment: Enrolment, *, version: int, colleague: int) -> Enrolment:
    """代わりの人を推薦する: a colleague is asked to take the seat; another replaces the first."""
    check(enrolment, version, {State.REQUESTED, State.BOOKED})
    if colleague == enrolment.person:
        raise Refused("training.refused.substitute_self")
    return replace(enrolment, asked=colleague, version=enrolment.version + 1)


def declined(enrolment: Enrolment, *, version: int, by: int) -> Enrolment:
    """The colleague doesn't take the seat: it stays whose it was."""
    _check_asked(enrolment, version, by)
    return replace(enrolment, asked=None, version=enrolment.version + 1)


def unasked(enrolment: Enrolment) -> Enrolment:
    """The session begins: whose seat it is takes it, and the colleague is asked no more."""
    needs(enrolment, State.BOOKED)
    return replace(enrolment, asked=None, version=enrolment.version + 1)


def replaced(enrolment: Enrolment, *, version: int, by: int) -> Enrolment:
    """The colleague takes the seat; their own enrolment is `applied`."""
    _check_asked(enrolment, version, by)
    return _changed(enrolment, State.REPLACED)


def _check_asked(enrolment: Enrolment, version: int, by: int) -> None:
    check(enrolment, version, {State.REQUESTED, State.BOOKED})
    if enrolment.asked != by:
        raise Stale("training.refused.changed")


def decided(
    enrolment: Enrolment, session: Session, *, version: int, agree: bool, by: int, now: datetime
) -> Enrolment:
    """受講を命じる, or 認めない. Who waits stays waiting, the head's word given in advance.

    Nobody decides their own, not even as a deputy of their head, and nobody of a session that was
    cancelled or has begun.
    """
    check(enrolment, version, ACTIVE)
    if by == enrolment.person:
        raise Refused("training.refused.own_request")
    if enrolment.approved:
        raise Stale("training.refused.changed")
    if session.state is SessionState.CANCELLED:
        raise Refused("training.refused.session_cancelled")
    _check_ahead(session, now)
    if not agree:
        return _changed(enrolment, State.REJECTED)
    if enrolment.state is State.REQUESTED:
        return _changed(enrolment, State.BOOKED, approved=True, asked=enrolment.asked)
    return replace(enrolment, approved=True, version=enrolment.version + 1)


def dropped(enrolment: Enrolment) -> Enrolment:
    """The session was cancelled: they may enrol in another at once."""
    needs(enrolment, *ACTIVE)
    return _changed(enrolment, State.DROPPED)


def left_over(enrolment: Enrolment) -> Enrolment:
    """The session began without them: still waiting, offered, or not approved."""
    needs(enrolment, *SEATLESS)
    return _changed(enrolment, State.LAPSED)


def seen(enrolment: Enrolment, *, minutes: int, enough: bool) -> Enrolment:
    """What the attendance report says of somebody who was booked, also when read once more.

    A later report adds minutes; it never takes back that somebody attended.
    """
    needs(enrolment, State.BOOKED, State.ABSENT, State.ATTENDED)
    there = enough or enrolment.state is State.ATTENDED
    state = State.ATTENDED if there else State.ABSENT
    most = max(minutes, enrolment.minutes)
    if (state, most) == (enrolment.state, enrolment.minutes):
        return enrolment
    return replace(enrolment, state=state, minutes=most, version=enrolment.version + 1)


def check(enrolment: Enrolment, version: int, states: frozenset[State] | set[State]) -> None:
    """Raise Stale on an older card, or where this can't be pressed in this state."""
    if version != enrolment.version:
        raise Stale("training.refused.changed")
    needs(enrolment, *states)


def needs(enrolment: Enrolment, *states: State) -> None:
    """Raise Stale where somebody has gone on meanwhile."""
    if enrolment.state not in states:
        raise Stale("training.refused.changed")


def _changed(enrolment: Enrolment, state: State, **changes: object) -> Enrolment:
    """The enrolment in a state, its calendar's side with it: no offer, no substitute is open."""
    ended = {"until": None, "asked": None}  # every step ends what the one before had left open
    version = enrolment.version + 1
    after: Enrolment = replace(
        enrolment,
        state=state,
        version=version,
        **(ended | changes),  # type: ignore[arg-type]
    )
    return entries.following(enrolment, after)
