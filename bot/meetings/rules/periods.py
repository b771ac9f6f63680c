"""The periods of a series: which there are, in which of them a meeting is owed, until when."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.errors import Refused
from bot.meetings.model import Cadence, Period, Series, Unit
from bot.workdays import ONE_DAY, add_months

MONTHS = {"month": 1, "two_months": 2, "quarter": 3, "half": 6, "year": 12}
EVERY = {months: every for every, months in MONTHS.items()}
WEEKS = "weeks"
MOST_WEEKS = 52
APRIL = 4
LEAST_DAYS = 45  # a quarter of which less is left at signing isn't owed
_YEAR = 12


def cadence_of(every: str, weeks: int = 0) -> Cadence:
    """The cadence that a form says; `weeks` counts only with 「N週ごと」.

    Raises Refused for a number of weeks that no series has, or a word that none means.
    """
    if every == WEEKS:
        if not 1 <= weeks <= MOST_WEEKS:
            raise Refused("meetings.refused.weeks", most=MOST_WEEKS)
        return Cadence(unit=Unit.WEEKS, count=weeks)
    if every not in MONTHS:
        raise Refused("meetings.refused.cadence")
    return Cadence(unit=Unit.MONTHS, count=MONTHS[every])


def cadence_of_months(months: int | None) -> Cadence | None:
    """What a text says of the months from one meeting to the next; None where it leaves it open."""
    return Cadence(unit=Unit.MONTHS, count=months) if months else None


def every_of(cadence: Cadence | None) -> str:
    """The word of the form for a cadence; "" for one that the form can't say."""
    if cadence is None:
        return ""
    return WEEKS if cadence.unit is Unit.WEEKS else EVERY.get(cadence.count, "")


def period_of(series: Series, day: date) -> Period | None:
    """The period in which a day lies, in its full length.

    None while nobody has said how often, and before the start of a series that is counted from it.
    """
    cadence = series.cadence
    if cadence is None:
        return None
    if _YEAR % cadence.count == 0 and cadence.unit is Unit.MONTHS:
        return _of_fiscal_year(cadence.count, day)
    if day < series.since:
        return None
    if cadence.unit is Unit.WEEKS:
        return _of_weeks(cadence.count, series.since, day)
    return _of_months(cadence.count, series.since, day)


def periods(series: Series, first: date, last: date) -> tuple[Period, ...]:
    """Every period with a day between two days, both included, the earliest first."""
    return tuple(_periods(series, first, last))


def owed(series: Series, period: Period) -> bool:
    """Whether a meeting, or an answer in its place, is owed for a period.

    Not where the series binds on fewer than 45 of its days, nor on less than half of a short one.
    """
    if series.cadence is None or not _touches(series, period):
        return False
    full = _days(period)
    return _days(bound(series, period)) >= min(LEAST_DAYS, full // 2 if full > 1 else 1)


def owed_between(series: Series, first: date, last: date) -> tuple[Period, ...]:
    """The periods with a day between two days for which a meeting is owed."""
    return tuple(period for period in _periods(series, first, last) if owed(series, period))


def next_owed(series: Series, day: date) -> Period | None:
    """The owed period in which a day lies, else the next one; None where none comes any more."""
    period = period_of(series, max(day, series.since))
    while period is not None and _touches(series, period):
        if owed(series, period):
            return period
        period = period_of(series, period.last + ONE_DAY)
    return None


def bound(series: Series, period: Period) -> Period:
    """The days of a period on which the series binds; planning and warning go by them."""
    last = period.last if series.until is None else min(period.last, series.until)
    return Period(first=max(period.first, series.since), last=last)


def _touches(series: Series, period: Period) -> bool:
    within = bound(series, period)
    return within.first <= within.last


def _days(period: Period) -> int:
    return (period.last - period.first).days + 1


def _periods(series: Series, first: date, last: date) -> Iterator[Period]:
    period = period_of(series, first) or period_of(series, series.since)
    while period is not None and period.first <= last:
        yield period
        period = period_of(series, period.last + ONE_DAY)


def _of_fiscal_year(count: int, day: date) -> Period:
    """Months that divide the year: counted from April, so that a quarter is Apr–Jun."""
    into = (day.month - APRIL) % _YEAR % count
    first = add_months(day.replace(day=1), -into)
    return Period(first=first, last=add_months(first, count) - ONE_DAY)


def _of_weeks(count: int, since: date, day: date) -> Period:
    length = 7 * count
    first = since + timedelta(days=(day - since).days // length * length)
    return Period(first=first, last=first + timedelta(days=length - 1))


def _of_months(count: int, since: date, day: date) -> Period:
    """Months that don't divide the year; counted from the start, so that none drifts."""
    months = (day.year - since.year) * _YEAR + day.month - since.month
    times = months // count
    if add_months(since, times * count) > day:
        times -= 1
    first = add_months(since, times * count)
    return Period(first=first, last=add_months(since, (times + 1) * count) - ONE_DAY)
