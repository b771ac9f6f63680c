"""On which evening the office prints the lists of the next school day."""

from datetime import date, timedelta

from bot.attendance.model import School
from bot.attendance.rules.years import school_year
from bot.attendance.store import days
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY, Calendar

_SHORT = timedelta(days=4)  # over so few days the list that was printed before them still holds
_OFFICES = Calendar()


def printed_for(tx: Tx, school: School, day: date) -> date | None:
    """The school day whose lists are printed at the end of a day, also over a weekend.

    Before a longer break nobody prints: what is known as it ends is printed on its last working
    day. None as well for another school year's: its classes aren't known yet.
    """
    found = days.next_school_day(tx, school, None, day)
    if found is None or school_year(found) != school_year(day):
        return None
    return found if found - day <= _SHORT or _last_working_day(found) <= day else None


def is_eve(tx: Tx, school: School, day: date) -> bool:
    """Whether a day without school is the last working day before one, at the end of a break."""
    if not _OFFICES.is_working(day):
        return False
    found = printed_for(tx, school, day)
    if found is None or _last_working_day(found) != day:
        return False
    return not days.school_days(tx, school, None, found - _SHORT, day)


def _last_working_day(before: date) -> date:
    return _OFFICES.previous_working_day(before - ONE_DAY)
