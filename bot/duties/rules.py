"""When a duty binds and when it comes back."""

import calendar
from dataclasses import replace
from datetime import date

from bot.duties.model import Duty, DutyState


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
    while (due := months_after(start, step * times)) <= done_on:
        times += 1
    if not binds(duty, due):
        return None
    return replace(duty, id=0, due_on=due, state=DutyState.OPEN, evidence="", version=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
