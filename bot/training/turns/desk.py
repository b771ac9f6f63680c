"""What every press of the desk and the coordinators shares: who they are, what their card shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import Refused
from bot.people.model import Holder
from bot.training import acting, counting, shown, shown_managed
from bot.training.counting import Counted
from bot.training.managing import Deed
from bot.training.model import Course, CourseState, Session
from bot.training.rules.rights import is_desk
from bot.training.rules.shown import ShownManaged, ShownSession
from bot.training.store import announcements, courses, sessions
from bot.turns.turn import Turn

_RUNNING = (CourseState.OPEN, CourseState.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at how courses are run, in which seat; `municipality`: whose numbers alone they
    see, "" for everybody's."""

    holder: Holder
    municipality: str


def reader(turn: Turn) -> Reader:
    """The presser as a reader of courses: the desk, or a coordinator; raises Refused for others."""
    acting.staff_only(turn)
    holder = acting.reading(turn)
    if holder is None:
        raise Refused(acting.NOT_YOURS)
    municipality = "" if is_desk(turn.person) else acting.coordinated(turn)
    return Reader(holder=holder, municipality=municipality)


def readable(turn: Turn, course_id: int) -> tuple[Course, Reader]:
    """A course for its reader; what the desk still prepares is nobody else's."""
    found, who = courses.get(turn.tx, course_id), reader(turn)
    if who.municipality and found.state is CourseState.DRAFT:
        raise Refused(acting.NOT_YOURS)
    return found, who


def at_desk(turn: Turn) -> Holder:
    """The seat of the training desk; raises Refused for others."""
    acting.staff_only(turn)
    holder = acting.at_desk(turn)
    if holder is None:
        raise Refused(acting.NOT_YOURS)
    return holder


def run_by(turn: Turn, session_id: int) -> tuple[Session, Holder]:
    """A session for whoever runs it; raises Refused for others."""
    acting.staff_only(turn)
    session = sessions.get(turn.tx, session_id)
    holder = acting.running(turn, session)
    if holder is None:
        raise Refused(acting.NOT_YOURS)
    return session, holder


def deed(turn: Turn, holder: Holder, version: int | None = None) -> Deed:
    """What the presser does, in the seat in which they may, on the card of that version."""
    actor = turn.actor.acting(holder.post, holder.deputy_for)
    return Deed(by=turn.person.id, actor=actor, now=turn.now, version=version)


def minded(turn: Turn, who: Reader) -> tuple[Course, ...]:
    """The courses that a reader minds: the desk all but what has ended, a coordinator those that
    staff may see."""
    every = (one for one in courses.every(turn.tx) if one.state is not CourseState.ENDED)
    return tuple(one for one in every if not who.municipality or one.state in _RUNNING)


def managed(turn: Turn, found: Sequence[Course], who: Reader) -> tuple[ShownManaged, ...]:
    """Courses as their reader sees them; people are counted once for all of them."""
    counted = counting.counted(turn.tx, found, turn.today)
    return tuple(_managed(turn, one, who) for one in counted)


def _managed(turn: Turn, one: Counted, who: Reader) -> ShownManaged:
    return shown_managed.managed(
        turn.tx,
        one.course,
        turn.now,
        may=acting.may(turn, one.course),
        total=one.total(who.municipality),
        announced=announcements.is_announced(turn.tx, one.course.id),
        municipality=who.municipality,
    )


def shown_course(turn: Turn, course: Course, who: Reader | None = None) -> ShownManaged:
    """One course as its reader sees it now."""
    return managed(turn, (course,), who or reader(turn))[0]


def shown_session(turn: Turn, session_id: int) -> tuple[ShownManaged, ShownSession, bool]:
    """A session with its course as the reader sees it now, and whether they run it."""
    session = sessions.get(turn.tx, session_id)
    course, who = readable(turn, session.course)
    may = acting.running(turn, session) is not None
    return shown_course(turn, course, who), shown.session(session, turn.now), may
