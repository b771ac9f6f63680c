"""Disposals and holds as cards show them: names instead of ids."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.people.model import Person, Role
from bot.records.model.keeping import Disposal, Held, Hold, Stage
from bot.records.rules import keeping as rules

Named = Callable[[int | None], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDisposal:
    """A disposal as a card shows it to one reader."""

    disposal_id: int
    version: int
    kind: str
    stage: str
    cut: date
    count: int
    gone: int
    accounts: int
    kept: Mapping[str, int]
    backups: tuple[Held, ...]
    why: str
    answer: str
    medium: str
    method: str
    proposed_by: str
    proposed_on: date
    witness: str
    responsible: str
    ended_on: date | None
    may: frozenset[str] = frozenset()


def shown(one: Disposal, named: Named, reader: Person | None = None) -> ShownDisposal:
    """A disposal with names, for a reader; for None nothing may be pressed but to open it."""
    return ShownDisposal(
        disposal_id=one.id,
        version=one.version,
        kind=one.kind,
        stage=one.stage.value,
        cut=one.cut,
        count=one.count,
        gone=one.gone,
        accounts=one.accounts,
        kept=one.kept,
        backups=one.backups,
        why=one.why,
        answer=one.answer,
        medium=one.medium,
        method=one.method,
        proposed_by=named(one.proposed_by),
        proposed_on=one.proposed_at.date(),
        witness=one.witnessed or named(one.witness),
        responsible=one.responsible,
        ended_on=one.ended_on,
        may=may(one, reader) if reader else frozenset(),
    )


def may(one: Disposal, reader: Person) -> frozenset[str]:
    """What a reader may press on it now."""
    found = set()
    if one.stage is Stage.PROPOSED and Role.SECURITY_OFFICER in reader.roles:
        found.add("release")
    if one.stage is Stage.RELEASED and reader.id == one.witness:
        found.add("begin")
    if one.stage in (Stage.PROPOSED, Stage.RELEASED) and reader.id == one.proposed_by:
        found.add("withdraw")
    return frozenset(found)


def reads(one: Disposal, reader: Person) -> bool:
    """Whether somebody may see it: desks, officer, auditor, operator, and the witness."""
    return rules.has(reader, rules.READERS) or reader.id == one.witness


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHold:
    """A hold as a card shows it."""

    hold_id: int
    ground: str
    what: str
    why: str
    set_by: str
    set_on: date
    until: date | None


def shown_hold(one: Hold, named: Named, what: str) -> ShownHold:
    """A hold with names."""
    return ShownHold(
        hold_id=one.id,
        ground=one.ground.value,
        what=what,
        why=one.why,
        set_by=named(one.set_by),
        set_on=one.set_at.date(),
        until=one.until,
    )
