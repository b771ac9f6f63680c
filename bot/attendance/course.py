"""The course of a school's day: what each moment of it does, in steps that keep nobody waiting.

Each may be done twice: what stands already stays. It returns the place from which the moment goes
on in the next step, None once its work is done.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from bot.attendance import closure_hint, emptying, leftover, mornings, night, telling, watching
from bot.attendance.model import School
from bot.attendance.plan import clockwork
from bot.attendance.plan.moments import Moment
from bot.attendance.rules import days as rules
from bot.attendance.rules import times as of_times
from bot.attendance.store import cases, classes, days, enrolments, rolls
from bot.attendance.store.clocks import Clock
from bot.storage.parts import apart
from bot.storage.tx import Tx

CARDS_AT_ONCE = 50
CHILDREN_AT_ONCE = 50
REPORTS_AT_ONCE = 20

Step = Callable[[Tx, School, Clock, datetime], int | None]


def do(tx: Tx, school: School, clock: Clock, now: datetime) -> int | None:
    """A step of the moment that has come at a school."""
    return _DOES[Moment(clock.moment)](tx, school, clock, now)


def _wake(tx: Tx, school: School, clock: Clock, now: datetime) -> int | None:
    """The day's rolls are opened; classes of which something is known already show it."""
    if not clock.place:
        _open_rolls(tx, school, clock, now)
    place = telling.wake(tx, school, clock.day, now, after=clock.place, most=REPORTS_AT_ONCE)
    return place or None


def _open_rolls(tx: Tx, school: School, clock: Clock, now: datetime) -> None:
    looks = []
    for class_ in classes.current(tx, school.id, clock.day):
        today = days.today(tx, school, class_, clock.day)
        if rules.keeps_roll(today) and _has_children(tx, class_.id, clock.day):
            times = days.times(tx, school, class_, clock.day)
            looks.append((class_.id, of_times.at(clock.day, times.missing_from, now.tzinfo)))
    rolls.open_many(tx, school.id, clock.day, looks)


def _has_children(tx: Tx, class_id: int, day: date) -> bool:
    return any(seat.main for seat in enrolments.of_class(tx, class_id, day))


def _rosters(tx: Tx, school: School, clock: Clock, now: datetime) -> None:
    if is_running(tx, school, clock.day, now):
        telling.rosters(tx, school, clock.day, now)


def is_running(tx: Tx, school: School, day: date, now: datetime) -> bool:
    """Whether anybody still marks rolls today: after a long stop nobody does any more."""
    ends_at = days.times(tx, school, None, day).ends_at
    return now < of_times.at(day, ends_at, now.tzinfo) and clockwork.keeps_rolls(tx, school, day)


def _confirm(tx: Tx, school: School, clock: Clock, now: datetime) -> None:
    if is_running(tx, school, clock.day, now):
        mornings.look(tx, school, clock.day, now)


def _summary(tx: Tx, school: School, clock: Clock, now: datetime) -> int | None:
    if not clock.place and is_running(tx, school, clock.day, now):
        telling.summary(tx, school, clock.day, now)
        mornings.look(tx, school, clock.day, now)  # what came after 確認 and nobody has answered
        closure_hint.hint(tx, school, clock.day, now)
    return _watch(tx, school, clock, now)


def _watch(tx: Tx, school: School, clock: Clock, now: datetime) -> int | None:
    """Whatever fails of it, the day goes on to its end: there they are looked at once more."""
    look = partial(
        watching.look, tx, school, clock.day, now, after=clock.place, most=CHILDREN_AT_ONCE
    )
    return apart(tx, "absences_left_out", look, school=school.id) or None


def _end(tx: Tx, school: School, clock: Clock, now: datetime) -> int | None:
    """The cards of the day name nobody any more; what is still open is said without a name.

    A day that was closed meanwhile ends as well, but nobody counts it as one of absence.
    """
    if not clock.place and not empty(tx, school, clock.day, now):
        return 0
    if clockwork.keeps_rolls(tx, school, clock.day):
        place = _watch(tx, school, clock, now)
        if place:
            return place
    night.remind(tx, school, clock.day, now)
    return None


def empty(tx: Tx, school: School, day: date, now: datetime) -> bool:
    """The day's cards, rolls and searches; also of a day that went by while the bot was away.
    Whether nothing is left of them."""
    if emptying.end_of_day(tx, school, day, now, most=CARDS_AT_ONCE):
        return False
    leftover.close_rolls(tx, school, day)
    if clockwork.keeps_rolls(tx, school, day) or cases.of_school(tx, school.id, day):
        leftover.end_searches(tx, school, day, now)
    return True


_DOES: dict[Moment, Step] = {
    Moment.WAKE: _wake,
    Moment.ROSTER: _rosters,
    Moment.CONFIRM: _confirm,
    Moment.SUMMARY: _summary,
    Moment.END: _end,
}
