"""出席停止 from the school's side: who prepares, orders, checks and decides the return."""

from collections.abc import Callable
from dataclasses import replace

from bot.attendance import access, placed, shown_health, suspending
from bot.attendance.health import next_look
from bot.attendance.model import Suspension, SuspensionState
from bot.attendance.placed import Placed
from bot.attendance.rules import numbers, suspension
from bot.attendance.rules.access import NOT_YOURS, Right
from bot.attendance.store import reads, suspensions
from bot.errors import Refused, Stale
from bot.ledger.record import record
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import health as view
from cards.attendance import health_forms as forms
from cards.attendance import staff
from cards.attendance.verbs.health import (
    CheckSuspension,
    DecideReturn,
    DeclineSuspension,
    OpenReturn,
    OpenSuspensionDays,
    OrderSuspension,
    SetSuspensionDays,
    ShowSuspension,
    Suspensions,
)
from cards.verbs import Verb

router = Router()
READERS = (Right.SUSPEND, Right.PREPARE, Right.CHECK)
_DAYS = ("onset", "ended_on", "sampled_on", "treated_on", "cleared_on")
ALIVE = (SuspensionState.ASKED, SuspensionState.ORDERED)


@router.on(Suspensions)
def list_all(turn: Turn, verb: Suspensions) -> Card:
    """Those of the children whom the presser may read, at one school."""
    school = placed.school_of(turn, verb.school_id, *READERS)
    found = suspensions.of_school(turn.tx, school.id, *ALIVE)
    pairs = ((one, _at(turn, one)) for one in found)
    lines = [shown_health.shown(turn, one, at) for one, at in pairs if at is not None]
    prepares = school.id in access.of(turn).schools(Right.PREPARE)
    return view.suspensions(turn.lang, shown_health.shown_school(school), lines, prepares=prepares)


@router.hears(r"出席停止(?:\s*の?一覧)?")
def say(turn: Turn, words: str) -> Card:
    """「出席停止」: what stays in the chat names nobody."""
    del words
    placed.school_of(turn, 0, *READERS)
    return staff.opened(turn.lang, Suspensions())


@router.on(ShowSuspension)
def show(turn: Turn, verb: ShowSuspension) -> Card:
    """All of it, as the answer of this press alone; that it was read is recorded."""
    one, child = _concerned(turn, verb.suspension_id, *READERS)
    if reads.first(turn.tx, turn.person.id, one.subject, turn.now):
        _noted(turn, verb, one, child, *READERS)
    return card(turn, one, child)


@router.on(OrderSuspension)
def order(turn: Turn, verb: OrderSuspension) -> Card:
    """The principal's order (学校保健安全法19条), or their deputy's."""
    return _change(turn, verb, verb.suspension_id, Right.SUSPEND, _ordered(turn, verb), "ordered")


def _ordered(turn: Turn, verb: OrderSuspension) -> Callable[[Suspension], Suspension]:
    by, at = turn.person.id, turn.now
    return lambda one: suspension.ordered(one, by=by, at=at, version=verb.version)


@router.on(DeclineSuspension)
def decline(turn: Turn, verb: DeclineSuspension) -> Card:
    """The principal decides against it: the child's days stay what the family said."""
    by, at = turn.person.id, turn.now

    def declined(one: Suspension) -> Suspension:
        return suspension.declined(one, by=by, at=at, version=verb.version)

    return _change(turn, verb, verb.suspension_id, Right.SUSPEND, declined, "declined")


@router.on(CheckSuspension)
def check(turn: Turn, verb: CheckSuspension) -> Card:
    """The school nurse has looked at disease and days."""

    def checked(one: Suspension) -> Suspension:
        return suspension.checked(one, by=turn.person.id, version=verb.version)

    return _change(turn, verb, verb.suspension_id, Right.CHECK, checked, "checked")


@router.on(OpenSuspensionDays)
def open_days(turn: Turn, verb: OpenSuspensionDays | SetSuspensionDays) -> Card:
    """What is known of its course, to be corrected."""
    one, child = _concerned(turn, verb.suspension_id, Right.PREPARE, Right.SUSPEND)
    return forms.days(turn.lang, shown_health.shown(turn, one, child))


@router.on(SetSuspensionDays)
@returning(open_days)
def set_days(turn: Turn, verb: SetSuspensionDays) -> Card:
    """A second fever empties `ended_on`, and d is unknown again with the day of return."""

    def corrected(one: Suspension) -> Suspension:
        _fresh(one, verb.version)
        given = {name: getattr(verb, name) for name in _DAYS}
        again = one.ended_on is not None and verb.ended_on != one.ended_on
        decided = None if again else one.returns_on
        new = replace(one, **given, ended_by=0, returns_on=decided, version=one.version + 1)
        suspension.check(new, today=turn.today)
        return new

    right = _first(turn, verb.suspension_id, Right.PREPARE, Right.SUSPEND)
    return _change(turn, verb, verb.suspension_id, right, corrected, "days")


@router.on(OpenReturn)
def open_return(turn: Turn, verb: OpenReturn | DecideReturn) -> Card:
    """The reckoned day and its reasoning, and the school's decision."""
    one, child = _concerned(turn, verb.suspension_id, Right.CHECK, Right.SUSPEND)
    return forms.returning(turn.lang, shown_health.shown(turn, one, child))


@router.on(DecideReturn)
@returning(open_return)
def decide_return(turn: Turn, verb: DecideReturn) -> Card:
    """The school decides; before the law's first day never, save where a doctor saw no danger."""
    if numbers.holds_number(verb.why):
        raise Refused("attendance.refused.my_number")

    def decided(one: Suspension) -> Suspension:
        found = suspending.guide(turn.tx, one)
        new = suspension.returning(one, verb.returns_on, found, version=verb.version)
        return replace(new, note=verb.why)

    right = _first(turn, verb.suspension_id, Right.CHECK, Right.SUSPEND)
    return _change(turn, verb, verb.suspension_id, right, decided, "returns")


# --- shared ------------------------------------------------------------------------------------


def _change(
    turn: Turn,
    verb: Verb,
    suspension_id: int,
    right: Right,
    change: Callable[[Suspension], Suspension],
    done: str,
) -> Card:
    """Change one with this right, tell whom it concerns, and note it."""
    before, child = _concerned(turn, suspension_id, right)
    try:
        one = change(before)
    except Stale as stale:
        raise Stale(stale.reason, show=ShowSuspension(suspension_id=suspension_id)) from None
    suspensions.save(turn.tx, one, look_on=next_look(one, turn.today))
    _tell(turn, one, done)
    _noted(turn, verb, one, child, right)
    return card(turn, one, child, done=done)


def _tell(turn: Turn, one: Suspension, done: str) -> None:
    if done in ("ordered", "declined"):
        suspending.decided(turn.tx, one, turn.now)
    elif done == "returns":
        suspending.returning(turn.tx, one, turn.now)
    elif done == "days" and one.state is SuspensionState.ORDERED:
        suspending.answered(turn.tx, one, turn.now)


def _concerned(turn: Turn, suspension_id: int, *rights: Right) -> tuple[Suspension, Placed]:
    """One whose child the presser has a right for; refused alike for one that there isn't."""
    one = suspensions.find(turn.tx, suspension_id)
    if one is None:
        raise Refused(NOT_YOURS)
    child, _ = placed.reached(turn, one.pupil, *rights)
    if child.school.id != one.school:
        raise Refused(NOT_YOURS)
    return one, child


def _first(turn: Turn, suspension_id: int, *rights: Right) -> Right:
    """The first of these rights that the presser has for its child."""
    _, child = _concerned(turn, suspension_id, *rights)
    held = placed.held(access.of(turn), child, turn, *rights)
    return next(right for right in rights if right in held)


def _at(turn: Turn, one: Suspension) -> Placed | None:
    """Where its child is, if the presser may read it."""
    try:
        return _concerned(turn, one.id, *READERS)[1]
    except Refused:
        return None


def _fresh(one: Suspension, version: int) -> None:
    if one.version != version or one.state not in ALIVE:
        raise Stale("attendance.refused.changed")


def card(turn: Turn, one: Suspension, child: Placed, *, done: str = "") -> Card:
    """It with the buttons that its reader may press."""
    held = placed.held(access.of(turn), child, turn, *READERS)
    told = suspending.adults_told_of(turn.tx, child.pupil)
    why = "protected" if child.pupil.protected else "unlinked"
    by_phone = why if one.state in ALIVE and not told else ""
    shown = shown_health.shown(turn, one, child)
    return view.suspension(turn.lang, shown, may=_may(one, held), by_phone=by_phone, done=done)


def _may(one: Suspension, held: frozenset[Right]) -> frozenset[str]:
    """The buttons that stand on its card."""
    if one.state not in ALIVE:
        return frozenset()
    ordered = one.state is SuspensionState.ORDERED
    buttons = {
        "order": Right.SUSPEND in held and not ordered,
        "check": Right.CHECK in held and ordered and not one.checked_by,
        "days": not held.isdisjoint((Right.PREPARE, Right.SUSPEND)),
        "return": ordered and not held.isdisjoint((Right.CHECK, Right.SUSPEND)),
    }
    return frozenset(name for name, stands in buttons.items() if stands)


def _noted(turn: Turn, verb: Verb, one: Suspension, child: Placed, *rights: Right) -> None:
    _, capacity = placed.reached(turn, child.pupil.id, *rights)
    actor = placed.acting(turn, capacity)
    record(turn.tx, actor, at=turn.now, act=verb.name, subject=one.subject)
