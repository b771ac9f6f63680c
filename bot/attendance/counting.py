"""How many children are absent, late or at home by order on a day: numbers without names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.attendance.model import Class, Kind, Report, School
from bot.attendance.rules import suspension
from bot.attendance.store import classes, counts, enrolments, reports, suspensions
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


def of_schools(tx: Tx, day: date, today: date) -> Mapping[int, Count]:
    """Every school that has classes, by id: the same as `of_school` of each, in a few statements
    however many children there are. Nothing that a family wrote is opened."""
    absent = counts.reported(tx, Kind.ABSENT, day)
    late = counts.reported(tx, Kind.LATE, day)
    ordered = suspensions.standing(tx, ended=day < today)
    home = counts.seats(tx, {one.pupil for one in ordered if suspension.covers(one, day)}, day)
    found: dict[int, Count] = {}
    for place in counts.enrolled(tx, day):
        away, here = home.get(place.class_id, _NOBODY), absent.get(place.class_id, _NOBODY)
        one = Count(
            enrolled=place.children,
            absent=len(here - away),
            late=len(late.get(place.class_id, _NOBODY) - away - here),
            suspended=len(away),
        )
        found[place.school] = found.get(place.school, Count()) + one
    return found


_NOBODY: frozenset[int] = frozenset()
