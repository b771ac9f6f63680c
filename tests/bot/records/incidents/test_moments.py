"""When the clock speaks: on working days, before and on a last day, every week once it passed."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given

from bot.records.model.incidents import Facts, State, Step
from bot.records.rules.incident_clocks import open_clocks
from bot.records.rules.incident_moments import Kind, moments, next_look, sayings
from bot.workdays import Calendar
from tests.bot.records.incidents.cases import CALENDAR, calendars, case, cases, done

FAR = date(2027, 2, 28)
SENSITIVE = case(Facts(people=1, sensitive=True))


def said(one, step, kind=None, until=FAR):
    found = moments(one, CALENDAR, until)
    return [each.on for each in found if each.step is step and kind in (None, each.kind)]


def test_the_first_report_is_called_for_on_its_third_and_fifth_day():
    days = [date(2026, 11, 26), date(2026, 11, 30)]
    assert said(SENSITIVE, Step.FIRST, Kind.REMIND) == days


def test_once_its_last_day_has_passed_it_is_late_every_week():
    assert said(SENSITIVE, Step.FIRST, Kind.LATE, date(2026, 12, 15)) == [
        date(2026, 12, 1),
        date(2026, 12, 8),
        date(2026, 12, 15),
    ]


def test_the_final_report_is_called_for_two_weeks_ahead():
    assert said(SENSITIVE, Step.FINAL, Kind.REMIND) == [
        date(2026, 12, 9),
        date(2026, 12, 16),
        date(2026, 12, 22),
        date(2026, 12, 23),
    ]


def test_the_notice_to_the_people_is_called_for_without_a_last_day():
    found = said(SENSITIVE, Step.PERSONS, until=date(2026, 12, 14))
    assert found == [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]
    assert said(SENSITIVE, Step.PERSONS, Kind.LATE) == []


def test_the_partners_report_is_late_on_the_next_day():
    one = replace(SENSITIVE, agreement=7)
    assert said(one, Step.CONTRACT, until=date(2026, 11, 30)) == [date(2026, 11, 25)]


def test_of_a_last_day_on_which_the_city_is_closed_is_said_on_the_working_day_before():
    closed = Calendar(frozenset((date(2026, 11, 26), date(2026, 11, 30))))
    found = moments(SENSITIVE, closed, date(2026, 12, 4))
    first = [(one.on, one.kind) for one in found if one.step is Step.FIRST]
    assert first == [
        (date(2026, 11, 25), Kind.REMIND),
        (date(2026, 11, 27), Kind.REMIND),
        (date(2026, 12, 1), Kind.LATE),
    ]


def test_a_case_that_came_late_is_late_from_the_next_morning():
    one = replace(SENSITIVE, opened_on=date(2026, 12, 4), said_on=date(2026, 12, 4))
    assert said(one, Step.FIRST, until=date(2026, 12, 10)) == [date(2026, 12, 7)]


def test_what_is_settled_or_closed_is_not_spoken_of():
    assert said(replace(SENSITIVE, steps=(done(Step.FIRST),)), Step.FIRST) == []
    assert moments(replace(SENSITIVE, state=State.CLOSED), CALENDAR, FAR) == ()


def test_what_was_missed_is_one_notice_of_each_kind():
    found = moments(SENSITIVE, CALENDAR, FAR)
    told = sayings(found, date(2026, 11, 24), date(2026, 12, 9))
    assert [one.kind for one in told] == [Kind.REMIND, Kind.LATE]
    assert told[0].steps == (Step.FIRST, Step.PERSONS, Step.FINAL)
    assert told[1].steps == (Step.FIRST,)
    assert sayings(found, date(2026, 12, 9), date(2026, 12, 9)) == ()


@given(cases(), calendars)
def test_everything_is_said_on_working_days_after_the_case_was_opened(one, calendar):
    for moment in moments(one, calendar, one.opened_on + timedelta(days=90)):
        assert calendar.is_working(moment.on)
        assert moment.on > one.opened_on


@given(cases(), calendars)
def test_what_is_owed_is_never_forgotten(one, calendar):
    """While something is open, the clock always has a next word within three weeks and its own
    last days' distance."""
    if not open_clocks(one):
        assert moments(one, calendar, one.opened_on + timedelta(days=400)) == ()
        return
    after, until = one.opened_on + timedelta(days=100), one.opened_on + timedelta(days=140)
    found = moments(one, calendar, until)
    look = next_look(found, after)
    assert look is not None and look <= until


@given(cases(), calendars)
def test_nothing_is_late_before_its_day_has_passed(one, calendar):
    last = {clock.step: clock.by for clock in open_clocks(one)}
    for moment in moments(one, calendar, one.opened_on + timedelta(days=90)):
        by = last[moment.step]
        if moment.kind is Kind.LATE:
            assert by is not None and moment.on > by
        elif by is not None:
            assert moment.on <= max(by, one.opened_on)
