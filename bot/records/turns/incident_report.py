"""「事故報告」: any member of staff opens a case in a minute."""

import secrets

from bot.records.jobs.incident_looks import open_case
from bot.records.model.incidents import Account, Certainty, Facts, Incident
from bot.records.rules import incident_rights
from bot.records.rules.incident_steps import refuse
from bot.records.store import incidents
from bot.records.telling import incident_whom
from bot.records.telling import incidents as telling
from bot.records.telling.incident_view import view
from bot.records.turns import incident_typed as typed
from bot.records.turns.incident_seats import noted
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.records import incident_forms as forms
from cards.records import incident_told as told
from cards.records.verbs import incidents as verbs

router = Router()


@router.on(verbs.OpenIncidentReport)
def open_report(turn: Turn, verb: verbs.OpenIncidentReport | verbs.ReportIncident) -> Card:
    """The form; what was refused comes back on the form that it was sent from."""
    _staff_only(turn)
    token = verb.token if isinstance(verb, verbs.ReportIncident) else secrets.token_hex(8)
    return forms.report_form(turn.lang, token=token, now=turn.now)


@router.hears(
    r"事故報告|事故の報告|漏えい報告|インシデント報告", r"incident report|report (?:an )?incident"
)
def hear(turn: Turn, words: str) -> Card:
    """「事故報告」."""
    del words
    return open_report(turn, verbs.OpenIncidentReport())


def _staff_only(turn: Turn) -> None:
    if not incident_rights.may_report(turn.person):
        refuse("not_staff")


@router.on(verbs.ReportIncident)
@returning(open_report)
def report(turn: Turn, verb: verbs.ReportIncident) -> Card:
    """報告する: the clocks count from when somebody noticed, not from this press.

    The same form is one case, however often it is sent.
    """
    _staff_only(turn)
    token = f"{turn.person.id}:{verb.token}"
    new = _case(turn, verb)
    opened = open_case(turn.tx, new, token)
    if opened is None:
        found = incidents.find_by_token(turn.tx, token)
        return _received(turn, found or new)
    noted(turn, turn.actor, verb.name, opened, known_on=str(opened.known_on))
    telling.opened(turn.tx, opened, turn.now)
    return _received(turn, opened)


def _received(turn: Turn, one: Incident) -> Card:
    led = incident_whom.is_led(turn.tx, turn.today)
    return told.received(turn.lang, view(turn.tx, one, turn.now), led=led)


def _case(turn: Turn, verb: verbs.ReportIncident) -> Incident:
    known_at = typed.known_at(turn, verb.known_on, verb.known_at)
    whose = typed.whose(turn, verb.partner)
    return Incident(
        id=0,
        known_at=known_at,
        known_on=verb.known_on,
        opened_at=turn.now,
        opened_on=turn.today,
        facts=Facts(
            certainty=Certainty(verb.certainty),
            people=typed.people(verb.people),
            sensitive=verb.sensitive,
            loss=verb.loss,
            purpose=verb.purpose,
            numbers=verb.numbers,
        ),
        account=_account(verb, whose.partner),
        said_on=turn.today,
        reporter=turn.person.id,
        agreement=whose.agreement,
        ours=whose.ours,
    )


def _account(verb: verbs.ReportIncident, partner: str) -> Account:
    """What was told stays as it was, whatever is written of it later."""
    return Account(told=verb.what, what=verb.what, records=verb.records, partner=partner)
