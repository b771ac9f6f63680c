"""What was said of a child goes with the child: to another school, to another class."""

from datetime import date
from pathlib import Path

import pytest

from bot.attendance import importing
from bot.attendance.store import reports
from cards.attendance.verbs import staff
from tests.bot.attendance.day.conftest import ONE_DAY, Day
from tests.bot.attendance.staff.conftest import FILES, TENANT, B, written

_DAYS = ("開始日", "終了日")
ELSEWHERE = (B, "3", "2")
NEXT_DOOR = ("A1", "3", "1")


def _moves(day: Day, folder: Path, on: date, to: tuple[str, str, str]) -> None:
    """A roster by which P1 sits there from that day on."""
    head, *lines = FILES["pupils"]
    rest = [(*one, "", "") for one in lines if one[0] != "P1"]
    child = ("P1", "青木 子1", "あおき こ1")
    old = (*child, "A1", "3", "2", "1", "", "", str(on - ONE_DAY))
    new = (*child, *to, "77", "", str(on), "")
    file = written(folder / "pupils.csv", [(*head, *_DAYS), *rest, old, new])
    importing.load(
        day.storage, TENANT, [file], year=2026, now=day.now, finally_=lambda tx, done: None
    )


def _told(day: Day, after: int) -> set[str]:
    """Who has got a card of the child since."""
    found = [one for one in day.notices() if one.id > after and "青木 子1" in one.said]
    return {who for one in found for who in day.who(one)}


def _reported(day: Day, days: int) -> None:
    day.run_to(7, 30)
    day.report("P1", since=day.today, until=day.today + days * ONE_DAY)
    day.run_to(10, 0)


@pytest.mark.parametrize(("to", "who"), [(ELSEWHERE, "elsewhere"), (NEXT_DOOR, "other")])
@pytest.mark.parametrize("midnight", [True, False])
def test_the_morning_after_a_move_the_new_teachers_are_told_and_not_the_old(
    day: Day, tmp_path: Path, to: tuple[str, str, str], who: str, midnight: bool
) -> None:
    _reported(day, 5)
    _moves(day, tmp_path, day.today + ONE_DAY, to)
    day.run_to(17, 1)
    after = day.last_notice()
    if midnight:  # else Renkei was away until the morning
        day.at(0, 1, day.today + ONE_DAY)
        day.tick()
        day.run_to(9, 0)
    else:
        day.run_to(9, 0, day.today + ONE_DAY)
    assert _told(day, after) == {who}


def test_the_new_school_answers_what_came_before_the_move(day: Day, tmp_path: Path) -> None:
    _reported(day, 5)
    _moves(day, tmp_path, day.today + ONE_DAY, ELSEWHERE)
    day.at(0, 1, day.today + ONE_DAY)
    day.tick()
    day.run_to(9, 0)
    child = day.pupil("P1").id
    (one,) = day.read(lambda tx: reports.of_pupil(tx, child, day.today, day.today))
    day.press("elsewhere", staff.Confirm(report_id=one.id))


@pytest.mark.parametrize(("to", "who"), [(ELSEWHERE, "elsewhere"), (NEXT_DOOR, "other")])
def test_of_a_move_by_today_the_new_teachers_are_told_at_once(
    day: Day, tmp_path: Path, to: tuple[str, str, str], who: str
) -> None:
    _reported(day, 2)
    after = day.last_notice()
    _moves(day, tmp_path, day.today, to)
    day.tick()
    day.run_to(10, 30)
    assert _told(day, after) == {who}
