"""What a day is for a school, a grade or a class."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class DayKind(StrEnum):
    SCHOOL = "school"  # 授業日
    HOLIDAY = "holiday"  # 休業日
    MOVED = "moved"  # 振替（授業日）
    EVENT = "event"  # 行事（授業日）
    HALF = "half"  # 半日
    CLOSED = "closed"  # 臨時休業
    GRADE_CLOSED = "grade_closed"  # 学年閉鎖
    CLASS_CLOSED = "class_closed"  # 学級閉鎖
    LATE_START = "late_start"  # 繰下げ登校（時刻）
    AT_HOME = "at_home"  # 自宅待機


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDay:
    """What a day is for a school (0: for every school), one grade or one class of it.

    The narrowest line wins, and of two alike the newer. `starts_at` is when school begins on a day
    of 繰下げ登校. `rolls`: children were on their way already, so that the roll stays open.
    """

    id: int
    school: int
    day: date
    kind: DayKind
    grade: int = -1  # -1: every grade
    class_id: int = 0  # 0: every class
    starts_at: time | None = None
    rolls: bool = False
    set_at: datetime | None = None
    set_by: int = 0  # a person id; 0: a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What a class's day is, resolved. `in_session`: children are awaited; `starts_at` when."""

    kind: DayKind
    in_session: bool
    starts_at: time | None = None
    rolls: bool = False  # the roll is kept although there is no school
