"""What cards read of what hangs on a matter: a duty, an oral disclosure, a request of publicity."""

from dataclasses import dataclass
from datetime import date

from bot.agreements.model import Agreement, Disclosure, Publicity
from bot.agreements.rules.disclosures import practical_day
from bot.agreements.rules.obligations import owed_by_partner, owed_by_us
from bot.agreements.rules.reminders import has_ended
from bot.agreements.rules.shown import partner_names
from bot.duties.model import Duty
from bot.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty with the matter that it comes from; see cards.agreements.duties.DutyLine."""

    duty_id: int
    version: int
    agreement_id: int
    agreement_title: str
    partner: str
    kind: str
    obligor: str
    ours: bool
    theirs: bool
    article: str
    items: tuple[str, ...]
    due_on: date | None
    every_months: int | None
    until: date | None
    ended_on: date | None
    state: str
    evidence: str
    today: date


def duty_line(agreement: Agreement, duty: Duty, today: date) -> DutyLine:
    """The duty for a card."""
    return DutyLine(
        duty_id=duty.id,
        version=duty.version,
        agreement_id=agreement.id,
        agreement_title=agreement.title,
        partner=partner_names(agreement, today),
        kind=duty.kind,
        obligor=duty.obligor.value,
        ours=owed_by_us(agreement, duty),
        theirs=owed_by_partner(agreement, duty),
        article=duty.article,
        items=duty.items,
        due_on=duty.due_on,
        every_months=duty.every_months,
        until=duty.until,
        ended_on=agreement.end if has_ended(agreement, today) else None,
        state=duty.state.value,
        evidence=duty.evidence,
        today=today,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An oral disclosure; see cards.agreements.disclosure.Disclosure."""

    disclosure_id: int
    version: int
    agreement_id: int
    agreement_title: str
    partner: str
    by: str
    what: str
    disclosed_on: date
    told_confidential: bool
    due_on: date | None
    practical_day: date | None
    article: str
    written_on: date | None
    today: date


def told(agreement: Agreement, disclosure: Disclosure, calendar: Calendar, today: date) -> Told:
    """The disclosure for a card."""
    cites = [cite.article for cite in agreement.citations if cite.fact == "oral_disclosure"]
    return Told(
        disclosure_id=disclosure.id,
        version=disclosure.version,
        agreement_id=agreement.id,
        agreement_title=agreement.title,
        partner=partner_names(agreement, today),
        by="ours" if disclosure.ours else "theirs",
        what=disclosure.topic,
        disclosed_on=disclosure.disclosed_on,
        told_confidential=disclosure.told_confidential,
        due_on=disclosure.due_on,
        practical_day=practical_day(disclosure, calendar),
        article=cites[0] if cites else "",
        written_on=disclosure.written_on,
        today=today,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request of publicity; see cards.agreements.publicity.Publicity."""

    publicity_id: int
    version: int
    agreement_id: int
    agreement_title: str
    partner: str
    medium: str
    on: date
    text: str
    answer: str
    answered_on: date | None
    today: date


def asked(agreement: Agreement, publicity: Publicity, today: date) -> Asked:
    """The request for a card."""
    return Asked(
        publicity_id=publicity.id,
        version=publicity.version,
        agreement_id=agreement.id,
        agreement_title=agreement.title,
        partner=partner_names(agreement, today),
        medium=publicity.medium,
        on=publicity.planned_on,
        text=publicity.text,
        answer="" if publicity.answer.value == "pending" else publicity.answer.value,
        answered_on=publicity.answered_on,
        today=today,
    )
