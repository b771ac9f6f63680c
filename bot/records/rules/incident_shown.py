"""Incidents as cards show them: names instead of ids, times in the tenant's zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.records.model.incidents import Account, Facts, Incident
from bot.records.rules import incident_clocks
from bot.records.rules.incident_duty import Finding

Named = Callable[[int | None], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClock:
    """A clock as a card shows it."""

    step: str
    aim: date
    by: date | None
    way: str = ""
    done_on: date | None = None
    receipt: str = ""
    note: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a law says, in the words of the rules."""

    grounds: tuple[str, ...] = ()
    exempt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an incident belongs: the matter, who else is in it, on which side the city stands."""

    agreement: str = ""
    partner: str = ""
    number: str = ""
    gives: bool = False
    board: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at a case; `leads`: may press, `deputises`: as 代理."""

    leads: bool = False
    deputises: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """A case as a card shows it to one reader."""

    incident_id: int
    version: int
    today: date
    known_at: datetime
    opened_at: datetime
    is_open: bool
    closed_on: date | None
    closed_by: str
    facts: Facts
    account: Account
    clocks: tuple[ShownClock, ...]
    act: Verdict
    number_act: Verdict
    agreement: str
    number: str
    partner: str
    gives: bool
    reporter: str
    leads: bool
    deputises: bool
    board: bool


def shown(
    one: Incident,
    *,
    now: datetime,
    named: Named,
    place: Place,
    reader: Reader,
) -> ShownCase:
    """A case for one reader; `now` in the tenant's zone, `named` gives a person's name."""
    act, number_act = incident_clocks.findings(one.facts)
    zone = now.tzinfo
    return ShownCase(
        incident_id=one.id,
        version=one.version,
        today=now.date(),
        known_at=one.known_at.astimezone(zone),
        opened_at=one.opened_at.astimezone(zone),
        is_open=one.is_open,
        closed_on=one.closed_on,
        closed_by=named(one.closed_by),
        facts=one.facts,
        account=one.account,
        clocks=tuple(_clock(each, named) for each in incident_clocks.clocks(one)),
        act=_verdict(act),
        number_act=_verdict(number_act),
        agreement=place.agreement,
        number=place.number,
        partner=place.partner or one.account.partner,
        gives=place.gives,
        reporter=named(one.reporter),
        leads=reader.leads,
        deputises=reader.deputises,
        board=place.board,
    )


def _verdict(found: Finding) -> Verdict:
    exempt = found.exempt.value if found.exempt else ""
    return Verdict(grounds=tuple(one.value for one in found.grounds), exempt=exempt)


def _clock(clock: incident_clocks.Clock, named: Named) -> ShownClock:
    bare = ShownClock(step=clock.step.value, aim=clock.aim, by=clock.by)
    if clock.done is None:
        return bare
    done = clock.done
    return ShownClock(
        step=bare.step,
        aim=bare.aim,
        by=bare.by,
        way=done.way.value,
        done_on=done.on,
        receipt=done.receipt,
        note=done.note,
        who=named(done.by),
    )
