"""What follows when a school's times are changed: its clock, rolls and searches, at once.

What was done today isn't done again; what the new times have passed already follows within a
minute. Messages of the night that wait already keep the time at which they were to come.
"""

from datetime import datetime

from bot.attendance import case_cards, mornings
from bot.attendance.model import RollState, School
from bot.attendance.plan import clockwork, rungs
from bot.attendance.rules import times as of_times
from bot.attendance.store import cases, classes, days, rolls
from bot.storage.tx import Tx


def follow(tx: Tx, before: School, after: School, now: datetime) -> None:
    """The running day of a school goes on by its new times; `now` in the tenant's zone."""
    if after.times == before.times:
        return
    clock = clockwork.moved(tx, after, now)
    if clock.day == now.date():  # else it is over
        _rolls(tx, after, now)
        _searches(tx, after, now)
    mornings.changed(tx, after.id, now.date(), now)


def _rolls(tx: Tx, school: School, now: datetime) -> None:
    """未着確認 comes by the new time, once more for a roll that nobody marked by the old one."""
    today = now.date()
    opened = (one for one in rolls.of_school(tx, school.id, today) if one.state is RollState.OPEN)
    for roll in opened:
        times = days.times(tx, school, classes.get(tx, roll.class_id), today)
        look_at = of_times.at(today, times.missing_from, now.tzinfo)
        if look_at > now:
            rolls.look(tx, roll, look_at)
        else:
            rolls.hurry(tx, roll, look_at)


def _searches(tx: Tx, school: School, now: datetime) -> None:
    """Steps that nobody was told of yet come by the new minutes."""
    for case in cases.unsolved(tx, school.id, now.date()):
        times = days.times(tx, school, classes.get(tx, case.class_id), case.day)
        cases.look(tx, case, rungs.moved(case, times, case_cards.told(tx, case)))
