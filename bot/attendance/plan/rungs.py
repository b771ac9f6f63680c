"""The clock's part of a search: when the next step is told to whom, while nobody has done it."""

from datetime import datetime, timedelta

from bot.attendance.model import Case, CaseState, Function, Step, Times
from bot.attendance.rules import cases as rules

# Who is told besides the class's teachers and the office once a step is due.
TOLD: dict[Step, tuple[Function, ...]] = {
    Step.CALL: (),
    Step.OTHER_CONTACT: (Function.VICE_PRINCIPAL,),
    Step.WAY: (Function.VICE_PRINCIPAL, Function.YEAR_HEAD),
    Step.VISIT: (Function.VICE_PRINCIPAL, Function.PRINCIPAL),
    Step.POLICE: (Function.VICE_PRINCIPAL, Function.PRINCIPAL),
}


def at(case: Case, times: Times, step: Step) -> datetime:
    """When the clock tells of a step that nobody has done by then."""
    return case.opened_at + timedelta(minutes=rules.minutes(times, step))


def reached(case: Case, times: Times, now: datetime) -> Step:
    """How far the ladder has come by the clock, whatever was done of it."""
    return max(
        (step for step in rules.LADDER if step is Step.CALL or at(case, times, step) <= now),
        key=rules.LADDER.index,
    )


def is_behind(case: Case, times: Times, now: datetime) -> bool:
    """Whether the step that the clock has come to, or an earlier one, is still to be done."""
    order = rules.LADDER.index
    return order(case.step) <= order(reached(case, times, now))


def next_look(case: Case, times: Times, now: datetime) -> datetime | None:
    """When the clock takes the case up again: the next step's time; None after the last."""
    if case.state is CaseState.CLOSED:
        return None
    ahead = (at(case, times, step) for step in rules.LADDER)
    return min((one for one in ahead if one > now), default=None)


def moved(case: Case, after: Times, told: Step) -> datetime | None:
    """When the clock takes the case up by other times: of what was `told` it tells no more."""
    ahead = rules.LADDER[rules.LADDER.index(told) + 1 :]
    return next((at(case, after, step) for step in ahead), None)
