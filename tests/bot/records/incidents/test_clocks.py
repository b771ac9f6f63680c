"""Days counted from the one of knowing, moved on where offices are closed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.model.incidents import Account, Facts, Step, Way
from bot.records.rules.incident_clocks import clocks, newly_late, nth_day, open_clocks
from bot.records.rules.incident_duty import under_the_act, under_the_number_act
from tests.bot.records.incidents.cases import CALENDAR, case, cases, days, done, facts

SENSITIVE = Facts(people=1, sensitive=True)


def by(one):
    return {clock.step: clock.by for clock in clocks(one)}


def test_the_day_of_knowing_is_day_one():
    assert nth_day(date(2026, 11, 24), 1) == date(2026, 11, 24)
    assert nth_day(date(2026, 11, 24), 3) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("known", "count", "last"),
    [
        (date(2026, 11, 26), 3, date(2026, 11, 30)),  # a Saturday
        (date(2026, 11, 21), 3, date(2026, 11, 24)),  # 勤労感謝の日, the Monday
        (date(2026, 12, 27), 3, date(2027, 1, 4)),  # 12/29, and the turn of the year
        (date(2026, 12, 4), 30, date(2027, 1, 4)),  # 1/2, a Saturday of the turn of the year
        (date(2026, 11, 24), 30, date(2026, 12, 23)),
        (date(2026, 11, 24), 60, date(2027, 1, 22)),
    ],
)
def test_a_last_day_on_which_offices_are_closed_moves_on(known, count, last):
    assert nth_day(known, count) == last


def test_what_was_written_down_by_mistake_and_taken_back_is_open_again():
    one = case(SENSITIVE, steps=(done(Step.FIRST), done(Step.FIRST, way=Way.UNDONE, note="誤り")))
    assert Step.FIRST in {clock.step for clock in open_clocks(one)}


def test_a_duty_that_came_to_light_after_its_last_day_is_newly_late():
    before, after = case(Facts(people=5)), case(SENSITIVE)
    late = date(2026, 12, 1)
    assert newly_late(before, after, late) == (Step.FIRST,)
    assert newly_late(before, after, late - timedelta(days=1)) == ()
    assert newly_late(after, after, late) == ()


def test_what_is_owed_of_a_sensitive_case_and_until_when():
    assert by(case(SENSITIVE)) == {
        Step.FIRST: date(2026, 11, 30),  # the fifth day is a Saturday
        Step.PERSONS: None,
        Step.PUBLIC: None,
        Step.FINAL: date(2026, 12, 23),
        Step.PREVENTION: None,
    }


def test_a_wrong_purpose_leaves_sixty_days():
    assert by(case(replace(SENSITIVE, purpose=True)))[Step.FINAL] == date(2027, 1, 22)


def test_my_number_is_reported_apart_within_its_own_days():
    found = by(case(Facts(people=1, sensitive=True, numbers=True, spread=True)))
    assert found[Step.FIRST_NUMBERS] == found[Step.FIRST]
    assert found[Step.FINAL_NUMBERS] == date(2026, 12, 23)


def test_a_case_that_owes_no_report_still_owes_its_prevention():
    assert by(case(Facts(people=1))) == {Step.PREVENTION: None}


def test_the_partner_reports_at_once():
    assert by(case(SENSITIVE, agreement=7))[Step.CONTRACT] == date(2026, 11, 24)
    typed = case(SENSITIVE, account=Account(partner="ひのでロジ"))
    assert Step.CONTRACT in by(typed)


def test_what_is_settled_is_open_no_more():
    one = case(SENSITIVE, steps=(done(Step.FIRST),))
    assert Step.FIRST not in {clock.step for clock in open_clocks(one)}
    assert next(clock for clock in clocks(one) if clock.step is Step.FIRST).done


@given(days, st.integers(1, 60))
def test_a_last_day_is_a_working_day_and_never_earlier(known, count):
    found = nth_day(known, count)
    assert CALENDAR.is_working(found)
    plain = known + timedelta(days=count - 1)
    assert plain <= found
    between = ((plain + timedelta(days=n)) for n in range((found - plain).days))
    assert not any(map(CALENDAR.is_working, between))


@given(cases())
def test_the_clocks_are_those_of_the_findings(one):
    found = {clock.step for clock in clocks(one)}
    act, numbers = under_the_act(one.facts), under_the_number_act(one.facts)
    assert (Step.FIRST in found) == (Step.FINAL in found) == act.is_owed
    assert (Step.FIRST_NUMBERS in found) == (Step.FINAL_NUMBERS in found) == numbers.is_owed
    assert (Step.PERSONS in found) == (act.is_owed or numbers.is_owed)
    assert Step.PREVENTION in found
    assert (Step.CONTRACT in found) == one.has_partner


@given(cases())
def test_a_first_report_is_due_before_its_final_one(one):
    found = by(one)
    for first, final in ((Step.FIRST, Step.FINAL), (Step.FIRST_NUMBERS, Step.FINAL_NUMBERS)):
        if first in found:
            assert one.known_on < found[first] < found[final]


@given(facts, days)
def test_to_know_earlier_never_leaves_more_time(found, known):
    later = by(case(found, known_on=known + timedelta(days=1)))
    for step, day in by(case(found, known_on=known)).items():
        assert day is None or day <= later[step]
