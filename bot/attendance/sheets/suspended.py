"""出席停止報告: reason, time, children by grade, no names (学校保健安全法施行令7条, 規則20条)."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from bot.attendance import suspending
from bot.attendance.model import School, Suspension
from bot.attendance.store import suspensions
from bot.sheets.writing import Value
from bot.storage.tx import Tx
from bot.zone import zone
from cards.lang import SOURCE, Lang

HEADINGS = ("学校", "指示年月日", "理由", "期間の初日", "期間の末日", "学年", "人員数")
_AHEAD = timedelta(days=1)


class _Line(NamedTuple):
    """What children of one line have in common; `until` None while the end isn't known."""

    ordered_on: date
    disease: str
    since: date
    until: date | None
    grade: int


def rows(tx: Tx, school: School, since: date, until: date) -> tuple[tuple[Value, ...], ...]:
    """A line for each day, reason, time and grade of the orders given between two days."""
    counted: Counter[_Line] = Counter()
    for one in suspensions.ordered(tx, school.id):
        line = _line(tx, one)
        if since <= line.ordered_on <= until:
            counted[line] += 1
    return tuple(_cells(school, line, counted[line]) for line in sorted(counted, key=_order))


def _line(tx: Tx, one: Suspension) -> _Line:
    at = one.ordered_at
    if at is None:
        raise ValueError("an ordered suspension has its moment")
    class_ = suspending.class_of(tx, one, one.since)
    return _Line(
        ordered_on=at.astimezone(zone(tx)).date(),
        disease=one.disease.value,
        since=one.since,
        until=one.returns_on - _AHEAD if one.returns_on else None,
        grade=class_.grade if class_ else 0,
    )


def _order(line: _Line) -> tuple[date, str, date, date, int]:
    return (line.ordered_on, line.disease, line.since, line.until or date.max, line.grade)


def _cells(school: School, line: _Line, count: int) -> tuple[Value, ...]:
    disease = Lang(SOURCE).t(f"attendance.family.disease.{line.disease}")
    until: Value = line.until if line.until else "未定"
    return (school.name, line.ordered_on, disease, line.since, until, line.grade, count)
