"""Words that must not go under: the last one entered, and what nobody is there to hear."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, update

from bot.attendance import receiving
from bot.attendance.model import Kind, Report, ReportState
from bot.attendance.store import reports, telephone
from bot.delivery.rows import DELIVERY
from bot.ledger.model import Actor
from cards.attendance.verbs import office, roster
from tests.bot.attendance.day.conftest import Day

_FAIL = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("one"))
    .values(state="unreachable", try_at=None)
)


def _enter(day: Day, kind: str = "absent") -> office.Enter:
    given: dict[str, Any] = {
        "school_id": day.school().id,
        "token": "t1",
        "class_id": day.class_().id,
        "child": "",
        "pupil_id": day.pupil("P1").id,
        "kind": kind,
        "relation": "mother",
        "reason": "ill",
    }
    return office.Enter.of(given)


def _stand(day: Day) -> list[Report]:
    found = day.read(lambda tx: reports.of_school(tx, day.school().id, day.today))
    return [one for one in found if one.state is ReportState.STANDING]


def test_the_last_word_counts_also_where_it_is_the_first_again(day: Day) -> None:
    day.run_to(7, 30)
    for kind in ("absent", "late", "absent", "absent"):
        day.press("office", _enter(day, kind))
        day.now += timedelta(minutes=5)
    assert [one.kind for one in _stand(day)] == [Kind.ABSENT]


def test_what_was_taken_back_can_be_entered_again(day: Day) -> None:
    day.run_to(7, 30)
    day.press("office", _enter(day))
    (one,) = _stand(day)
    day.write(lambda tx: receiving.withdraw(tx, one, day.now, actor=Actor.press("x")))
    day.now += timedelta(minutes=5)
    day.press("office", _enter(day))
    assert [after.id for after in _stand(day)] != [one.id]


def test_while_both_heads_are_away_the_office_hears_of_what_waits(day: Day) -> None:
    day.run_to(6, 0)
    day.away("vice")
    day.away("principal")
    day.run_to(7, 30)
    day.report("P1")
    day.run_to(9, 30)
    told = [day.who(one) for one in day.notices("attendance.morning")]
    assert {"office"} in told


def test_while_both_heads_are_away_the_office_hears_of_a_search_that_is_left(day: Day) -> None:
    day.run_to(6, 0)
    day.away("vice")
    day.away("principal")
    day.run_to(8, 30)
    day.missing("P1")
    day.over(day.today)
    (left,) = day.notices("attendance.case_left")
    assert day.who(left) == {"office"}


def test_a_child_protected_for_the_second_time_is_still_told_of(day: Day) -> None:
    day.run_to(7, 30)
    day.report("P1")
    for protect in (True, False, True):
        child = day.pupil("P1")
        day.press(
            "office",
            roster.SetProtection(
                pupil_id=child.id, version=child.version, protect=protect, why="通知"
            ),
        )
        day.now += timedelta(minutes=5)
    day.tick()
    assert [one for one in day.notices() if "青木 子1" in one.said and one.state == "open"]


def test_what_came_after_the_list_was_read_is_still_to_be_told(day: Day) -> None:
    """The office rings by the list of 7:56; the second card fails before it presses."""
    day.run_to(7, 45)
    day.report("P1")
    _fail(day)
    day.at(7, 56)
    day.write(day._jobs)
    read = _line(day)
    day.at(7, 57)
    day.report("P2")
    _fail(day)
    day.at(8, 8)
    day.write(day._jobs)
    day.press("office", office.ToldByTelephone(line_id=read.id, matters=read.matters))
    assert _line(day).told_at is None
    day.press("office", office.ToldByTelephone(line_id=read.id, matters=_line(day).matters))
    assert _line(day).told_at is not None


def _fail(day: Day) -> None:
    for one in day.notices():
        day.write(lambda tx, one=one: tx.run(_FAIL, one=one.id))


def _line(day: Day) -> telephone.Line:
    lines = day.read(lambda tx: telephone.of_school(tx, day.school().id, day.today))
    return next(one for one in lines if one.class_id)
