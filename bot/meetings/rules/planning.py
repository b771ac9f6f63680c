"""The days on which the clock speaks of a period: planning, warnings, and that it has passed.

All go by the days on which the series binds (`periods.bound`).
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.meetings.model import Period, Slot
from bot.workdays import ONE_DAY, Calendar

PLANNED_BEFORE = timedelta(days=45)
WARNED_BEFORE = (30, 14, 7)  # days
WORKING_DAYS_AHEAD = 2  # nobody is asked to come tomorrow
LONGEST_SEARCH = timedelta(days=62)
LATE_SEARCH = timedelta(days=30)  # where the period leaves no day: late is better than never


def plan_on(period: Period, calendar: Calendar) -> date:
    """The working day on which planning begins, 45 days before the end at the latest.

    The first working day of what is shorter, or begins later; before it where it has none.
    """
    latest = calendar.previous_working_day(period.last - PLANNED_BEFORE)
    if latest >= period.first:
        return latest
    first = calendar.next_working_day(period.first)
    return first if first <= period.last else calendar.previous_working_day(period.first)


def warn_days(period: Period, calendar: Calendar) -> tuple[tuple[int, date], ...]:
    """The working days, after the planning, on which the owner and a superior hear of silence.

    Each with the number of days before the end for which it stands.
    """
    planned = plan_on(period, calendar)
    days: dict[date, int] = {}
    for before in WARNED_BEFORE:
        on = calendar.previous_working_day(period.last - timedelta(days=before))
        if on > planned:
            days[on] = before
    return tuple((before, on) for on, before in days.items())


def passed_on(period: Period, calendar: Calendar) -> date:
    """The first working day after a period: on it owner and superior learn that it has passed."""
    return calendar.next_working_day(period.last + ONE_DAY)


def search_window(period: Period, *, now: datetime, calendar: Calendar, zone: ZoneInfo) -> Slot:
    """Within which time slots are looked for: from two working days ahead to the period's end.

    Where no working day is left, over the month that follows.
    """
    today = now.astimezone(zone).date()
    first = max(_ahead(today, calendar), period.first)
    last = min(period.last, first + LONGEST_SEARCH)
    if calendar.next_working_day(first) > last:
        last = first + LATE_SEARCH
    return Slot(start=_midnight(first, zone), end=_midnight(last + ONE_DAY, zone))


def _ahead(today: date, calendar: Calendar) -> date:
    day = today
    for _ in range(WORKING_DAYS_AHEAD):
        day = calendar.next_working_day(day + ONE_DAY)
    return day


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)
