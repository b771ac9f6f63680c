"""Reads a calendar (学校の予定): one line for a day or a span, of all schools, one, or a class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from bot import sheets
from bot.attendance.model import DayKind
from bot.sheets import Column, Gathering, Row, clock_in

COLUMNS: Sequence[Column] = (
    Column("since", "日付", "開始日", "初日", required=True),
    Column("until", "最後の日", "終了日", "最終日"),
    Column("kind", "内容", "区分", "予定", required=True),
    Column("school", "学校コード"),
    Column("grade", "学年"),
    Column("class_name", "組"),
    Column("starts_at", "登校時刻"),
)
HEADINGS = tuple(column.headings[0] for column in COLUMNS)
KINDS: Mapping[str, DayKind] = {
    "授業日": DayKind.SCHOOL,
    "休業日": DayKind.HOLIDAY,
    "長期休業": DayKind.HOLIDAY,
    "夏季休業": DayKind.HOLIDAY,
    "冬季休業": DayKind.HOLIDAY,
    "春季休業": DayKind.HOLIDAY,
    "振替": DayKind.MOVED,
    "振替授業日": DayKind.MOVED,
    "振替休業日": DayKind.HOLIDAY,
    "行事": DayKind.EVENT,
    "半日": DayKind.HALF,
    "半日授業": DayKind.HALF,
    "臨時休業": DayKind.CLOSED,
    "学年閉鎖": DayKind.GRADE_CLOSED,
    "学級閉鎖": DayKind.CLASS_CLOSED,
    "繰下げ登校": DayKind.LATE_START,
    "自宅待機": DayKind.AT_HOME,
} | {one.value: one for one in DayKind}
LONGEST = 400  # days of one line
_ALL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLine:
    """One line; `school` "" for every school, `grade` -1 and `class_name` "" for all of it."""

    row: Row
    since: date
    until: date
    kind: DayKind
    school: str
    grade: int
    class_name: str
    starts_at: time | None


def read(path: Path) -> tuple[CalendarLine, ...]:
    """Every line, or BadRows with all that is wrong; Unreadable for what is no such table."""
    return tuple(sheets.each(sheets.read(path, COLUMNS, ignore_unknown=True), _line))


def _line(row: Row) -> CalendarLine:
    take = Gathering()
    since, until = take(_needed_day, row), take(row.day, "until")
    kind = take(_kind, row)
    grade = take(row.whole, "grade", at_least=0, at_most=9)
    starts_at = take(_time, row)
    take.check()
    found = CalendarLine(
        row=row,
        since=since,
        until=until or since,
        kind=kind,
        school=row.text("school", at_most=40),
        grade=_ALL if grade is None else grade,
        class_name=row.text("class_name", at_most=20),
        starts_at=starts_at,
    )
    _check(found)
    return found


def _check(line: CalendarLine) -> None:
    row = line.row
    if line.until < line.since:
        raise row.bad("until", "lies before the first day; write a later one or leave it empty")
    if (line.until - line.since).days > LONGEST:
        raise row.bad("until", f"is more than {LONGEST} days later; cut the line in two")
    if line.class_name and (line.grade == _ALL or not line.school):
        raise row.bad("class_name", "needs the school and the grade beside it")
    if line.kind is DayKind.GRADE_CLOSED and line.grade == _ALL:
        raise row.bad("grade", "is empty; 学年閉鎖 is of a grade")
    if line.kind is DayKind.CLASS_CLOSED and not line.class_name:
        raise row.bad("class_name", "is empty; 学級閉鎖 is of a class")
    if (line.kind is DayKind.LATE_START) is not (line.starts_at is not None):
        raise row.bad("starts_at", "is written for 繰下げ登校 and for nothing else")


def _needed_day(row: Row) -> date:
    found = row.day("since")
    if found is None:
        raise row.bad("since", "is empty; fill it in")
    return found


def _kind(row: Row) -> DayKind:
    found = row.choice("kind", KINDS)
    if found is None:
        raise row.bad("kind", "is empty; fill it in")
    return found


def _time(row: Row) -> time | None:
    cell = row.cells.get("starts_at", "")
    if isinstance(cell, datetime):
        return cell.time()
    said = row.text("starts_at", at_most=10)
    if not said:
        return None
    found = clock_in(said)
    if found is None:
        raise row.bad("starts_at", "is no time; write it like 10:40")
    return found
