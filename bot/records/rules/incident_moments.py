"""When the clock speaks of an incident: before a last day, on it, and after it has passed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.records.model.incidents import Incident, Step
from bot.records.rules.incident_clocks import Clock, open_clocks
from bot.workdays import ONE_DAY, Calendar

BEFORE_FINAL = (14, 7, 1)  # days ahead of 確報
A_WEEK = timedelta(days=7)
_FINALS = frozenset((Step.FINAL, Step.FINAL_NUMBERS))


class Kind(StrEnum):
    """What is sent: to whoever leads the case, and to those above where a day has passed."""

    REMIND = "records.incident_due"
    LATE = "records.incident_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that is said on a working day about one step."""

    on: date
    kind: Kind
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What one notice of a day says: all that is due, or all that is late."""

    on: date
    kind: Kind
    steps: tuple[Step, ...]


def moments(incident: Incident, calendar: Calendar, until: date) -> tuple[Moment, ...]:
    """Everything that will be said up to a day, in order, while nothing changes.

    `calendar`: the days on which the city works; of a last day on which it doesn't is said before.
    What lies before the case was opened is not said: the first card shows it all.
    """
    if not incident.is_open:
        return ()
    found = {
        moment
        for clock in open_clocks(incident)
        for moment in _of(clock, incident.opened_on, calendar, until)
        if moment.on > incident.opened_on
    }
    return tuple(sorted(found, key=lambda one: (one.on, one.kind, list(Step).index(one.step))))


def _of(clock: Clock, opened_on: date, calendar: Calendar, until: date) -> Iterator[Moment]:
    if clock.by is None:
        first = max(clock.aim, opened_on + ONE_DAY)
        yield from _weekly(clock, Kind.REMIND, first, calendar, until)
        return
    for day in _before(clock, clock.by, calendar):
        yield Moment(on=day, kind=Kind.REMIND, step=clock.step)
    yield from _late(clock, max(clock.by, opened_on) + ONE_DAY, calendar, until)


def _before(clock: Clock, by: date, calendar: Calendar) -> Iterator[date]:
    if clock.step in _FINALS:
        for ahead in BEFORE_FINAL:
            yield calendar.previous_working_day(by - timedelta(days=ahead))
    yield calendar.previous_working_day(clock.aim)
    if clock.step is not Step.CONTRACT:  # at once: its day is the day of knowing itself
        yield calendar.previous_working_day(by)


def _late(clock: Clock, first: date, calendar: Calendar, until: date) -> Iterator[Moment]:
    """The day after, then every week, until somebody has done it."""
    yield from _weekly(clock, Kind.LATE, first, calendar, until)


def _weekly(
    clock: Clock, kind: Kind, first: date, calendar: Calendar, until: date
) -> Iterator[Moment]:
    day = first
    while day <= until:
        yield Moment(on=calendar.next_working_day(day), kind=kind, step=clock.step)
        day += A_WEEK


def sayings(found: Iterable[Moment], after: date, on: date) -> tuple[Saying, ...]:
    """What is sent on a day with all that was missed since `after`: one notice of each kind."""
    missed = [moment for moment in found if after < moment.on <= on]
    made = (_saying(missed, kind, on) for kind in Kind)
    return tuple(one for one in made if one.steps)


def _saying(missed: Iterable[Moment], kind: Kind, on: date) -> Saying:
    steps = {moment.step for moment in missed if moment.kind is kind}
    return Saying(on=on, kind=kind, steps=tuple(step for step in Step if step in steps))


def next_look(found: Iterable[Moment], after: date) -> date | None:
    """The next day on which something is said; None where nothing more is."""
    return next((moment.on for moment in found if moment.on > after), None)
