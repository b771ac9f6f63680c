"""What fails at one school keeps no other waiting, and is tried again."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.attendance import changed_days, mornings
from bot.attendance.model import School
from bot.attendance.plan import clockwork
from bot.attendance.telling import unreached
from bot.delivery.rows import DELIVERY
from bot.storage.tx import Tx
from tests.bot.attendance.day.board import board
from tests.bot.attendance.day.conftest import Day


def test_a_changed_day_that_could_not_be_followed_at_once(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    board(day)
    day.run_to(7, 30)
    calls: list[int] = []
    real = changed_days.follow

    def once(tx: Tx, school: School, *rest: Any) -> None:
        calls.append(school.id)
        if len(calls) == 1:
            raise ValueError("broken")
        real(tx, school, *rest)

    monkeypatch.setattr(changed_days, "follow", once)
    day.set_day("board", school_id=0, kind="late_start", starts_at="10:40")
    day.tick()
    assert len(calls) == 2  # the other school doesn't wait
    day.run_to(7, 40)
    assert calls == [calls[0], calls[1], calls[0]]
    assert len(day.notices("attendance.day_set")) == 2


def test_open_rolls_of_which_nobody_could_be_told_at_once(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.run_to(8, 39)
    broken = [day.school().id]
    real = mornings.look

    def look(tx: Tx, school: School, *rest: Any) -> bool:
        if school.id in broken:
            raise ValueError("broken")
        return real(tx, school, *rest)

    monkeypatch.setattr(mornings, "look", look)
    day.run_to(8, 40)
    of_vice = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert of_vice == []
    broken.clear()
    day.run_to(8, 45)
    of_vice = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert len(of_vice) == 1


def test_a_list_to_ring_that_can_not_be_made_keeps_no_other_school_waiting(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.run_to(7, 30)
    day.report("P1")
    day.report("T1")
    day.write(lambda tx: tx.run(update(DELIVERY).values(state="unreachable")))
    broken = day.school().id
    called: list[int] = []

    def telephone(tx: Tx, school: School, *rest: Any) -> None:
        if school.id == broken:
            raise ValueError("broken")
        called.append(school.id)

    monkeypatch.setattr(unreached, "telephone", telephone)
    day.run_to(7, 45)
    assert called == [day.school("B1").id]
    day.run_to(8, 10)
    assert len(day.notices("attendance.roster")) == 5


def test_a_school_that_can_not_be_met_keeps_no_other_waiting(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.run_to(7, 30)
    broken = [day.school().id]
    real = clockwork.reset

    def reset(tx: Tx, school: School, *rest: Any) -> Any:
        if school.id in broken:
            raise ValueError("broken")
        return real(tx, school, *rest)

    monkeypatch.setattr(clockwork, "reset", reset)
    day.write(lambda tx: clockwork.meet_anew(tx, day.now))
    day.tick()
    broken.clear()
    day.run_to(8, 10)
    assert len(day.notices("attendance.roster")) == 5
