"""A day that is closed ends as well: no card outlasts it, no search is forgotten."""

from datetime import time
from typing import Any

from bot.attendance import changed_days
from bot.attendance.model import CaseState, DayKind
from bot.attendance.store import cases, schools
from bot.delivery import outbox
from cards.attendance.verbs import day as verbs
from tests.bot.attendance.day.conftest import ONE_DAY, Day, as_told


def names(day: Day) -> list[Any]:
    kinds = ("report", "roster", "case")
    found = [one for kind in kinds for one in day.notices(f"attendance.{kind}")]
    return [one for one in found if "青木" in str(one.cards)]


def closed_at_dawn(day: Day) -> None:
    """A report of the night for a day that is closed in the morning."""
    day.over(day.today)
    day.at(20, 0)
    tomorrow = day.today + ONE_DAY
    day.report("P1", since=tomorrow, until=tomorrow)
    day.at(6, 10, tomorrow)
    day.tick()
    day.set_day()


def test_the_cards_of_a_closed_day_are_emptied_at_its_end(day: Day) -> None:
    closed_at_dawn(day)
    day.run_to(7, 1)
    assert names(day)
    day.over(day.today)
    assert not names(day)


def test_nor_do_they_stand_over_holidays(day: Day) -> None:
    closed_at_dawn(day)
    first = day.today
    for ahead in range(1, 8):
        day.line(first + ahead * ONE_DAY, DayKind.HOLIDAY)
    day.over(first)
    assert not names(day)
    last = day.last_notice()
    day.over(first + 7 * ONE_DAY)
    assert not names(day)
    assert {one[1] for one in day.told(last)} == {"attendance.night_list"}  # it ends tomorrow


def test_a_day_that_a_file_closes_has_its_searches_told_to_the_heads(day: Day) -> None:
    day.link("P1", "teacher")
    day.run_to(8, 30)
    (case,) = day.missing("P1")
    day.press("homeroom", verbs.TellFamily(case_id=case.id, version=day.case().version))
    line = day.line(day.today, DayKind.CLOSED, school=day.school().id)
    day.write(
        lambda tx: changed_days.follow_today(
            tx, schools.get(tx, line.school), day.today, day.now, by=0
        )
    )
    day.over(day.today)
    assert day.read(lambda tx: cases.get(tx, case.id)).state is CaseState.OPEN
    (left,) = day.notices("attendance.case_left")
    assert {"vice", "principal"} <= day.who(left)
    told = day.read(lambda tx: outbox.find(tx, kind="attendance.family_call", source_key="1"))
    assert told is not None
    assert told.state == "withdrawn"


def test_the_plan_of_a_day_that_closes_is_what_the_clock_does(day: Day) -> None:
    day.run_to(6, 0)
    day.set_day()
    want = as_told(day.planned(day.today, day.today + 3 * ONE_DAY))
    after = day.last_notice()
    day.over(day.today + 3 * ONE_DAY)
    assert day.told(after) == want


def test_the_plan_of_a_closed_day_with_children_on_their_way(day: Day) -> None:
    tomorrow = day.today + ONE_DAY
    day.over(day.today)
    day.line(tomorrow, DayKind.CLOSED, rolls=True, school=day.school().id)
    day.line(tomorrow, DayKind.HOLIDAY, school=day.school("B1").id)
    want = as_told(day.planned(tomorrow, tomorrow))
    after = day.last_notice()
    day.over(tomorrow)
    assert day.told(after) == want
    assert {"attendance.roster", "attendance.summary"} <= {one[1] for one in want}


def test_children_on_their_way_have_a_roster_on_which_they_are_marked(day: Day) -> None:
    day.run_to(7, 30)
    day.set_day()
    day.run_to(8, 10)
    roll = day.roll()
    found = [one for one in day.notices("attendance.roster") if day.who(one) & {"homeroom"}]
    assert found
    assert found[0].due_at.time() == time(8, 10)
    assert verbs.MarkDone.name in str(found[0].cards)
    day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))
