"""The periods of a series, by fiscal year or from its first day, and which of them are owed."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.meetings.model import Cadence, Period, Series, Unit
from bot.meetings.rules.periods import (
    bound,
    cadence_of,
    cadence_of_months,
    every_of,
    next_owed,
    owed,
    owed_between,
    period_of,
    periods,
)

QUARTER = Cadence(unit=Unit.MONTHS, count=3)
SERIES = Series(
    id=1,
    source="agreement:7",
    article="第5条",
    title="協定",
    partner="ひのでロジ株式会社",
    post=1,
    cadence=QUARTER,
    since=date(2024, 4, 1),
)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
CADENCES = st.one_of(
    st.sampled_from([1, 2, 3, 4, 5, 6, 7, 12, 18, 24]).map(
        lambda count: Cadence(unit=Unit.MONTHS, count=count)
    ),
    st.integers(1, 52).map(lambda count: Cadence(unit=Unit.WEEKS, count=count)),
)


def months(count: int) -> Series:
    return replace(SERIES, cadence=Cadence(unit=Unit.MONTHS, count=count))


def weeks(count: int, since: date) -> Series:
    return replace(SERIES, cadence=Cadence(unit=Unit.WEEKS, count=count), since=since)


@pytest.mark.parametrize(
    ("count", "day", "first", "last"),
    [
        (3, date(2026, 4, 1), date(2026, 4, 1), date(2026, 6, 30)),
        (3, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (3, date(2027, 1, 1), date(2027, 1, 1), date(2027, 3, 31)),
        (6, date(2027, 3, 31), date(2026, 10, 1), date(2027, 3, 31)),
        (1, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (2, date(2027, 1, 15), date(2026, 12, 1), date(2027, 1, 31)),
        (4, date(2027, 1, 15), date(2026, 12, 1), date(2027, 3, 31)),
        (12, date(2027, 1, 15), date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_months_that_divide_the_year_follow_the_fiscal_year(
    count: int, day: date, first: date, last: date
) -> None:
    assert period_of(months(count), day) == Period(first=first, last=last)


def test_weeks_are_counted_from_the_first_day_of_the_series() -> None:
    series = weeks(2, date(2026, 11, 25))
    assert period_of(series, date(2026, 12, 8)) == Period(
        first=date(2026, 11, 25), last=date(2026, 12, 8)
    )
    assert period_of(series, date(2026, 12, 9)) == Period(
        first=date(2026, 12, 9), last=date(2026, 12, 22)
    )
    assert period_of(series, date(2026, 11, 24)) is None


def test_other_months_are_counted_from_the_first_day_and_do_not_drift() -> None:
    series = replace(months(5), since=date(2026, 1, 31))
    found = periods(series, date(2026, 1, 1), date(2027, 12, 31))
    assert [period.first for period in found[:4]] == [
        date(2026, 1, 31),
        date(2026, 6, 30),
        date(2026, 11, 30),
        date(2027, 4, 30),
    ]


def test_nothing_is_owed_while_nobody_has_said_how_often() -> None:
    series = replace(SERIES, cadence=None)
    assert period_of(series, date(2026, 11, 22)) is None
    assert periods(series, date(2026, 1, 1), date(2027, 1, 1)) == ()
    assert next_owed(series, date(2026, 11, 22)) is None
    assert not owed(series, Period(first=date(2026, 4, 1), last=date(2026, 6, 30)))


@pytest.mark.parametrize(
    ("signed", "is_owed"),
    [
        (date(2026, 11, 17), True),  # the 45th day before the end, the signing day counted
        (date(2026, 11, 18), False),
        (date(2026, 10, 1), True),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
    ],
)
def test_a_quarter_with_under_45_days_left_at_signing_is_not_owed(
    signed: date, is_owed: bool
) -> None:
    quarter = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
    assert owed(replace(SERIES, since=signed), quarter) is is_owed
    assert owed(replace(SERIES, since=signed, soft=True), quarter) is is_owed


def test_of_a_short_period_half_is_enough() -> None:
    november = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert owed(replace(months(1), since=date(2026, 11, 16)), november)
    assert not owed(replace(months(1), since=date(2026, 11, 17)), november)


def test_after_the_end_nothing_is_owed() -> None:
    series = replace(SERIES, until=date(2026, 12, 31))
    assert next_owed(series, date(2026, 12, 1)) == Period(
        first=date(2026, 10, 1), last=date(2026, 12, 31)
    )
    assert next_owed(series, date(2027, 1, 1)) is None
    assert bound(
        replace(SERIES, since=date(2026, 10, 20), until=date(2026, 12, 20)),
        Period(first=date(2026, 10, 1), last=date(2026, 12, 31)),
    ) == Period(first=date(2026, 10, 20), last=date(2026, 12, 20))


@given(cadence=CADENCES, since=DAYS, start=DAYS, span=st.integers(0, 1500))
def test_periods_follow_each_other_without_gap_or_overlap(
    cadence: Cadence, since: date, start: date, span: int
) -> None:
    series = replace(SERIES, cadence=cadence, since=since)
    last = start + timedelta(days=span)
    found = periods(series, start, last)
    for one, following in pairwise(found):
        assert following.first == one.last + timedelta(days=1)
    for one in found:
        assert one.first <= one.last
        assert period_of(series, one.first) == period_of(series, one.last) == one
    if found:
        assert found[0].first <= max(start, since)
        assert found[-1].last >= last
    else:
        assert last < since


@given(since=DAYS, years=st.integers(1, 4))
def test_every_fiscal_quarter_is_owed_exactly_once_from_the_signing_on(
    since: date, years: int
) -> None:
    series = replace(SERIES, since=since)
    until = date(since.year + years, 12, 31)
    found = owed_between(series, since, until)
    assert len(set(found)) == len(found)
    quarters = periods(series, since, until)
    left = (quarters[0].last - since).days + 1
    assert found == (quarters if left >= 45 else quarters[1:])
    for period in found:
        assert period.first.month in (1, 4, 7, 10)
        assert period.first.day == 1


@given(cadence=CADENCES, since=DAYS, day=DAYS)
def test_the_next_owed_period_is_the_first_that_is_not_over(
    cadence: Cadence, since: date, day: date
) -> None:
    series = replace(SERIES, cadence=cadence, since=since)
    found = next_owed(series, day)
    assert found is not None
    assert found.last >= day
    assert owed(series, found)
    between = owed_between(series, max(day, since), found.last)
    assert between[0] == found


@pytest.mark.parametrize(
    ("every", "count"), [("month", 1), ("two_months", 2), ("quarter", 3), ("half", 6), ("year", 12)]
)
def test_every_word_of_the_form_is_a_cadence_and_back(every: str, count: int) -> None:
    cadence = cadence_of(every)
    assert cadence == Cadence(unit=Unit.MONTHS, count=count) == cadence_of_months(count)
    assert every_of(cadence) == every


def test_weeks_of_the_form_are_bounded() -> None:
    assert cadence_of("weeks", 52) == Cadence(unit=Unit.WEEKS, count=52)
    assert every_of(cadence_of("weeks", 3)) == "weeks"
    assert (every_of(None), every_of(Cadence(unit=Unit.MONTHS, count=5))) == ("", "")
    for wrong in (0, 53, -1):
        with pytest.raises(Refused, match="weeks"):
            cadence_of("weeks", wrong)
    with pytest.raises(Refused, match="cadence"):
        cadence_of("sometimes")
    assert cadence_of_months(None) is None
