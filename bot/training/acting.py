"""In which capacity the person of a turn acts: as a head, as the desk, as a coordinator."""

from collections.abc import Iterator

from bot.errors import Refused
from bot.people import heads
from bot.people import store as people
from bot.people.model import Holder
from bot.training import waving, whom
from bot.training.model import Course, CourseState, Session
from bot.training.rules import rights
from bot.training.store import courses
from bot.turns.turn import Turn

NOT_YOURS = "training.refused.not_yours"


def staff_only(turn: Turn) -> None:
    """Raise Refused for whoever isn't staff: they get help, not data.

    Who has no role at all needs a post; pupils and guardians stay out even as deputies.
    """
    person = turn.person
    if not (person.is_staff or (turn.holders.of and not person.roles)):
        raise Refused("common.refused.no_role")


def at_desk(turn: Turn) -> Holder | None:
    """The seat of the training desk (研修担当); None for others."""
    return _own_seat(turn) if rights.is_desk(turn.person) else None


def coordinated(turn: Turn) -> str:
    """The municipality whose trainings the presser coordinates, "" for none."""
    return turn.person.municipality if rights.is_coordinator(turn.person) else ""


def reading(turn: Turn) -> Holder | None:
    """The seat in which somebody may look at how courses are run; None for others.

    A coordinator sees the numbers of their own municipality alone: see `coordinated`.
    """
    return _own_seat(turn) if rights.sees(turn.person) is not None else None


def running(turn: Turn, session: Session) -> Holder | None:
    """The seat in which somebody may open, close, move or cancel a session; None for others, and
    where another tenant publishes the course: it runs its sessions."""
    if not rights.may_run(turn.person, session) or courses.get(turn.tx, session.course).home:
        return None
    return _own_seat(turn)


def choosing(turn: Turn, municipality: str) -> Holder | None:
    """The seat in which somebody may choose a municipality's wave; "" is the coordinator's own."""
    whose = municipality or coordinated(turn)
    return _own_seat(turn) if rights.may_choose_for(turn.person, whose) else None


def may(turn: Turn, course: Course) -> frozenset[str]:
    """What the presser may do with a course, in the short words of its card."""
    if not rights.is_desk(turn.person):
        return frozenset(("waves",) if _may_choose(turn, course) else ())
    return frozenset((*(("waves",) if course.choose_by else ()), *_of_desk(course)))


def _may_choose(turn: Turn, course: Course) -> bool:
    """Whether a coordinator may still choose their municipality's wave."""
    municipality = coordinated(turn)
    if not (municipality and course.choose_by):
        return False
    return waving.may_still(turn.tx, course, municipality, turn.now)


def _of_desk(course: Course) -> tuple[str, ...]:
    """What the desk may do beside choosing waves; another tenant's course is opened here once, and
    changed there."""
    announce = ("announce",) if course.state is CourseState.OPEN else ()
    if course.home:
        return ("open",) if course.state is CourseState.DRAFT else announce
    match course.state:
        case CourseState.OPEN:
            return ("promise", "meet", "close", *announce)
        case CourseState.DRAFT | CourseState.CLOSED:
            return ("promise", "meet", "open")
    return ("promise", "meet")


def heading(turn: Turn, person: int) -> Holder | None:
    """The seat in which somebody decides on a person's enrolments; None where it isn't theirs.

    The head's post, then the posts above it; the training desk where it is asked, because nobody
    acts for the head, or for who is asked after them. Nobody decides on their own, not even as
    their head's deputy.
    """
    if turn.person.id == person:
        return None
    posts = heads.head_posts(turn.tx, person, turn.today)
    above = tuple(post for one in posts for post in _above(turn, one))
    own = turn.holders.owning(posts) or turn.holders.owning(above)
    if own is None and whom.comes_to_desk(turn.tx, person, turn.today):
        return at_desk(turn)
    return own


def _above(turn: Turn, post: int) -> Iterator[int]:
    return (one.id for one in people.superiors(turn.tx, post, turn.today))


def _own_seat(turn: Turn) -> Holder:
    """One's own post; 0 where they have none."""
    own = (holder.post for holder in turn.holders.of if holder.deputy_for is None)
    return Holder(person=turn.person.id, post=next(own, 0))
