"""How many children are absent, late or at home by order on a day: numbers without names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.attendance.model import Class, Kind, Report, School
from bot.attendance.rules import suspension
from bot.attendance.store import classes, enrolments, reports, suspensions
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Children of a class or school; one at home by order counts as that alone."""

    enrolled: int = 0
    absent: int = 0
    late: int = 0
    suspended: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            enrolled=self.enrolled + other.enrolled,
            absent=self.absent + other.absent,
            late=self.late + other.late,
            suspended=self.suspended + other.suspended,
        )


def of_class(tx: Tx, class_: Class, day: date) -> Count:
    """The children whose own class it is."""
    children = frozenset(one.pupil for one in enrolments.of_class(tx, class_.id, day) if one.main)
    said = reports.of_pupils(tx, children, day, day)
    ordered = suspensions.covering(tx, children, day, day)
    home = {one.pupil for one in ordered if suspension.covers(one, day)}
    absent = _of(said, lambda one: one.kind is Kind.ABSENT) - home
    late = _of(said, lambda one: one.kind is Kind.LATE) - home - absent
    counts = {"absent": len(absent), "late": len(late), "suspended": len(home)}
    return Count(enrolled=len(children), **counts)


def _of(said: Iterable[Report], fits: Callable[[Report], bool]) -> set[int]:
    return {one.pupil for one in said if one.counts and fits(one)}


def of_school(tx: Tx, school: School, day: date) -> Count:
    """All classes of a school together."""
    counts = (of_class(tx, one, day) for one in classes.current(tx, school.id, day))
    return sum(counts, Count())
