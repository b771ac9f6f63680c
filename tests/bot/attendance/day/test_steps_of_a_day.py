"""A moment with much to do is taken in steps, so that whoever presses meanwhile needn't wait."""

import pytest

from bot.attendance import course
from bot.attendance.model import Report
from bot.attendance.store import clocks, shows
from tests.bot.attendance.day.conftest import ONE_DAY, Day


def many(day: Day, *, length: int = 1) -> list[Report]:
    last = day.today + (length - 1) * ONE_DAY
    return [day.report(f"P{number}", since=day.today, until=last) for number in range(1, 8)]


def steps(day: Day, moment: str) -> int:
    """How many steps the school's clock stands at a moment."""
    count = 0
    day.write(day._jobs)
    while True:
        clock = day.read(lambda tx: clocks.of(tx, day.school().id))
        count += clock is not None and clock.moment == moment
        if not day.write(day._pulse):
            return count


def test_the_cards_of_a_day_are_emptied_few_at_a_time(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "CARDS_AT_ONCE", 3)
    day.run_to(8, 0)
    many(day)
    day.run_to(16, 59)
    standing = len(day.cards_of())
    assert standing > 6
    day.at(17, 0)
    assert steps(day, "end") >= standing // 3
    assert day.cards_of() == ()
    assert len(day.notices("attendance.night_list")) == 2


def test_of_a_day_that_was_missed_as_well_and_nobody_is_told_twice(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "CARDS_AT_ONCE", 2)
    day.over(day.today)
    first = day.today + ONE_DAY
    for number in range(1, 4):
        day.report(f"P{number}", since=first, until=first + 2 * ONE_DAY)
    day.at(7, 30, first + ONE_DAY)
    day.tick()
    told = [one for one in day.notices() if one.due_at.date() == day.today]
    assert len(told) == 3
    assert not day.read(lambda tx: shows.standing(tx, day.school().id, first))


def test_what_was_said_of_today_is_told_few_reports_at_a_time(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "REPORTS_AT_ONCE", 2)
    day.run_to(8, 0)
    reports = many(day, length=2)
    tomorrow = day.today + ONE_DAY
    day.run_to(6, 59, tomorrow)
    last = day.last_notice()
    day.at(7, 0)
    assert steps(day, "wake") >= len(reports) // 2
    told = [one for one in day.notices() if one.id > last]
    assert len(told) == 3
    assert all(f"青木 子{number}" in told[-1].said for number in range(3, 8))


def test_long_absences_are_found_few_children_at_a_time(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "CHILDREN_AT_ONCE", 2)
    day.run_to(8, 0)
    many(day, length=9)
    first = day.today
    day.run_to(9, 14, first + 5 * ONE_DAY)  # Monday is the fourth school day
    assert len(day.notices("attendance.long_absence")) == 7
    assert len(day.notices("attendance.summary")) > 0
    last = day.last_notice()
    day.at(9, 15)
    assert steps(day, "summary") >= 3
    assert [one.id for one in day.notices("attendance.summary") if one.id > last]
    assert len(day.notices("attendance.long_absence")) == 7
