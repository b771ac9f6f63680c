"""What teachers do with a family's report: confirm, ring, share with the nurse, ring back."""

from bot.attendance import access, receiving, seen, telling
from bot.attendance.model import Ack, Class, Report, ReportState
from bot.attendance.rules import phrases
from bot.attendance.rules.access import Right
from bot.attendance.rules.answers import is_request
from bot.attendance.store import enrolments, reports
from bot.attendance.turns import right
from bot.errors import Refused
from bot.ledger.record import record
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import common
from cards.attendance import staff as view
from cards.attendance.verbs import staff as verbs
from cards.elements import Card

router = Router()
_SETTLED = (Ack.CONFIRMED, Ack.RETURNED)


@router.on(verbs.Confirm)
def confirm(turn: Turn, verb: verbs.Confirm) -> Card:
    """確認しました; the family reads it at once, with the phrase that was chosen.

    Not before the registered number was rung where the child is to be handed over, or where the
    child alone has sent it. A second press changes nothing.
    """
    found, capacity = right.report(turn, verb.report_id, Right.ANSWER)
    if _is_over(found) or found.ack in _SETTLED:
        return _shown(turn, found)
    if found.state is ReportState.HELD or is_request(found):
        raise Refused("attendance.refused.ring_first")
    if verb.reply and verb.reply not in phrases.TO_FAMILY:
        raise Refused("attendance.refused.phrase")
    kept = receiving.answer(
        turn.tx,
        found,
        turn.now,
        ack=Ack.CONFIRMED,
        by=capacity.holder,
        actor=right.actor(turn, capacity),
        reply=verb.reply,
    )
    return _shown(turn, kept)


@router.on(verbs.Call)
def call(turn: Turn, verb: verbs.Call) -> Card:
    """電話します; the family reads that the school rings."""
    return _answered(turn, verb.report_id, Ack.CALLING, Right.ANSWER)


@router.on(verbs.Returned)
def returned(turn: Turn, verb: verbs.Returned) -> Card:
    """折り返し確認済み: who presses has rung the registered number and stands for it by name."""
    return _answered(turn, verb.report_id, Ack.RETURNED, Right.RETURN)


def _answered(turn: Turn, report_id: int, ack: Ack, needed: Right) -> Card:
    found, capacity = right.report(turn, report_id, needed)
    if _is_over(found) or found.ack in (ack, Ack.RETURNED):
        return _shown(turn, found)
    actor = right.actor(turn, capacity)
    by = capacity.holder
    return _shown(turn, receiving.answer(turn.tx, found, turn.now, ack=ack, by=by, actor=actor))


@router.on(verbs.ShareNurse)
def share_nurse(turn: Turn, verb: verbs.ShareNurse) -> Card:
    """保健室と共有: the nurse gets a card of it; what was answered before stays answered."""
    found, capacity = right.report(turn, verb.report_id, Right.ANSWER)
    if _is_over(found):
        return _shown(turn, found)
    actor = right.actor(turn, capacity)
    if not telling.share(turn.tx, found, turn.now):
        raise Refused("attendance.refused.no_nurse")
    if found.ack is not Ack.NONE:
        record(turn.tx, actor, at=turn.now, act=verb.name, subject=found.subject)
        return _shown(turn, found)
    by = capacity.holder
    kept = receiving.answer(turn.tx, found, turn.now, ack=Ack.NURSE, by=by, actor=actor)
    return _shown(turn, kept)


@router.on(verbs.ConfirmHeld)
def confirm_held(turn: Turn, verb: verbs.ConfirmHeld) -> Card:
    """保護者に確認しました: the report counts from now on."""
    found, capacity = right.report(turn, verb.report_id, Right.RETURN)
    if found.state is not ReportState.HELD:
        return _shown(turn, found)
    actor = right.actor(turn, capacity)
    return _shown(turn, receiving.confirm_held(turn.tx, found, turn.now, actor=actor))


@router.on(verbs.ConfirmClass)
def confirm_class(turn: Turn, verb: verbs.ConfirmClass) -> Card:
    """まとめて確認しました, in a week of influenza: what needs a call or differs stays open."""
    class_, capacity = access.class_right(turn, Right.ANSWER, verb.class_id)
    waiting = [one for one in _of_class(turn, class_, verb) if one.ack is Ack.NONE]
    told = seen.told(turn.tx, waiting, turn.now)
    ready = {one.report_id for one in told if view.can_confirm(one) and not one.differs}
    actor = right.actor(turn, capacity)
    kept = receiving.confirm_all(
        turn.tx,
        (one for one in waiting if one.id in ready),
        turn.now,
        by=capacity.holder,
        actor=actor,
    )
    said = [turn.lang.t("attendance.staff.confirmed_many", count=len(kept))]
    left = len(told) > len(kept)
    left_over = [turn.lang.t("attendance.staff.left_many")] if left else []
    return common.answer(turn.lang, turn.lang.t("attendance.staff.title"), [*said, *left_over])


def _of_class(turn: Turn, class_: Class, verb: verbs.ConfirmClass) -> tuple[Report, ...]:
    pupils = tuple(one.pupil for one in enrolments.of_class(turn.tx, class_.id, verb.day))
    found = reports.of_pupils(turn.tx, pupils, verb.day, verb.day)
    return tuple(one for one in found if one.school == class_.school and not _is_over(one))


def _is_over(found: Report) -> bool:
    return found.state not in receiving.ALIVE


def _shown(turn: Turn, found: Report) -> Card:
    return view.received(turn.lang, right.told(turn, found))
