"""Every slice of the house, and what they bring, joined; slices never know each other."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine, select

from bot import metrics, policy
from bot.agreements.slice import SLICE as AGREEMENTS
from bot.attendance import belonging as at_schools
from bot.attendance.slice import SLICE as ATTENDANCE
from bot.attendance.store import pupils
from bot.delivery import outbox
from bot.errands.registry import Registry
from bot.home import slice as home
from bot.ledger.model import Actor
from bot.logs import trace
from bot.meetings.slice import SLICE as MEETINGS
from bot.notices.slice import SLICE as NOTICES
from bot.people import sealing
from bot.people import store as people
from bot.records import slice as records
from bot.slice import Job, Letter, Panel, Planned, Pulse, Slice, Tick
from bot.storage.tx import Tx, Undone
from bot.training.slice import SLICE as TRAINING
from bot.turns.router import Router

log = structlog.get_logger()

_OFFERING = (AGREEMENTS, MEETINGS, TRAINING, ATTENDANCE, NOTICES)
# What must be proved stands over what is kept; home comes last: its words are the most general.
_UNDER_HOME = (*_OFFERING, records.build(_OFFERING, above=home.KEEPS, forgets=home.FORGETS))
SLICES: tuple[Slice, ...] = (*_UNDER_HOME, home.build(_UNDER_HOME))
KEEPERS = records.keepers_of(_OFFERING, home.FORGETS)
FALLBACKS = home.fallbacks(_UNDER_HOME)
FIGURES = tuple(figure for one in SLICES for figure in one.figures)
ESCALATIONS = frozenset().union(*(one.escalations for one in SLICES))
# Whose staff people are: attendance alone sends cards where others read along.
belonging = at_schools.belonging


def router() -> Router:
    """All verbs and words."""
    return Router().include(one.router for one in SLICES)


def panels() -> tuple[Panel, ...]:
    """All pictures of the tab, in the order of the slices."""
    return tuple(panel for one in SLICES for panel in one.panels)


def errands() -> Registry:
    """All errands."""
    return Registry().include(one.errands for one in SLICES)


def tick_of(tx: Tx, now: datetime, zone: ZoneInfo, job: str) -> Tick:
    """What a job is handed at civil time `now`, told in the tenant's own zone, else in `zone`."""
    local = now.astimezone(policy.zone(tx, zone))
    return Tick(now=local, today=local.date(), actor=Actor.job(job), tx=tx)


def after_errand(tx: Tx, now: datetime, zone: ZoneInfo) -> Tick:
    """What follows an errand is handed: what it posts or changes waits for its turn here."""
    outbox.turnstile(tx)
    return tick_of(tx, now, zone, "errands")


def tick(tx: Tx, now: datetime, zone: ZoneInfo) -> None:
    """Run every job of every slice at civil time `now`, in one tenant's transaction.

    A job that fails is undone and logged; the others are done all the same.
    """
    outbox.turnstile(tx)  # before any other row, as everybody who may change deliveries
    for one in SLICES:
        for job in one.jobs:
            _run(tx, job, now, zone)


def title_of(tx: Tx, subject: str) -> str:
    """What the slice that knows a matter calls it; "" where none does."""
    return next(filter(None, (one.title_of(tx, subject) for one in SLICES)), "")


def under(tx: Tx, subject: str) -> tuple[str, ...]:
    """What belongs to a matter and stands in the ledger by itself."""
    return tuple(near for one in SLICES for near in one.under(tx, subject))


def letters(tx: Tx) -> tuple[tuple[str, Letter], ...]:
    """What this tenant tells others, each letter with the slice that wrote it and reads it."""
    return tuple((one.name, letter) for one in SLICES for letter in one.tells(tx))


def hear(tx: Tx, sender: str, name: str, letter: Letter, now: datetime) -> None:
    """Let the slice of this name read a letter of another tenant."""
    for one in SLICES:
        if one.name == name:
            one.hears(tx, sender, letter, now)


def pulses() -> tuple[Pulse, ...]:
    """All small steps that are taken in real time."""
    return tuple(pulse for one in SLICES for pulse in one.pulses)


def waiting(tx: Tx) -> tuple[Pulse, ...]:
    """The steps that wait to be taken in this tenant."""
    return tuple(pulse for pulse in pulses() if pulse.waits(tx))


def pulse(tx: Tx, now: datetime, zone: ZoneInfo, *, knows_all: bool = True) -> bool:
    """Take every step that waits, in one tenant's transaction; one that fails stays alone.

    Not those that must reach all that there is, where this release doesn't know all of it. Whether
    the next steps needn't wait for the next second.
    """
    outbox.turnstile(tx)
    taken = [pulse for pulse in pulses() if knows_all or not pulse.reaches_all]
    again = [_run(tx, one, now, zone) for one in taken if one.waits(tx)]
    return any(again)


def _run(tx: Tx, job: Job | Pulse, now: datetime, zone: ZoneInfo) -> bool:
    try:
        return bool(tx.apart(lambda tx: job.run(tick_of(tx, now, zone, job.name))))
    except Undone as undone:
        metrics.job_failed(job.name)
        log.error("job_failed", job=job.name, tenant=tx.tenant, **trace(undone.__cause__ or undone))
        return False


# Names that a release before them left in clear.
_SEALING = (sealing, pupils)


def seal_clear(tx: Tx, most: int) -> int:
    """Seal the next names that an earlier release has left in clear; how many there were."""
    return sum(one.seal_clear(tx, most) for one in _SEALING)


def tenants_with_names(engine: Engine) -> tuple[str, ...]:
    """Every tenant of the database with anybody's name, whether it is served here or not."""
    with engine.connect() as connection:
        found = {
            tenant
            for one in _SEALING
            for table in one.NAMED
            for tenant in connection.execute(select(table.c.tenant_id).distinct()).scalars()
        }
    return tuple(sorted(found))


def clear_names(tx: Tx) -> int:
    """How many names an earlier release has left in clear."""
    return sum(one.clear(tx) for one in _SEALING)


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """Every notice that would be sent between two days, the earliest first."""
    found = [notice for one in SLICES for notice in one.planned(tx, since, until)]
    return tuple(sorted(found, key=lambda notice: (notice.on, notice.kind, notice.key)))


def instants(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """When, after `since` and until `until`, a job has something to do beside the morning."""
    found = {instant for one in SLICES for instant in one.instants(tx, since, until)}
    return tuple(sorted(found))


def as_json(tx: Tx, notice: Planned) -> dict[str, Any]:
    """A planned notice as `renkei plan --json` prints it."""
    return {
        "on": notice.on.isoformat(),
        "kind": notice.kind,
        "subject": notice.subject,
        "title": notice.title,
        "to": [people.get(tx, person, notice.on).mail for person in notice.to],
        "why": notice.why,
    }
