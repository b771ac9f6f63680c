"""What people do to disposals and holds: each act kept, in the ledger, and told to who is next."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.errors import Refused
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.people.model import Person
from bot.records.jobs.keepers import Keepers, against, survey, why_person_stays
from bot.records.model.keeping import PERSON, Disposal, Hold, Leaver, Stage
from bot.records.rules import keeping as rules
from bot.records.store import disposals, holds, leavers
from bot.records.telling import keeping as telling
from bot.retention import Kind
from bot.storage.tx import Tx

MOST_COUNTED = 2000  # in a press; a command counts all before it writes


def propose(
    tx: Tx, new: Disposal, by: Person, witness: Person, *, actor: Actor, act: str
) -> Disposal:
    """Propose; the officer gets the card. Raises Refused."""
    one = disposals.add(tx, rules.propose(new, by, witness))
    noted(tx, actor, one, new.proposed_at, act, kind=one.kind, count=one.count)
    telling.proposed(tx, one, new.proposed_at)
    return one


def check_person(tx: Tx, keepers: Keepers, person: int, now: datetime) -> str:
    """Why one person's data can't go yet; "" where it can."""
    standing = against(tx, keepers, now.date())
    return why_person_stays(tx, keepers, standing, person, now.date())


def counted(tx: Tx, keepers: Keepers, kind: str, person: int | None, now: datetime) -> int:
    """How much a proposal from a card is about; raises Refused where a person can't go yet."""
    if kind != PERSON:
        return survey(tx, keepers, Kind(kind), now, MOST_COUNTED).count
    if person is None:
        rules.refuse("nobody")
    if why := check_person(tx, keepers, person, now):
        raise Refused(f"{rules.REFUSED}.person.{why}")
    return 1


def release(tx: Tx, one: Disposal, by: Person, *, actor: Actor, at: datetime, act: str) -> Disposal:
    """The officer lets it go; the witness gets the card."""
    after = rules.release(one, by, at)
    return _moved(tx, after, actor, at, act)


def send_back(
    tx: Tx, one: Disposal, by: Person, reason: str, *, actor: Actor, at: datetime, act: str
) -> Disposal:
    """The officer sends it back; who proposed it hears why."""
    return _moved(tx, rules.send_back(one, by, reason), actor, at, act)


def withdraw(
    tx: Tx, one: Disposal, by: Person, *, actor: Actor, at: datetime, act: str
) -> Disposal:
    """Who proposed it takes it back."""
    return _moved(tx, rules.withdraw(one, by), actor, at, act)


def begin(tx: Tx, one: Disposal, by: Person, *, actor: Actor, at: datetime, act: str) -> Disposal:
    """The witness begins it: from now on it is carried out, a little each second."""
    after = rules.begin(one, by, at)
    if after.person is not None:
        leavers.add(tx, Leaver(person=after.person, disposal=after.id))
    return _moved(tx, after, actor, at, act)


def _moved(tx: Tx, after: Disposal, actor: Actor, at: datetime, act: str) -> Disposal:
    disposals.save(tx, after)
    noted(tx, actor, after, at, act, stage=after.stage.value)
    telling.changed(tx, after, at)
    if after.stage is Stage.RELEASED:
        telling.released(tx, after, at)
    if after.stage is Stage.RETURNED:
        telling.returned(tx, after, at)
    return after


def noted(tx: Tx, actor: Actor, one: Disposal, at: datetime, act: str, **detail: Any) -> None:
    """The ledger's entry; it names nobody and quotes nothing."""
    record(tx, actor, at=at, act=act, subject=one.subject, detail=detail or None)


def hold(tx: Tx, new: Hold, by: Person, *, actor: Actor, act: str) -> Hold:
    """Keep a matter, a person or a kind of records from being disposed of."""
    checked = rules.hold(new, by, new.set_at.date())
    kept = replace(checked, id=holds.add(tx, checked))
    detail = {"ground": kept.ground.value, "held": kept.subject}
    record(tx, actor, at=new.set_at, act=act, subject=kept.matter, detail=detail)
    return kept


def lift(
    tx: Tx, hold: int, by: Person, reason: str, *, actor: Actor, at: datetime, act: str
) -> Hold:
    """End a hold, with a reason."""
    after = rules.lift(holds.get(tx, hold), by, at, reason)
    holds.save(tx, after)
    record(tx, actor, at=at, act=act, subject=after.matter)
    return after


def witness_of(tx: Tx, mail: str, on: date) -> Person:
    """Who is to witness, by their address; raises Refused."""
    found = people.find_by_mail(tx, mail.strip(), on)
    if found is None or not found.is_here(on):
        raise Refused(f"{rules.REFUSED}.unknown_witness")
    return found
