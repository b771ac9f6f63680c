"""Presses about duties: asked of the partner, done, not applicable, how often."""

from collections.abc import Callable
from dataclasses import replace

from bot.agreements import notices
from bot.agreements.model import Agreement
from bot.agreements.rules import obligations as rules
from bot.agreements.rules.lines import DutyLine, duty_line
from bot.agreements.store import register
from bot.agreements.turns.press import Seat, desk_only, noted, seat_at
from bot.delivery import notices as sent
from bot.duties import store as duties
from bot.duties.model import Duty, DutyState
from bot.errors import NotFound, Stale
from bot.ledger.record import record
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.agreements import verbs as view
from cards.agreements.duties import duty_answered, duty_done_form, waive_form
from cards.elements import Card
from cards.lang import Lang

router = Router()
PressedDuty = view.RequestDuty | view.DutyDone | view.WaiveDuty | view.SetCadence


@router.on(view.RequestDuty)
def request_duty(turn: Turn, verb: view.RequestDuty) -> Card:
    """The partner was asked for what they owe (they have no account: by mail)."""
    at, duty = _shown_duty(turn, verb)
    asked = rules.ask(at.agreement, duty, by=at.by, version=verb.version)
    duties.save(turn.tx, asked)
    return _answer(turn, at, replace(asked, version=asked.version + 1), verb.name)


@router.on(view.OpenDutyDone)
def open_duty_done(turn: Turn, verb: view.OpenDutyDone) -> Card:
    """The form for what was received or done."""
    return _form(turn, verb.duty_id, duty_done_form)


@router.on(view.DutyDone)
def duty_done(turn: Turn, verb: view.DutyDone) -> Card:
    """Done or received, with its evidence; a recurring duty comes back."""
    at, duty = _shown_duty(turn, verb)
    done = rules.done(
        at.agreement, duty, by=at.by, version=verb.version, on=verb.on, today=turn.today
    )
    duties.complete(turn.tx, done, evidence=verb.evidence, on=verb.on)
    after = replace(done, state=DutyState.DONE, evidence=verb.evidence, version=done.version + 1)
    return _answer(turn, at, after, verb.name)


@router.on(view.OpenWaiveDuty)
def open_waive_duty(turn: Turn, verb: view.OpenWaiveDuty) -> Card:
    """The form for why a duty need not be met."""
    return _form(turn, verb.duty_id, waive_form)


@router.on(view.WaiveDuty)
def waive_duty(turn: Turn, verb: view.WaiveDuty) -> Card:
    """Not applicable, with its reason."""
    at, duty = _shown_duty(turn, verb)
    after = rules.waive(at.agreement, duty, by=at.by, version=verb.version, reason=verb.reason)
    duties.save(turn.tx, replace(after, done_on=turn.today))
    return _answer(turn, at, replace(after, version=after.version + 1), verb.name)


@router.on(view.SetCadence)
def set_cadence(turn: Turn, verb: view.SetCadence) -> Card:
    """The city's own period of a yearly thing; the desk says it once."""
    desk_only(turn)
    duty = duties.get(turn.tx, verb.duty_id)
    _fresh(verb, duty)
    after = rules.set_cadence(
        duty,
        version=verb.version,
        months=verb.months,
        first_on=verb.first_on,
        today=turn.today,
    )
    duties.save(turn.tx, after)
    record(turn.tx, turn.actor, at=turn.now, act=verb.name, subject=f"duty:{duty.id}")
    kept = replace(after, version=after.version + 1)
    return _show(turn, _source(turn, duty), kept, turn.person.name)


def _form(turn: Turn, duty_id: int, build: Callable[[Lang, DutyLine], Card]) -> Card:
    at, duty = _duty(turn, duty_id)
    return build(turn.lang, duty_line(at.agreement, duty, turn.today))


def _duty(turn: Turn, duty_id: int) -> tuple[Seat, Duty]:
    """A duty of an agreement, and the presser's seat there; raises Refused for a stranger."""
    duty = duties.get(turn.tx, duty_id)
    return seat_at(turn, _source_id(duty)), duty


def _shown_duty(turn: Turn, verb: PressedDuty) -> tuple[Seat, Duty]:
    """As `_duty`, for a press on a card that showed the duty at one version."""
    at, duty = _duty(turn, verb.duty_id)
    _fresh(verb, duty)
    return at, duty


def _fresh(verb: PressedDuty, duty: Duty) -> None:
    """Raise Stale, with what opens the matter: a silent renewal alone moves the days of a duty."""
    if verb.version != duty.version:
        raise Stale("agreements.refused.changed", show=view.Show(agreement_id=_source_id(duty)))


def _source_id(duty: Duty) -> int:
    kind, _, number = duty.source.partition(":")
    if kind != "agreement":
        raise NotFound(f"duty:{duty.id}")
    return int(number)


def _source(turn: Turn, duty: Duty) -> Agreement:
    return register.get(turn.tx, _source_id(duty))


def _answer(turn: Turn, at: Seat, duty: Duty, act: str) -> Card:
    noted(turn, at.holder, act=act, subject=f"duty:{duty.id}")
    return _show(turn, at.agreement, duty, turn.person.name)


def _show(turn: Turn, agreement: Agreement, duty: Duty, by: str) -> Card:
    """What was recorded, in every copy about this duty."""
    line = duty_line(agreement, duty, turn.today)
    notices.replace(turn.tx, _showing(turn, duty), lambda lang, _: duty_answered(lang, line, by=by))
    return duty_answered(turn.lang, line, by=by)


def _showing(turn: Turn, duty: Duty) -> list[sent.Notice]:
    found: list[sent.Notice] = []
    for kind in ("duty", "after_life"):
        found += sent.of(turn.tx, kind=kind, prefix=f"duty:{duty.id}:")
    asked = sent.find(turn.tx, kind="cadence", source_key=f"cadence:{duty.id}")
    return [*found, *([asked] if asked else [])]
