"""A day comes to its end, whatever happens meanwhile: no name stands all night."""

from typing import Any

import pytest

from bot.attendance import course, emptying, telling, watching
from bot.attendance.model import School
from bot.attendance.plan import clockwork
from bot.storage.tx import Tx
from tests.bot.attendance.day.conftest import ONE_DAY, Day, timedelta

KINDS = ("report", "roster", "case")


def named(day: Day) -> list[str]:
    """The cards on which a child's name stands."""
    found = (one for kind in KINDS for one in day.notices(f"attendance.{kind}"))
    return [one.key for one in found if "青木" in one.said]


def left(day: Day) -> int:
    return len(day.notices("attendance.case_left"))


def look_anew(day: Day, how: str) -> None:
    if how == "roster":
        day.write(lambda tx: clockwork.meet_anew(tx, day.now))
    else:
        day.set_day(kind="event")


@pytest.mark.parametrize("how", ["roster", "line"])
def test_an_end_that_is_due_comes_though_the_day_is_looked_at_anew(day: Day, how: str) -> None:
    day.run_to(8, 30)
    day.report("P1")
    day.missing("P2")
    day.run_to(16, 59)
    day.at(17, 10)
    look_anew(day, how)
    day.over(day.today)
    assert (named(day), left(day)) == ([], 1)


@pytest.mark.parametrize("how", ["roster", "line"])
def test_an_end_that_is_half_done_goes_on(
    day: Day, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(course, "CARDS_AT_ONCE", 2)
    day.run_to(8)
    for number in range(1, 6):
        day.report(f"P{number}")
    day.run_to(8, 30)
    day.missing("P9")
    day.run_to(16, 59)
    day.at(17)
    day.write(day._jobs)
    assert named(day)
    look_anew(day, how)
    day.over(day.today)
    assert (named(day), left(day)) == ([], 1)


@pytest.mark.parametrize("how", ["roster", "line"])
def test_an_end_that_failed_at_first_is_tried_again(
    day: Day, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    day.run_to(8)
    day.report("P1")
    day.run_to(16, 59)
    with monkeypatch.context() as broken:
        broken.setattr(emptying, "end_of_day", _fails)
        day.run_to(17)
    assert named(day)
    day.now += timedelta(minutes=2)
    look_anew(day, how)
    day.over(day.today)
    assert named(day) == []


def test_the_lists_are_asked_for_where_nothing_else_is_left(day: Day) -> None:
    day.run_to(16, 59)
    day.at(17, 10)
    look_anew(day, "roster")
    day.tick()
    assert day.notices("attendance.night_list")


def _fails(tx: Tx, school: School, *rest: Any, **more: Any) -> int:
    raise ValueError("broken")


@pytest.mark.parametrize(("part", "name"), [(watching, "look"), (telling, "summary")])
def test_the_end_comes_though_the_summary_fails(
    day: Day, monkeypatch: pytest.MonkeyPatch, part: Any, name: str
) -> None:
    day.run_to(8, 30)
    day.report("P1")
    day.missing("P2")
    monkeypatch.setattr(part, name, _fails)
    day.over(day.today)
    assert (named(day), left(day)) == ([], 1)


def test_a_child_whose_absence_can_not_be_told_hides_no_other(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = day.today + 9 * ONE_DAY
    day.run_to(8)
    for number in (1, 2):
        day.report(f"P{number}", since=day.today, until=last)
    broken = day.pupil("P1").id
    real = watching.counted

    def counted(watch: Any, *rest: Any) -> Any:
        if watch.pupil == broken:
            raise ValueError("broken")
        return real(watch, *rest)

    monkeypatch.setattr(watching, "counted", counted)
    day.over(day.today + 5 * ONE_DAY)
    (card,) = day.notices("attendance.long_absence")
    assert card.key.startswith(f"{day.pupil('P2').id}:")
