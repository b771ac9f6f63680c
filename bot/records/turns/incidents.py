"""Incidents when asked for: all of them, one, its facts, its account."""

from dataclasses import replace

from bot.records.model.incidents import Certainty, Facts
from bot.records.rules import incident_rights
from bot.records.rules.incident_clocks import open_clocks
from bot.records.rules.incident_shown import ShownCase
from bot.records.rules.incident_steps import refuse
from bot.records.store import incidents
from bot.records.telling import incident_whom
from bot.records.telling.incident_view import view
from bot.records.turns import incident_typed as typed
from bot.records.turns.incident_report import open_report
from bot.records.turns.incident_seats import (
    case_again,
    done,
    led,
    noted,
    readable,
    seat,
    shown,
)
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.records import incident_forms as forms
from cards.records import incident_told as told
from cards.records import incidents as cards
from cards.records.verbs import incidents as verbs

router = Router()


@router.on(verbs.Incidents)
def listed(turn: Turn, verb: verbs.Incidents) -> Card:
    """事故一覧: every case of the tenant, for who may read them; numbers and days alone.
    Other staff see how far their own reports are."""
    del verb
    if not _reads(turn):
        return _own_reports(turn)
    found = [shown(turn, one) for one in incidents.every(turn.tx)]
    return told.incidents(turn.lang, found)


@router.hears(r"事故一覧|事故の一覧|事故", r"incidents")
def hear(turn: Turn, words: str) -> Card | None:
    """「事故一覧」; of 「事故」 alone, whoever may not read all of them is offered the form of a
    report above their own."""
    if _reads(turn):
        return listed(turn, verbs.Incidents())
    if not incident_rights.may_report(turn.person):
        return None
    if words != "事故":
        return _own_reports(turn)
    form = open_report(turn, verbs.OpenIncidentReport())
    return told.with_own(turn.lang, form, _reported(turn))


def _own_reports(turn: Turn) -> Card:
    if not incident_rights.may_report(turn.person):
        refuse("not_reader")
    return told.own_reports(turn.lang, _reported(turn))


def _reported(turn: Turn) -> list[ShownCase]:
    """What this person has reported, the newest first."""
    found = incidents.reported_by(turn.tx, turn.person.id)
    return [view(turn.tx, one, turn.now) for one in found]


def _reads(turn: Turn) -> bool:
    return incident_rights.reads(turn.person) or seat(turn) is not None


@router.on(verbs.ShowIncident)
def show(turn: Turn, verb: verbs.ShowIncident) -> Card:
    """One case; that it was looked at stands in the ledger. Its reporter sees how far it is, and
    who stands above the officers what is owed, without a word of what happened."""
    one = readable(turn, verb.incident_id)
    noted(turn, turn.actor, verb.name, one)
    case = shown(turn, one)
    if _reads(turn):
        return cards.incident(turn.lang, case)
    if one.reporter == turn.person.id:
        return told.own(turn.lang, case)
    late = any(clock.is_late(turn.today) for clock in open_clocks(one))
    return told.notified(turn.lang, case, late=late, led=incident_whom.is_led(turn.tx, turn.today))


@router.on(verbs.OpenIncidentFacts)
@returning(case_again)
def open_facts(turn: Turn, verb: verbs.OpenIncidentFacts | verbs.CorrectIncident) -> Card:
    """事実を直す: the form."""
    _, one = led(turn, verb.incident_id)
    _open(one.is_open)
    return forms.facts_form(turn.lang, shown(turn, one))


@router.on(verbs.CorrectIncident)
@returning(open_facts)
def correct(turn: Turn, verb: verbs.CorrectIncident) -> Card:
    """The facts as they are known now: what is owed and until when follows from them."""
    by, one = led(turn, verb.incident_id, verb.version)
    _open(one.is_open)
    whose = typed.whose(turn, verb.partner)
    after = replace(
        one,
        known_at=typed.known_at(turn, verb.known_on, verb.known_at),
        known_on=verb.known_on,
        facts=_facts(verb),
        account=replace(one.account, partner=whose.partner),
        agreement=whose.agreement,
        ours=whose.ours,
        version=one.version + 1,
    )
    moved = {"known_on": [str(one.known_on), str(after.known_on)]}
    return done(turn, by, after, verb.name, "facts", **moved)


def _facts(verb: verbs.CorrectIncident) -> Facts:
    return Facts(
        certainty=Certainty(verb.certainty),
        people=typed.people(verb.people),
        sensitive=verb.sensitive,
        loss=verb.loss,
        purpose=verb.purpose,
        numbers=verb.numbers,
        spread=verb.spread,
        protected=verb.protected,
    )


@router.on(verbs.OpenIncidentAccount)
@returning(case_again)
def open_account(turn: Turn, verb: verbs.OpenIncidentAccount | verbs.WriteIncidentAccount) -> Card:
    """報告の内容を書く: the form."""
    _, one = led(turn, verb.incident_id)
    _open(one.is_open)
    return forms.account_form(turn.lang, shown(turn, one))


@router.on(verbs.WriteIncidentAccount)
@returning(open_account)
def write_account(turn: Turn, verb: verbs.WriteIncidentAccount) -> Card:
    """The items of the reports, as far as they are known."""
    by, one = led(turn, verb.incident_id, verb.version)
    _open(one.is_open)
    account = replace(
        one.account,
        what=verb.what,
        records=verb.records,
        cause=verb.cause,
        damage=verb.damage,
        response=verb.response,
        publicity=verb.publicity,
        prevention=verb.prevention,
        other=verb.other,
    )
    after = replace(one, account=account, version=one.version + 1)
    return done(turn, by, after, verb.name, "account")


def _open(is_open: bool) -> None:
    if not is_open:
        refuse("closed")
