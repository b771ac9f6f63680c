"""出席停止 from the family's side: the order when they press, and how the child is."""

from bot.attendance import family, shown_health, suspending
from bot.attendance.health import next_look
from bot.attendance.model import Pupil, School, Suspension, SuspensionState
from bot.attendance.rules import suspension
from bot.attendance.store import pupils, reads, schools, suspensions
from bot.attendance.turns import form
from bot.errors import Refused
from bot.ledger.record import record
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.attendance import family_health as view
from cards.attendance.verbs.health import ShowOrder, StillIll, TellEnded
from cards.elements import Card
from cards.lang import Lang
from cards.verbs import Verb

router = Router()
NOT_YOURS = family.NOT_YOURS
_READABLE = (SuspensionState.ORDERED, SuspensionState.ENDED)


@router.on(ShowOrder)
def show(turn: Turn, verb: ShowOrder) -> Card:
    """The order in words, for an account that may be told of this child now."""
    one, pupil, school = _told(turn, verb.suspension_id)
    if reads.first(turn.tx, turn.person.id, one.subject, turn.now):
        record(turn.tx, turn.actor, at=turn.now, act=ShowOrder.name, subject=one.subject)
    return _card(turn, one, pupil, school)


@router.on(TellEnded)
def tell_ended(turn: Turn, verb: TellEnded) -> Card:
    """The day on which fever or symptoms ended: the school decides the return by it. Raises
    Mistyped with the form for a day that can't be."""
    before = _asked(turn, verb.suspension_id)
    account, today = turn.person.id, turn.today
    try:
        one = suspension.recovered(before, verb.ended_on, account=account, today=today)
    except Refused as refused:
        shown = _card(turn, before, *_whose(turn, before))
        raise form.returned(turn, verb, refused, shown) from None
    return _changed(turn, verb, before, one)


@router.on(StillIll)
def still_ill(turn: Turn, verb: StillIll) -> Card:
    """It goes on. After an end that the same account told it is a second fever: d is unknown
    again; what another adult or the school has said stays."""
    before = _asked(turn, verb.suspension_id)
    one = suspension.still_ill(before, account=turn.person.id, today=turn.today)
    return _changed(turn, verb, before, one)


def _told(turn: Turn, suspension_id: int) -> tuple[Suspension, Pupil, School]:
    """One that this account may be told of, by the links as they are now.

    A guardian removed yesterday, a forged id and a protected child are refused alike.
    """
    one, pupil = _found(turn, suspension_id)
    if turn.person.id not in suspending.told_of(turn.tx, pupil):
        raise Refused(NOT_YOURS)
    _require_enrolled(turn, one)
    return one, pupil, schools.get(turn.tx, one.school)


def _asked(turn: Turn, suspension_id: int) -> Suspension:
    """One of which this account may say how the child is: a guardian's who may be told and may
    report, never the child's own, on which anybody of the family presses."""
    one, pupil = _found(turn, suspension_id)
    if turn.person.id not in suspending.asked_of(turn.tx, pupil):
        raise Refused(NOT_YOURS)
    _require_enrolled(turn, one)
    if one.state is not SuspensionState.ORDERED or one.returns_on is not None:
        raise Refused("attendance.family.refused.suspension_over")
    return one


def _found(turn: Turn, suspension_id: int) -> tuple[Suspension, Pupil]:
    one = suspensions.find(turn.tx, suspension_id)
    if one is None or one.state not in _READABLE:
        raise Refused(NOT_YOURS)
    pupil = pupils.find(turn.tx, one.pupil)
    if pupil is None:
        raise Refused(NOT_YOURS)
    return one, pupil


def _require_enrolled(turn: Turn, one: Suspension) -> None:
    if suspending.class_of(turn.tx, one, turn.today) is None:
        raise Refused(family.NOT_ENROLLED)


def _changed(turn: Turn, verb: Verb, before: Suspension, one: Suspension) -> Card:
    """Keep the answer, once a day and account; nobody else's question ends by it."""
    suspending.close_question(turn.tx, one, turn.person.id, turn.now)
    if one != before:
        suspensions.save(turn.tx, one, look_on=next_look(one, turn.today))
        suspending.answered(turn.tx, one, turn.now)
        record(turn.tx, turn.actor, at=turn.now, act=verb.name, subject=one.subject)
    return _card(turn, one, *_whose(turn, one), done=True)


def _whose(turn: Turn, one: Suspension) -> tuple[Pupil, School]:
    return pupils.get(turn.tx, one.pupil), schools.get(turn.tx, one.school)


def _card(turn: Turn, one: Suspension, pupil: Pupil, school: School, *, done: bool = False) -> Card:
    found = shown_health.order(turn.tx, one, pupil, school, account=turn.person.id)
    return view.order(_lang(turn), found, done=done)


def _lang(turn: Turn) -> Lang:
    """The reader's language; readings for a small child on their own account."""
    return family.language(turn.lang, family.children(turn.tx, turn.person, turn.now))
