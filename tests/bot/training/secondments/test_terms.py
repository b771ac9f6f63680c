"""When a secondment says what; days counted by hand."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.training.secondments.terms import (
    Kind,
    Report,
    Secondment,
    due_days,
    moments,
    next_look,
    owed,
    reports,
    told,
)
from bot.workdays import Calendar

CALENDAR = Calendar()
TERM = Secondment(
    id=3,
    person=7,
    host="ひのでロジ株式会社",
    start=date(2026, 4, 1),
    end=date(2027, 3, 31),
    every=3,
    registered_on=date(2026, 4, 1),
    said_on=date(2026, 3, 31),
)


def days(kind, found):
    return [one.on for one in found if one.kind is kind]


def test_reports_are_owed_every_so_many_months():
    assert due_days(TERM) == (date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1))
    assert due_days(replace(TERM, every=0)) == ()
    assert due_days(replace(TERM, every=24)) == ()


def test_what_lay_before_the_entry_is_not_asked_for():
    assert due_days(replace(TERM, registered_on=date(2026, 7, 2)))[0] == date(2026, 10, 1)


def test_the_days_on_which_something_is_said():
    found = moments(TERM, (), CALENDAR)
    # 1 January is a holiday, as are the days after it; 30 January 2027 is a Saturday
    assert days(Kind.REPORT, found) == [date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 4)]
    assert days(Kind.MISSING, found) == [date(2026, 7, 8), date(2026, 10, 8), date(2027, 1, 8)]
    assert days(Kind.RETURN, found) == [date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 24)]
    assert [one.ahead for one in found if one.kind is Kind.RETURN] == [60, 30, 7]


def test_a_report_that_came_is_not_asked_for():
    found = moments(TERM, {date(2026, 7, 1)}, CALENDAR)
    assert date(2026, 7, 1) not in days(Kind.REPORT, found)
    assert date(2026, 7, 8) not in days(Kind.MISSING, found)


def test_the_earliest_report_is_owed_first():
    came = (Report(due_on=date(2026, 7, 1), sent_on=date(2026, 6, 30), text="はい"),)
    every = reports(TERM, came)
    assert [one.due_on for one in every] == list(due_days(TERM))
    assert owed(every) == Report(due_on=date(2026, 10, 1))
    assert owed(came) is None


def test_what_was_missed_is_said_once():
    found = moments(TERM, (), CALENDAR)
    said = told(found, date(2026, 3, 31), date(2027, 3, 24))
    assert sorted(one.kind for one in said) == sorted(Kind)
    assert next(one.ahead for one in said if one.kind is Kind.RETURN) == 7
    assert next_look(found, date(2027, 3, 24)) is None
    assert next_look(found, date(2026, 7, 1)) == date(2026, 7, 8)


@given(
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.integers(0, 1000),
    st.integers(0, 12),
    st.integers(-400, 400),
)
def test_everything_is_said_on_a_working_day_and_never_before_its_day(start, length, every, late):
    one = replace(
        TERM,
        start=start,
        end=start + timedelta(days=length),
        every=every,
        registered_on=start + timedelta(days=late),
    )
    found = moments(one, (), CALENDAR)
    assert list(found) == sorted(found, key=lambda moment: (moment.on, moment.day))
    for moment in found:
        assert CALENDAR.is_working(moment.on)
        assert moment.on >= one.registered_on
        assert moment.kind is Kind.RETURN or moment.on >= moment.day
        assert moment.kind is not Kind.RETURN or moment.on <= one.end
