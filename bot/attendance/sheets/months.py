"""Month tables as rows: one child a line, a mark for each day, and the numbers that add up."""

from collections.abc import Iterator
from datetime import date

from bot.attendance.book import Child, ClassMonth
from bot.attendance.model import Mark
from bot.attendance.rules.days import each_day
from bot.attendance.rules.months import Sums, last_of, sums
from bot.attendance.sheets.map import DAYS, NUMBERS, ColumnMap
from bot.sheets.writing import Value

_COUNT = "count:"


def headings(map_: ColumnMap, first: date) -> tuple[str, ...]:
    """The headings in order; `days` is one for each day of the month."""
    return tuple(
        heading
        for column in map_.columns
        for heading in (
            [column.heading.replace("{day}", str(day.day)) for day in _days(first)]
            if column.value == DAYS
            else [column.heading]
        )
    )


def rows(map_: ColumnMap, found: ClassMonth) -> Iterator[tuple[Value, ...]]:
    """A line for each child of a class, by number."""
    for child in found.children:
        yield tuple(
            cell for column in map_.columns for cell in _cells(map_, column.value, found, child)
        )


def _cells(map_: ColumnMap, value: str, found: ClassMonth, child: Child) -> list[Value]:
    if value == DAYS:
        return [_sign(map_, child.marks.get(day)) for day in _days(found.month.first)]
    if value.startswith(_COUNT):
        return [_number(child, Mark(value.removeprefix(_COUNT)))]
    if value in NUMBERS:
        return [int(getattr(_sums(map_, child), value))]
    return [_fact(value, found, child)]


def _days(first: date) -> Iterator[date]:
    return each_day(first, last_of(first))


def _sign(map_: ColumnMap, mark: Mark | None) -> str:
    return "" if mark is None else map_.signs[mark]


def _number(child: Child, mark: Mark) -> int:
    return sum(one is mark for one in child.marks.values())


def _sums(map_: ColumnMap, child: Child) -> Sums:
    known = (mark for mark in child.marks.values() if mark is not None)
    return sums(known, excused=map_.excused)


def _fact(value: str, found: ClassMonth, child: Child) -> Value:
    facts: dict[str, Value] = {
        "school_code": found.school.code,
        "school": found.school.name,
        "year": found.month.first.year,
        "month": found.month.first.month,
        "grade": found.class_.grade,
        "class": found.class_.name,
        "number": child.number,
        "key": child.pupil.key,
        "name": child.pupil.name,
        "reading": child.pupil.reading,
    }
    return facts[value]
