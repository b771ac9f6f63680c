"""Every slice of the house, and what they bring, joined; slices never know each other."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.agreements.slice import SLICE as AGREEMENTS
from bot.errands.registry import Registry
from bot.home import slice as home
from bot.ledger.model import Actor
from bot.people import store as people
from bot.slice import Planned, Slice, Tick
from bot.storage.tx import Tx
from bot.turns.router import Router

_OFFERING = (AGREEMENTS,)
# Home comes last: its words are the most general.
SLICES: tuple[Slice, ...] = (*_OFFERING, home.build(_OFFERING))


def router() -> Router:
    """All verbs and words."""
    return Router().include(one.router for one in SLICES)


def errands() -> Registry:
    """All errands."""
    return Registry().include(one.errands for one in SLICES)


def tick_of(tx: Tx, now: datetime, zone: ZoneInfo, job: str) -> Tick:
    """What a job is handed at civil time `now`, told in the tenant's zone."""
    local = now.astimezone(zone)
    return Tick(now=local, today=local.date(), actor=Actor.job(job), tx=tx)


def tick(tx: Tx, now: datetime, zone: ZoneInfo) -> None:
    """Run every job of every slice at civil time `now`, in one tenant's transaction."""
    for one in SLICES:
        for job in one.jobs:
            job.run(tick_of(tx, now, zone, job.name))


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """Every notice that would be sent between two days, the earliest first."""
    found = [notice for one in SLICES for notice in one.planned(tx, since, until)]
    return tuple(sorted(found, key=lambda notice: (notice.on, notice.kind, notice.key)))


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
