"""On which days the clock speaks of a period, whatever the cadence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.model import Cadence, Meeting, Period, Series, SeriesState, Slot, Stage, Unit
from bot.meetings.plan.course import Kind, next_look, steps
from bot.meetings.rules import periods
from bot.workdays import Calendar

TOKYO = ZoneInfo("Asia/Tokyo")
CALENDAR = Calendar(frozenset({date(2026, 12, 1)}))
SERIES = Series(
    id=1,
    source="",
    article="",
    title="会",
    partner="",
    post=1,
    cadence=Cadence(unit=Unit.MONTHS, count=3),
    since=date(2026, 4, 1),
    registered_on=date(2026, 4, 1),
)
QUARTER = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
MEETING = Meeting(id=1, series=1, period=QUARTER)
CADENCES = st.one_of(
    st.integers(1, 12).map(lambda count: Cadence(unit=Unit.MONTHS, count=count)),
    st.integers(1, 9).map(lambda count: Cadence(unit=Unit.WEEKS, count=count)),
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def kinds(series: Series, meeting: Meeting | None) -> list[Kind]:
    return [step.kind for step in steps(series, QUARTER, meeting, CALENDAR, TOKYO)]


def test_a_period_is_planned_warned_of_thrice_and_missed() -> None:
    found = steps(SERIES, QUARTER, None, CALENDAR, TOKYO)
    assert [(str(step.on), step.kind, step.before) for step in found] == [
        ("2026-11-16", Kind.PLAN, 0),
        ("2026-11-30", Kind.LATE, 30),
        ("2026-12-17", Kind.LATE, 14),
        ("2026-12-24", Kind.LATE, 7),
        ("2027-01-04", Kind.PASSED, 0),
    ]


def test_what_has_begun_is_planned_no_second_time() -> None:
    looking = replace(MEETING, stage=Stage.PROPOSED)
    assert kinds(SERIES, looking) == [Kind.LATE] * 3 + [Kind.PASSED]


def test_a_booked_period_is_only_asked_about_when_it_is_over() -> None:
    start = MEETING.period.first
    slot = Slot(start=_at(start, 10), end=_at(start, 11))
    assert kinds(SERIES, replace(MEETING, stage=Stage.BOOKED, slot=slot)) == [Kind.PASSED]
    later = Slot(start=_at(date(2027, 1, 20), 10), end=_at(date(2027, 1, 20), 11))
    (step,) = steps(
        SERIES, QUARTER, replace(MEETING, stage=Stage.BOOKED, slot=later), CALENDAR, TOKYO
    )
    assert (step.kind, step.on, step.met) == (Kind.PASSED, date(2027, 1, 27), date(2027, 1, 20))


def test_a_meeting_at_eight_in_the_morning_is_on_that_day_and_not_the_one_before() -> None:
    """What the store hands out is in UTC."""
    start = datetime(2027, 1, 3, 23, tzinfo=UTC)  # the 4th, when the period is told to be over
    slot = Slot(start=start, end=start + timedelta(minutes=30))
    booked = replace(MEETING, stage=Stage.BOOKED, slot=slot)
    (step,) = steps(SERIES, QUARTER, booked, CALENDAR, TOKYO)
    assert step.met == date(2027, 1, 4)


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_an_answered_period_and_an_ended_series_are_left_alone() -> None:
    for stage in (Stage.HELD, Stage.WRITTEN, Stage.SKIPPED):
        assert kinds(SERIES, replace(MEETING, stage=stage)) == []
    assert kinds(replace(SERIES, state=SeriesState.ENDED), None) == []


def test_what_passed_before_we_knew_of_it_is_nobodys_omission() -> None:
    assert kinds(replace(SERIES, registered_on=date(2027, 1, 1)), None) == []


def test_whoever_registers_late_plans_first_and_is_warned_afterwards() -> None:
    late = replace(SERIES, registered_on=date(2026, 12, 19))  # a Saturday
    found = [(str(step.on), step.kind) for step in steps(late, QUARTER, None, CALENDAR, TOKYO)]
    assert found == [
        ("2026-12-21", Kind.PLAN),
        ("2026-12-24", Kind.LATE),
        ("2027-01-04", Kind.PASSED),
    ]


@given(cadence=CADENCES, since=DAYS, known=DAYS, today=DAYS)
def test_each_step_is_on_a_working_day_and_one_a_day(
    cadence: Cadence, since: date, known: date, today: date
) -> None:
    series = replace(SERIES, cadence=cadence, since=since, registered_on=known)
    for period in periods.owed_between(series, today, today + timedelta(days=100)):
        found = steps(series, period, None, CALENDAR, TOKYO)
        assert all(CALENDAR.is_working(step.on) for step in found)
        assert len({step.on for step in found}) == len(found)
        assert all(step.on >= known for step in found)


@given(cadence=CADENCES, since=DAYS, today=DAYS, until=st.none() | DAYS)
def test_the_clock_looks_on_each_day_on_which_something_is_said(
    cadence: Cadence, since: date, today: date, until: date | None
) -> None:
    series = replace(SERIES, cadence=cadence, since=since, registered_on=since, until=until)
    last = today + timedelta(days=150)
    near = periods.owed_between(series, today - timedelta(days=60), last + timedelta(days=14))
    said = {
        step.on
        for period in near
        for step in steps(series, period, None, CALENDAR, TOKYO)
        if today < step.on <= last
    }
    looked, day = set(), next_look(series, (), CALENDAR, TOKYO, today)
    while day is not None and day <= last:
        looked.add(day)
        day = next_look(series, (), CALENDAR, TOKYO, day)
    assert said <= looked
