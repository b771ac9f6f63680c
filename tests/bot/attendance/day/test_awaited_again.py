"""A report that is taken back leaves nobody out: the child is awaited, and looked for."""

from datetime import time

import pytest

from bot.attendance import receiving
from bot.attendance.model import CaseState, Closing, Content, Kind, Report
from bot.ledger.model import Actor
from cards.attendance.verbs import day as verbs
from cards.attendance.verbs import staff
from tests.bot.attendance.day.conftest import Day

FAMILY = 900


def marked(day: Day) -> Report:
    """The roll was marked while a child of the class was reported absent."""
    day.run_to(8, 30)
    report = day.report("P1", author=FAMILY)
    roll = day.roll()
    day.press("homeroom", verbs.MarkDone(roll_id=roll.id, version=roll.version))
    return report


def take_back(day: Day, report: Report) -> None:
    actor = Actor.press("family")
    day.write(lambda tx: receiving.withdraw(tx, day.kept(report), day.now, actor=actor))


def test_after_the_roll_a_search_begins_and_homeroom_and_office_are_told(day: Day) -> None:
    report = marked(day)
    take_back(day, report)
    assert day.case().state is CaseState.OPEN
    (card,) = day.notices("attendance.case")
    assert {"homeroom", "office"} <= day.who(card)
    assert any("青木 子1" in one.said for one in day.notices("attendance.roster"))


@pytest.mark.parametrize("kind", [Kind.EARLY, Kind.ABSENT])
def test_after_the_roll_another_word_of_the_family_counts_for_what_it_says(
    day: Day, kind: Kind
) -> None:
    marked(day)
    more = {"content": Content(leaves=time(13, 0))} if kind is Kind.EARLY else {}
    day.report("P1", author=FAMILY, kind=kind, **more)
    assert len(day.notices("attendance.case")) == (kind is Kind.EARLY)


def test_who_was_seen_at_school_is_not_looked_for_again(day: Day) -> None:
    take_back(day, marked(day))
    case = day.case()
    arrived = Closing.ARRIVED.value
    day.press("homeroom", verbs.CloseCase(case_id=case.id, version=case.version, closing=arrived))
    take_back(day, day.report("P1", author=FAMILY))
    assert day.case().state is CaseState.CLOSED


def test_before_the_roll_the_teachers_are_told_anew_once(day: Day) -> None:
    day.run_to(8, 20)
    report = day.report("P1", author=FAMILY)
    day.press("homeroom", staff.Confirm(report_id=report.id))
    before = len(day.notices("attendance.report"))
    take_back(day, report)
    *_, told = day.notices("attendance.report")
    assert len(day.notices("attendance.report")) == before + 1
    assert "homeroom" in day.who(told)
    assert "取り消されました" in told.said
    take_back(day, day.report("P1", author=FAMILY))
    assert not day.notices("attendance.case")


def test_when_the_school_day_is_over_nobody_is_looked_for(day: Day) -> None:
    report = marked(day)
    day.run_to(18, 0)
    take_back(day, report)
    assert day.notices("attendance.case") == []
