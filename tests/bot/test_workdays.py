"""Working days and hours of a city."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workdays import Calendar, Hours, Season, add_months

CALENDAR = Calendar()
TOKYO = ZoneInfo("Asia/Tokyo")
HOURS = Hours(calendar=CALENDAR, morning=time(8, 30), quiet_from=time(18), quiet_to=time(8))
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


@given(DAYS, st.integers(min_value=0, max_value=20))
def test_counting_back_passes_so_many_working_days(day: date, count: int) -> None:
    start = CALENDAR.previous_working_day(day)
    found = CALENDAR.minus_working_days(day, count)
    between = [found + timedelta(days=n) for n in range((start - found).days)]
    assert CALENDAR.is_working(found)
    assert sum(map(CALENDAR.is_working, between)) == count


def test_a_month_later_is_its_last_day_where_the_day_is_missing() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)


@given(DAYS)
def test_nearest_working_days_enclose_the_day(day: date) -> None:
    before, after = CALENDAR.previous_working_day(day), CALENDAR.next_working_day(day)
    assert before <= day <= after
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(map(CALENDAR.is_working, between))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-24T00:00", "2026-11-24T08:30"),  # a Tuesday
        ("2026-11-24T08:30", "2026-11-24T08:30"),
        ("2026-11-24T17:59", "2026-11-24T17:59"),
        ("2026-11-24T18:00", "2026-11-25T08:30"),
        ("2026-11-27T20:00", "2026-11-30T08:30"),  # a Friday evening
        ("2026-11-23T12:00", "2026-11-24T08:30"),  # a holiday
        ("2026-12-28T18:01", "2027-01-04T08:30"),
    ],
)
def test_cards_go_out_on_working_days_between_morning_and_evening(at: str, opens: str) -> None:
    found = HOURS.opens(datetime.fromisoformat(at).replace(tzinfo=TOKYO))
    assert found == datetime.fromisoformat(opens).replace(tzinfo=TOKYO)


def test_quiet_hours_within_a_day_end_on_that_day() -> None:
    noon = Hours(calendar=CALENDAR, morning=time(8), quiet_from=time(12), quiet_to=time(13))
    at = datetime(2026, 11, 24, 12, 10, tzinfo=TOKYO)
    assert noon.opens(at) == at.replace(hour=13, minute=0)


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)),
    st.times(),
    st.times(),
    st.times(),
)
def test_whatever_the_hours_are_a_card_goes_out_soon_in_open_ones(
    at: datetime, morning: time, quiet_from: time, quiet_to: time
) -> None:
    hours = Hours(calendar=CALENDAR, morning=morning, quiet_from=quiet_from, quiet_to=quiet_to)
    local = at.replace(tzinfo=TOKYO)
    opens = hours.opens(local)
    assert local <= opens <= local + timedelta(days=14)
    assert CALENDAR.is_working(opens.date())
    assert hours.opens(opens) == opens


@given(DAYS, DAYS, DAYS)
def test_a_season_that_comes_each_year_covers_the_same_days_of_every_year(
    first: date, last: date, day: date
) -> None:
    yearly = Season(first, last, yearly=True)
    assert Season.read(str(yearly)).covers(day) is yearly.covers(day)
    assert yearly.covers(first)
    assert yearly.covers(last)
    assert yearly.covers(add_months(day, 48)) is yearly.covers(day)


@given(DAYS, st.integers(0, 60), DAYS)
def test_a_season_that_comes_once_covers_its_own_days(first: date, days: int, day: date) -> None:
    once = Season(first, first + timedelta(days=days))
    assert Season.read(str(once)) == once
    assert once.covers(day) is (0 <= (day - first).days <= days)
