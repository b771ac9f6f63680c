"""秘匿: a child about whose whereabouts no family account is told anything.

The reasons are those of 児童虐待防止法12条 and of 住民基本台帳事務処理要領 (支援措置).
"""

from bot.attendance import leaving, placed, shown_guardians
from bot.attendance.rules import numbers
from bot.attendance.rules.access import Right
from bot.attendance.store import pupils, reasons
from bot.attendance.turns import guardians
from bot.errors import Refused, Stale
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.attendance import protection as view
from cards.attendance.verbs.roster import OpenProtection, SetProtection, ShowGuardians

router = Router()


@router.on(OpenProtection)
def open_form(turn: Turn, verb: OpenProtection | SetProtection) -> Card:
    """What it does, and the reason."""
    child, _ = placed.reached(turn, verb.pupil_id, Right.LINKS)
    return view.protection(turn.lang, shown_guardians.shown_pupil(turn.tx, child))


@router.on(SetProtection)
@returning(open_form)
def set_protection(turn: Turn, verb: SetProtection) -> Card:
    """At once: what stands at the family's accounts is emptied in this transaction."""
    child, capacity = placed.reached(turn, verb.pupil_id, Right.LINKS)
    if child.pupil.version != verb.version:
        raise Stale("attendance.refused.changed", show=ShowGuardians(pupil_id=verb.pupil_id))
    if numbers.holds_number(verb.why):
        raise Refused("attendance.refused.my_number")
    pupils.protect(turn.tx, child.pupil, verb.protect)
    if verb.protect:
        leaving.at_once(turn.tx, child.pupil.id, turn.now)
    _remember(turn, verb, placed.acting(turn, capacity))
    done = "protected" if verb.protect else "unprotected"
    return guardians.listed(turn, child.pupil.id, done=done)


def _remember(turn: Turn, verb: SetProtection, actor: Actor) -> None:
    """The ledger knows that it was done; why is sealed beside the child."""
    person, at = turn.person.id, turn.now
    reasons.add(turn.tx, pupil=verb.pupil_id, act=verb.name, at=at, person=person, why=verb.why)
    detail, subject = {"protect": verb.protect}, f"pupil:{verb.pupil_id}"
    record(turn.tx, actor, at=at, act=verb.name, subject=subject, detail=detail)
