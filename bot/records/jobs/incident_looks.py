"""When the clock looks at an incident again."""

from datetime import date, timedelta

from bot import policy
from bot.records.model.incidents import Incident
from bot.records.rules.incident_moments import Moment, moments, next_look
from bot.records.store import incidents
from bot.storage.tx import Tx

AHEAD = timedelta(days=120)  # further than the clock ever has to look for its next word


def coming(tx: Tx, one: Incident, until: date) -> tuple[Moment, ...]:
    """Everything that is said of a case up to a day while nobody presses anything."""
    return moments(one, policy.of(tx).calendar, until)


def look_on(tx: Tx, one: Incident) -> date | None:
    """The next day on which the clock has something to say of it."""
    return next_look(coming(tx, one, one.said_on + AHEAD), one.said_on)


def open_case(tx: Tx, new: Incident, token: str) -> Incident | None:
    """Enter a case, with the day on which the clock looks at it; None where the token has one."""
    return incidents.add(tx, new, token, look_on=look_on(tx, new))


def keep(tx: Tx, after: Incident) -> Incident:
    """Keep what a rule has made of a case; raises Stale."""
    return incidents.save(tx, after, look_on=look_on(tx, after))
