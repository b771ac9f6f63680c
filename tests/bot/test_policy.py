"""What a tenant decides for itself about meetings; the rest is tried where it is used."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from bot import policy
from bot.errors import Unreadable
from bot.policy import Policy
from bot.storage.store import Storage
from bot.workdays import Season

Change = Callable[..., Policy]


@pytest.fixture
def change(storage: Storage, tenant: str) -> Change:
    return lambda **given: storage.write_now(tenant, lambda tx: policy.change(tx, given))


@pytest.fixture
def kept(storage: Storage, tenant: str) -> Callable[[], Policy]:
    return lambda: storage.read_now(tenant, policy.of)


def test_by_default_nobody_meets_over_lunch_or_at_the_turn_of_the_fiscal_year() -> None:
    times = policy.DEFAULT.working_times
    assert (times.opens, times.closes) == (time(9), time(17))
    assert (times.lunch_from, times.lunch_to) == (time(12), time(13))
    assert times.is_busy(date(2027, 3, 20))
    assert times.is_busy(date(2031, 4, 10))
    assert not times.is_busy(date(2027, 4, 11))


def test_hours_and_seasons_of_a_city_are_kept(change: Change, kept: Callable[[], Policy]) -> None:
    seasons = ["12-25/01-05", "2026-12-01/2026-12-18"]
    change(working_from="08:30", working_to=time(17, 15), lunch_to="12:45", busy_seasons=seasons)
    times = kept().working_times
    assert (times.opens, times.closes, times.lunch_to) == (time(8, 30), time(17, 15), time(12, 45))
    assert [str(season) for season in times.busy] == seasons
    busy = [date(2026, 12, 18), date(2027, 1, 5), date(2029, 12, 31)]
    assert all(times.is_busy(day) for day in busy)
    assert not any(times.is_busy(day) for day in (date(2026, 12, 19), date(2027, 12, 1)))
    change(busy_seasons=[])
    assert kept().busy_seasons == ()


def test_what_is_shown_can_be_set_again(change: Change, kept: Callable[[], Policy]) -> None:
    change(busy_seasons=["2026-09-01/2026-09-25"], lunch_from="11:30")
    before = kept()
    change(**policy.shown(before))
    assert kept() == before


@pytest.mark.parametrize(
    "wrong",
    [
        "03-20/04-10",
        ["03-20"],
        ["03-20/04-31"],
        ["03-20/2026-04-10"],
        ["2026-12-18/2026-12-01"],
        ["0320/0410"],
        [""],
        [5],
        {"from": "03-20"},
    ],
)
def test_a_season_that_is_none_changes_nothing(
    change: Change, kept: Callable[[], Policy], wrong: Any
) -> None:
    with pytest.raises(Unreadable, match="busy_seasons"):
        change(working_from="10:00", busy_seasons=wrong)
    assert kept() == policy.DEFAULT


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"working_from": "17:00"}, "working_to"),
        ({"working_from": "13:00", "working_to": "12:00"}, "working_to"),
        ({"lunch_from": "13:30"}, "lunch_to"),
        ({"working_from": "late"}, "working_from"),
    ],
)
def test_hours_in_which_nobody_could_meet_change_nothing(
    change: Change, kept: Callable[[], Policy], given: dict[str, Any], name: str
) -> None:
    with pytest.raises(Unreadable, match=name):
        change(**given)
    assert kept() == policy.DEFAULT


def test_no_lunch_at_all_is_a_decision_too(change: Change) -> None:
    found = change(lunch_from="12:00", lunch_to="12:00")
    assert found.working_times.lunch_from == found.working_times.lunch_to


def test_a_season_over_the_turn_of_the_year_and_a_leap_day() -> None:
    turn = Season.read("12-20/01-10")
    assert [turn.covers(date(2027, *day)) for day in ((12, 19), (12, 20), (1, 10), (1, 11))] == [
        *(False, True, True, False),
    ]
    assert Season.read("02-29/02-29").covers(date(2028, 2, 29))
