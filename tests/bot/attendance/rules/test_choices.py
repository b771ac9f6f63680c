"""Which times and numbers of a school go together; what was changed is told."""

from dataclasses import fields, replace
from datetime import time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import DayKind, School, SchoolKind, Times, Today
from bot.attendance.plan import moments
from bot.attendance.plan.moments import Moment
from bot.attendance.rules import choices
from bot.attendance.rules.times import later, shifted
from bot.errors import Refused
from tests.bot.attendance.rules.made import TODAY

SCHOOL = School(id=1, code="A1", name="あかつき小学校", kind=SchoolKind.ELEMENTARY)
TIMES = Times()
CLOCKS = tuple(one.name for one in fields(Times) if one.name != "steps")
_clock = st.times(min_value=time(5, 0)).map(lambda one: one.replace(second=0, microsecond=0))
_any_times = st.fixed_dictionaries(dict.fromkeys(CLOCKS, _clock)).map(
    lambda given: replace(TIMES, **given)
)
_minutes = st.integers(min_value=-5, max_value=600)


@st.composite
def _ordered(draw: st.DrawFn) -> Times:
    """Times of which each stands where it may: sorted ones, given to those that follow another."""
    sizes = {"min_size": 5, "max_size": 5}
    wake, report_by, assembly, summary_at, ends_at = sorted(draw(st.lists(_clock, **sizes)))
    between = st.times(min_value=assembly, max_value=summary_at).map(
        lambda one: one.replace(second=0, microsecond=0)
    )
    before = st.times(max_value=assembly).map(lambda one: one.replace(second=0, microsecond=0))
    return Times(
        wake=wake,
        report_by=report_by,
        assembly=assembly,
        missing_from=max(assembly, draw(between)),
        confirm_by=max(assembly, draw(between)),
        summary_at=summary_at,
        leave_from=draw(before),
        ends_at=ends_at,
    )


def is_taken(times: Times) -> bool:
    try:
        choices.check_times(times)
    except Refused:
        return False
    return True


def test_what_a_school_begins_with_can_be_so() -> None:
    choices.check_times(TIMES)
    choices.check_steps(TIMES.steps)
    choices.check_options(SCHOOL)


@given(times=_any_times)
def test_times_are_taken_when_each_pair_is_in_order_and_never_else(times: Times) -> None:
    ordered = all(getattr(times, one) <= getattr(times, two) for one, two in choices.ORDER)
    assert is_taken(times) is ordered


@given(times=_any_times)
def test_what_is_refused_names_two_times_that_are_out_of_order(times: Times) -> None:
    try:
        choices.check_times(times)
    except Refused as refused:
        named = refused.reason.rpartition(".")[2]
        first, second = next(pair for pair in choices.ORDER if "_".join(pair) == named)
        assert getattr(times, first) > getattr(times, second)
        said = {"first": getattr(times, first), "second": getattr(times, second)}
        assert refused.facts == {name: at.isoformat("minutes") for name, at in said.items()}


@given(times=_ordered(), late=st.none() | _clock)
def test_the_clocks_moments_come_in_their_order_on_every_day(
    times: Times, late: time | None
) -> None:
    """Also where children are awaited later: a moment before its forerunner would be left out."""
    choices.check_times(times)
    kind = DayKind.LATE_START if late else DayKind.SCHOOL
    own = shifted(times, Today(kind=kind, in_session=True, starts_at=late))
    found = [moments.at(one, own, TODAY, None) for one in Moment]
    assert found == sorted(found)
    assert is_taken(own)


@given(times=_ordered(), pair=st.sampled_from(choices.ORDER))
def test_a_time_later_than_the_one_that_follows_it_is_refused(
    times: Times, pair: tuple[str, str]
) -> None:
    after = getattr(times, pair[1])
    wrong = later(after, timedelta(minutes=1))
    if wrong > after:
        assert not is_taken(replace(times, **{pair[0]: wrong}))


def test_nobody_is_told_anything_at_night() -> None:
    with pytest.raises(Refused, match="early"):
        choices.check_times(replace(TIMES, wake=time(4, 59)))


@given(steps=st.tuples(st.just(0) | _minutes, _minutes, _minutes, _minutes, _minutes))
def test_each_step_of_a_search_comes_later_than_the_one_before(steps: tuple[int, ...]) -> None:
    fits = steps[0] == 0 and all(one < two for one, two in pairwise(steps))
    try:
        choices.check_steps(steps)
    except Refused:
        assert not fits or steps[-1] > choices.LONGEST
    else:
        assert fits
        assert steps[-1] <= choices.LONGEST


@pytest.mark.parametrize("steps", [(), (0,), (0, 1, 2, 3), (0, 1, 2, 3, 4, 5), (1, 2, 3, 4, 5)])
def test_a_ladder_has_its_five_steps_and_begins_with_the_telephone(steps: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match="steps"):
        choices.check_steps(steps)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"meals_days": -1}, "meals"),
        ({"meals_days": 11}, "meals"),
        ({"closure_percent": 0}, "percent"),
        ({"closure_percent": 101}, "percent"),
    ],
)
def test_a_number_that_can_not_be_is_refused(wrong: dict[str, int], why: str) -> None:
    with pytest.raises(Refused, match=why):
        choices.check_options(replace(SCHOOL, **wrong))


def test_what_was_changed_is_told_from_what_to_what() -> None:
    times = replace(TIMES, assembly=time(8, 30), steps=(0, 5, 10, 20, 30))
    after = replace(SCHOOL, times=times, meals_days=None, name="名前", phone="1", version=2)
    found = {one.name: (one.before, one.after) for one in choices.changed(SCHOOL, after)}
    assert found == {
        "assembly": ("08:25", "08:30"),
        "steps": ((0, 10, 20, 40, 60), (0, 5, 10, 20, 30)),
        "meals_days": (2, None),
    }
    assert choices.changed(SCHOOL, replace(SCHOOL, version=9)) == ()
