"""A child of whom it was said that they won't come, and isn't any more: the school awaits them.

A roll that was marked before counted the child as accounted for; nobody would look for them.
"""

from datetime import datetime

from bot.attendance import casework, mornings, telling, watching
from bot.attendance.model import CaseState, Closing, Report, Roll, RollState
from bot.attendance.rules import rolls as rules
from bot.attendance.rules import times
from bot.attendance.store import cases, classes, days, enrolments, reports, rolls, schools
from bot.attendance.store import suspensions as orders
from bot.ledger.model import Actor
from bot.storage.tx import Tx

_MARKED = (RollState.DONE, RollState.MISSING)
_SEEN = (Closing.FOUND, Closing.ARRIVED)


def is_explained(tx: Tx, pupil: int, now: datetime) -> bool:
    """Whether anything that stands says that the child won't be there this morning."""
    today = now.date()
    if pupil in rules.explained(reports.of_pupil(tx, pupil, today, today), today):
        return True
    ordered = orders.covering(tx, (pupil,), today, today)
    return bool(ordered) or pupil in watching.kept_home(tx, (pupil,), today)


def taken_back(tx: Tx, report: Report, now: datetime, *, actor: Actor) -> None:
    """The child's family took back what explained them. Before the roll the teachers are told
    anew: what they have read, and perhaps confirmed, they would count with."""
    roll = _running(tx, report.pupil, now)
    if roll is not None and roll.state is RollState.OPEN:
        telling.taken_back(tx, report, now)
    again(tx, report.pupil, now, actor=actor)


def again(tx: Tx, pupil: int, now: datetime, *, actor: Actor) -> None:
    """Nothing explains the child any more: after the roll a search for them begins."""
    roll = _running(tx, pupil, now)
    if roll is None or roll.state is RollState.OPEN:
        return
    if not _is_known(tx, pupil, now):
        casework.open_for(tx, roll, (pupil,), now, actor=actor)
    telling.roster(tx, roll.class_id, roll.day, now, create=False)
    mornings.changed(tx, roll.school, roll.day, now)


def _running(tx: Tx, pupil: int, now: datetime) -> Roll | None:
    """Today's roll of the child's class, until the school day is over."""
    seat = enrolments.of(tx, pupil, now.date())
    roll = rolls.of(tx, seat.class_id, now.date()) if seat else None
    if roll is None or roll.state not in (RollState.OPEN, *_MARKED):
        return None
    class_, school = classes.get(tx, roll.class_id), schools.get(tx, roll.school)
    ends = days.times(tx, school, class_, roll.day).ends_at
    return roll if now < times.at(roll.day, ends, now.tzinfo) else None


def _is_known(tx: Tx, pupil: int, now: datetime) -> bool:
    """The search runs on anyway, or somebody has seen the child today."""
    case = cases.of_pupil(tx, pupil, now.date())
    return case is not None and (case.state is CaseState.OPEN or case.closing in _SEEN)
