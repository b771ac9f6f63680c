"""出席停止 is prepared by nurse or homeroom: whose it is, and what is known of it."""

from bot.attendance import access, finding, placed, shown_health, suspending
from bot.attendance.model import Disease, Suspension
from bot.attendance.placed import Placed
from bot.attendance.rules import suspension
from bot.attendance.rules.access import Right
from bot.attendance.store import suspensions
from bot.attendance.turns.suspensions import ALIVE, card
from bot.errors import Refused
from bot.ledger.record import record
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import health_forms as forms
from cards.attendance.verbs.health import FindForSuspension, OpenSuspension, PrepareSuspension

router = Router()


@router.on(OpenSuspension)
def open_form(turn: Turn, verb: OpenSuspension | FindForSuspension | PrepareSuspension) -> Card:
    """Whose it is; with a child, what is known of it."""
    pupil = getattr(verb, "pupil_id", 0)
    if not pupil:
        school = placed.school_of(turn, verb.school_id, Right.PREPARE)
        return forms.find(turn.lang, shown_health.shown_school(school))
    child, _ = placed.reached(turn, pupil, Right.PREPARE)
    school_ = shown_health.shown_school(child.school)
    return forms.prepare(turn.lang, school_, shown_health.shown_child(child), today=turn.today)


@router.on(FindForSuspension)
@returning(open_form)
def find(turn: Turn, verb: FindForSuspension) -> Card:
    """The child at that seat or of that name; of several, which."""
    school = placed.school_of(turn, verb.school_id, Right.PREPARE)
    found = _children(turn, school.id, verb.who)
    if not found:
        raise Refused("attendance.refused.nobody_named")
    known = {"school_id": school.id}
    if len(found) == 1:
        return open_form(turn, OpenSuspension(**known, pupil_id=found[0].pupil.id))
    children = [shown_health.shown_child(one) for one in found]
    return forms.choose(turn.lang, shown_health.shown_school(school), children)


def _children(turn: Turn, school: int, words: str) -> list[Placed]:
    may = access.of(turn)
    return [
        at
        for pupil in finding.find(turn.tx, school, words, turn.today)
        for at in placed.of(turn.tx, pupil.id, turn.today)[:1]
        if may.may_in(Right.PREPARE, at.class_, turn.now)
    ]


@router.on(PrepareSuspension)
@returning(open_form)
def prepare(turn: Turn, verb: PrepareSuspension) -> Card:
    """Prepared by nurse or homeroom; without the principal's order it is nothing yet (法19条)."""
    child, capacity = placed.reached(turn, verb.pupil_id, Right.PREPARE)
    if any(one.state in ALIVE for one in suspensions.of_pupil(turn.tx, child.pupil.id)):
        raise Refused("attendance.refused.already_suspended")
    new = Suspension(
        id=0,
        pupil=child.pupil.id,
        school=child.school.id,
        disease=Disease(verb.disease),
        since=verb.since,
        onset=verb.onset,
        ended_on=verb.ended_on,
        sampled_on=verb.sampled_on,
        treated_on=verb.treated_on,
        asked_at=turn.now,
        asked_by=turn.person.id,
    )
    suspension.check(new, today=turn.today)
    one = suspensions.add(turn.tx, new)
    suspending.asked_for(turn.tx, one, turn.now)
    actor = placed.acting(turn, capacity)
    record(turn.tx, actor, at=turn.now, act=verb.name, subject=one.subject)
    return card(turn, one, child, done="prepared")
