"""When a duty binds and when it comes back."""

from dataclasses import replace
from datetime import date

from bot.duties.model import Duty, DutyState
from bot.workdays import add_months


def binds(duty: Duty, on: date) -> bool:
    """Whether the duty stands on a day (after-life included)."""
    after_start = duty.since is None or duty.since <= on
    return duty.in_force and after_start and (duty.until is None or on <= duty.until)


def following(duty: Duty, done_on: date, next_on: date | None = None) -> Duty | None:
    """The next occurrence of a recurring duty; None where it doesn't come back or no longer binds.

    It is due on `next_on` where the slice that sees to it knows the day. Else it is counted from
    the day it was due, so that a late one doesn't push the others.
    """
    due = next_on or _counted(duty, done_on)
    if due is None or not binds(duty, due):
        return None
    return again(duty, due)


def again(duty: Duty, due_on: date | None) -> Duty:
    """The same duty open once more, in one line with it."""
    return replace(
        duty,
        id=0,
        lineage=duty.line,
        due_on=due_on,
        state=DutyState.OPEN,
        done_on=None,
        evidence="",
        version=1,
    )


def came_back(duty: Duty, later: Duty) -> bool:
    """Whether `later` is what came back of a duty.

    What an older release brought back says of no line: it goes by the words.
    """
    if duty.line == later.line:
        return True
    return duty.lineage is None and later.lineage is None and _words(duty) == _words(later)


def _words(duty: Duty) -> tuple[object, ...]:
    return (duty.kind, duty.article, duty.items, duty.obligor, duty.every_months)


def _counted(duty: Duty, done_on: date) -> date | None:
    """The first day of its course that hasn't passed by `done_on`."""
    if duty.every_months is None:
        return None
    step, start = duty.every_months, duty.due_on or done_on
    times = 1
    while (due := add_months(start, step * times)) <= done_on:
        times += 1
    return due
