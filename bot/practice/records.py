"""What an auditor finds in the practice tenant: registers, an inspection, incidents, a disposal.

All of it is entered as if it had been pressed in the months before; no card of it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.agreements.clauses import as_json
from bot.agreements.clauses import read as read_clauses
from bot.agreements.documents import read_text
from bot.agreements.model import Agreement
from bot.agreements.rules.readings import duties_in
from bot.agreements.store import register as agreements
from bot.duties import store as duties
from bot.emulator import city_records
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.people.model import Person
from bot.records.jobs import inspecting
from bot.records.jobs.incident_looks import keep, open_case
from bot.records.model.incidents import Account, Done, Facts, Incident, Step, Way
from bot.records.model.inspections import How, Inspection
from bot.records.model.keeping import Disposal
from bot.records.model.keeping import Stage as Phase
from bot.records.model.subcontracts import Stage, Subcontract
from bot.records.rules import incident_steps
from bot.records.rules import inspections as inspection_rules
from bot.records.sheets import book
from bot.records.store import disposals, subcontracts
from bot.storage.tx import Tx

_ACTOR = Actor.job("practice")
_WORDS = ("told", "records", "cause", "response", "prevention")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Who enters it, and when (`now` in the tenant's zone)."""

    tx: Tx
    now: datetime

    def person(self, mail: str) -> Person:
        """Somebody of the sample city; raises LookupError for nobody."""
        found = people.find_by_mail(self.tx, mail, self.now.date())
        if found is None:
            raise LookupError(mail)
        return found

    def agreement(self, number: str) -> Agreement:
        """An agreement of the sample register; raises LookupError for none."""
        found = agreements.numbered(self.tx, number)
        if found is None:
            raise LookupError(number)
        return found

    def at(self, moment: datetime) -> datetime:
        """A moment of the file, on the tenant's clocks."""
        return moment.replace(tzinfo=self.now.tzinfo)

    def noted(self, act: str, subject: str) -> None:
        """The ledger's entry."""
        record(self.tx, _ACTOR, at=self.now, act=act, subject=subject)


def load(tx: Tx, now: datetime) -> None:
    """Enter all of it; `now` in the tenant's zone."""
    desk, told = _Desk(tx=tx, now=now), city_records.told()
    _read(desk, told["reading"])
    for one in told["subcontract"]:
        _subcontract(desk, one)
    for sheet in city_records.sheets():
        book.put(tx, book.read(sheet), actor=_ACTOR, now=now, today=now.date())
    for one in told["inspection"]:
        _inspection(desk, one)
    for one in told["incident"]:
        _incident(desk, one)
    _disposal(desk, told["disposal"])


def _read(desk: _Desk, told: Mapping[str, Any]) -> None:
    """The duties of a text, for the agreement that stands in the register already."""
    agreement, text = desk.agreement(told["agreement"]), city_records.text(told["text"])
    documents: Any = as_json(read_clauses(read_text(text), text.name))["documents"]
    for duty in duties_in(documents[0], agreement, desk.now.date()):
        duties.add(desk.tx, duty)
    desk.noted("agreements.read", agreement.subject)


def _subcontract(desk: _Desk, told: Mapping[str, Any]) -> None:
    """Approved where the file has a decision; else half filled in, and so blocked."""
    agreement = desk.agreement(told["agreement"])
    decided = {"stage": Stage.APPROVED, "decided_post": agreement.post}
    given = {**told, "agreement": agreement.id, **(decided if "decided_on" in told else {})}
    kept = subcontracts.add(desk.tx, Subcontract(**given))
    desk.noted("records.save_subcontract", kept.subject)


def _inspection(desk: _Desk, told: Mapping[str, Any]) -> None:
    """Planned, done, and where something was wrong the improvement asked for."""
    agreement, tx = desk.agreement(told["agreement"]), desk.tx
    planned: date = told["planned_on"]
    new = Inspection(
        subject=agreement.subject,
        post=agreement.post,
        how=How(told["way"]),
        article=told["article"],
        topic=told["topic"],
        planned_on=planned,
        registered_on=planned - timedelta(days=30),
        said_on=desk.now.date(),
    )
    one = inspecting.add(tx, new)
    one = inspecting.keep(
        tx,
        inspection_rules.done(
            one,
            on=told["done_on"],
            sound=told.get("sound", False),
            findings=told["findings"],
            today=told["done_on"],
            version=one.version,
        ),
    )
    if "asked_on" in told:
        due, asked = told["due_on"], told["asked_on"]
        one = inspecting.keep(
            tx,
            inspection_rules.ask(
                one, why=told["ask"], due_on=due, today=asked, version=one.version
            ),
        )
    desk.noted("records.inspection_done", one.matter)


def _incident(desk: _Desk, told: Mapping[str, Any]) -> None:
    """Reported and led as far as the file says; its clocks run on from there."""
    officer = desk.person(city_records.OFFICER)
    one = open_case(desk.tx, _reported(desk, told), told["token"])
    if one is None:
        return
    for step in told["step"]:
        one = keep(
            desk.tx, incident_steps.settle(one, _done(step, officer, desk), today=step["on"])
        )
    if "closed_at" in told:
        at = desk.at(told["closed_at"])
        one = incident_steps.close(one, by=officer.id, at=at, reason=told["reason"])
        one = keep(desk.tx, one)
    desk.noted("records.report_incident", one.subject)


def _reported(desk: _Desk, told: Mapping[str, Any]) -> Incident:
    known, opened = desk.at(told["known_at"]), desk.at(told["opened_at"])
    agreement = desk.agreement(told["agreement"]) if "agreement" in told else None
    words = {name: told[name] for name in _WORDS if name in told}
    return Incident(
        id=0,
        known_at=known,
        known_on=known.date(),
        opened_at=opened,
        opened_on=opened.date(),
        facts=Facts(people=told["people"], sensitive=told.get("sensitive", False)),
        account=Account(what=told["told"], **words),
        said_on=desk.now.date() - timedelta(days=1),
        reporter=desk.person(told["reporter"]).id,
        agreement=agreement.id if agreement else None,
        ours="甲" if agreement else "",
    )


def _done(step: Mapping[str, Any], officer: Person, desk: _Desk) -> Done:
    return Done(
        step=Step(step["step"]),
        way=Way.DONE,
        on=step["on"],
        by=officer.id,
        at=desk.now,
        receipt=step.get("receipt", ""),
        note=step.get("note", ""),
    )


def _disposal(desk: _Desk, told: Mapping[str, Any]) -> None:
    """One that was carried out, with its certificate."""
    officer, witness = desk.person(city_records.OFFICER), desk.person(told["witness"])
    words = {name: told[name] for name in ("kind", "cut", "count", "ended_on", "why", "medium")}
    new = Disposal(
        id=0,
        **words,
        method=told["method"],
        proposed_at=desk.at(told["proposed_at"]),
        released_at=desk.at(told["released_at"]),
        begun_at=desk.at(told["begun_at"]),
        stage=Phase.DONE,
        gone=told["count"],
        proposed_by=desk.person(told["proposer"]).id,
        released_by=officer.id,
        witness=witness.id,
        responsible=officer.name,
        witnessed=witness.name,
    )
    desk.noted("records.disposed", disposals.add(desk.tx, new).subject)
