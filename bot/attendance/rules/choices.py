"""What a school decides for itself: which times and numbers go together, and what was changed."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import time
from itertools import pairwise

from bot.attendance.model import School, Step, Times
from bot.errors import Refused

Value = str | int | bool | tuple[int, ...] | None

EARLIEST = time(5, 0)  # nobody is told anything at night
LONGEST = 480  # minutes: a search doesn't wait for the next day
MOST_MEALS = 10  # school days ahead
MOST_PERCENT = 100
# Each is no later than the other. The moments of the clock follow from them in this order.
ORDER = (
    ("wake", "report_by"),
    ("leave_from", "assembly"),
    ("report_by", "assembly"),
    ("assembly", "missing_from"),
    ("assembly", "confirm_by"),
    ("missing_from", "summary_at"),
    ("confirm_by", "summary_at"),
    ("summary_at", "ends_at"),
)
OPTIONS = ("holds_pupils", "shows_teacher", "meals_days", "closure_percent")
_REFUSED = "attendance.settings.refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One setting that is another now; a time is written as 08:15."""

    name: str
    before: Value
    after: Value


def check_times(times: Times) -> None:
    """Raises Refused with the first two times that can't be so together."""
    if times.wake < EARLIEST:
        raise Refused(f"{_REFUSED}.early", earliest=_clock(EARLIEST))
    for first, second in ORDER:
        earlier, later = getattr(times, first), getattr(times, second)
        if earlier > later:
            said = {"first": _clock(earlier), "second": _clock(later)}
            raise Refused(f"{_REFUSED}.{first}_{second}", **said)


def check_steps(steps: tuple[int, ...]) -> None:
    """The telephone is taken at once; each step after it is due later than the one before."""
    if len(steps) != len(Step) or steps[0] != 0 or any(one >= two for one, two in pairwise(steps)):
        raise Refused(f"{_REFUSED}.steps")
    if steps[-1] > LONGEST:
        raise Refused(f"{_REFUSED}.long", most=LONGEST)


def check_options(school: School) -> None:
    """Raises Refused for days or a share that can't be."""
    if school.meals_days is not None and not 0 <= school.meals_days <= MOST_MEALS:
        raise Refused(f"{_REFUSED}.meals", most=MOST_MEALS)
    if not 1 <= school.closure_percent <= MOST_PERCENT:
        raise Refused(f"{_REFUSED}.percent", most=MOST_PERCENT)


def changed(before: School, after: School) -> tuple[Changed, ...]:
    """What is another now, in the order in which the card shows it."""
    was, now = dict(_values(before)), dict(_values(after))
    return tuple(
        Changed(name=name, before=was[name], after=now[name])
        for name in was
        if was[name] != now[name]
    )


def _values(school: School) -> Iterator[tuple[str, Value]]:
    for field in fields(Times):
        found = getattr(school.times, field.name)
        yield field.name, _clock(found) if isinstance(found, time) else found
    for name in OPTIONS:
        yield name, getattr(school, name)


def _clock(moment: time) -> str:
    return moment.isoformat("minutes")
