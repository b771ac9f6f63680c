"""出席停止 as an order: who has said what of its course, what the school decides, which days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import DayKind, Disease, SchoolKind, SuspensionState
from bot.attendance.rules.days import calendar
from bot.attendance.rules.suspension import (
    Ask,
    as_read_by,
    check,
    checked,
    covers,
    days,
    declined,
    differ,
    guide,
    is_over,
    ordered,
    recovered,
    returning,
    still_ill,
)
from bot.errors import Refused, Stale
from tests.bot.attendance.rules.made import (
    ASKED,
    CLASS,
    DAY,
    MONDAY,
    NOW,
    ORDERED,
    PLAIN,
    TODAY,
    line,
)

MOTHER, FATHER = 21, 22
offsets = st.integers(0, 25)


@given(st.sampled_from([Disease.INFLUENZA, Disease.COVID_19, Disease.MEASLES]), offsets, offsets)
def test_a_second_fever_makes_the_day_unknown_until_it_has_gone(
    disease: Disease, lasted: int, again: int
) -> None:
    ended = MONDAY + timedelta(days=lasted)
    back = ended + timedelta(days=again + 1)
    one = replace(ORDERED, disease=disease, ended_on=ended, ended_by=MOTHER)
    hot = still_ill(one, account=MOTHER, today=back)
    assert (hot.ended_on, hot.ended_by, hot.version) == (None, 0, one.version + 1)
    open_ = guide(hot, school=SchoolKind.ELEMENTARY, calendar=PLAIN)
    assert open_.allowed_from is None
    assert open_.ask in (Ask.FEVER, Ask.SYMPTOMS)
    well = recovered(hot, back, account=MOTHER, today=back)
    first = guide(well, school=SchoolKind.ELEMENTARY, calendar=PLAIN).allowed_from
    assert first is not None
    assert first > back


def test_only_what_is_asked_can_be_ordered_or_declined_and_once() -> None:
    got = ordered(ASKED, by=9, at=NOW, version=1)
    assert (got.state, got.ordered_by, got.version) == (SuspensionState.ORDERED, 9, 2)
    for again in (ordered, declined):
        with pytest.raises(Stale):
            again(got, by=9, at=NOW, version=2)
    with pytest.raises(Stale):
        ordered(ASKED, by=9, at=NOW, version=2)
    assert declined(ASKED, by=9, at=NOW, version=1).state is SuspensionState.DECLINED


def test_the_nurse_checks_before_or_after_the_order() -> None:
    assert checked(ASKED, by=5, version=1).checked_by == 5
    assert checked(ORDERED, by=5, version=1).state is SuspensionState.ORDERED
    with pytest.raises(Stale):
        checked(replace(ASKED, state=SuspensionState.DECLINED), by=5, version=1)


def test_nobody_recovers_tomorrow_or_before_falling_ill() -> None:
    for day in (TODAY + DAY, MONDAY - DAY):
        with pytest.raises(Refused):
            recovered(ORDERED, day, account=MOTHER, today=TODAY)
    assert recovered(ORDERED, TODAY, account=MOTHER, today=TODAY).ended_on == TODAY


@given(st.lists(st.tuples(st.sampled_from([MOTHER, FATHER]), st.booleans()), max_size=6))
def test_no_adult_undoes_anothers_word_and_each_has_their_last(
    said: list[tuple[int, bool]],
) -> None:
    one = ORDERED
    for account, well in said:
        before = one
        one = (
            recovered(one, TODAY, account=account, today=TODAY)
            if well
            else still_ill(one, account=account, today=TODAY)
        )
        if before.ended_by not in (0, account):
            assert (one.ended_on, one.ended_by) == (before.ended_on, before.ended_by)
    last = {account: TODAY if well else None for account, well in said}
    assert {answer.account: answer.ended_on for answer in one.answers} == last
    assert differ(one) == (len(set(last.values())) > 1)
    for account in (MOTHER, FATHER):
        assert as_read_by(one, account).ended_on in (None, last.get(account))


def test_nobody_of_the_family_undoes_a_day_that_the_school_has_set() -> None:
    one = replace(ORDERED, ended_on=TODAY)
    assert still_ill(one, account=MOTHER, today=TODAY).ended_on == TODAY
    other = recovered(one, TODAY - DAY, account=MOTHER, today=TODAY)
    assert (other.ended_on, other.ended_by) == (TODAY, 0)
    assert as_read_by(other, FATHER).ended_on == TODAY


def test_the_same_answer_twice_a_day_changes_nothing() -> None:
    once = still_ill(ORDERED, account=MOTHER, today=TODAY)
    assert still_ill(once, account=MOTHER, today=TODAY) is once
    well = recovered(once, TODAY, account=MOTHER, today=TODAY)
    cleared = replace(well, ended_on=None, ended_by=0)  # by the school: a second fever
    assert recovered(cleared, TODAY, account=MOTHER, today=TODAY).ended_on == TODAY


def test_what_has_happened_lies_not_ahead_and_ends_after_its_onset() -> None:
    check(replace(ORDERED, ended_on=TODAY, treated_on=TODAY + DAY), today=TODAY)
    for name in ("onset", "ended_on", "sampled_on", "cleared_on"):
        with pytest.raises(Refused, match="day_to_come"):
            check(replace(ORDERED, **{name: TODAY + DAY}), today=TODAY)
    with pytest.raises(Refused, match="recovered"):
        check(replace(ORDERED, ended_on=MONDAY - DAY), today=TODAY)


def test_a_doctor_sees_no_danger_once_there_was_one_and_not_before() -> None:
    check(replace(ORDERED, cleared_on=MONDAY), today=TODAY)
    for name in ("since", "onset"):
        known = {"onset": MONDAY, "since": MONDAY, name: TODAY}
        with pytest.raises(Refused, match="cleared"):
            check(replace(ORDERED, **known, cleared_on=TODAY - DAY), today=TODAY)


def test_the_school_decides_no_day_before_the_law_allows_one() -> None:
    well = replace(ORDERED, ended_on=MONDAY + 2 * DAY)
    guide_ = guide(well, school=SchoolKind.ELEMENTARY, calendar=PLAIN)
    with pytest.raises(Refused) as early:
        returning(well, MONDAY + 5 * DAY, guide_, version=1)
    assert early.value.facts == {"day": MONDAY + 6 * DAY}
    assert returning(well, date(2026, 11, 24), guide_, version=1).returns_on is not None


def test_no_day_is_decided_while_none_can_be_known() -> None:
    open_ = guide(ORDERED, school=SchoolKind.ELEMENTARY, calendar=PLAIN)
    with pytest.raises(Refused):
        returning(ORDERED, TODAY, open_, version=1)
    travel = replace(ORDERED, disease=Disease.TRAVEL)
    assert returning(travel, TODAY, open_, version=1).returns_on == TODAY


def test_an_order_covers_its_days_until_the_return() -> None:
    back = replace(ORDERED, returns_on=TODAY)
    assert covers(back, MONDAY)
    assert covers(back, TODAY - DAY)
    assert not covers(back, TODAY)
    assert not covers(back, MONDAY - DAY)
    assert covers(ORDERED, TODAY + 100 * DAY)
    assert not covers(ASKED, MONDAY)
    assert is_over(back, TODAY)
    assert not is_over(ORDERED, TODAY)


@given(st.sets(offsets), offsets, st.none() | offsets)
def test_days_of_it_are_lesson_days_only(off: set[int], today: int, returns: int | None) -> None:
    kinds = [line(DayKind.CLOSED, MONDAY + timedelta(days=offset)) for offset in off]
    days_ = calendar(kinds, CLASS)
    back = None if returns is None else MONDAY + timedelta(days=returns)
    one = replace(ORDERED, returns_on=back)
    counted = days(one, days_, today=MONDAY + timedelta(days=today))
    wanted = [
        day
        for offset in range(today + 1)
        if days_.is_taught(day := MONDAY + timedelta(days=offset)) and (back is None or day < back)
    ]
    assert counted == len(wanted)
