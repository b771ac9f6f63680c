"""The civil calendar of a city: the days and hours on which it works, and months counted."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), clipped to that month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days on which the city works; `closed` are its own closed days beside everybody's.

    `mailing_days`: the working days that a letter takes, for an objection counts on arrival
    (民法97条).
    """

    closed: frozenset[date] = frozenset()
    mailing_days: int = 3

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in holidays_of(day.year) and day not in self.closed

    def previous_working_day(self, day: date) -> date:
        """`day` itself, or the nearest working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """`day` itself, or the nearest working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def minus_working_days(self, day: date, count: int) -> date:
        """The last day on which `count` working days still pass until `day`'s own working day."""
        day = self.previous_working_day(day)
        for _ in range(count):
            day = self.previous_working_day(day - ONE_DAY)
        return day

    def posted_by(self, arrival: date) -> date:
        """The last working day on which a letter that must arrive on `arrival` can be posted."""
        return self.minus_working_days(arrival, self.mailing_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When cards may go out: on working days, from `morning` on, outside the quiet hours.

    Quiet hours last from `quiet_from` until `quiet_to`, over midnight where that is the earlier;
    where both are the same there are none.
    """

    calendar: Calendar
    morning: time
    quiet_from: time
    quiet_to: time

    def opens(self, at: datetime) -> datetime:
        """`at` itself (in the tenant's zone), or the next instant at which cards may go out."""
        day = self.calendar.next_working_day(at.date())
        ready = max(at, datetime.combine(day, self._opening, at.tzinfo))
        if not self._is_quiet(ready.time()):
            return ready
        end = datetime.combine(day, self.quiet_to, at.tzinfo)
        return end if end > ready else self.opens(_midnight(day + ONE_DAY, at))

    @property
    def _opening(self) -> time:
        return self.quiet_to if self._is_quiet(self.morning) else self.morning

    def _is_quiet(self, at: time) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to


def _midnight(day: date, at: datetime) -> datetime:
    return datetime.combine(day, time.min, at.tzinfo)


@cache
def holidays_of(year: int) -> frozenset[date]:
    """National holidays (国民の祝日) and the days on which offices rest (12/29 to 1/3)."""
    import holidays  # its table costs 0.3 s at start; most commands never ask for a working day

    turn = {date(year, 1, day) for day in (1, 2, 3)} | {date(year, 12, day) for day in (29, 30, 31)}
    return frozenset(holidays.country_holidays("JP", years=year)) | turn
