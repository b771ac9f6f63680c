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


@dataclass(frozen=True, slots=True)
class Season:
    """Days on which a city is too busy to meet, both included: each year anew, or these once.

    Of a `yearly` one only month and day count; it may last over the turn of the year.
    """

    first: date
    last: date
    yearly: bool = False

    def covers(self, day: date) -> bool:
        if not self.yearly:
            return self.first <= day <= self.last
        first, last = _month_day(self.first), _month_day(self.last)
        if first <= last:
            return first <= _month_day(day) <= last
        return _month_day(day) >= first or _month_day(day) <= last

    def __str__(self) -> str:
        """As a tenant writes it: `03-20/04-10`, or `2026-12-01/2026-12-18`."""
        form = "%m-%d" if self.yearly else "%Y-%m-%d"
        return f"{self.first:{form}}/{self.last:{form}}"

    @classmethod
    def read(cls, words: str) -> "Season":
        """The season that these words mean; raises ValueError where they mean none."""
        first, _, last = words.partition("/")
        yearly = len(first) == len(last) == len("03-20")
        days = [date.fromisoformat(_LEAP + end if yearly else end) for end in (first, last)]
        if not yearly and days[1] < days[0]:
            raise ValueError
        return cls(days[0], days[1], yearly)


_LEAP = "2000-"  # a year that has every day


def _month_day(day: date) -> tuple[int, int]:
    return day.month, day.day


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTimes:
    """When the city meets: from `opens` until `closes`, not over lunch, not in a busy season.

    Where `lunch_from` and `lunch_to` are the same, nobody rests.
    """

    opens: time
    closes: time
    lunch_from: time
    lunch_to: time
    busy: tuple[Season, ...] = ()

    def is_busy(self, day: date) -> bool:
        return any(season.covers(day) for season in self.busy)


def _midnight(day: date, at: datetime) -> datetime:
    return datetime.combine(day, time.min, at.tzinfo)


@cache
def holidays_of(year: int) -> frozenset[date]:
    """National holidays (国民の祝日) and the days on which offices rest (12/29 to 1/3)."""
    import holidays  # its table costs 0.3 s at start; most commands never ask for a working day

    turn = {date(year, 1, day) for day in (1, 2, 3)} | {date(year, 12, day) for day in (29, 30, 31)}
    return frozenset(holidays.country_holidays("JP", years=year)) | turn
