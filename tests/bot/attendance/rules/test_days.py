"""What a day is: the narrowest line, the later declaration, closures that stay shut."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import DayKind, SchoolDay, Today
from bot.attendance.rules.days import (
    IN_SESSION,
    TAUGHT,
    Calendar,
    calendar,
    concerns,
    each_day,
    keeps_roll,
    resolve,
)
from bot.attendance.rules.years import first_day, last_day, school_year
from tests.bot.attendance.rules.made import CLASS, DAY, NOW, PLAIN, TODAY, TOKYO, closed, line

SATURDAY = date(2026, 11, 28)
HOLIDAY = date(2026, 11, 23)
AT_6 = datetime(2026, 11, 25, 6, 10, tzinfo=TOKYO)
AT_10 = datetime(2026, 11, 25, 10, 40, tzinfo=TOKYO)


def kind(*lines: SchoolDay, day: date = TODAY) -> DayKind:
    return resolve(lines, CLASS, day, frozenset((HOLIDAY,))).kind


def test_without_a_line_weekdays_are_school_days_and_weekends_and_holidays_are_not() -> None:
    assert kind() is DayKind.SCHOOL
    assert kind(day=SATURDAY) is DayKind.HOLIDAY
    assert kind(day=HOLIDAY) is DayKind.HOLIDAY


def test_a_saturday_of_school_is_one() -> None:
    assert kind(line(DayKind.MOVED, SATURDAY), day=SATURDAY) is DayKind.MOVED


def test_the_narrowest_line_holds() -> None:
    every = line(DayKind.HOLIDAY, school=0)
    school = line(DayKind.EVENT)
    grade = line(DayKind.HALF, grade=3)
    class_ = line(DayKind.CLASS_CLOSED, grade=3, class_id=32)
    assert kind(every, school, grade, class_) is DayKind.CLASS_CLOSED
    assert kind(every, school, grade) is DayKind.HALF
    assert kind(every, school) is DayKind.EVENT


def test_lines_of_others_say_nothing() -> None:
    assert kind(line(DayKind.CLOSED, school=2)) is DayKind.SCHOOL
    assert kind(line(DayKind.GRADE_CLOSED, grade=4)) is DayKind.SCHOOL
    assert kind(line(DayKind.CLASS_CLOSED, grade=3, class_id=33)) is DayKind.SCHOOL
    assert kind(line(DayKind.CLOSED, TODAY - DAY)) is DayKind.SCHOOL


def test_of_two_alike_the_newer_holds_and_what_a_person_declared_before_a_file() -> None:
    at_6 = line(DayKind.CLOSED, id=1, set_at=AT_6, set_by=9)
    at_10 = line(DayKind.LATE_START, id=2, set_at=AT_10, set_by=9, starts_at=time(11, 30))
    file = line(DayKind.EVENT, id=3, set_at=AT_10 + DAY)
    assert kind(at_10, at_6) is DayKind.LATE_START
    assert kind(file, at_6) is DayKind.CLOSED


def test_a_closure_at_ten_past_six_and_school_at_twenty_to_eleven_reopens() -> None:
    at_6 = line(DayKind.CLOSED, id=1, school=0, set_at=AT_6, set_by=9)
    at_10 = line(DayKind.LATE_START, id=2, school=0, set_at=AT_10, set_by=9, starts_at=time(11, 30))
    assert resolve((at_6, at_10), CLASS, TODAY, ()) == Today(
        kind=DayKind.LATE_START, in_session=True, starts_at=time(11, 30)
    )


def test_the_boards_storm_closes_a_schools_sports_day_of_the_file_as_well() -> None:
    event = line(DayKind.EVENT, id=1)
    storm = line(DayKind.CLOSED, id=2, school=0, set_at=AT_6, set_by=9)
    assert kind(event, storm) is DayKind.CLOSED


def test_school_after_all_never_opens_a_class_that_was_shut_for_itself() -> None:
    influenza = line(DayKind.CLASS_CLOSED, id=1, grade=3, class_id=32, set_at=AT_6 - DAY, set_by=9)
    storm = line(DayKind.CLOSED, id=2, school=0, set_at=AT_6, set_by=9)
    after_all = line(DayKind.LATE_START, id=3, school=0, set_at=AT_10, set_by=9)
    assert kind(influenza, storm, after_all) is DayKind.CLASS_CLOSED


def test_a_file_of_all_schools_never_takes_over_from_a_schools_own_line() -> None:
    own = line(DayKind.EVENT, id=1)
    file = line(DayKind.HOLIDAY, id=2, school=0, set_at=AT_10)
    assert kind(own, file) is DayKind.EVENT


def test_children_on_their_way_keep_the_roll_of_a_closed_day() -> None:
    found = resolve((line(DayKind.CLOSED, rolls=True),), CLASS, TODAY, ())
    assert not found.in_session
    assert keeps_roll(found)
    assert not keeps_roll(resolve((line(DayKind.CLOSED),), CLASS, TODAY, ()))


@pytest.mark.parametrize("found", DayKind)
def test_a_closed_class_is_taught_but_a_closed_grade_or_school_is_not(found: DayKind) -> None:
    days = calendar([line(found)], CLASS)
    off = (DayKind.HOLIDAY, DayKind.CLOSED, DayKind.GRADE_CLOSED)
    assert days.is_taught(TODAY) is (found not in off)
    assert days.in_session(TODAY) is (found not in (*off, DayKind.CLASS_CLOSED, DayKind.AT_HOME))


def test_the_next_school_day_skips_what_is_off() -> None:
    found = closed(TODAY, TODAY + DAY)
    assert found.first_from(TODAY) == TODAY + 2 * DAY
    assert PLAIN.first_from(SATURDAY) == date(2026, 11, 30)


def test_a_break_without_end_has_no_next_school_day() -> None:
    shut = [line(DayKind.CLOSED, day) for day in each_day(TODAY, TODAY + 70 * DAY)]
    assert calendar(shut, CLASS).first_from(TODAY) is None


def test_school_days_ahead_are_counted_from_today() -> None:
    assert PLAIN.ahead(TODAY, TODAY) == 0
    assert PLAIN.ahead(TODAY, TODAY + 2 * DAY) == 2
    assert PLAIN.ahead(TODAY, date(2026, 11, 30)) == 3


def test_the_school_year_begins_on_the_first_of_april() -> None:
    assert school_year(date(2027, 3, 31)) == 2026
    assert school_year(date(2027, 4, 1)) == 2027
    assert (first_day(2026), last_day(2026)) == (date(2026, 4, 1), date(2027, 3, 31))


days = st.integers(0, 20).map(lambda offset: TODAY + timedelta(days=offset))
lines = st.lists(
    st.builds(
        SchoolDay,
        id=st.integers(1, 99),
        school=st.integers(0, 2),
        day=days,
        kind=st.sampled_from(DayKind),
        grade=st.sampled_from([-1, 3, 4]),
        class_id=st.sampled_from([0, 32, 33]),
        set_at=st.sampled_from([None, AT_6, AT_10, NOW]),
        set_by=st.sampled_from([0, 9]),
        rolls=st.booleans(),
    ),
    max_size=12,
)


@given(lines, days)
def test_a_day_is_what_some_line_of_it_says_or_its_weekday(
    found: list[SchoolDay], day: date
) -> None:
    today = resolve(found, CLASS, day, ())
    about = [one.kind for one in found if one.day == day and concerns(one, CLASS)]
    if about:
        assert today.kind in about
    else:
        assert today.in_session is (day.weekday() < 5)
    assert today.in_session is (today.kind in IN_SESSION)
    assert not (today.rolls and today.in_session)


@given(lines, days)
def test_the_order_of_the_lines_says_nothing(found: list[SchoolDay], day: date) -> None:
    numbered = [replace(one, id=number) for number, one in enumerate(found)]
    assert resolve(numbered, CLASS, day, ()) == resolve(numbered[::-1], CLASS, day, ())


@given(lines, days)
def test_what_a_class_is_shut_for_by_itself_nothing_wider_opens(
    found: list[SchoolDay], day: date
) -> None:
    last = NOW + timedelta(days=30)
    own = line(DayKind.CLASS_CLOSED, day, id=100, grade=3, class_id=32, set_at=last, set_by=9)
    assert not resolve([*found, own], CLASS, day, ()).in_session


@given(lines, days)
def test_a_closure_of_all_schools_declared_last_shuts_everybody(
    found: list[SchoolDay], day: date
) -> None:
    storm = line(DayKind.CLOSED, day, id=100, school=0, set_at=NOW + timedelta(days=30), set_by=9)
    assert not resolve([*found, storm], CLASS, day, ()).in_session


@given(lines, days, st.integers(0, 30))
def test_school_days_are_taught_days_and_the_first_is_the_next(
    found: list[SchoolDay], since: date, length: int
) -> None:
    until = since + timedelta(days=length)
    own = calendar(found, CLASS)
    sessions = own.sessions(since, until)
    assert set(sessions) <= set(own.taught(since, until))
    assert sessions == tuple(sorted(set(sessions)))
    if sessions:
        assert own.first_from(since) == sessions[0]
    assert own.ahead(since, until) == len(own.sessions(since, until - DAY))


@given(lines, days)
def test_a_calendar_of_a_class_says_what_resolve_says(found: list[SchoolDay], day: date) -> None:
    own: Calendar = calendar(found, CLASS)
    assert own.on(day) == resolve(found, CLASS, day, ())
    assert own.is_taught(day) is (own.on(day).kind in TAUGHT)
