"""出席停止 of a child, and the month table of a class."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.attendance.model import Mark, Pupil, Suspension
from bot.attendance.rules.months import Sums, sums
from bot.attendance.rules.shown.classes import ShownClass
from bot.attendance.rules.suspension import Guide, differ


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """What an adult said on a day of how the child is: since when it is over, None for not yet."""

    name: str
    on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSuspension:
    suspension_id: int
    version: int
    school_class: ShownClass
    number: int
    name: str
    disease: str
    since: date
    onset: date | None
    ended_on: date | None
    sampled_on: date | None
    treated_on: date | None
    cleared_on: date | None
    returns_on: date | None
    state: str
    days: int
    checked_by: str
    ordered_by: str
    ordered_at: datetime | None
    guide: Guide
    answers: tuple[ShownAnswer, ...] = ()
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMonthLine:
    pupil_id: int
    number: int
    name: str
    marks: tuple[str, ...]
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMonth:
    school_class: ShownClass
    year: int
    month: int
    version: int
    days: tuple[date, ...]
    lines: tuple[ShownMonthLine, ...]
    locked_at: datetime | None = None
    locked_by: str = ""


def suspension(
    found: Suspension,
    pupil: Pupil,
    number: int,
    school_class: ShownClass,
    guide: Guide,
    *,
    days: int,
    zone: tzinfo | None,
    checked_by: str = "",
    ordered_by: str = "",
    answers: tuple[ShownAnswer, ...] = (),
) -> ShownSuspension:
    """One 出席停止 with its reckoning; `checked_by` and `ordered_by` are names."""
    return ShownSuspension(
        suspension_id=found.id,
        version=found.version,
        school_class=school_class,
        number=number,
        name=pupil.name,
        disease=found.disease.value,
        since=found.since,
        onset=found.onset,
        ended_on=found.ended_on,
        sampled_on=found.sampled_on,
        treated_on=found.treated_on,
        cleared_on=found.cleared_on,
        returns_on=found.returns_on,
        state=found.state.value,
        days=days,
        checked_by=checked_by,
        ordered_by=ordered_by,
        ordered_at=found.ordered_at and found.ordered_at.astimezone(zone),
        guide=guide,
        answers=answers,
        differs=differ(found),
    )


def month_line(pupil: Pupil, number: int, marks: tuple[Mark | None, ...]) -> ShownMonthLine:
    """A child's line: one mark for each day of the month, None where there is none."""
    return ShownMonthLine(
        pupil_id=pupil.id,
        number=number,
        name=pupil.name,
        marks=tuple("" if mark is None else mark.value for mark in marks),
        sums=sums(mark for mark in marks if mark is not None),
    )
