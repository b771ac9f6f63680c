"""Closures and late starts: rolls, searches, cards and the clock follow at once."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.attendance import changed_days
from bot.attendance.model import CaseState, Closing, DayKind, RollState, Times, Today
from bot.attendance.store import days, schools
from bot.errors import Mistyped, Refused
from cards.attendance.verbs import day as verbs
from tests.bot.attendance.day.board import board
from tests.bot.attendance.day.conftest import Day, said


def today(day: Day, grade: int = 3, name: str = "2") -> Today:
    class_, school = day.class_(grade, name), day.school()
    return day.read(lambda tx: days.today(tx, school, class_, day.today))


def test_it_takes_two_presses(day: Day) -> None:
    day.run_to(5, 30)
    form = day.say("vice", "臨時休業")
    assert verbs.CheckDay.name in str(form)
    check = day.press(
        "vice", verbs.CheckDay(school_id=day.school().id, kind="closed", day=day.today)
    )
    assert verbs.SetDay.name in str(check)
    assert today(day).in_session  # nothing has changed yet
    done = day.set_day()
    assert "学校の予定を変更しました" in said(done)
    assert today(day).kind is DayKind.CLOSED
    (entry,) = day.ledger("attendance.set_day")
    assert entry.subject == f"school:{day.school().id}"


@pytest.mark.parametrize("aad", ["homeroom", "nurse", "office", "teacher", "elsewhere_vice"])
def test_nobody_else_closes_a_school(day: Day, aad: str) -> None:
    with pytest.raises(Refused, match="not_yours"):
        day.set_day(aad)
    with pytest.raises(Refused, match="not_yours"):
        day.set_day(aad, school_id=0)


def test_a_head_of_one_school_does_not_close_all(day: Day) -> None:
    with pytest.raises(Refused, match="not_yours"):
        day.set_day("principal", school_id=0)


def test_a_closure_at_dawn_silences_the_whole_morning(day: Day) -> None:
    day.run_to(5, 45)
    day.set_day()
    day.run_to(16, 59)
    school = day.school().id
    for kind in ("roster", "morning", "summary"):
        keys = [one.key for one in day.notices(f"attendance.{kind}")]
        assert not [key for key in keys if str(school) in key.split(":")[:-1]], kind
    with pytest.raises(AssertionError):
        day.roll()
    assert day.notices("attendance.case") == []


def test_the_staff_of_the_school_are_told_and_nobody_of_another(day: Day) -> None:
    day.run_to(6, 0)
    day.set_day()
    (card,) = day.notices("attendance.day_set")
    told = day.who(card)
    assert {"homeroom", "principal", "office", "nurse", "teacher"} <= told
    assert not told & {"vice", "elsewhere", "elsewhere_vice"}
    assert "臨時休業" in card.said


def test_staff_are_not_woken_before_half_past_five(day: Day) -> None:
    day.at(3, 0)
    day.set_day()
    (card,) = day.notices("attendance.day_set")
    assert card.due_at.time() == time(5, 30)
    assert not today(day).in_session  # the form follows at once


def test_rolls_fall_silent_and_searches_end_by_whoever_declared_it(day: Day) -> None:
    day.options(times=_late_leavers(day))
    day.run_to(8, 30)
    day.missing("P1")
    day.run_to(8, 35)
    day.set_day("principal")
    assert day.roll().state is RollState.SILENT
    case = day.case()
    assert case.state is CaseState.CLOSED
    assert case.closing is Closing.NO_SCHOOL
    assert case.closed_by == day.person("principal").id
    before = _of_heads(day)
    day.run_to(12, 0)
    assert _of_heads(day) == before
    roll = day.roll()
    with pytest.raises(Refused, match="silent"):
        day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))


def _of_heads(day: Day) -> list[int]:
    """The cards of the school's vice-principal about its mornings and searches."""
    kinds = ("attendance.morning", "attendance.case", "attendance.summary")
    found = [one for kind in kinds for one in day.notices(kind)]
    return [one.id for one in found if "vice" in day.who(one)]


def _late_leavers(day: Day) -> Times:
    return replace(day.school().times, leave_from=time(9, 0))


@pytest.mark.parametrize("said_so", [True, False])
def test_with_children_on_the_way_the_roll_and_searches_go_on(day: Day, said_so: bool) -> None:
    """Said so at dawn, or declared after the time at which children leave home."""
    day.run_to(6, 0) if said_so else day.run_to(7, 30)
    day.set_day(rolls=said_so)
    found = today(day)
    assert not found.in_session  # the form says that there is no school
    assert found.rolls
    day.run_to(8, 30)
    assert day.roll().state is RollState.OPEN
    (case,) = day.missing("P1")
    day.run_to(8, 41)
    assert day.case().state is CaseState.OPEN
    assert case.id == day.case().id
    (morning,) = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert "3年1組" in morning.said
    assert "3年2組　1人" in morning.said
    day.run_to(8, 50)
    assert len(day.notices("attendance.case")) > 1


def test_closed_at_six_ten_and_school_after_all_at_ten_forty(day: Day) -> None:
    day.run_to(6, 10)
    day.set_day()
    day.run_to(9, 0)
    with pytest.raises(AssertionError):
        day.roll()
    day.set_day(kind="late_start", starts_at="10:40")
    found = today(day)
    assert found.in_session
    assert found.starts_at == time(10, 40)
    day.run_to(10, 24)
    assert not _rosters(day)
    day.run_to(10, 25)
    assert len(_rosters(day)) == 4
    assert day.roll().state is RollState.OPEN
    day.run_to(10, 54)
    assert not [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    day.run_to(10, 55)  # 8:40 and as much later as school begins
    assert [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]


def _rosters(day: Day) -> list[object]:
    mine = {day.class_(*one).id for one in ((3, "1"), (3, "2"), (4, "1"), (3, "なかよし"))}
    return [one for one in day.notices("attendance.roster") if int(one.key.split(":")[1]) in mine]


def test_a_roll_that_was_silenced_opens_anew_with_the_new_times(day: Day) -> None:
    day.options(times=_late_leavers(day))
    day.run_to(8, 0)
    day.set_day()
    assert day.roll().state is RollState.SILENT
    day.run_to(8, 10)
    day.set_day(kind="late_start", starts_at="10:40")
    assert day.roll().state is RollState.OPEN
    day.run_to(10, 54)
    assert _of_heads(day) == []
    day.run_to(10, 56)
    assert len(_of_heads(day)) == 1


def test_a_closed_class_concerns_no_other_class(day: Day) -> None:
    day.options(times=_late_leavers(day))
    day.run_to(7, 30)
    day.set_day(kind="class_closed", class_id=day.class_().id)
    assert day.roll().state is RollState.SILENT
    assert day.roll(3, "1").state is RollState.OPEN
    day.run_to(8, 41)
    (card,) = [one for one in day.notices("attendance.morning") if day.who(one) == {"vice"}]
    assert "3年2組" not in card.said
    assert "3年1組" in card.said


def test_a_closed_grade_concerns_no_other_grade(day: Day) -> None:
    day.run_to(5, 50)
    day.set_day(kind="grade_closed", grade=3)
    assert not today(day).in_session
    assert today(day, 4, "1").in_session


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "grade_closed"}, "scope"),
        ({"kind": "class_closed"}, "scope"),
        ({"kind": "class_closed", "class_id": 999}, "scope"),
        ({"kind": "late_start"}, "time"),
        ({"kind": "late_start", "starts_at": "8:00"}, "time"),
        ({"kind": "late_start", "starts_at": "08:00"}, "time_early"),
        ({"day": date(2026, 11, 24)}, "past"),
        ({"day": date(2029, 1, 1)}, "far"),
    ],
)
def test_what_can_not_be_is_refused(day: Day, given: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        day.set_day(**given)


def test_the_form_comes_back_with_what_was_typed(day: Day) -> None:
    asked = verbs.CheckDay(
        school_id=day.school().id, kind="late_start", day=day.today, starts_at="07:00", rolls=True
    )
    with pytest.raises(Mistyped) as caught:
        day.press("vice", asked)
    assert "07:00" in str(caught.value.form)
    assert "繰下げ登校" in str(caught.value.form)


def test_after_children_leave_home_the_form_says_that_their_rolls_go_on(day: Day) -> None:
    day.run_to(7, 19)
    assert _rolls(day) == ("false", False)
    day.run_to(7, 20)
    assert _rolls(day) == ("true", True)
    later = verbs.OpenDay(school_id=day.school().id, day=day.today + timedelta(days=1))
    assert "登校の時刻" not in said(day.press("vice", later))


def _rolls(day: Day) -> tuple[str, bool]:
    """How the form's switch is set, and whether it says that it is so in any case."""
    form = day.say("vice", "臨時休業")
    (switch,) = [one for one in form["body"] if one.get("id") == "rolls"]
    return switch["value"], "登校の時刻（7:20）を過ぎています" in said(form)


def test_a_class_of_another_school_is_not_closed_from_here(day: Day) -> None:
    other = day.class_(3, "2", "B1").id
    with pytest.raises(Refused, match="scope"):
        day.set_day(kind="class_closed", class_id=other)


def test_a_day_ahead_is_kept_and_nothing_of_today_changes(day: Day) -> None:
    day.run_to(7, 30)
    tomorrow = day.today + timedelta(days=1)
    day.set_day(day=tomorrow)
    assert day.roll().state is RollState.OPEN
    day.run_to(17, 0)
    assert not [
        one
        for one in day.notices("attendance.night_list")
        if day.who(one) == {"office"} and str(tomorrow) in one.key
    ]
    day.run_to(10, 0, tomorrow)
    with pytest.raises(AssertionError):
        day.roll()


def test_the_board_closes_every_school_and_each_follows(day: Day) -> None:
    day.options(times=_late_leavers(day))
    day.run_to(7, 10)
    board(day)
    day.set_day("board", school_id=0)
    day.tick()
    assert day.roll().state is RollState.SILENT
    told = [day.who(one) for one in day.notices("attendance.day_set")]
    assert any("homeroom" in one for one in told)
    assert any("elsewhere" in one for one in told)
    with pytest.raises(Refused, match="not_yours"):  # and reads no child's content
        day.press("board", verbs.Cases())


def test_the_board_closing_with_children_on_the_way_keeps_rolls_and_searches(day: Day) -> None:
    day.run_to(8, 30)
    board(day)
    day.missing("P1")
    day.set_day("board", school_id=0)
    day.tick()
    assert day.case().state is CaseState.OPEN
    assert day.roll().state is RollState.MISSING


def test_two_days_closed_one_after_the_other_are_both_followed(day: Day) -> None:
    day.run_to(6, 0)
    board(day)
    for ahead in (0, 1):
        day.set_day("board", school_id=0, day=day.today + timedelta(days=ahead))
    day.tick()
    assert len(day.notices("attendance.day_set")) == 4


def test_anybody_of_the_school_reads_its_coming_days(day: Day) -> None:
    day.set_day(day=day.today + timedelta(days=2))
    assert "臨時休業" in said(day.say("teacher", "学校の予定"))
    assert "臨時休業" not in said(day.say("elsewhere", "学校の予定"))
    with pytest.raises(Refused, match="not_yours"):
        day.press("teacher", verbs.ShowDays(school_id=day.school("B1").id))


def test_the_board_reads_the_days_of_every_school_or_of_one(day: Day) -> None:
    board(day)
    tomorrow = day.today + timedelta(days=1)
    day.set_day("board", school_id=0, day=tomorrow, kind="event")
    day.set_day("vice", day=tomorrow + timedelta(days=1))
    every = day.say("board", "学校の予定")
    assert "すべての学校" in said(every)
    assert "行事" in said(every)
    assert "臨時休業" not in said(every).replace("臨時休業・", "")
    (choice,) = [one for one in every["body"] if one.get("id") == "school_id"]
    assert len(choice["choices"]) == 3
    one = said(day.press("board", verbs.ShowDays(school_id=day.school().id)))
    assert "行事" in one
    assert "臨時休業" in one


def test_a_file_closes_a_day_but_ends_no_search(day: Day) -> None:
    day.run_to(8, 30)
    day.missing("P1")
    line = day.line(day.today, DayKind.CLOSED, school=day.school().id)
    day.write(
        lambda tx: changed_days.follow_today(
            tx, schools.get(tx, line.school), day.today, day.now, by=0
        )
    )
    assert day.case().state is CaseState.OPEN
