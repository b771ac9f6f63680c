"""The civil calendar of terms and notices."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.clauses.deadlines import fiscal_year_end, notice_by, term_end
from bot.workdays import add_months

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
MONTHS = st.integers(1, 240)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2019, 9, 1), 24, date(2021, 8, 31)),
        (date(2023, 4, 1), 12, date(2024, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
    ],
)
def test_a_term_ends_on_the_day_before_the_anniversary(start: date, months: int, end: date) -> None:
    assert term_end(start, months) == end


@given(DAYS, MONTHS)
def test_a_term_never_passes_its_anniversary(start: date, months: int) -> None:
    end = term_end(start, months)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    if start.day <= last:
        assert end + timedelta(days=1) == date(year, month + 1, start.day)
    else:
        assert end == date(year, month + 1, last)


@pytest.mark.parametrize(
    ("end", "value", "unit", "day"),
    [
        (date(2024, 3, 31), 1, "months", date(2024, 2, 29)),
        (date(2023, 3, 31), 3, "months", date(2022, 12, 31)),
        (date(2024, 4, 30), 1, "months", date(2024, 3, 30)),
        (date(2024, 3, 31), 30, "days", date(2024, 3, 1)),
        (date(2024, 3, 31), 0, "days", date(2024, 3, 31)),
    ],
)
def test_the_notice_day_counts_back_from_the_end(
    end: date, value: int, unit: str, day: date
) -> None:
    assert notice_by(end, value, unit) == day


@given(DAYS, MONTHS)
def test_a_notice_in_months_falls_on_the_same_day_or_the_months_end(end: date, months: int) -> None:
    day = notice_by(end, months, "months")
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert day.day == min(end.day, monthrange(day.year, day.month)[1])


@given(DAYS, st.integers(0, 400))
def test_a_notice_in_days_is_that_many_days_before(end: date, days: int) -> None:
    assert (end - notice_by(end, days, "days")).days == days


@given(DAYS, MONTHS)
def test_months_added_and_taken_stay_within_the_month(day: date, months: int) -> None:
    assert add_months(add_months(day, months), -months) <= day


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(ValueError, match="unit"):
        notice_by(date(2024, 3, 31), 1, "weeks")


@given(DAYS)
def test_the_fiscal_year_ends_on_the_next_31_march(day: date) -> None:
    end = fiscal_year_end(day)
    assert (end.month, end.day) == (3, 31)
    assert day <= end < date(day.year + 2, 3, 31)
    assert (end - day).days <= 365
