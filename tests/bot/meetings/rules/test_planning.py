"""The days on which the clock speaks of a period."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.model import Cadence, Period, Series, Unit
from bot.meetings.rules.periods import bound, owed_between
from bot.meetings.rules.planning import passed_on, plan_on, search_window, warn_days
from bot.workdays import Calendar

CALENDAR = Calendar()
AUTUMN = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
ZONES = st.sampled_from(["Asia/Tokyo", "UTC", "Asia/Kolkata", "Australia/Brisbane"]).map(ZoneInfo)


def test_planning_begins_45_days_before_the_end_on_a_working_day() -> None:
    assert plan_on(AUTUMN, CALENDAR) == date(2026, 11, 16)
    closed = Calendar(frozenset([date(2026, 11, 16)]))
    assert plan_on(AUTUMN, closed) == date(2026, 11, 13)


def test_what_begins_later_is_planned_at_once() -> None:
    late = replace(AUTUMN, first=date(2026, 11, 21))
    assert plan_on(late, CALENDAR) == date(2026, 11, 24)  # a weekend and a holiday lie between
    november = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert plan_on(november, CALENDAR) == date(2026, 11, 2)


def test_a_week_without_a_working_day_is_planned_before_it() -> None:
    turn = Period(first=date(2026, 12, 28), last=date(2027, 1, 3))
    assert plan_on(turn, Calendar(frozenset([date(2026, 12, 28)]))) == date(2026, 12, 25)


def test_silence_is_warned_of_30_14_and_7_days_before_the_end() -> None:
    assert warn_days(AUTUMN, CALENDAR) == (
        (30, date(2026, 12, 1)),
        (14, date(2026, 12, 17)),
        (7, date(2026, 12, 24)),
    )


def test_a_short_period_is_warned_of_only_after_its_planning() -> None:
    november = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert [before for before, _ in warn_days(november, CALENDAR)] == [14, 7]
    week = Period(first=date(2026, 11, 9), last=date(2026, 11, 15))
    assert warn_days(week, CALENDAR) == ()


def test_the_first_working_day_after_a_period_tells_that_it_has_passed() -> None:
    assert passed_on(AUTUMN, CALENDAR) == date(2027, 1, 4)


@given(
    count=st.sampled_from([1, 2, 3, 6, 12]),
    weeks=st.booleans(),
    since=st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    length=st.integers(0, 1000),
    closed=st.frozensets(st.dates(date(2025, 1, 1), date(2034, 1, 1)), max_size=30),
)
def test_the_days_of_an_owed_period_come_in_order_and_none_before_the_start(
    count: int, weeks: bool, since: date, length: int, closed: frozenset[date]
) -> None:
    calendar = Calendar(closed)
    series = Series(
        id=1,
        source="",
        article="",
        title="定例会",
        partner="",
        post=1,
        cadence=Cadence(unit=Unit.WEEKS if weeks else Unit.MONTHS, count=count),
        since=since,
        until=since + timedelta(days=length),
    )
    for period in owed_between(series, since, since + timedelta(days=1000)):
        binding = bound(series, period)
        planned = plan_on(binding, calendar)
        days = [on for _, on in warn_days(binding, calendar)]
        passed = passed_on(binding, calendar)
        told = [planned, *days, passed]
        assert told == sorted(set(told))
        assert all(calendar.is_working(day) for day in told)
        assert passed > binding.last
        assert planned <= binding.last
        within = [day for day in _days(binding) if calendar.is_working(day)]
        assert planned >= binding.first or not within
        if within:
            latest = binding.last - timedelta(days=45)
            assert planned <= latest or planned == within[0]


def _days(period: Period) -> list[date]:
    return [
        period.first + timedelta(days=day) for day in range((period.last - period.first).days + 1)
    ]


@given(
    day=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    at=st.times(),
    lead=st.integers(-40, 120),
    length=st.integers(6, 364),
    zone=ZONES,
)
def test_slots_are_looked_for_from_two_working_days_ahead(
    day: date, at: time, lead: int, length: int, zone: ZoneInfo
) -> None:
    now = datetime.combine(day, at, zone)
    first = day + timedelta(days=lead)
    period = Period(first=first, last=first + timedelta(days=length))
    window = search_window(period, now=now, calendar=CALENDAR, zone=zone)
    start, end = window.start.date(), window.end.date()
    ahead = [day + timedelta(days=one) for one in range(1, (start - day).days + 1)]
    assert sum(map(CALENDAR.is_working, ahead)) >= 2
    assert start >= period.first
    assert (window.start.time(), window.end.time()) == (time.min, time.min)
    assert timedelta(0) < window.end - window.start <= timedelta(days=63)
    days = [start + timedelta(days=one) for one in range((end - start).days)]
    assert any(CALENDAR.is_working(one) for one in days)
    if end - timedelta(days=1) > period.last:  # late is better than never
        assert not any(CALENDAR.is_working(one) for one in days if one <= period.last)


@pytest.mark.parametrize("name", ["Asia/Tokyo", "America/Phoenix"])
def test_the_days_of_a_search_are_those_of_the_tenant(name: str) -> None:
    zone = ZoneInfo(name)
    now = datetime(2026, 11, 16, 15, 30, tzinfo=ZoneInfo("UTC"))  # Tuesday in Tokyo already
    window = search_window(AUTUMN, now=now, calendar=CALENDAR, zone=zone)
    assert window.start == datetime(2026, 11, 19 if name == "Asia/Tokyo" else 18, tzinfo=zone)
    assert window.end == datetime(2027, 1, 1, tzinfo=zone)
