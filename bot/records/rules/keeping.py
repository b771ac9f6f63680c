"""Who may keep, hold and dispose, what stands against a disposal, what its certificate says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NoReturn

from bot.errors import Refused
from bot.people.model import Person, Role
from bot.records.model.keeping import PERSON, Disposal, Ground, Hold, Stage
from bot.retention import Expired, Kind

REFUSED = "records.keeping.refused"
DESKS = frozenset((Role.AGREEMENT_DESK, Role.TRAINING_DESK, Role.SCHOOL_DESK))
PROPOSERS = frozenset((*DESKS, Role.OPERATOR))
HOLDERS = frozenset((*DESKS, Role.SECURITY_OFFICER))
READERS = frozenset((*PROPOSERS, Role.SECURITY_OFFICER, Role.AUDITOR))


def refuse(why: str, **facts: object) -> NoReturn:
    """Raise Refused with the reason in words."""
    raise Refused(f"{REFUSED}.{why}", **facts)


def has(person: Person, roles: frozenset[Role]) -> bool:
    """Whether somebody has any of these roles."""
    return not person.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What stands against disposals today: held matters and kinds, and matters with open work."""

    held: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()

    def why(self, one: Expired, kind: str) -> str:
        """Why this can't go: held, open_incident, or the slice's own word; "" where it can."""
        if kind in self.kinds or one.subject in self.held:
            return "held"
        if one.subject in self.incidents:
            return "open_incident"
        return one.blocked


def propose(disposal: Disposal, by: Person, witness: Person) -> Disposal:
    """Somebody of a desk, or the operator, proposes; the witness is another member of staff.

    Refused where nothing is to go, or the certificate would have a blank.
    """
    if not has(by, PROPOSERS):
        refuse("not_proposer")
    if witness.id == by.id or not witness.is_staff:
        refuse("witness")
    if disposal.count < 1:
        refuse("nothing")
    if not disposal.medium.strip() or not disposal.method.strip():
        refuse("blank")
    return disposal


def release(one: Disposal, by: Person, at: datetime) -> Disposal:
    """The officer lets it go, in person: not what they proposed, nor what they are to witness."""
    _officer(one, by)
    if by.id in (one.proposed_by, one.witness):
        refuse("same_person")
    return replace(
        one,
        stage=Stage.RELEASED,
        released_by=by.id,
        released_at=at,
        responsible=by.name,
        version=one.version + 1,
    )


def send_back(one: Disposal, by: Person, reason: str) -> Disposal:
    """The officer sends it back with a reason."""
    _officer(one, by)
    if not reason.strip():
        refuse("no_reason")
    return replace(one, stage=Stage.RETURNED, answer=reason, version=one.version + 1)


def _officer(one: Disposal, by: Person) -> None:
    if Role.SECURITY_OFFICER not in by.roles:
        refuse("not_officer")
    if one.stage is not Stage.PROPOSED:
        refuse("not_proposed")


def begin(one: Disposal, by: Person, at: datetime) -> Disposal:
    """The witness begins it in their presence (立会い)."""
    if one.stage is not Stage.RELEASED:
        refuse("not_released")
    if by.id != one.witness:
        refuse("not_witness")
    return replace(
        one, stage=Stage.RUNNING, begun_at=at, witnessed=by.name, version=one.version + 1
    )


def withdraw(one: Disposal, by: Person) -> Disposal:
    """Who proposed it takes it back, as long as nothing has gone."""
    if by.id != one.proposed_by:
        refuse("not_yours")
    if one.stage not in (Stage.PROPOSED, Stage.RELEASED):
        refuse("begun")
    return replace(one, stage=Stage.WITHDRAWN, version=one.version + 1)


def certificate(one: Disposal, item: str) -> Mapping[str, str]:
    """The six fields of a certificate: item, medium, quantity, method, person, day. Raises Refused
    where it isn't done, nothing went, or a field would be blank."""
    if one.stage is not Stage.DONE:
        refuse("not_done")
    if one.gone < 1:
        refuse("none_gone")
    fields = {
        "item": item,
        "medium": one.medium,
        "quantity": str(one.gone),
        "method": one.method,
        "person": one.responsible,
        "day": one.ended_on.isoformat() if one.ended_on else "",
    }
    if not all(value.strip() for value in (*fields.values(), one.witnessed)):
        refuse("blank")
    return fields


def hold(one: Hold, by: Person, today: date) -> Hold:
    """A hold by a desk or the officer; an extension has its last day."""
    if not has(by, HOLDERS):
        refuse("not_holder")
    if not one.why.strip():
        refuse("no_reason")
    if one.ground is Ground.EXTENSION and one.until is None:
        refuse("no_day")
    if one.until is not None and one.until < today:
        refuse("past_day")
    kind, _, rest = one.subject.partition(":")
    if not rest or (kind == "kind" and rest not in set(Kind)):
        refuse("unknown_matter")
    return one


def lift(one: Hold, by: Person, at: datetime, reason: str) -> Hold:
    """A desk or the officer ends a hold, with a reason."""
    if not has(by, HOLDERS):
        refuse("not_holder")
    if one.lifted_at is not None:
        refuse("lifted")
    if not reason.strip():
        refuse("no_reason")
    return replace(one, lifted_by=by.id, lifted_at=at, lifted_why=reason)


def is_person(one: Disposal) -> bool:
    """Whether it is about one person on request."""
    return one.kind == PERSON
