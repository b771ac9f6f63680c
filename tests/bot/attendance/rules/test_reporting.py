"""A report as it was typed: days, kinds, reasons, meals, words and what a family may take back."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.model import (
    Content,
    Door,
    Kind,
    Reason,
)
from bot.attendance.rules import phrases
from bot.attendance.rules.reporting import ASKED, REASONS, Wanted, check, meals_from
from bot.errors import Refused
from tests.bot.attendance.rules.made import DAY, PLAIN, TODAY, closed

ILL = Content(reason=Reason.ILL)
WANTED = Wanted(since=TODAY, until=TODAY, kind=Kind.ABSENT, door=Door.WORD, content=ILL)
PICKUP = Content(reason=Reason.ILL, leaves=time(13, 0), pickup="祖母")


def refused(wanted: Wanted, **known: Any) -> str:
    """Why a report is refused, "" where it isn't."""
    asked = {"today": TODAY, "calendar": PLAIN, "meals_days": 2} | known
    try:
        check(wanted, **asked)
    except Refused as error:
        return error.reason.removeprefix("attendance.refused.")
    return ""


def test_today_and_thirty_days_from_now_are_fine() -> None:
    assert refused(WANTED) == ""
    assert refused(replace(WANTED, until=TODAY + 30 * DAY)) == ""


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [(-1, 0, "past"), (0, 31, "far"), (2, 1, "order"), (3, 4, "no_school_day")],
)
def test_days_nobody_can_report_are_refused(since: int, until: int, why: str) -> None:
    assert refused(replace(WANTED, since=TODAY + since * DAY, until=TODAY + until * DAY)) == why


def test_a_form_opened_yesterday_and_sent_today_is_read_by_the_day_typed() -> None:
    assert refused(WANTED, today=TODAY + DAY) == "past"


def test_a_closed_day_needs_no_report() -> None:
    assert refused(WANTED, calendar=closed(TODAY)) == "no_school_day"
    assert refused(replace(WANTED, until=TODAY + DAY), calendar=closed(TODAY)) == ""


def test_late_and_early_are_of_one_day_and_talking_needs_no_school_day() -> None:
    two = {"until": TODAY + DAY}
    assert refused(replace(WANTED, kind=Kind.LATE, **two)) == "one_day"
    assert refused(replace(WANTED, kind=Kind.TALK, content=Content()), calendar=closed(TODAY)) == ""


def test_leaving_early_needs_time_and_person_from_a_family() -> None:
    early = replace(WANTED, kind=Kind.EARLY, content=PICKUP)
    assert refused(early) == ""
    assert refused(replace(early, content=replace(PICKUP, pickup=" "))) == "pickup"
    assert refused(replace(early, content=replace(PICKUP, leaves=None))) == "pickup"
    assert refused(replace(early, content=ILL, door=Door.OFFICE)) == ""


def test_a_reason_group_is_asked_of_families_and_not_on_the_telephone() -> None:
    bare = replace(WANTED, content=Content())
    assert refused(bare) == "reason"
    assert refused(replace(bare, door=Door.OFFICE)) == ""
    assert all(REASONS[kind] and ASKED[kind] for kind in Kind)


@pytest.mark.parametrize("field", ["text", "pickup", "relation"])
def test_a_my_number_is_refused_anywhere(field: str) -> None:
    typed = replace(ILL, **{field: "１２３４－５６７８－９０１８"})
    assert refused(replace(WANTED, content=typed)) == "my_number"


def test_long_words_odd_phrases_and_temperatures_are_refused() -> None:
    def why(**typed: Any) -> str:
        return refused(replace(WANTED, content=replace(ILL, **typed)))

    assert why(text="😀" * 500) == ""
    assert why(text="あ" * 10_000) == "too_long"
    assert why(pickup="あ" * 101) == "too_long"
    assert why(phrases=("get_well",)) == "phrase"
    assert why(phrases=phrases.TO_SCHOOL) == ""
    assert [why(temperature=tenths) for tenths in (0, 385, 339, 430)] == [
        "",
        "",
        "temperature",
        "temperature",
    ]


def test_meals_stop_only_in_time() -> None:
    meals = replace(ILL, meals_stop=True)
    today = replace(WANTED, content=meals)
    assert refused(today) == "meals"
    friday = TODAY + 2 * DAY
    assert meals_from(TODAY, PLAIN, 2) == friday
    assert refused(replace(today, since=friday, until=friday)) == ""
    assert refused(replace(today, until=friday)) == ""
    assert refused(replace(today, since=friday, until=friday), meals_days=None) == "meals"


@given(st.integers(0, 10), st.sets(st.integers(0, 40)))
def test_so_many_school_days_lie_before_the_first_stopped_meal(ahead: int, off: set[int]) -> None:
    days = closed(*(TODAY + timedelta(days=offset) for offset in off))
    first = meals_from(TODAY, days, ahead)
    if first is not None:
        assert days.ahead(TODAY, first) == ahead
        assert days.in_session(first)
