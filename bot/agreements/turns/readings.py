"""The desk looks at what was read: accepts it, puts it right, or throws it away."""

from collections.abc import Callable

from bot.agreements import notices
from bot.agreements.model import Agreement, Notice, Reading, ReadingState, RenewalKind
from bot.agreements.registration import Moment, enter
from bot.agreements.reviews import Review, review_of
from bot.agreements.rules.readings import Corrections, corrected_proposal, settled
from bot.agreements.rules.standing import refuse
from bot.agreements.store import readings
from bot.agreements.turns.press import desk_only
from bot.delivery import notices as sent
from bot.errors import Stale
from bot.ledger.record import record
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.agreements import verbs as view
from cards.agreements.review import correction_form, read_accepted, read_rejected
from cards.elements import Card
from cards.lang import Lang

router = Router()
Build = Callable[[Lang, Review], Card]


@router.on(view.AcceptReading)
def accept_reading(turn: Turn, verb: view.AcceptReading) -> Card:
    """The desk takes over what was read, as it stands."""
    reading = _waiting(turn, verb.reading_id, verb.version)
    return _register(turn, reading, reading.proposal, verb.name)


@router.on(view.OpenCorrection)
def open_correction(turn: Turn, verb: view.OpenCorrection) -> Card:
    """The form with the facts that deadlines are computed from."""
    reading = _waiting(turn, verb.reading_id, verb.version)
    return correction_form(turn.lang, review_of(reading, turn.today, turn.lang))


@router.on(view.CorrectReading)
def correct_reading(turn: Turn, verb: view.CorrectReading) -> Card:
    """The facts as the desk states them replace what was read."""
    reading = _waiting(turn, verb.reading_id, verb.version)
    return _register(
        turn, reading, corrected_proposal(reading.proposal, _corrections(verb)), verb.name
    )


def _corrections(verb: view.CorrectReading) -> Corrections:
    notice = None
    if verb.notice_value is not None:
        notice = Notice(value=verb.notice_value, unit=verb.notice_unit or "months")
    return Corrections(
        title=verb.title,
        partner=verb.partner,
        signed_on=verb.signed_on,
        start=verb.start,
        end=verb.end,
        renewal=RenewalKind(verb.renewal),
        extension_months=verb.extension_months,
        notice=notice,
        oral_disclosure_days=verb.oral_disclosure_days,
    )


@router.on(view.RejectReading)
def reject_reading(turn: Turn, verb: view.RejectReading) -> Card:
    """What was read is thrown away."""
    reading = _waiting(turn, verb.reading_id, verb.version)
    after = settled(reading, ReadingState.REJECTED, version=reading.version)
    return _settle(turn, after, verb.name, _by(turn, read_rejected))


def _waiting(turn: Turn, reading_id: int, version: int) -> Reading:
    desk_only(turn)
    reading = readings.get(turn.tx, reading_id)
    if reading.state is not ReadingState.WAITING:
        refuse("already")
    if reading.version != version:
        raise Stale("agreements.refused.changed")
    return reading


def _register(turn: Turn, reading: Reading, agreement: Agreement, act: str) -> Card:
    moment = Moment(actor=turn.actor, now=turn.now, today=turn.today)
    kept = enter(turn.tx, agreement, reading.document, moment)
    after = settled(reading, ReadingState.ACCEPTED, version=reading.version, agreement=kept.id)
    return _settle(turn, after, act, _by(turn, read_accepted))


def _by(turn: Turn, build: Callable[..., Card]) -> Build:
    return lambda lang, shown: build(lang, shown, by=turn.person.name)


def _settle(turn: Turn, after: Reading, act: str, build: Build) -> Card:
    """The desk has decided: every desk's copy says so."""
    readings.save(turn.tx, after)
    record(turn.tx, turn.actor, at=turn.now, act=act, subject=after.subject)
    notice = sent.find(turn.tx, kind="review", source_key=after.subject)
    if notice is not None:
        notices.replace(
            turn.tx,
            (notice,),
            lambda lang, _: build(lang, review_of(after, turn.today, lang)),
        )
    return build(turn.lang, review_of(after, turn.today, turn.lang))
