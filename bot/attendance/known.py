"""What decides the marks of children's days: one derivation, for books and for long absences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from bot.attendance.model import Class, Closing, Mark, Marked, Report, Suspension
from bot.attendance.rules import marks as rules
from bot.attendance.rules import suspension
from bot.attendance.rules.days import Calendar
from bot.attendance.store import days, marks, mornings, reports, rhythms, schools, suspensions
from bot.attendance.store.rhythms import Watch
from bot.storage.tx import Tx


class _OfPupil(Protocol):
    @property
    def pupil(self) -> int: ...


T = TypeVar("T", bound=_OfPupil)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of some children's days in one class."""

    calendar: Calendar
    rolled: frozenset[date]
    reports: Mapping[int, tuple[Report, ...]]
    orders: Mapping[int, tuple[Suspension, ...]]
    cases: Mapping[tuple[int, date], Closing | None]
    corrected: Mapping[tuple[int, date], Marked]
    watched: Mapping[int, Watch]

    def mark(self, pupil: int, day: date) -> Mark | None:
        """What the school has set by hand, else what follows from the rest; None: not known."""
        found = self.corrected.get((pupil, day))
        if found is not None:
            return found.mark
        searched = (pupil, day) in self.cases  # a roll and an agreement say nothing of them then
        return rules.derived(
            day,
            self.calendar.on(day),
            self.reports.get(pupil, ()),
            suspended=any(suspension.covers(one, day) for one in self.orders.get(pupil, ())),
            rolled=day in self.rolled and not searched,
            at_home=self._is_at_home(pupil, day) and not searched,
            closing=self.cases.get((pupil, day)),
        )

    def _is_at_home(self, pupil: int, day: date) -> bool:
        watch = self.watched.get(pupil)
        return watch is not None and rhythms.at_home(watch, day)


def of(tx: Tx, class_: Class, children: Iterable[int], first: date, last: date) -> Known:
    """What is known of these children's days in a class, from `first` to `last`."""
    asked, school = tuple(children), schools.get(tx, class_.school)
    return Known(
        calendar=days.calendar(tx, school, class_, first, last),
        rolled=mornings.rolled(tx, class_.id, first, last),
        reports=_by_pupil(reports.of_pupils(tx, asked, first, last)),
        orders=_by_pupil(suspensions.covering(tx, asked, first, last)),
        cases=mornings.cases(tx, asked, first, last),
        corrected=marks.newest(marks.of_pupils(tx, asked, first, last)),
        watched=rhythms.some(tx, asked),
    )


def _by_pupil(found: Iterable[T]) -> dict[int, tuple[T, ...]]:
    grouped: dict[int, tuple[T, ...]] = {}
    for one in found:
        grouped[one.pupil] = (*grouped.get(one.pupil, ()), one)
    return grouped
