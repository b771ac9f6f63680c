"""Reports on which a month's book still stands: it is derived from them until it is locked."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot import policy
from bot.attendance.rules.years import first_day, school_year
from bot.attendance.store import enrolments, months, reports
from bot.retention import Kind
from bot.storage.tx import Tx
from bot.workdays import add_months


def needed(tx: Tx, ids: Iterable[int], today: date) -> frozenset[int]:
    """Those of these reports that a book which must still be kept would be wrong without."""
    oldest = first_day(school_year(today) - policy.of(tx).kept_years(Kind.ATTENDANCE_BOOKS))
    known: dict[tuple[int, date], bool] = {}
    found = (row for row in reports.spans(tx, ids) if row.until >= oldest)
    return frozenset(row.id for row in found if _is_open(tx, row, known))


def _is_open(tx: Tx, row: reports.Span, known: dict[tuple[int, date], bool]) -> bool:
    """Whether any class's month of these days was never locked."""
    for book in _books(tx, row):
        if book not in known:
            known[book] = not months.find(tx, *book).locked
        if known[book]:
            return True
    return False


def _books(tx: Tx, row: reports.Span) -> Iterator[tuple[int, date]]:
    for seat in (one for one in enrolments.of_pupil(tx, row.pupil) if one.main):
        first = max(seat.since, row.since).replace(day=1)
        while first <= min(seat.until, row.until):
            yield seat.class_id, first
            first = add_months(first, 1)
