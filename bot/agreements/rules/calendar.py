"""The working days of a city: Japanese holidays, the turn of the year, its own closed days."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)


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

    def plus_working_days(self, day: date, count: int) -> date:
        """The working day that is `count` working days after `day`."""
        for _ in range(count):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def posted_by(self, arrival: date) -> date:
        """The last working day on which a letter that must arrive on `arrival` can be posted."""
        return self.minus_working_days(arrival, self.mailing_days)


@cache
def holidays_of(year: int) -> frozenset[date]:
    """National holidays (国民の祝日) and the days on which offices rest (12/29 to 1/3)."""
    import holidays  # its table costs 0.3 s at start; most commands never ask for a working day

    turn = {date(year, 1, day) for day in (1, 2, 3)} | {date(year, 12, day) for day in (29, 30, 31)}
    return frozenset(holidays.country_holidays("JP", years=year)) | turn
