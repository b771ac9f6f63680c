"""The school year (学年度): it begins on 1 April (学校教育法施行規則59条)."""

from datetime import date

_FIRST_MONTH = 4


def school_year(day: date) -> int:
    """The school year that a day is of, by the year in which it began."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def first_day(year: int) -> date:
    """The day on which a school year begins."""
    return date(year, _FIRST_MONTH, 1)


def last_day(year: int) -> date:
    """The day on which a school year ends."""
    return date(year + 1, _FIRST_MONTH - 1, 31)
