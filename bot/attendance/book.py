"""The attendance book (出席簿) of a class's month: what is known, and what people have decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.attendance import known
from bot.attendance.model import Class, Enrolment, Mark, Pupil, School
from bot.attendance.rules.months import Sums, first_of, last_of, sums
from bot.attendance.store import days, enrolments, months, pupils, schools
from bot.attendance.store.months import Book, Month
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child's month in a class: `marks` of each 授業日 on which they were in it, None where
    nobody can know it yet."""

    pupil: Pupil
    number: int
    marks: Mapping[date, Mark | None]

    @property
    def sums(self) -> Sums:
        """授業日数 and the rest, of the days that are known."""
        return sums(mark for mark in self.marks.values() if mark is not None)

    @property
    def unknown(self) -> tuple[date, ...]:
        """The days on which nobody can say yet whether the child was there."""
        return tuple(day for day, mark in self.marks.items() if mark is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMonth:
    """A class's month: `days` are its 授業日 so far, `children` by number."""

    school: School
    class_: Class
    month: Month
    days: tuple[date, ...]
    children: tuple[Child, ...]

    @property
    def book(self) -> Book:
        """The marks as they are locked; days that nobody knows are left out."""
        return {
            one.pupil.id: {day: mark for day, mark in one.marks.items() if mark is not None}
            for one in self.children
        }


def of(tx: Tx, class_: Class, day: date, today: date) -> ClassMonth:
    """The month of a day, as it was locked, else as it is known until `today`.

    A child who came or went within the month has marks of the days in this class alone.
    """
    first, last = first_of(day), last_of(first_of(day))
    school = schools.get(tx, class_.school)
    calendar = days.calendar(tx, school, class_, first, last)
    taught = calendar.taught(first, min(last, today))
    seats = _seats(enrolments.in_class(tx, class_.id, first, last))
    month = months.find(tx, class_.id, first)
    found = _locked(tx, month, seats) if month.locked else _open(tx, class_, seats, taught)
    return ClassMonth(school=school, class_=class_, month=month, days=taught, children=found)


def _seats(found: Iterable[Enrolment]) -> dict[int, list[Enrolment]]:
    seats: dict[int, list[Enrolment]] = {}
    for one in found:
        if one.main:
            seats.setdefault(one.pupil, []).append(one)
    return seats


def _locked(tx: Tx, month: Month, seats: Mapping[int, list[Enrolment]]) -> tuple[Child, ...]:
    book = months.book(tx, month)
    return _children(tx, seats, {pupil: dict(marks) for pupil, marks in book.items()})


def _open(
    tx: Tx, class_: Class, seats: Mapping[int, list[Enrolment]], taught: tuple[date, ...]
) -> tuple[Child, ...]:
    if not taught:
        return _children(tx, seats, {pupil: {} for pupil in seats})
    found = known.of(tx, class_, seats, taught[0], taught[-1])
    marked = {
        pupil: {day: found.mark(pupil, day) for day in _own(spans, taught)}
        for pupil, spans in seats.items()
    }
    return _children(tx, seats, marked)


def _own(spans: Iterable[Enrolment], taught: Iterable[date]) -> tuple[date, ...]:
    """The days of a class on which a child was in it."""
    held = tuple(spans)
    return tuple(day for day in taught if any(one.since <= day <= one.until for one in held))


def _children(
    tx: Tx, seats: Mapping[int, list[Enrolment]], found: Mapping[int, Mapping[date, Mark | None]]
) -> tuple[Child, ...]:
    named = pupils.many(tx, found)
    made = (
        Child(pupil=named[pupil], number=_number(seats, pupil), marks=marks_)
        for pupil, marks_ in found.items()
        if pupil in named
    )
    return tuple(sorted(made, key=lambda one: (one.number, one.pupil.id)))


def _number(seats: Mapping[int, list[Enrolment]], pupil: int) -> int:
    held = seats.get(pupil)
    return held[-1].number if held else 0
