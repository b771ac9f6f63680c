"""Steps by name, the end of a case: what is refused and what follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from bot.errors import Refused
from bot.records.model.incidents import Facts, State, Step, Way
from bot.records.rules.incident_clocks import open_clocks
from bot.records.rules.incident_steps import WAYS, close, reopen, settle
from tests.bot.records.incidents.cases import KNOWN, at, case, cases, done

TODAY = date(2026, 11, 30)
OPEN = case(Facts(people=1, sensitive=True))


def take(one, step, on=TODAY, **more):
    again = more.pop("again", False)
    return settle(one, done(step, on, **more), today=TODAY, again=again)


def refused(call, *arguments, **named):
    with pytest.raises(Refused) as error:
        call(*arguments, **named)
    return error.value.reason.rpartition(".")[2]


def whole(one):
    for clock in open_clocks(one):
        one = take(one, clock.step)
    return one


def test_what_was_written_down_by_mistake_is_taken_back_with_the_reason():
    one = take(OPEN, Step.FIRST)
    named = {"way": Way.UNDONE, "again": True}
    assert refused(take, one, Step.FIRST, **named) == "no_reason"
    after = take(one, Step.FIRST, note="送っていなかった", **named)
    assert after.done(Step.FIRST) is None
    assert Step.FIRST in {clock.step for clock in open_clocks(after)}
    assert take(after, Step.FIRST).done(Step.FIRST) is not None


def test_only_what_was_settled_is_taken_back_and_a_first_report_after_its_final_one():
    undone = {"way": Way.UNDONE, "note": "誤り", "again": True}
    assert refused(take, OPEN, Step.PERSONS, **undone) == "not_settled"
    both = take(take(OPEN, Step.FIRST), Step.FINAL)
    assert refused(take, both, Step.FIRST, **undone) == "final_stands"
    assert take(take(both, Step.FINAL, **undone), Step.FIRST, **undone).done(Step.FIRST) is None


def test_a_step_is_settled_with_its_day():
    after = take(OPEN, Step.FIRST)
    assert after.done(Step.FIRST).on == TODAY
    assert after.version == OPEN.version + 1


def test_a_second_settling_is_refused_and_a_correction_taken():
    after = take(OPEN, Step.FIRST)
    assert refused(take, after, Step.FIRST) == "settled"
    mended = take(after, Step.FIRST, date(2026, 11, 27), again=True)
    assert mended.done(Step.FIRST).on == date(2026, 11, 27)
    assert len(mended.steps) == 2  # what was written before stays to be seen


def test_days_that_cannot_be_are_refused():
    assert refused(take, OPEN, Step.FIRST, TODAY + timedelta(days=1)) == "future_day"
    assert refused(take, OPEN, Step.FIRST, KNOWN - timedelta(days=1)) == "before_knowing"


def test_a_final_report_wants_the_first_before_it():
    assert refused(take, OPEN, Step.FINAL) == "first_missing"
    assert take(take(OPEN, Step.FIRST), Step.FINAL).done(Step.FINAL)


def test_what_is_not_owed_is_not_settled():
    assert refused(take, OPEN, Step.FIRST_NUMBERS) == "not_owed"
    assert refused(take, OPEN, Step.CONTRACT) == "not_owed"


@pytest.mark.parametrize("step", [Step.FIRST, Step.FINAL, Step.PREVENTION])
@pytest.mark.parametrize("way", [Way.INSTEAD, Way.NOT_DONE])
def test_what_the_law_wants_is_done_or_not_owed(step, way):
    one = take(OPEN, Step.FIRST) if step is Step.FINAL else OPEN
    assert refused(take, one, step, way=way, note="理由") == "wrong_way"


@pytest.mark.parametrize(
    ("step", "way"), [(Step.PERSONS, Way.INSTEAD), (Step.PUBLIC, Way.NOT_DONE)]
)
def test_another_way_wants_its_reason(step, way):
    assert refused(take, OPEN, step, way=way) == "no_reason"
    assert take(OPEN, step, way=way, note="住所が分からない").done(step).way is way


def test_a_case_is_closed_by_name_once_nothing_is_owed():
    assert refused(close, OPEN, by=5, at=at(TODAY), reason="済んだ") == "still_owed"
    after = close(whole(OPEN), by=5, at=at(TODAY), reason="済んだ")
    assert (after.state, after.closed_by, after.closed_on) == (State.CLOSED, 5, TODAY)
    assert after.account.reason == "済んだ"
    assert refused(close, after, by=5, at=at(TODAY), reason="また") == "closed"
    assert refused(take, after, Step.FIRST, again=True) == "closed"


def test_a_closed_case_opens_again_with_the_same_clocks():
    closed = close(whole(OPEN), by=5, at=at(TODAY), reason="済んだ")
    again = reopen(closed)
    assert again.is_open
    assert (again.closed_by, again.closed_on, again.known_on) == (None, None, OPEN.known_on)
    assert refused(reopen, again) == "open"


def test_new_facts_bring_new_steps():
    more = replace(whole(OPEN), facts=Facts(people=1, numbers=True, spread=True, sensitive=True))
    left = {clock.step for clock in open_clocks(more)}
    assert left == {Step.FIRST_NUMBERS, Step.FINAL_NUMBERS}
    assert refused(close, more, by=5, at=at(TODAY), reason="済んだ") == "still_owed"


@given(cases())
def test_no_case_is_ever_closed_while_something_is_owed(one):
    if open_clocks(one):
        assert refused(close, one, by=1, at=at(TODAY), reason="済") == "still_owed"
    else:
        assert not close(one, by=1, at=at(TODAY), reason="済").is_open


def test_every_step_may_be_done():
    assert all(Way.DONE in ways for ways in WAYS.values()) and set(WAYS) == set(Step)
