"""The city's own decision as it is registered: 起案, 決裁, 締結, 公表, and a blank signing date."""

from functools import partial

from bot.agreements.model import Decision, SignatureKind, Signing
from bot.agreements.registration import Moment, ask_for_periods
from bot.agreements.rules import decisions
from bot.agreements.turns.press import desk_seat, form, keep, seat
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.agreements import forms
from cards.agreements import verbs as view

router = Router()


@router.on(view.OpenRegistration)
def open_registration(turn: Turn, verb: view.OpenRegistration) -> Card:
    """The form with the steps that are still open."""
    return form(turn, verb, partial(forms.registration_form, today=turn.today))


@router.on(view.RecordDraft)
def record_draft(turn: Turn, verb: view.RecordDraft) -> Card:
    """A draft goes round for decision."""
    at = seat(turn, verb)
    after = decisions.draft(at.agreement, by=at.by, version=verb.version, number=verb.number)
    return keep(turn, at, after, verb, evidence=verb.number)


@router.on(view.RecordDecision)
def record_decision(turn: Turn, verb: view.RecordDecision) -> Card:
    """The city has decided."""
    at = seat(turn, verb)
    decision = Decision(
        decided_on=verb.decided_on,
        decided_class=verb.decided_class,
        decided_post=verb.decided_post,
    )
    after = decisions.decide(
        at.agreement, by=at.by, version=verb.version, decision=decision, today=turn.today
    )
    return keep(turn, at, after, verb, evidence=f"{verb.decided_class} {verb.decided_on}")


@router.on(view.RecordSigning)
def record_signing(turn: Turn, verb: view.RecordSigning) -> Card:
    """The new term is signed; with it alone a new end date exists."""
    at = seat(turn, verb)
    signing = Signing(
        signed_on=verb.signed_on,
        signature=SignatureKind(verb.signature),
        new_end=verb.new_end,
        certificate_expires_on=verb.certificate_expires_on,
        kept_at=verb.kept_at,
    )
    after = decisions.sign(
        at.agreement, by=at.by, version=verb.version, signing=signing, today=turn.today
    )
    return keep(turn, at, after, verb, evidence=f"{verb.signed_on} {verb.kept_at}")


@router.on(view.RecordPublication)
def record_publication(turn: Turn, verb: view.RecordPublication) -> Card:
    """The signed term was published."""
    at = seat(turn, verb)
    after = decisions.publish(
        at.agreement,
        by=at.by,
        version=verb.version,
        published_on=verb.published_on,
        today=turn.today,
    )
    return keep(turn, at, after, verb, evidence=str(verb.published_on))


@router.on(view.OpenSigningDay)
def open_signing_day(turn: Turn, verb: view.OpenSigningDay) -> Card:
    """The form of 締結日を登録, for the desk and the owner."""
    return form(turn, verb, partial(forms.signing_day_form, today=turn.today), desk=True)


@router.on(view.RecordSigningDay)
def record_signing_day(turn: Turn, verb: view.RecordSigningDay) -> Card:
    """A draft, or a blank signing date, comes into force; alerts begin."""
    at = desk_seat(turn, verb)
    after = decisions.register_signing(
        at.agreement, version=verb.version, signed_on=verb.signed_on, today=turn.today
    )
    shown = keep(turn, at, after, verb, evidence=str(verb.signed_on))
    moment = Moment(actor=turn.actor, now=turn.now, today=turn.today)
    ask_for_periods(turn.tx, after, moment)
    return shown
