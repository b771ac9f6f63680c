"""Children of all schools in numbers: counted where they are kept, so that nothing is opened."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, func, select

from bot.attendance.model import Kind, ReportState
from bot.attendance.rules.years import school_year
from bot.attendance.store.reports import REPORT
from bot.attendance.store.tables import (
    CLASS,
    CLASS_LINE,
    CLASSES,
    ENROLMENT,
    PUPILS,
    ROSTER,
    standing,
)
from bot.storage.packed import among
from bot.storage.tx import Row, Tx

_DAY: Any = bindparam("day", type_=Date)
_OF_YEAR = (ROSTER.c.kind == CLASSES) & (ROSTER.c.year == CLASS.c.year)
_LISTED = (CLASS_LINE.c.class_id == CLASS.c.id) & (CLASS_LINE.c.generation == ROSTER.c.generation)


def _seated(*columns: Any) -> Select[Any]:
    """Children in their own class on a day, of the classes that the newest roster has."""
    return (
        select(*columns)
        .select_from(ENROLMENT)
        .join(CLASS, CLASS.c.id == ENROLMENT.c.class_id)
        .join(ROSTER, _OF_YEAR)
        .join(CLASS_LINE, _LISTED)
        .where(
            standing(ENROLMENT, PUPILS),
            ENROLMENT.c.main,
            ENROLMENT.c.since <= _DAY,
            ENROLMENT.c.until >= _DAY,
            CLASS.c.year == bindparam("year"),
        )
    )


_SEAT = (CLASS.c.id.label("class_id"), ENROLMENT.c.pupil)
_ENROLLED = _seated(
    CLASS.c.id.label("class_id"),
    CLASS.c.school,
    func.count(ENROLMENT.c.pupil.distinct()).label("children"),
).group_by(CLASS.c.id, CLASS.c.school)
_SEATS = _seated(*_SEAT).where(among(ENROLMENT.c.pupil, "pupils"))
_REPORTED = (
    _seated(*_SEAT)
    .join(REPORT, REPORT.c.pupil == ENROLMENT.c.pupil)
    .where(
        REPORT.c.until >= _DAY,
        REPORT.c.since <= _DAY,
        REPORT.c.kind == bindparam("kind"),
        REPORT.c.state == ReportState.STANDING.value,  # as `Report.counts`
    )
)


class Enrolled(NamedTuple):
    """How many children have their seat in a class."""

    class_id: int
    school: int
    children: int


def enrolled(tx: Tx, day: date) -> tuple[Enrolled, ...]:
    """Every class in which somebody is, of all schools."""
    rows = tx.all(_ENROLLED, day=day, year=school_year(day))
    return tuple(Enrolled(row.class_id, row.school, row.children) for row in rows)


def reported(tx: Tx, kind: Kind, day: date) -> Mapping[int, frozenset[int]]:
    """Whom a report of that kind explains, by class."""
    return _by_class(tx.all(_REPORTED, day=day, year=school_year(day), kind=kind.value))


def seats(tx: Tx, pupils: Iterable[int], day: date) -> Mapping[int, frozenset[int]]:
    """These children by the class in which they are."""
    return _by_class(tx.all(_SEATS, day=day, year=school_year(day), pupils=sorted(pupils)))


def _by_class(rows: Iterable[Row]) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for row in rows:
        found.setdefault(row.class_id, set()).add(row.pupil)
    return {class_id: frozenset(pupils) for class_id, pupils in found.items()}
