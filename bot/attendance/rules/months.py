"""A child's attendance in numbers, as the school record counts them (指導要録の参考様式)."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.attendance.model import Mark
from bot.attendance.rules.marks import ABSENCES, EXCUSED
from bot.errors import Refused

_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """授業日数 `taught`, 出席停止・忌引等の日数 `excused`, 欠席日数 `absent`, 遅刻, 早退."""

    taught: int = 0
    excused: int = 0
    absent: int = 0
    late: int = 0
    early: int = 0

    @property
    def owed(self) -> int:
        """出席しなければならない日数 = 授業日数 − 出席停止・忌引等の日数."""
        return self.taught - self.excused

    @property
    def attended(self) -> int:
        """出席日数 = 出席しなければならない日数 − 欠席日数; 遅刻 and 早退 are attended."""
        return self.owed - self.absent

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            taught=self.taught + other.taught,
            excused=self.excused + other.excused,
            absent=self.absent + other.absent,
            late=self.late + other.late,
            early=self.early + other.early,
        )


def sums(marks: Iterable[Mark], *, excused: Container[Mark] = EXCUSED) -> Sums:
    """A child's numbers from one mark for each 授業日 on which they were in the class.

    学級閉鎖 stays in 授業日数; days on which a grade or the school was closed have no mark at all.
    `excused`: what a city's table counts as 出席停止・忌引等.
    """
    counted = Counter(marks)
    return Sums(
        taught=counted.total(),
        excused=sum(number for mark, number in counted.items() if mark in excused),
        absent=sum(
            number for mark, number in counted.items() if mark in ABSENCES and mark not in excused
        ),
        late=counted[Mark.LATE],
        early=counted[Mark.EARLY],
    )


def first_of(day: date) -> date:
    """The first day of a day's month: how month tables are named."""
    return day.replace(day=1)


def last_of(first: date) -> date:
    """The last day of the month that begins so."""
    year, month = (first.year + 1, 1) if first.month == _DECEMBER else (first.year, first.month + 1)
    return date(year, month, 1) - timedelta(days=1)


def check_open(locked: bool) -> None:
    """Refuses a change to a month that 教務 or the principal has locked."""
    if locked:
        raise Refused("attendance.refused.locked")


def check_over(first: date, today: date) -> None:
    """Refuses locking a month that isn't over."""
    if last_of(first) >= today:
        raise Refused("attendance.refused.month_open")
