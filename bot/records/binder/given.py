"""What other areas prove of an agreement, as the binder reads it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.agreements.model import Agreement, Kind
from bot.agreements.rules.obligations import needs_cadence, owed_by_partner, owed_by_us
from bot.agreements.rules.reminders import has_ended
from bot.agreements.store import register as agreements
from bot.duties import store as duties
from bot.duties.model import Duty, DutyState
from bot.records.model.binder import Lack, Owes, Proof
from bot.records.model.incidents import Incident
from bot.records.rules import incident_places
from bot.records.rules.binder_kept import Item
from bot.records.store import incidents
from bot.storage.tx import Tx

_NUMBER = "特定個人情報"
_CERTIFICATE = "disposal_certificate"


def proof(row: Mapping[str, Any]) -> Proof:
    """A row of a slice's `evidence`."""
    facts = {"title": row.get("title", ""), "said": row.get("evidence", "")}
    where = str(row["subject"])
    if finished := row.get("finished"):
        return Proof(
            what="finished", facts={**facts, "count": finished}, on=row.get("on"), where=where
        )
    if row.get("kind") == "meeting":
        return Proof(what="met", facts=facts, on=row.get("on"), where=where)
    facts = {"kind": row.get("kind", ""), "said": row.get("evidence", "")}
    return Proof(what="duty_done", facts=facts, on=row.get("on"), where=where)


def of_duty(duty: Duty, agreement: Agreement, today: date) -> Iterator[Item]:
    """What an agreement's own duty says: waived with its reason, late, or without a day."""
    facts: dict[str, object] = {"kind": duty.kind, "article": duty.article}
    owes = _owes(agreement, duty)
    if duty.state is DutyState.WAIVED:
        facts = {"kind": duty.kind, "said": duty.evidence}
        yield Proof(what="waived", facts=facts, on=duty.done_on, where=agreement.subject)
    elif needs_cadence(duty):
        yield Lack(what="no_cadence", owes=Owes.OURS, facts=facts)
    elif duty.is_open and duty.due_on is not None and duty.due_on < today:
        yield Lack(what="duty_late", owes=owes, facts={**facts, "day": duty.due_on})
    elif duty.is_open and duty.due_on is not None:
        facts = {"kind": duty.kind, "day": duty.due_on}
        yield Proof(what="duty_ahead", facts=facts, where=agreement.subject)


def _owes(agreement: Agreement, duty: Duty) -> Owes:
    ours, theirs = owed_by_us(agreement, duty), owed_by_partner(agreement, duty)
    if ours and theirs:
        return Owes.BOTH
    return Owes.OURS if ours else Owes.THEIRS


def of_agreement(
    tx: Tx, agreement: Agreement, loose: Sequence[Incident], today: date
) -> Iterator[tuple[str, Item]]:
    """Incidents, certificates and the memorandum on numbers, by the check that asks for them;
    `loose`: the incidents of which nobody has said in which agreement's work they happened."""
    if has_ended(agreement, today):
        for lack in _uncertified(tx, agreement):
            yield "disposal", lack
    for item in _incidents(tx, agreement, loose):
        yield "incidents", item
    beside = [
        one for one in agreements.every(tx) if one.parent == agreement.id and _NUMBER in one.title
    ]
    if not beside:
        yield "number", Proof(what="no_number")
    for one in beside:
        facts = {"title": one.title}
        yield "number", Proof(what="number", facts=facts, on=one.signed_on, where=one.subject)


def _uncertified(tx: Tx, agreement: Agreement) -> Iterator[Lack]:
    """The certificate of disposal that the text asks for and nobody has received."""
    owed = [one for one in duties.of_source(tx, agreement.subject) if one.kind == _CERTIFICATE]
    asked = bool(owed) or agreement.kind is Kind.SPECIAL_TERMS
    if asked and not any(one.state is DutyState.DONE for one in owed):
        yield Lack(what="certificate", owes=Owes.THEIRS, facts={"on": agreement.end or ""})


def _incidents(tx: Tx, agreement: Agreement, loose: Sequence[Incident]) -> Iterator[Item]:
    """The agreement's own; those that name it or its partner; and how many open ones may be its."""
    own = [_own(one) for one in incidents.of_agreement(tx, agreement.id)]
    named = [one for one in loose if incident_places.may_mean(one, agreement)]
    others = sum(one.is_open and one not in named for one in loose)
    found: list[Item] = [*own, *(_named(one) for one in named)]
    if others:
        found.append(Lack(what="incident_loose", owes=Owes.OURS, facts={"count": others}))
    yield from found or (Proof(what="no_incident"),)


def _own(one: Incident) -> Item:
    facts = {"number": one.id, "day": one.known_on}
    if one.is_open:
        return Lack(what="incident_open", owes=Owes.OURS, facts=facts)
    return Proof(what="incident_closed", facts=facts, on=one.closed_on, where=one.subject)


def _named(one: Incident) -> Item:
    facts = {"number": one.id, "day": one.known_on}
    if one.is_open:
        return Lack(what="incident_named", owes=Owes.OURS, facts=facts)
    return Proof(what="incident_named_closed", facts=facts, on=one.closed_on, where=one.subject)
