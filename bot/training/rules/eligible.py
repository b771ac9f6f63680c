"""Who may enrol in what: each reason against it has its own words, the first that holds is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Refused
from bot.training.model import (
    ACTIVE,
    HOLDS,
    Course,
    CourseState,
    Enrolment,
    Session,
    SessionState,
    State,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who asks, as far as a course is concerned.

    `meant`: the course's audience has them. `finished`: the codes of all courses that they have
    finished, of any year; `done`: this very one. `wave`: the one that their municipality has
    chosen, None while it has chosen none. `enrolment`: theirs in this course, if any.
    """

    meant: bool
    finished: frozenset[str] = frozenset()
    done: bool = False
    wave: int | None = None
    enrolment: Enrolment | None = None

    @property
    def is_active(self) -> bool:
        return self.enrolment is not None and self.enrolment.state in ACTIVE


def check(course: Course, session: Session, reader: Reader, now: datetime) -> None:
    """Raise Refused where somebody can't enrol in a session now, seats aside."""
    check_course(course, reader, now)
    check_wave(session, reader)
    check_session(session, now)
    if reader.is_active:
        raise Refused("training.refused.already")


def check_course(course: Course, reader: Reader, now: datetime) -> None:
    """Raise Refused where the course isn't for somebody, or not now, whichever the session."""
    if course.state is not CourseState.OPEN:
        raise Refused("training.refused.not_open")
    if course.opens_at is not None and now < course.opens_at:
        raise Refused("training.refused.not_yet", **_said(course.opens_at, now))
    _check_meant(course, reader)


def _check_meant(course: Course, reader: Reader) -> None:
    if not reader.meant:
        raise Refused("training.refused.not_for_you")
    if missing := missing_of(course, reader):
        raise Refused("training.refused.requires", courses="、".join(missing))
    if reader.done:
        raise Refused("training.refused.finished")


def missing_of(course: Course, reader: Reader) -> tuple[str, ...]:
    """The codes of the courses that somebody has to finish first."""
    return tuple(code for code in course.requires if code not in reader.finished)


def check_wave(session: Session, reader: Reader) -> None:
    """Raise Refused where the session is for the municipalities of another wave."""
    if not session.wave or session.wave == reader.wave:
        return
    if reader.wave is None:
        raise Refused("training.refused.wave_unchosen")
    raise Refused("training.refused.other_wave", wave=reader.wave)


def check_session(session: Session, now: datetime) -> None:
    """Raise Refused where nobody enrols in a session any more. At the deadline's very instant it
    is over."""
    if session.state is SessionState.CLOSED:
        raise Refused("training.refused.session_closed")
    if session.state is SessionState.CANCELLED:
        raise Refused("training.refused.session_cancelled")
    if now >= session.starts_at or session.state is SessionState.HELD:
        raise Refused("training.refused.begun")
    if now >= session.deadline:
        raise Refused("training.refused.deadline", **_said(session.deadline, now))


def _said(at: datetime, now: datetime) -> dict[str, object]:
    """An instant as the words of a refusal tell it: the day and the time of the tenant's zone."""
    local = at.astimezone(now.tzinfo)
    return {"day": local.date(), "time": f"{local.hour}:{local.minute:02}"}


def check_substitute(course: Course, session: Session, reader: Reader) -> None:
    """Raise Refused where a colleague can't take over a seat: it is theirs whatever the deadline,
    and also once nobody else enrols any more."""
    _check_meant(course, reader)
    check_wave(session, reader)
    own = reader.enrolment
    if own is None or own.state not in ACTIVE:
        return
    if own.state in HOLDS or own.session != session.id:
        raise Refused("training.refused.already")


def may_enrol(course: Course, session: Session, reader: Reader, now: datetime) -> bool:
    """Whether 申し込む, or キャンセル待ち, is offered."""
    return refusal(course, session, reader, now) is None


def refusal(course: Course, session: Session, reader: Reader, now: datetime) -> Refused | None:
    """Why somebody can't enrol in a session now; None where they can."""
    try:
        check(course, session, reader, now)
    except Refused as refused:
        return refused
    return None


def refusal_of_all(
    course: Course, sessions: Iterable[Session], reader: Reader, now: datetime
) -> Refused | None:
    """Why somebody can enrol in none of a course's sessions; None where they can in one.

    Of several reasons the one that stands nearest to a yes.
    """
    try:
        check_course(course, reader, now)
    except Refused as refused:
        return refused
    found = [refusal(course, session, reader, now) for session in sessions]
    if None in found:
        return None
    told = [refused for refused in found if refused is not None]
    return max(told, key=_nearness, default=Refused("training.refused.no_sessions"))


_NEARNESS = (
    "training.refused.session_cancelled",
    "training.refused.begun",
    "training.refused.wave_unchosen",
    "training.refused.other_wave",
    "training.refused.session_closed",
    "training.refused.deadline",
    "training.refused.already",
)


def _nearness(refused: Refused) -> int:
    return _NEARNESS.index(refused.reason)


def may_watch(course: Course, reader: Reader) -> bool:
    """Whether somebody may finish by the recording and its questions: with or without a seat, as
    long as the course isn't over."""
    on_offer = course.state in (CourseState.OPEN, CourseState.CLOSED)
    ready = bool(course.recording and course.questions)
    return on_offer and ready and reader.meant and not missing_of(course, reader)


def is_substitutable(enrolment: Enrolment) -> bool:
    """Whether somebody has a seat that a colleague could take over."""
    return enrolment.state in (State.REQUESTED, State.BOOKED)
