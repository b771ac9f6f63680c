"""The clocks of an incident: what is owed, and by which day.

Days count from the one on which an employee knew, which is day 1; a last day on which the
authorities are closed (行政機関の休日: weekends, holidays, 12/29 to 1/3) moves on. A city's own
closed days move nothing: whoever receives the report is open on them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.records.model.incidents import Done, Facts, Incident, Step
from bot.records.rules.incident_duty import Finding, Ground, under_the_act, under_the_number_act
from bot.workdays import Calendar

SOON, FIRST = 3, 5  # 速やかに: three to five days
FINAL, FINAL_OF_PURPOSE = 30, 60  # 規則44条2項
_AUTHORITIES = Calendar()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A step that is owed. `by`: its last day, None where the law only says without delay.

    `aim`: the day on which it should be done. `done`: how it was settled, None while it is open.
    """

    step: Step
    aim: date
    by: date | None
    done: Done | None = None

    @property
    def is_open(self) -> bool:
        return self.done is None

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed and nobody has settled it."""
        return self.is_open and self.by is not None and today > self.by


def nth_day(known_on: date, count: int) -> date:
    """Day `count` from the day of knowing, which is day 1; moved on where offices are closed."""
    return _AUTHORITIES.next_working_day(known_on + timedelta(days=count - 1))


def clocks(incident: Incident) -> tuple[Clock, ...]:
    """Everything that is owed of an incident, settled or not, in the order of the steps."""
    found = {clock.step: clock for clock in _owed(incident)}
    return tuple(found[step] for step in Step if step in found)


def open_clocks(incident: Incident) -> tuple[Clock, ...]:
    """What nobody has settled yet, the most pressing first."""
    left = (clock for clock in clocks(incident) if clock.is_open)
    return tuple(sorted(left, key=lambda clock: clock.by or clock.aim))


def newly_late(before: Incident, after: Incident, today: date) -> tuple[Step, ...]:
    """What a change has made late that wasn't: a duty come to light after its last day."""
    known = {clock.step for clock in clocks(before) if clock.is_late(today)}
    late = (clock.step for clock in clocks(after) if clock.is_late(today))
    return tuple(step for step in late if step not in known)


def final_days(*findings: Finding) -> int:
    """In how many days 確報 is owed: more, where somebody had a wrong purpose."""
    purposeful = any(Ground.PURPOSE in one.grounds for one in findings)
    return FINAL_OF_PURPOSE if purposeful else FINAL


def _owed(incident: Incident) -> Iterator[Clock]:
    act, numbers = findings(incident.facts)
    known = incident.known_on
    if incident.has_partner:
        yield _clock(incident, Step.CONTRACT, known, known)
    if act.is_owed:
        yield from _reports(incident, act, Step.FIRST, Step.FINAL)
    if numbers.is_owed:
        yield from _reports(incident, numbers, Step.FIRST_NUMBERS, Step.FINAL_NUMBERS)
    last = nth_day(known, final_days(act, numbers))
    if act.is_owed or numbers.is_owed:
        yield _clock(incident, Step.PERSONS, nth_day(known, FIRST), None)
        yield _clock(incident, Step.PUBLIC, last, None)
    yield _clock(incident, Step.PREVENTION, last, None)


def findings(facts: Facts) -> tuple[Finding, Finding]:
    """What the two laws say."""
    return under_the_act(facts), under_the_number_act(facts)


def _reports(incident: Incident, finding: Finding, first: Step, final: Step) -> Iterator[Clock]:
    known = incident.known_on
    soon, by = nth_day(known, SOON), nth_day(known, FIRST)
    yield _clock(incident, first, soon, by)
    last = nth_day(known, final_days(finding))
    yield _clock(incident, final, last, last)


def _clock(incident: Incident, step: Step, aim: date, by: date | None) -> Clock:
    return Clock(step=step, aim=aim, by=by, done=incident.done(step))
