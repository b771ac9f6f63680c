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


def test_duty_that_no_longer_binds_does_not_come_back():
    duty = replace(DUTY, due_on=date(2027, 3, 31), every_months=12, until=date(2028, 3, 30))
    assert rules.following(duty, date(2027, 3, 31)) is None
    assert rules.binds(duty, date(2028, 3, 30))
    assert not rules.binds(duty, date(2028, 3, 31))
