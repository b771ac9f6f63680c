"""When a duty binds and when it comes back."""

from dataclasses import replace
from datetime import date

from bot.duties.model import Duty, DutyState
from bot.workdays import add_months


def binds(duty: Duty, on: date) -> bool:
    """Whether the duty stands on a day (after-life included)."""
    return (duty.since is None or duty.since <= on) and (duty.until is None or on <= duty.until)


def following(duty: Duty, done_on: date) -> Duty | None:
    """The next occurrence of a recurring duty; None where it doesn't come back or no longer binds.

    Counted from the day it was due, so that a late one doesn't push the others; days that have
    passed by `done_on` are left out.
    """
    if duty.every_months is None:
        return None
    step, start = duty.every_months, duty.due_on or done_on
    times = 1
    while (due := add_months(start, step * times)) <= done_on:
        times += 1
    if not binds(duty, due):
        return None
    return replace(
        duty, id=0, due_on=due, state=DutyState.OPEN, done_on=None, evidence="", version=1
    )
