"""24 hours of working days: over weekends, holidays, closed days, and near the session."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.model import State
from bot.training.rules import offers
from bot.workdays import Calendar
from tests.bot.training.rules.made import DAY, HOUR, SESSION, TOKYO, enrolment, session

CALENDAR = Calendar(closed=frozenset([date(2026, 11, 26)]))
FAR = session(starts_at=datetime(2027, 3, 1, 9, tzinfo=TOKYO))


def at(month: int, day: int, hour: int = 15, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(12, 1), at(12, 2)),  # an ordinary Tuesday
        (at(12, 4), at(12, 7)),  # Friday 15:00 → Monday 15:00
        (at(11, 20), at(11, 24)),  # over the weekend and 勤労感謝の日
        (at(11, 25), at(11, 27)),  # the city is closed on the 26th
        (at(12, 5), at(12, 8, 0)),  # Saturday: counted from Monday's beginning to its end
        (at(12, 28), at(1, 4, year=2027)),  # over the turn of the year
        (at(12, 2, 0), at(12, 3, 0)),
    ],
)
def test_an_offer_lasts_24_hours_of_working_days(now: datetime, expected: datetime) -> None:
    assert offers.until(now, FAR, CALENDAR) == expected


def test_an_offer_ends_an_hour_before_the_session_at_the_latest() -> None:
    soon = session(starts_at=at(12, 7, 9).astimezone(UTC))
    found = offers.until(at(12, 4), soon, CALENDAR)
    assert found == at(12, 7, 8)
    assert found.tzinfo is TOKYO


@pytest.mark.parametrize(
    ("before", "expected"),
    [(2 * HOUR, -HOUR), (2 * HOUR - timedelta(minutes=1), 0 * HOUR), (HOUR, 0 * HOUR)],
)
def test_in_the_last_hours_an_offer_lasts_until_the_session_begins(
    before: timedelta, expected: timedelta
) -> None:
    start = SESSION.starts_at
    assert offers.until(start - before, SESSION, CALENDAR) == start + expected


_minutes = st.integers(0, 400 * 24 * 60)


@given(_minutes, st.integers(1, 60 * 24 * 60))
def test_an_offer_always_leaves_time_and_never_outlasts_the_beginning(
    begin: int, ahead: int
) -> None:
    now = at(4, 1, 0) + timedelta(minutes=begin)
    found = offers.until(now, session(starts_at=now + timedelta(minutes=ahead)), CALENDAR)
    assert now < found <= now + timedelta(minutes=ahead)
    assert found - now >= min(timedelta(minutes=ahead), HOUR)


@given(_minutes)
def test_the_hours_of_days_off_are_not_counted(begin: int) -> None:
    now = at(4, 1, 0) + timedelta(minutes=begin)
    end = offers.a_working_day_later(now, CALENDAR)
    counted, moment = timedelta(), now
    while moment < end:
        following = min(end, datetime.combine(moment.date() + DAY, datetime.min.time(), TOKYO))
        if CALENDAR.is_working(moment.date()):
            counted += following - moment
        moment = following
    assert counted == DAY


def test_an_offer_is_over_at_its_instant_not_before() -> None:
    offer = enrolment(state=State.OFFERED, until=at(12, 4))
    assert not offers.is_over(offer, SESSION, at(12, 4) - timedelta(microseconds=1))
    assert offers.is_over(offer, SESSION, at(12, 4))
    assert not offers.is_over(enrolment(until=at(12, 4)), SESSION, at(12, 5))


def test_an_offer_is_over_when_the_session_begins_earlier_than_planned() -> None:
    offer = enrolment(state=State.OFFERED, until=at(12, 9))
    moved = session(starts_at=at(12, 8))
    assert not offers.is_over(offer, moved, at(12, 8) - HOUR)
    assert offers.is_over(offer, moved, at(12, 8))
