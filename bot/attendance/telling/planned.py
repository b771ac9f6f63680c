"""What a school's morning would bring if nobody pressed anything: for `renkei plan`."""

from collections.abc import Iterator
from datetime import date, datetime

from bot.attendance import whom
from bot.attendance.model import School
from bot.attendance.rules import days as of_days
from bot.attendance.rules import slots
from bot.attendance.store import classes, days, shows
from bot.attendance.telling import anew, groups, numbers, rosters
from bot.attendance.telling.groups import Group
from bot.slice import Planned
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang

_WHY = {
    rosters.KIND: "attendance.staff.plan.roster",
    numbers.SUMMARY: "attendance.staff.plan.summary",
    groups.REPORT: "attendance.staff.plan.report",
    groups.HELD: "attendance.staff.plan.report",
}


def planned(tx: Tx, school: School, day: date, now: datetime) -> tuple[Planned, ...]:
    """Reports told anew, the roster cards of a school's day, and its numbers."""
    return (
        *_reports(tx, school, day, now),
        *_rosters(tx, school, day, now),
        *_numbers(tx, school, day),
    )


def _reports(tx: Tx, school: School, day: date, now: datetime) -> Iterator[Planned]:
    """A new card each for the first three of a class; the last of them shows the others as well."""
    counts: dict[str, int] = {}
    for report in sorted(anew.owed(tx, school, day), key=lambda one: one.id):
        for group in groups.of(tx, report, day, now):
            before = counts.get(group.about)
            earlier = _standing(tx, group, day) if before is None else before
            counts[group.about] = earlier + 1
            if group.to and slots.is_posted(earlier):
                key = groups.key(group, day, slots.slot(earlier), report)
                yield _planned(group.kind, key, report.subject, school, day, group.to)


def _standing(tx: Tx, group: Group, day: date) -> int:
    return sum(len(groups.reports_of(tx, one)) for one in shows.about(tx, group.about, day))


def _rosters(tx: Tx, school: School, day: date, now: datetime) -> Iterator[Planned]:
    """The personal chats stand for a staff place too: there everybody of them reads it."""
    for class_ in classes.current(tx, school.id, day):
        if class_.is_known(now) and of_days.keeps_roll(days.today(tx, school, class_, day)):
            to = whom.roster_of(tx, class_.id, day, now)
            key = f"roster:{class_.id}:{day}"
            if to:
                yield _planned(rosters.KIND, key, class_.subject, school, day, to)


def _numbers(tx: Tx, school: School, day: date) -> Iterator[Planned]:
    to = whom.in_charge(tx, school.id, day)
    if to:
        key = f"{numbers.SUMMARY}:{school.id}:{day}"
        yield _planned(numbers.SUMMARY, key, school.subject, school, day, to)


def _planned(
    kind: str, key: str, subject: str, school: School, day: date, to: tuple[int, ...]
) -> Planned:
    why = Lang.of(SOURCE).t(_WHY[kind])
    return Planned(on=day, key=key, kind=kind, subject=subject, title=school.name, to=to, why=why)
