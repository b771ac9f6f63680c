"""What a form or button declares of a day, checked: the line that it asks for, or why not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta

from bot.attendance import access
from bot.attendance.model import Class, DayKind, School, SchoolDay
from bot.attendance.rules import times as of_times
from bot.attendance.rules.access import NOT_YOURS, Right
from bot.attendance.rules.days import CLOSURES, IN_SESSION
from bot.attendance.store import classes, schools
from bot.errors import Refused
from bot.turns.turn import Turn
from cards.attendance.verbs import day as verbs

FARTHEST = 400  # days ahead; a year's calendar is a file
_REFUSED = "attendance.day.refused"
Asked = verbs.OpenDay | verbs.CheckDay | verbs.SetDay


def line(turn: Turn, verb: verbs.CheckDay | verbs.SetDay) -> tuple[SchoolDay, School | None]:
    """The line that a form or button asks for; raises Refused with what is wrong about it."""
    if not access.of(turn).may(Right.CALENDAR, school=verb.school_id):
        raise Refused(NOT_YOURS)
    school = schools.get(turn.tx, verb.school_id) if verb.school_id else None
    grade, class_id = place(verb)
    asked = SchoolDay(
        id=0,
        school=verb.school_id,
        day=verb.day,
        kind=DayKind(verb.kind),
        grade=grade,
        class_id=class_id,
        starts_at=begins(verb.starts_at),
        set_at=turn.now,
        set_by=turn.person.id,
    )
    _check_day(turn, asked.day)
    _check_scope(turn, asked)
    found = _timed(asked, school)
    return replace(found, rolls=_keeps(turn, found, school, asked=verb.rolls)), school


def _check_day(turn: Turn, day: date) -> None:
    if day < turn.today:
        raise Refused(f"{_REFUSED}.past")
    if day > turn.today + timedelta(days=FARTHEST):
        raise Refused(f"{_REFUSED}.far", days=FARTHEST)


def _check_scope(turn: Turn, line: SchoolDay) -> None:
    """学年閉鎖 is of a grade, 学級閉鎖 of a class; a class is one of that school's, this year's."""
    narrow = {
        DayKind.CLOSED: line.grade < 0 and not line.class_id,
        DayKind.GRADE_CLOSED: line.grade >= 0,
        DayKind.CLASS_CLOSED: bool(line.class_id),
    }
    known = {one.id for one in known_classes(turn, line.school)} if line.class_id else set()
    if not narrow.get(line.kind, True) or (line.class_id and line.class_id not in known):
        raise Refused(f"{_REFUSED}.scope")


def _timed(line: SchoolDay, school: School | None) -> SchoolDay:
    """繰下げ登校 has a time later than the usual one; no other day has one."""
    if line.kind is not DayKind.LATE_START:
        return replace(line, starts_at=None)
    if line.starts_at is None:
        raise Refused(f"{_REFUSED}.time")
    if school is not None and line.starts_at <= school.times.assembly:
        usual = school.times.assembly.isoformat("minutes")
        raise Refused(f"{_REFUSED}.time_early", at=usual)
    return line


def _keeps(turn: Turn, line: SchoolDay, school: School | None, *, asked: bool) -> bool:
    """Children may be on their way: said so, or it is after the time at which they leave home,
    at any of the schools that it is declared for."""
    if line.kind in IN_SESSION or line.day != turn.today:
        return False
    leaving = left_from(turn, (school,) if school else schools.every(turn.tx))
    return asked or (leaving is not None and line.kind in (*CLOSURES, DayKind.AT_HOME))


def left_from(turn: Turn, concerned: Iterable[School]) -> time | None:
    """Since when today children of any of these schools leave home; None while none have."""
    times = (one.times.leave_from for one in concerned)
    return min((one for one in times if one <= turn.now.time()), default=None)


def known_classes(turn: Turn, school_id: int) -> tuple[Class, ...]:
    """The classes that a line may be of: those that everybody may know."""
    if school_id <= 0:
        return ()
    found = classes.current(turn.tx, school_id, turn.today)
    return tuple(one for one in found if one.is_known(turn.now))


def place(verb: Asked) -> tuple[int, int]:
    """The grade (-1: every one) and the class (0: every one) that the form or button names."""
    if not isinstance(verb, verbs.CheckDay):
        return verb.grade, verb.class_id
    kind, _, number = verb.place.partition(":")
    if kind == "school" or not number.isdecimal():
        return -1, 0
    return (int(number), 0) if kind == "grade" else (-1, int(number))


def begins(said: str) -> time | None:
    """The time of day that an input says; None where it says none."""
    try:
        return of_times.typed(said) if said else None
    except ValueError:
        return None
