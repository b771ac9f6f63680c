"""Long absence: school days in a row without a child having been at school (施行令20条)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.attendance.model import Mark
from bot.attendance.rules.marks import ATTENDED, EXCUSED

HINT = 3  # homeroom and vice-principal
DUTY = 7  # the principal (学校教育法施行令20条; the notice of 2019 on children under watch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """So many school days in a row, since the first of them; 0 and None where there are none."""

    days: int = 0
    since: date | None = None


def run(days: Iterable[date], marks: Mapping[date, Mark]) -> Run:
    """How long a child has been away by the last of `days`, school days of theirs.

    Days of 出席停止, 忌引 and closed classes neither count nor interrupt: the school knows why. A
    day without a mark ends it, for nobody has said that the child was away. An agreed rhythm
    changes nothing here.
    """
    count, since = 0, None
    for day in sorted(days, reverse=True):
        mark = marks.get(day)
        if mark is None or mark in ATTENDED:
            break
        if mark not in EXCUSED:
            count, since = count + 1, day
    return Run(days=count, since=since)
