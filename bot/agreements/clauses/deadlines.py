"""Civil calendar of agreements: when a term ends and until when one must object."""

from calendar import monthrange
from datetime import date, timedelta

from bot.workdays import add_months


def term_end(start: date, months: int) -> date:
    """The last day of a term of `months` from `start`: the day before the anniversary.

    Where the anniversary does not exist, the last day of that month (民法143条2項).
    """
    anniversary = add_months(start, months)
    if anniversary.day != start.day:
        return anniversary
    return anniversary - timedelta(days=1)


def term_end_in_days(start: date, days: int) -> date:
    """The last day of a term of `days` that begins with `start`."""
    return start + timedelta(days=days - 1)


def notice_by(end: date, value: int, unit: str) -> date:
    """The safe last day to object, `value` `months` or `days` before `end`.

    Months: the same day, clipped to the month's end; of two readings the earlier one.
    """
    if unit == "days":
        return end - timedelta(days=value)
    if unit == "months":
        return add_months(end, -value)
    raise ValueError(f"unit must be months or days, not {unit!r}")


def month_end(year: int, month: int) -> date:
    """末日: the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def fiscal_year_end(day: date) -> date:
    """31 March that ends the 年度 of `day`."""
    return date(day.year + (day.month >= 4), 3, 31)
