"""What the plan shows is what the clock posts, over a whole year in which nobody presses."""

from datetime import date, timedelta

import pytest

from bot import policy
from bot.training.model import CourseState, Head
from bot.training.plan import item
from tests.bot.training.clock.conftest import Clock, as_told
from tests.bot.training.turns.conftest import NOW, STARTS

YEAR = NOW.date() + timedelta(days=365)
SOON = STARTS.date() + timedelta(days=3)


def followed(city: Clock, until: date = SOON) -> None:
    """The clock has looked once, then nothing is pressed; all that comes was planned."""
    city.tick()
    city.now += timedelta(minutes=1)
    last = max((row.id for row in city.notices()), default=0)
    tomorrow = city.today + timedelta(days=1)
    planned = as_told(city.planned(tomorrow, until))
    city.at(tomorrow).run(until)
    assert city.told(last) == planned
    assert planned


def test_a_booked_session_is_reminded_of_three_times(city: Clock) -> None:
    session = city.session(city.course())
    city.enrolled(session, "t1")
    followed(city)
    assert len(city.notices(item.REMIND)) == 3
    assert city.who(item.REMIND) == [{"t1"}] * 3


def test_offers_run_out_one_after_the_other_until_the_session_begins(city: Clock) -> None:
    session = city.session(city.course(head=Head.NONE), seats=1)
    city.enrolled(session, "t1")
    for aad in ("t4", "t6", "t8", "t9"):
        city.now += timedelta(seconds=1)
        city.enrolled(session, aad, wait=True)
    city.withdraws(session, "t1")
    followed(city)
    assert [row.source_key.split(":")[0] for row in city.notices(item.TOLD)].count("lapsed") == 4


def test_who_still_waits_when_it_begins_hears_of_it(city: Clock) -> None:
    session = city.session(city.course(), seats=1)
    city.enrolled(session, "t1")
    city.enrolled(session, "t4", wait=True)
    followed(city)
    assert [row.source_key.split(":")[0] for row in city.notices(item.TOLD)] == ["closed"]
    assert city.who(item.TOLD) == [{"t4"}]


def test_heads_are_asked_again_and_told_in_the_morning(city: Clock) -> None:
    asked = city.session(city.course(head=Head.APPROVE))
    told = city.session(city.course(code="notified", head=Head.NOTIFIED))
    city.tick()
    city.enrolled(asked, "t1")
    city.enrolled(told, "t4")
    last = max((row.id for row in city.notices()), default=0)
    planned = as_told(city.planned(NOW.date(), SOON))
    city.at(NOW.date() + timedelta(days=1)).run(SOON)
    assert city.told(last) == planned
    assert city.who(item.NOTIFIED) == [{"t2"}]
    assert city.who(item.REQUEST) == [{"t2", "t3"}]


def test_reminders_to_apply_and_to_finish_go_to_who_needs_them(city: Clock) -> None:
    course = city.course(mandatory=True, to=("department:企画課",))
    session = city.session(course)
    city.announced(course, "t1", "t2", "t4")
    city.enrolled(session, "t1")
    followed(city, date(2027, 4, 5))
    assert city.who(item.APPLY) == [{"t2", "t4"}]
    assert {"t2", "t4"} in city.who(item.UNFINISHED)


def test_a_whole_year_of_courses(city: Clock) -> None:
    repeating = city.course(code="yearly", repeats=True, mandatory=True, to=("all",))
    waves = city.course(code="waves", choose_by=date(2027, 1, 29))
    city.course(code="empty")
    city.course(code="draft", state=CourseState.DRAFT)
    city.wave(waves, 1, "あかつき市")
    for number, days in enumerate((0, 30, 75), 1):
        at = STARTS + timedelta(days=days)
        city.enrolled(
            city.session(repeating, number=number, starts_at=at), "t1"
        ) if days == 0 else (city.session(repeating, number=number, starts_at=at))
    city.announced(repeating, "t1", "t2", "t3", "t4", "t5", "t9")
    followed(city, YEAR)
    kinds = {row.kind for row in city.notices()}
    assert {item.WAVE, item.SESSIONLESS, item.NEW_YEAR, item.APPLY, item.UNFINISHED} <= kinds
    assert item.ENROL in kinds  # newcomers


@pytest.mark.parametrize("size", [0, 100])
def test_many_are_reminded_by_a_draft_that_the_desk_lets_go(city: Clock, size: int) -> None:
    city.write(lambda tx: policy.change(tx, {"approval_size": size}))
    course = city.course(mandatory=True)
    city.announced(course, "t1", "t2", "t3", "t4", "t5", "t6", "t8", "t9")
    city.tick()
    planned = as_told(city.planned(NOW.date() + timedelta(days=1), YEAR))
    to = {len(one[3]) for one in planned if one[1] == item.UNFINISHED}
    assert to == ({8} if size else {1})
    city.at(NOW.date() + timedelta(days=1)).run(date(2027, 2, 1))
    drafts = [row for row in city.notices(item.UNFINISHED) if row.state == "draft"]
    assert bool(drafts) is not bool(size)
