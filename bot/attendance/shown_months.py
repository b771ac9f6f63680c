"""A month of the attendance book as its cards show it, with everything that was corrected."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.attendance.book import Child, ClassMonth
from bot.attendance.model import Marked
from bot.attendance.rules import months as rules
from bot.attendance.rules.shown.classes import shown_class
from bot.attendance.rules.shown.health import ShownMonth, ShownMonthLine, month_line
from bot.attendance.store import marks, months
from bot.people.names import person_name
from bot.turns.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the history, with who made it."""

    day: date
    mark: str
    why: str
    by: str
    at: datetime


def shown(turn: Turn, found: ClassMonth) -> ShownMonth:
    """A class's month, with who has locked it."""
    month = found.month
    return ShownMonth(
        school_class=shown_class(found.class_, found.school),
        year=month.first.year,
        month=month.first.month,
        version=month.version,
        days=found.days,
        lines=tuple(line(found, child) for child in found.children),
        locked_at=_locked_at(turn, month),
        locked_by=person_name(turn.tx, month.set_by, turn.today) if month.locked else "",
    )


def _locked_at(turn: Turn, month: months.Month) -> datetime | None:
    at = month.set_at if month.locked else None
    return at.astimezone(turn.now.tzinfo) if at else None


def line(found: ClassMonth, child: Child) -> ShownMonthLine:
    """A child's line of it."""
    return month_line(child.pupil, child.number, tuple(map(child.marks.get, found.days)))


def _correction(turn: Turn, line: Marked) -> Correction:
    return Correction(
        day=line.day,
        mark=line.mark.value,
        why=line.why,
        by=person_name(turn.tx, line.set_by, turn.today),
        at=line.set_at.astimezone(turn.now.tzinfo),
    )


def corrections(turn: Turn, found: ClassMonth, child: Child) -> list[Correction]:
    """What was ever decided of a child's days of the month, the oldest first."""
    first = found.month.first
    lines = marks.history(turn.tx, found.class_.id, first, rules.last_of(first))
    return [_correction(turn, one) for one in lines if one.pupil == child.pupil.id]
