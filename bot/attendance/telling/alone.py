"""Cards of one report beside the three of a morning: to the nurse, told again, or taken back."""

from dataclasses import replace
from datetime import datetime

from bot.attendance import whom
from bot.attendance.model import Report
from bot.attendance.store import classes, schools, shows
from bot.attendance.telling import groups
from bot.attendance.telling.groups import Group
from bot.attendance.telling.unreached import AGAIN
from bot.storage.tx import Tx

NURSE = "attendance.nurse"


def share(tx: Tx, report: Report, now: datetime) -> bool:
    """保健室と共有: the school's nurse gets a card of it; False where nobody is there for it."""
    on, school = now.date(), schools.get(tx, report.school)
    group = Group(kind=NURSE, about=f"nurse:{report.id}", to=whom.nurses(tx, school.id, on))
    if group.to and not shows.about(tx, group.about, on):
        groups.put(tx, group, 1, report, school, now, now)
    return bool(group.to)


def taken_back(tx: Tx, report: Report, now: datetime) -> None:
    """What explained a child this morning was taken back: the class's teachers hear of it anew,
    with one card a child and day, beside the three of the morning."""
    about = f"back:{report.pupil}"
    standing = shows.about(tx, about, now.date())
    if standing:
        groups.put_on(tx, standing[0], report, now)
        return
    group = replace(groups.of_staff(tx, report, now.date(), now), about=about)
    groups.put(tx, group, 1, report, schools.get(tx, report.school), now, now)


def again(tx: Tx, report: Report, now: datetime) -> None:
    """Its card was taken away although it still waits for an answer: whoever must see to it has
    one of its own; of what the office must ring about also the office. Each time anew: the card of
    an earlier time was taken away too."""
    school = schools.get(tx, report.school)
    class_ = classes.get(tx, report.day_class) if report.day_class else None
    due = groups.sending_at(tx, school, class_, now)
    for one in groups.of(tx, report, due.date(), now):
        own = replace(one, about=f"{AGAIN}{one.about}")
        groups.put(tx, own, 1, report, school, due, now, at=f":{now.isoformat()}")
