"""What the clock does about incidents: reminders and what is late; a case for each exposure."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import structlog

from bot import policy
from bot.logs import trace
from bot.records.jobs import incident_exposures
from bot.records.jobs.incident_looks import AHEAD, coming
from bot.records.model.incidents import Incident
from bot.records.rules.incident_moments import (
    Saying,
    next_look,
    sayings,
)
from bot.records.store import incidents
from bot.records.telling import incidents as telling
from bot.slice import Job, Planned, Pulse, Tick
from bot.storage.tx import Tx, Undone
from bot.workdays import ONE_DAY
from cards.lang import SOURCE, Lang
from cards.records.incidents import K, title

log = structlog.get_logger()

MOST_AT_ONCE = 100  # the next tick takes the rest
NAME = "records.incidents"


def remind(tick: Tick) -> None:
    """What is owed soon, to whoever leads; what is late, to those around them too; by daylight."""
    if policy.sending_time(tick.tx, tick.now) > tick.now:
        return
    for one in incidents.due(tick.tx, tick.today, MOST_AT_ONCE):
        try:
            tick.tx.apart(partial(_say, tick=tick, one=one))
        except Undone as undone:
            log.error("incident_left_out", incident=one.id, **trace(undone.__cause__ or undone))
            # It is looked at again tomorrow: today's log has said what is wrong.
            incidents.looked(tick.tx, one, one.said_on, tick.today + ONE_DAY)


def _say(tx: Tx, *, tick: Tick, one: Incident) -> None:
    found = coming(tx, one, tick.today + AHEAD)
    for saying in sayings(found, one.said_on, tick.today):
        telling.said(tx, one, saying, tick.now)
    incidents.looked(tx, one, tick.today, next_look(found, tick.today))


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """What will be said between two days, if nobody presses anything."""
    return tuple(
        _planned(tx, one, saying)
        for one in incidents.standing(tx)
        for saying in _sayings(tx, one, until)
        if since <= saying.on and telling.audience(tx, saying.kind, saying.on)
    )


def _sayings(tx: Tx, one: Incident, until: date) -> Iterator[Saying]:
    found = coming(tx, one, until)
    after = one.said_on
    while (day := next_look(found, after)) is not None and day <= until:
        yield from sayings(found, after, day)
        after = day


def _planned(tx: Tx, one: Incident, saying: Saying) -> Planned:
    lang = Lang(SOURCE)
    return Planned(
        on=saying.on,
        key=telling.key_of(one, saying.on),
        kind=saying.kind.value,
        subject=one.subject,
        title=title(lang, one.id),
        to=telling.audience(tx, saying.kind, saying.on),
        why=lang.listed(lang.t(f"{K}.what.{step}") for step in saying.steps),
    )


JOBS: tuple[Job, ...] = (Job(name=NAME, run=remind),)
PULSES: tuple[Pulse, ...] = (
    Pulse(name=NAME, waits=incident_exposures.waits, run=incident_exposures.open_cases),
)
