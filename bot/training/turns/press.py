"""What every press of staff does: who may, is the card current, then notices, ledger, own card."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.people.model import Holder
from bot.training import acting, notices, readers, shown
from bot.training.model import ACTIVE, Course, CourseState, Enrolment
from bot.training.rules.shown import ShownOwn
from bot.training.seats import Outcome
from bot.training.store import completions, courses, enrolments
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card
from cards.verbs import Verb

CHANGED = "training.refused.changed"


def concerned(turn: Turn, course_id: int) -> Course:
    """A course for whoever it is meant for, and whoever has to do with it already.

    Raises Refused for others, and for what the desk still prepares.
    """
    acting.staff_only(turn)
    found = courses.get(turn.tx, course_id)
    if found.state is CourseState.DRAFT:
        raise Refused("training.refused.not_open")
    if not (readers.is_meant(turn.tx, found, turn.person, turn.today) or _knows(turn, found)):
        raise Refused("training.refused.not_for_you")
    return found


def _knows(turn: Turn, found: Course) -> bool:
    who = turn.person.id
    if enrolments.of(turn.tx, found.id, who) is not None:
        return True
    return completions.of(turn.tx, found.id, who) is not None


@contextmanager
def current(show: Verb) -> Iterator[None]:
    """An old card is answered with the button that opens the current one."""
    try:
        yield
    except Stale as stale:
        raise Stale(stale.reason, show=show) from None


def settled(turn: Turn, outcome: Outcome, act: str, done: view.Done | None) -> Card:
    """What follows of a press on one's own enrolment: everybody concerned is told, the ledger has
    its entry, and the own card says what is done."""
    notices.tell(turn.tx, outcome, turn.now, by=turn.person.id)
    noted(turn, act=act, subject=pressed(outcome).subject)
    return view.own(turn.lang, _after(turn, outcome), done=done)


def pressed(outcome: Outcome) -> Enrolment:
    """The enrolment that a press was about, as it is now."""
    assert outcome.enrolment is not None  # noqa: S101 - only what the clock does has none
    return outcome.enrolment


def _after(turn: Turn, outcome: Outcome) -> ShownOwn:
    """The course as the presser sees it after their press."""
    mine = pressed(outcome)
    if mine.state not in ACTIVE:
        return shown.own(turn.tx, turn.person, outcome.course, turn.now)
    at, place = outcome.session, outcome.place
    return shown.settled(turn.tx, outcome.course, mine, turn.now, at=at, place=place)


def own_card(turn: Turn, found: Course, done: view.Done | None = None) -> Card:
    """The course as it stands, for the person of this turn."""
    return view.own(turn.lang, own_of(turn, found), done=done)


def own_of(turn: Turn, found: Course) -> ShownOwn:
    """What the person of this turn sees of a course."""
    return shown.own(turn.tx, turn.person, found, turn.now)


def own_form(turn: Turn, course_id: int) -> tuple[Course, ShownOwn]:
    """A course and how the reader stands to it, for a form about it; raises as `concerned`."""
    found = concerned(turn, course_id)
    return found, own_of(turn, found)


def noted(turn: Turn, *, act: str, subject: str, holder: Holder | None = None) -> None:
    """The ledger's entry of a press, in the capacity in which it was made; one's own for None."""
    actor = turn.actor if holder is None else turn.actor.acting(holder.post, holder.deputy_for)
    record(turn.tx, actor, at=turn.now, act=act, subject=subject)
