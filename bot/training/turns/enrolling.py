"""申し込む and what undoes it: a seat, the waiting list, the offer of a seat that came free."""

from bot.errors import Mistyped, Refused
from bot.training import acting, notices, seats, shown
from bot.training.model import ACTIVE, State
from bot.training.rules.shown import ShownStanding
from bot.training.seats import Outcome
from bot.training.store import sessions
from bot.training.turns.press import (
    concerned,
    current,
    own_form,
    own_of,
    pressed,
    settled,
)
from bot.turns.returned import mistyped, returning
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as view
from cards.elements import Card

router = Router()
_BECAME: dict[State, view.Done] = {
    State.BOOKED: "enrolled",
    State.REQUESTED: "requested",
    State.WAITING: "waiting",
}


@router.on(view.Enrol)
def enrol(turn: Turn, verb: view.Enrol) -> Card:
    """申し込む: booked, asked of the head, or on the waiting list. Pressed twice, once."""
    acting.staff_only(turn)
    try:
        outcome = seats.enrol(turn.tx, turn.person, verb.session_id, turn.now, verb.wait)
    except Refused as refused:
        raise _not_enrolled(turn, verb, refused) from None
    if outcome.enrolment is None:
        return _full(turn, outcome)
    return settled(turn, outcome, verb.name, _BECAME[outcome.enrolment.state])


def _full(turn: Turn, outcome: Outcome) -> Card:
    """Others were faster: nothing of theirs has changed, but offers may have run out meanwhile."""
    at, before = outcome.session, outcome.before
    assert at is not None  # noqa: S101 - it was full
    notices.tell(turn.tx, outcome, turn.now)
    own = shown.too_late(turn.tx, turn.person, outcome.course, before, at, turn.now)
    return view.own(turn.lang, own, done="faster")


def _not_enrolled(turn: Turn, verb: view.Enrol, refused: Refused) -> Mistyped:
    """Nothing has changed; the reader's own card says why, and what else they can do.

    Raises Refused for whom the course isn't meant: they see no card of it.
    """
    session = sessions.get(turn.tx, verb.session_id)
    found = concerned(turn, session.course)
    own = own_of(turn, found)
    card = view.own(turn.lang, own)
    if own.refused == refused.reason or _has(own.mine, session.id):
        return Mistyped(refused, card)
    return mistyped(turn, verb, refused, lambda *_: card)


def _has(mine: ShownStanding, session: int) -> bool:
    """Whether the very session that was pressed is theirs already: the card says it."""
    return mine.state in ACTIVE and mine.session is not None and mine.session.session_id == session


@router.on(view.Withdraw)
def withdraw(turn: Turn, verb: view.Withdraw) -> Card:
    """申込みを取り消す; whoever waits leaves the list."""
    acting.staff_only(turn)
    with current(view.Show(course_id=verb.course_id)):
        outcome = seats.withdraw(turn.tx, turn.person.id, verb.course_id, turn.now, verb.version)
    waited = outcome.before is not None and outcome.before.state is State.WAITING
    return settled(turn, outcome, verb.name, "left_list" if waited else "withdrawn")


@router.on(view.Accept)
def accept(turn: Turn, verb: view.Accept) -> Card:
    """この席で受講する; where the head hasn't agreed yet, they are waited for."""
    acting.staff_only(turn)
    with current(view.Show(course_id=verb.course_id)):
        outcome = seats.accept(turn.tx, turn.person.id, verb.course_id, turn.now, verb.version)
    booked = pressed(outcome).state is State.BOOKED
    return settled(turn, outcome, verb.name, "accepted" if booked else "requested")


@router.on(view.Pass)
def pass_on(turn: Turn, verb: view.Pass) -> Card:
    """辞退する: the seat goes to the next."""
    acting.staff_only(turn)
    with current(view.Show(course_id=verb.course_id)):
        outcome = seats.pass_on(turn.tx, turn.person.id, verb.course_id, turn.now, verb.version)
    return settled(turn, outcome, verb.name, "passed")


@router.on(view.OpenCannot)
def open_cannot(turn: Turn, verb: view.OpenCannot | view.Cannot) -> Card:
    """受講できない: asks for the cause."""
    _, own = own_form(turn, verb.course_id)
    return view.cannot_form(turn.lang, own)


@router.on(view.Cannot)
@returning(open_cannot)
def cannot(turn: Turn, verb: view.Cannot) -> Card:
    """受講できないことを知らせる; a seat that they have goes to the next."""
    found = concerned(turn, verb.course_id)
    outcome = seats.cannot(turn.tx, turn.person, found.id, verb.cause, turn.now)
    return settled(turn, outcome, verb.name, "cannot")
