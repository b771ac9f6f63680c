"""Nothing said of a day is gone when that day comes: its teachers are told of it that morning."""

from datetime import date

import pytest

from bot.attendance.model import Report
from cards.attendance.verbs import staff
from tests.bot.attendance.day.conftest import ONE_DAY, Day, as_told

FRIDAY = date(2026, 11, 27)


def sent_by_day(day: Day, first: date, *, length: int = 1, key: str = "P1") -> Report:
    """Nine in the morning of a school day, for days to come."""
    day.run_to(9, 0)
    last = first + (length - 1) * ONE_DAY
    return day.report(key, since=first, until=last)


def told_on(day: Day, on: date) -> list[str]:
    found = day.notices("attendance.report")
    return [one.said for one in found if one.due_at.date() == on]


def test_a_report_for_tomorrow_is_on_a_card_today_and_again_tomorrow(day: Day) -> None:
    tomorrow = day.today + ONE_DAY
    report = sent_by_day(day, tomorrow)
    assert "青木 子1" in day.notices()[0].said
    day.over(day.today)
    assert "青木" not in day.notices()[0].said
    day.run_to(7, 0, tomorrow)
    (said,) = told_on(day, tomorrow)
    assert "青木 子1" in said
    day.press("homeroom", staff.Confirm(report_id=report.id))
    day.tick()
    assert len(day.notices()) == 2


def test_also_where_somebody_has_confirmed_it_already(day: Day) -> None:
    tomorrow = day.today + ONE_DAY
    report = sent_by_day(day, tomorrow, length=3)
    day.press("homeroom", staff.Confirm(report_id=report.id))
    day.run_to(7, 0, tomorrow)
    assert len(told_on(day, tomorrow)) == 1
    day.run_to(7, 0, tomorrow + ONE_DAY)  # known since yesterday
    assert told_on(day, tomorrow + ONE_DAY) == []


def test_over_a_weekend(day: Day) -> None:
    day.over(day.today + ONE_DAY)
    day.at(5, 0, FRIDAY)
    sent_by_day(day, FRIDAY + ONE_DAY, length=3)  # Saturday to Monday
    monday = FRIDAY + 3 * ONE_DAY
    day.run_to(7, 0, monday)
    assert len(told_on(day, monday)) == 1


def test_what_nobody_has_answered_is_told_each_morning_until_somebody_does(day: Day) -> None:
    first = day.today
    report = sent_by_day(day, first, length=3)
    day.run_to(7, 0, first + ONE_DAY)
    assert len(told_on(day, first + ONE_DAY)) == 1
    day.press("homeroom", staff.Confirm(report_id=report.id))
    day.run_to(7, 0, first + 2 * ONE_DAY)
    assert told_on(day, first + 2 * ONE_DAY) == []


def test_a_report_of_the_night_is_told_once(day: Day) -> None:
    day.over(day.today)
    tomorrow = day.today + ONE_DAY
    day.report("P1", since=tomorrow, until=tomorrow)
    day.run_to(9, 0, tomorrow)
    assert len(told_on(day, tomorrow)) == 1


@pytest.mark.parametrize("count", [1, 3, 6])
def test_they_are_three_cards_a_class_and_the_plan_foretells_them(day: Day, count: int) -> None:
    tomorrow = day.today + ONE_DAY
    for number in range(1, count + 1):
        sent_by_day(day, tomorrow, key=f"P{number}", length=2)
    day.over(day.today)
    want = as_told(day.planned(tomorrow, tomorrow + ONE_DAY))
    after = day.last_notice()
    day.run_to(7, 0, tomorrow)
    assert len(told_on(day, tomorrow)) == min(count, 3)
    assert f"青木 子{count}" in told_on(day, tomorrow)[-1]
    day.over(tomorrow + ONE_DAY)
    assert day.told(after) == want
