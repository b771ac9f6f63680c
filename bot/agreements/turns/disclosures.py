"""Oral disclosure and publicity: what must be written down, and what must be asked before."""

from bot.agreements import notices
from bot.agreements.model import Answer, Disclosure, Publicity
from bot.agreements.rules import disclosures as rules
from bot.agreements.rules import publicity as publicity_rules
from bot.agreements.rules.lines import asked, told
from bot.agreements.rules.standing import refuse
from bot.agreements.store import disclosures
from bot.agreements.store import publicity as requests
from bot.agreements.turns.press import Seat, noted, seat_at
from bot.delivery import notices as sent
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.agreements import disclosure as disclosure_cards
from cards.agreements import publicity as publicity_cards
from cards.agreements import texts
from cards.agreements import verbs as view
from cards.elements import Card

router = Router()


@router.on(view.OpenOralDisclosure)
def open_oral_disclosure(turn: Turn, verb: view.OpenOralDisclosure) -> Card:
    """The form of 口頭開示: who disclosed what, and was it called confidential at the time."""
    at = seat_at(turn, verb.agreement_id)
    if at.agreement.oral_disclosure_days is None:
        refuse("no_clause")
    return disclosure_cards.disclosure_form(turn.lang, at.matters.shown(at.agreement, turn.today))


@router.on(view.RecordOralDisclosure)
def record_oral_disclosure(turn: Turn, verb: view.RecordOralDisclosure) -> Card:
    """Ours: the record to send is drafted. Theirs: the paper is awaited."""
    at = seat_at(turn, verb.agreement_id)
    new = rules.disclose(
        at.agreement,
        by=at.by,
        disclosed_on=verb.disclosed_on,
        ours=verb.by == "ours",
        topic=verb.what,
        told_confidential=verb.told_confidential,
        today=turn.today,
    )
    kept = disclosures.add(turn.tx, new)
    noted(turn, at.holder, act=verb.name, subject=kept.subject)
    line = told(at.agreement, kept, at.matters.calendar, turn.today)
    draft = texts.disclosure_record(turn.lang, line) if kept.ours else ""
    return disclosure_cards.disclosure_due(turn.lang, line, draft=draft)


@router.on(view.OralWritten)
def oral_written(turn: Turn, verb: view.OralWritten) -> Card:
    """The paper was sent, or has arrived."""
    disclosure = disclosures.get(turn.tx, verb.disclosure_id)
    at = seat_at(turn, disclosure.agreement)
    after = rules.written(
        at.agreement, disclosure, by=at.by, on=verb.on, version=verb.version, today=turn.today
    )
    disclosures.save(turn.tx, after)
    noted(turn, at.holder, act=verb.name, subject=after.subject)
    return _show_written(turn, at, after)


def _show_written(turn: Turn, at: Seat, after: Disclosure) -> Card:
    line = told(at.agreement, after, at.matters.calendar, turn.today)
    by = turn.person.name
    showing = sent.of(turn.tx, kind="oral_disclosure", prefix=f"{after.subject}:")
    notices.replace(
        turn.tx,
        showing,
        lambda lang, _: disclosure_cards.disclosure_written(lang, line, by=by),
    )
    return disclosure_cards.disclosure_written(turn.lang, line, by=by)


@router.on(view.OpenPublicity)
def open_publicity(turn: Turn, verb: view.OpenPublicity) -> Card:
    """The form of 公表の事前協議."""
    at = seat_at(turn, verb.agreement_id)
    return publicity_cards.publicity_form(turn.lang, at.matters.shown(at.agreement, turn.today))


@router.on(view.RequestPublicity)
def request_publicity(turn: Turn, verb: view.RequestPublicity) -> Card:
    """What the city wants to publish, with the mail that asks the partner."""
    at = seat_at(turn, verb.agreement_id)
    new = publicity_rules.request(
        at.agreement,
        by=at.by,
        medium=verb.medium,
        planned_on=verb.on,
        text=verb.text,
        today=turn.today,
    )
    kept = requests.add(turn.tx, new)
    noted(turn, at.holder, act=verb.name, subject=kept.subject)
    line = asked(at.agreement, kept, turn.today)
    return publicity_cards.publicity_asked(
        turn.lang, line, mail=texts.publicity_mail(turn.lang, line)
    )


@router.on(view.PublicityAnswer)
def publicity_answer(turn: Turn, verb: view.PublicityAnswer) -> Card:
    """The partner's answer; only a consent makes it 公表可."""
    request = requests.get(turn.tx, verb.publicity_id)
    at = seat_at(turn, request.agreement)
    after = publicity_rules.answer(
        at.agreement,
        request,
        by=at.by,
        answer=Answer(verb.answer),
        on=verb.on,
        version=verb.version,
        today=turn.today,
    )
    requests.save(turn.tx, after)
    noted(turn, at.holder, act=verb.name, subject=after.subject)
    return _shown(turn, at, after)


def _shown(turn: Turn, at: Seat, after: Publicity) -> Card:
    line = asked(at.agreement, after, turn.today)
    return publicity_cards.publicity_answered(turn.lang, line, by=turn.person.name)
