"""Working days of a city."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.rules.calendar import Calendar

CALENDAR = Calendar()
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize(
    "day", [date(2026, 12, 29), date(2027, 1, 3), date(2027, 1, 1), date(2027, 3, 22)]
)
def test_offices_rest_at_the_turn_of_the_year_and_on_substitute_holidays(day: date) -> None:
    assert not CALENDAR.is_working(day)


def test_last_working_day_of_the_year_is_before_the_29th() -> None:
    assert CALENDAR.previous_working_day(date(2026, 12, 31)) == date(2026, 12, 28)


def test_own_closed_days_are_no_working_days() -> None:
    calendar = Calendar(frozenset({date(2027, 3, 30)}))
    assert calendar.previous_working_day(date(2027, 3, 30)) == date(2027, 3, 29)


def test_counting_back_starts_from_a_working_day() -> None:
    assert CALENDAR.minus_working_days(date(2026, 12, 31), 3) == date(2026, 12, 23)
    assert CALENDAR.plus_working_days(date(2026, 12, 28), 1) == date(2027, 1, 4)


@given(DAYS, st.integers(min_value=0, max_value=20))
def test_counting_forth_undoes_counting_back(day: date, count: int) -> None:
    working = CALENDAR.previous_working_day(day)
    assert CALENDAR.plus_working_days(CALENDAR.minus_working_days(day, count), count) == working


@given(DAYS)
def test_nearest_working_days_enclose_the_day(day: date) -> None:
    before, after = CALENDAR.previous_working_day(day), CALENDAR.next_working_day(day)
    assert before <= day <= after
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(map(CALENDAR.is_working, between))
