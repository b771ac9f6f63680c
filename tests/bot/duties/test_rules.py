from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.duties import rules
from bot.duties.model import Duty, Obligor

DUTY = Duty(id=4, source="agreement:7", kind="audit", obligor=Obligor.OTSU)
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@given(due=DAYS, done=DAYS, months=st.integers(1, 60))
def test_next_occurrence_lies_after_the_day_it_was_done_on_the_same_day_of_the_month(
    due, done, months
):
    following = rules.following(replace(DUTY, due_on=due, every_months=months), done)
    assert following.due_on > done
    assert following.due_on > due
    assert following.due_on.day == due.day or following.due_on.day in (28, 29, 30)
    apart = (following.due_on.year - due.year) * 12 + following.due_on.month - due.month
    assert apart % months == 0


def test_last_day_of_the_month_stays_the_last_day():
    duty = replace(DUTY, due_on=date(2027, 12, 31), every_months=2)
    assert rules.following(duty, date(2027, 12, 31)).due_on == date(2028, 2, 29)


def test_what_comes_back_stays_in_one_line():
    duty = replace(DUTY, due_on=date(2026, 12, 31), every_months=3)
    second = replace(rules.following(duty, date(2026, 12, 9)), id=9)
    third = replace(rules.following(second, date(2027, 3, 9)), id=12)
    assert [one.line for one in (duty, second, third)] == [4, 4, 4]
    assert rules.came_back(duty, third)
    other = replace(duty, id=5, every_months=12)
    assert not rules.came_back(other, third)
    assert not rules.came_back(other, duty)
    assert rules.came_back(other, replace(other, id=6))  # of a release before lineages


def test_the_slice_that_sees_to_a_duty_may_know_its_next_day():
    duty = replace(DUTY, due_on=date(2026, 12, 31), every_months=3, until=date(2027, 6, 30))
    quarter = date(2027, 3, 31)
    assert rules.following(duty, date(2026, 12, 9), quarter).due_on == quarter
    asked = replace(duty, every_months=None)
    assert rules.following(asked, date(2026, 12, 9), quarter).due_on == quarter
    assert rules.following(asked, date(2026, 12, 9)) is None
    assert rules.following(duty, date(2026, 12, 9), date(2027, 9, 30)) is None


def test_a_draft_binds_nobody():
    assert not rules.binds(replace(DUTY, in_force=False), date(2027, 3, 31))


def test_duty_that_no_longer_binds_does_not_come_back():
    duty = replace(DUTY, due_on=date(2027, 3, 31), every_months=12, until=date(2028, 3, 30))
    assert rules.following(duty, date(2027, 3, 31)) is None
    assert rules.binds(duty, date(2028, 3, 30))
    assert not rules.binds(duty, date(2028, 3, 31))
