"""A course, and how somebody stands to it, as cards show them: with names and seats left."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.duties import store as duties
from bot.errors import NotFound, Refused
from bot.people import heads, names
from bot.people.model import Person
from bot.people.rules import folded
from bot.storage.tx import Tx
from bot.training.model import ACTIVE, Completion, Course, Enrolment, Session, State
from bot.training.readers import reader
from bot.training.rules import eligible
from bot.training.rules import seats as rooms
from bot.training.rules import shown as drawn
from bot.training.rules import waves as wave_rules
from bot.training.rules.eligible import Reader
from bot.training.rules.shown import (
    SHOWN,
    ShownCourse,
    ShownOwn,
    ShownRequest,
    ShownSession,
    ShownStanding,
)
from bot.training.store import binding, completions, courses, enrolments, sessions, waves

MOST = 200  # sessions that a card looks at
_NO_SESSIONS = "training.refused.no_sessions"
_OTHER_WAVE = "training.refused.other_wave"
_ASKED = ACTIVE | {State.REJECTED}  # whose card names the head


def course(tx: Tx, found: Course, now: datetime, *, wave: int = 0) -> ShownCourse:
    """A course as everybody may see it; `wave`: as the municipalities of this one see it."""
    coming = sessions.coming(tx, found.id, now, MOST)
    theirs = [one for one in coming if not wave or wave_rules.is_for(one, wave)]
    return _course(tx, found, theirs, now)


def session(found: Session, now: datetime) -> ShownSession:
    """A session with all its free seats, whoever may have them."""
    return drawn.session(found, now=now)


def own(
    tx: Tx,
    person: Person,
    found: Course,
    now: datetime,
    *,
    since: date | None = None,
    place: str = "",
) -> ShownOwn:
    """A course as one reader sees it; `since` and `place` narrow the sessions."""
    enrolment = enrolments.of(tx, found.id, person.id)
    if enrolment is not None and enrolment.state in ACTIVE:
        return own_of(tx, person, found, enrolment, now)
    asks = reader(tx, found, person, now.date(), enrolment)
    every = sessions.coming(tx, found.id, now, MOST)
    coming = [one for one in every if asks.wave is None or wave_rules.is_for(one, asks.wave)]
    takes = [one for one in coming if eligible.may_enrol(found, one, asks, now)]
    fitting = [one for one in takes if _fits(one, now, since, place)]
    completion = completions.of(tx, found.id, person.id) if asks.done else None
    told = drawn.own(
        _course(tx, found, coming, now),
        standing_of(tx, enrolment, completion, now),
        _with_seats(tx, found, fitting[:SHOWN], person, now),
        refused=None if takes else _refusal(tx, found, coming, asks, now),
    )
    return replace(told, more=max(len(fitting) - SHOWN, 0))


def _refusal(
    tx: Tx, found: Course, of: Sequence[Session], asks: Reader, now: datetime
) -> Refused | None:
    """Why somebody can't enrol in any of these sessions; other courses by their titles.

    None where there are none: the card says so, and there may be a recording instead.
    """
    refused = eligible.refusal_of_all(found, of, asks, now)
    if refused is None or refused.reason == _NO_SESSIONS:
        return None
    if "courses" not in refused.facts:
        return refused
    titles = _titles(tx, found)
    missing = (titles.get(code, code) for code in eligible.missing_of(found, asks))
    return Refused(refused.reason, courses="、".join(missing))


def own_of(tx: Tx, person: Person, found: Course, enrolment: Enrolment, now: datetime) -> ShownOwn:
    """As `own`, for whoever has a seat or waits for one; the other sessions are only looked at.

    `refused` where their municipality's wave was changed since: the seat stays theirs.
    """
    coming = sessions.coming(tx, found.id, now, SHOWN + 1)
    others = [one for one in coming if one.id != enrolment.session][:SHOWN]
    mine = standing_of(tx, enrolment, completions.of(tx, found.id, person.id), now)
    waved = [one.wave for one in (*others, mine.session) if one is not None and one.wave]
    wave = waves.chosen(tx, found.id, person.municipality) if waved else 0
    theirs = [one for one in others if wave_rules.is_for(one, wave)]
    moved = mine.session is not None and mine.session.wave not in (0, wave)
    return drawn.own(
        _course(tx, found, coming, now),
        mine,
        _with_seats(tx, found, theirs, person, now),
        refused=Refused(_OTHER_WAVE, wave=wave) if moved and wave else None,
    )


def settled(
    tx: Tx,
    found: Course,
    enrolment: Enrolment,
    now: datetime,
    *,
    at: Session | None,
    place: int,
) -> ShownOwn:
    """As `own_of`, right after a press of somebody who hasn't finished: without the other
    sessions, for thousands press in the same minutes.

    `at` is their session, `place` theirs in its waiting list; None and 0 where it isn't known.
    """
    mine = standing_of(tx, enrolment, None, now, at=at, place=place)
    return drawn.own(_course(tx, found, [at] if at else [], now), mine, ())


def too_late(
    tx: Tx, person: Person, found: Course, enrolment: Enrolment | None, at: Session, now: datetime
) -> ShownOwn:
    """As `own`, right after others were faster: of the sessions the one that they wanted, whose
    list they may enter; the others are a press away."""
    wanted = _with_seats(tx, found, [at], person, now)
    return drawn.own(_course(tx, found, [at], now), standing_of(tx, enrolment, None, now), wanted)


def _fits(one: Session, now: datetime, since: date | None, place: str) -> bool:
    """Whether a session is one that the filter would show."""
    day = one.starts_at.astimezone(now.tzinfo).date()
    return (since is None or since <= day) and folded(place) in folded(one.place)


def _with_seats(
    tx: Tx, found: Course, of: Sequence[Session], person: Person, now: datetime
) -> list[ShownSession]:
    """Sessions with the seats that are left for somebody."""
    bound = binding.of(tx, found.id, person.municipality, person.department) if of else {}
    rows = [(one, rooms.room_of(one, bound.get(one.id, ()))) for one in of]
    return [drawn.session(one, now=now, room=room, reader=person) for one, room in rows]


def _course(tx: Tx, found: Course, of: Iterable[Session], now: datetime) -> ShownCourse:
    titles, promise = _titles(tx, found), _promise(tx, found)
    return drawn.course(found, now=now, sessions=of, requires=titles, promise=promise)


def _titles(tx: Tx, found: Course) -> dict[str, str]:
    """What has to be finished first, by its code; of several years the newest says its title."""
    every = (one for code in found.requires for one in courses.of_code(tx, code))
    return {one.code: one.title for one in sorted(every, key=lambda one: one.year)}


def _promise(tx: Tx, found: Course) -> str:
    """The duty that a course is evidence for, in words; "" where there is none any more."""
    if not found.promise:
        return ""
    try:
        duty = duties.get(tx, found.promise)
    except NotFound:
        return ""
    return f"{duty.title} {duty.article}".strip()


def standing(tx: Tx, found: Course, person: int, now: datetime) -> ShownStanding:
    """How somebody stands to a course."""
    enrolment = enrolments.of(tx, found.id, person)
    return standing_of(tx, enrolment, completions.of(tx, found.id, person), now)


def standing_of(
    tx: Tx,
    enrolment: Enrolment | None,
    completion: Completion | None,
    now: datetime,
    *,
    at: Session | None = None,
    place: int = 0,
) -> ShownStanding:
    """How whose enrolment and completion these are stands to the course; `at` and `place` as in
    `settled`."""
    if enrolment is None:
        return drawn.standing(None, now=now, completion=completion)
    booked = at or sessions.find_one(tx, enrolment.session)
    asks = enrolment.state in _ASKED and not enrolment.approved
    return drawn.standing(
        enrolment,
        now=now,
        session=drawn.session(booked, now=now) if booked else None,
        place=place or enrolments.place(tx, enrolment),
        substitute=names.person_name(tx, enrolment.asked, now.date()) if enrolment.asked else "",
        completion=completion,
        head=_head(tx, enrolment.person, now.date()) if asks else "",
    )


def _head(tx: Tx, person: int, on: date) -> str:
    """The post that is asked; "" where it is the training desk."""
    asked = heads.head_posts(tx, person, on)
    return names.post_name(tx, asked[0], on) if asked else ""


def request(tx: Tx, enrolment: Enrolment, now: datetime) -> ShownRequest:
    """An enrolment as its head sees it, and the colleague who is asked to take the seat."""
    return drawn.request(
        enrolment,
        name=names.person_name(tx, enrolment.person, now.date()),
        course=course(tx, courses.get(tx, enrolment.course), now),
        session=session(sessions.get(tx, enrolment.session), now),
    )


def requests(tx: Tx, found: Iterable[Enrolment], now: datetime) -> tuple[ShownRequest, ...]:
    """Several enrolments as their head sees them."""
    return tuple(request(tx, one, now) for one in found)
