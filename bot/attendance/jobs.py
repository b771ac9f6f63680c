"""What the clock does about a school's day: step by step, one school at a time.

Everybody who presses waits for the one who writes, so a step does one moment of one school. The
minute's tick takes the first, a pulse goes on while anything is due. What is due are rows: after a
stop of the bot the next tick goes on from them, and what was missed is one card.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.attendance import casework, changed_days, course, mornings, spent, telling
from bot.attendance.model import RollState, School
from bot.attendance.plan import clockwork
from bot.attendance.plan.moments import Moment
from bot.attendance.store import cases, clocks, days, following, rolls, schools
from bot.attendance.store.clocks import Clock
from bot.attendance.store.following import Change
from bot.slice import Tick
from bot.storage.parts import went_well
from bot.storage.tx import Tx

NAME = changed_days.JOB
CASES_AT_ONCE = 20
ROLLS_AT_ONCE = 200
AGAIN = timedelta(minutes=5)  # what failed is tried again then, and keeps nobody waiting


def watch(tick: Tick) -> None:
    """Each minute: the first step, and a mark where more are due."""
    go_on(tick)
    telling.unsent(tick.tx, tick.now)
    spent.purge(tick)  # whether there is school or not


def waits(tx: Tx) -> bool:
    """Whether more steps were due when the last was done."""
    return following.is_busy(tx, NAME)


def go_on(tick: Tick) -> bool:
    """Take one step: searches first, then changed days, new schools, moments, late rolls.

    Whether another is due at once.
    """
    steps: tuple[Callable[[Tick], bool], ...] = (_cases, _changed, _meet, _moment, _rolls)
    any(step(tick) for step in steps)
    busy = _is_due(tick)
    if busy != waits(tick.tx):
        following.set_busy(tick.tx, NAME, busy=busy)
    return busy


def _is_due(tick: Tick) -> bool:
    tx, now = tick.tx, tick.now
    if cases.is_any_due(tx, now) or following.next_one(tx, now) is not None or _unmet(tx):
        return True
    return clocks.is_any_due(tx, now) or rolls.is_any_due(tx, now)


def _unmet(tx: Tx) -> School | None:
    """A school that the clock hasn't met yet."""
    known = {clock.school for clock in clocks.every(tx)}
    return next((one for one in schools.every(tx) if one.id not in known), None)


def _meet(tick: Tick) -> bool:
    """A new school gets its first moment."""
    school = _unmet(tick.tx)
    if school is None:
        return False
    if not _apart(tick, partial(_first, tick.tx, school, tick.now), school.id):
        clocks.put(tick.tx, _later(school, tick))
    return True


def _first(tx: Tx, school: School, now: datetime) -> None:
    clockwork.reset(tx, school, now)


def _later(school: School, tick: Tick) -> Clock:
    return Clock(
        school=school.id, day=tick.today, moment=Moment.WAKE.value, look_at=tick.now + AGAIN
    )


def _cases(tick: Tick) -> bool:
    found = cases.due(tick.tx, tick.now, CASES_AT_ONCE)
    for case in found:
        if not _apart(tick, partial(_take_up, tick.tx, case.id, tick.now), case.school):
            cases.look(tick.tx, case, tick.now + AGAIN)
    return bool(found)


def _take_up(tx: Tx, case_id: int, now: datetime) -> None:
    casework.take_up(tx, cases.get(tx, case_id), now)


def _changed(tick: Tick) -> bool:
    found = following.next_one(tick.tx, tick.now)
    if found is None:
        return False
    if _apart(tick, partial(_follow, tick.tx, found, tick.now), found.school):
        following.drop(tick.tx, found)
    else:
        following.later(tick.tx, found, tick.now + AGAIN)
    return True


def _follow(tx: Tx, change: Change, now: datetime) -> None:
    said = days.find(tx, change.line)
    if said is not None:
        changed_days.follow(tx, schools.get(tx, change.school), change.day, said, now)


def _moment(tick: Tick) -> bool:
    for clock in clocks.due(tick.tx, tick.now, 1):
        if not _apart(tick, partial(_pass, tick.tx, clock, tick.now), clock.school):
            clocks.put(tick.tx, replace(clock, look_at=tick.now + AGAIN))
        return True
    return False


def _pass(tx: Tx, clock: Clock, now: datetime) -> None:
    """One moment of one school, or a part of it. Of a day that went by meanwhile only its end is
    made up for."""
    school = schools.get(tx, clock.school)
    if clock.day < now.date():
        if course.empty(tx, school, clock.day, now):
            clockwork.reset(tx, school, now)
    elif clock.moment == Moment.WAKE and not clockwork.keeps_rolls(tx, school, clock.day):
        clockwork.skip(tx, school, now)
    elif clockwork.is_overdue(tx, school, clock, now):
        clockwork.end(tx, school, now)
    else:
        _do(tx, school, clock, now)


def _do(tx: Tx, school: School, clock: Clock, now: datetime) -> None:
    place = course.do(tx, school, clock, now)
    if place is None:
        clockwork.go_on(tx, school, clock, now)
    else:
        clocks.put(tx, replace(clock, place=place))


def _rolls(tick: Tick) -> bool:
    """Rolls that nobody has marked by 未着確認: one card a school."""
    found = rolls.due(tick.tx, tick.now, ROLLS_AT_ONCE)
    for roll in found:
        rolls.look(tick.tx, roll, None)
    late = [one for one in found if one.day == tick.today and one.state is RollState.OPEN]
    for school in sorted({one.school for one in late}):
        if not _apart(tick, partial(_unmarked, tick.tx, school, tick.now), school):
            for roll in (one for one in late if one.school == school):
                rolls.look(tick.tx, roll, tick.now + AGAIN)
    return bool(found)


def _unmarked(tx: Tx, school_id: int, now: datetime) -> None:
    school = schools.get(tx, school_id)
    if course.is_running(tx, school, now.date(), now):
        mornings.look(tx, school, now.date(), now)


def _apart(tick: Tick, work: Callable[[], None], school: int) -> bool:
    """What fails is undone and logged, and leaves the other schools alone; whether it was done."""
    return went_well(tick.tx, "school_left_out", work, school=school)
