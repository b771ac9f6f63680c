"""How long children have been away: school days in a row, out of what is known of each day."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.attendance import known
from bot.attendance.model import Class, Enrolment, Mark, School
from bot.attendance.rules import marks as rules
from bot.attendance.rules import runs
from bot.attendance.rules.runs import Run
from bot.attendance.store import classes, days, enrolments
from bot.storage.tx import Tx

_WINDOWS = (timedelta(days=60), timedelta(days=400))  # how far one looks back, then farther


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """How long a child has been away by a day. `present`: they are known to have been there at
    the last day of which anything is known."""

    run: Run
    present: bool


def one_away(tx: Tx, school: School, class_: Class, pupil: int, day: date) -> Away:
    """How long a child has been away by a day on which that may still change, over the turn of the
    school year as well. `class_`: where they sit now."""
    run, last = Run(), None
    for window in _WINDOWS:
        marked = _marked(tx, school, class_, pupil, day - window, day)
        if day in marked and marked[day] is None:
            del marked[day]  # the day isn't over
        said = {one: mark for one, mark in marked.items() if mark is not None}
        run, last = runs.run(marked, said), said.get(max(marked)) if marked else None
        if run.since is None or run.since > min(marked):
            break
    return Away(run=run, present=last in rules.ATTENDED)


def _marked(
    tx: Tx, school: School, class_: Class, pupil: int, first: date, last: date
) -> dict[date, Mark | None]:
    """A child's school days, each as it was for the class in which they sat then; of days without
    a class nobody knows anything."""
    calendar = days.calendar(tx, school, class_, first, last)
    marked: dict[date, Mark | None] = dict.fromkeys(calendar.taught(first, last))
    for seat in enrolments.of_pupil(tx, pupil):
        if seat.main and seat.since <= last and first <= seat.until:
            since, until = max(first, seat.since), min(last, seat.until)
            marked = {one: mark for one, mark in marked.items() if not since <= one <= until}
            marked |= _in_seat(tx, seat, since, until)
    return marked


def _in_seat(tx: Tx, seat: Enrolment, since: date, until: date) -> dict[date, Mark | None]:
    found = known.of(tx, classes.get(tx, seat.class_id), (seat.pupil,), since, until)
    taught = found.calendar.taught(since, until)
    return {one: found.mark(seat.pupil, one) for one in taught}
