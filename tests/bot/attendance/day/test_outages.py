"""What a stop, a crash or a failing school leaves: nothing lost, no storm, nobody concerned."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.attendance import jobs, telling
from bot.attendance.model import CaseState, Content, Kind, School
from bot.attendance.plan import instants
from bot.attendance.store import clocks, drafts, rolls, telephone
from bot.settings import Settings
from bot.storage.store import open_storage
from bot.storage.tx import Tx
from cards.attendance.verbs import day as verbs
from tests.bot.attendance.day.conftest import ONE_DAY, Day


def of_vice(day: Day) -> list[Any]:
    kinds = ("morning", "summary", "case")
    found = [one for kind in kinds for one in day.notices(f"attendance.{kind}")]
    return [one for one in found if day.who(one) & {"vice"}]


def test_away_from_half_past_seven_to_nine_it_catches_up_without_a_storm(day: Day) -> None:
    day.run_to(7, 29)
    day.report("P1")
    day.report("P2")
    before = day.last_notice()
    day.at(9, 0)
    day.tick()
    rosters = [one for one in day.notices("attendance.roster") if one.id > before]
    assert len(rosters) == 4  # each class once; that of the reports stands already
    assert len(of_vice(day)) == 1  # rolls and unanswered reports are one card
    assert "3年2組　2件" in of_vice(day)[0].said
    last = day.last_notice()
    for _ in range(3):
        day.tick()
    assert day.last_notice() == last


def test_steps_of_a_search_that_went_by_are_one_card(day: Day) -> None:
    day.run_to(8, 30)
    day.missing("P1")
    before = len(day.notices("attendance.case"))
    day.at(9, 15)  # three steps later
    day.tick()
    new = day.notices("attendance.case")[before:]
    assert len(new) == 1
    assert day.who(new[0]) == {"vice", "principal"}


def test_after_days_away_the_old_cards_are_emptied_and_nothing_old_is_asked(day: Day) -> None:
    day.run_to(8, 30)
    day.report("P1")
    day.missing("P2")
    day.at(10, 0, day.today + 5 * ONE_DAY)  # the next Monday
    day.tick()
    for kind in ("roster", "report", "case"):
        for card in day.notices(f"attendance.{kind}"):
            if str(date(2026, 11, 25)) in card.key or kind != "roster":
                assert "青木" not in str(card.cards)
    assert len(day.notices("attendance.case_left")) == 1
    assert day.roll().day == day.today
    assert len(day.notices("attendance.case")) == 1  # the old search tells no more steps


def test_ticking_twice_says_nothing_twice(day: Day) -> None:
    day.run_to(9, 20)
    last = day.last_notice()
    day.tick()
    day.tick()
    assert day.last_notice() == last


def test_a_school_that_fails_keeps_no_other_waiting(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = day.school().id

    def summary(tx: Tx, school: School, *rest: Any) -> None:
        if school.id == broken:
            raise ValueError("broken")

    monkeypatch.setattr(telling, "summary", summary)
    day.run_to(9, 16)
    day.run_to(9, 20)
    found = {one.school: one for one in day.read(clocks.every)}
    assert found[broken].moment == "summary"
    assert found[broken].look_at > day.now  # it is tried again
    assert found[day.school("B1").id].moment == "end"
    monkeypatch.undo()
    day.run_to(9, 30)
    assert {one.moment for one in day.read(clocks.every)} == {"end"}


def test_one_step_is_one_moment_of_one_school(day: Day) -> None:
    day.at(8, 10)
    day.write(day._jobs)
    assert day.read(jobs.waits)  # the others go on in real time, a step each
    assert len(day.notices("attendance.roster")) <= 4
    steps = 1
    while day.write(day._pulse):
        steps += 1
    assert steps >= 3
    assert not day.read(jobs.waits)


_CRASH = """
import os, signal, sys
from datetime import datetime
from zoneinfo import ZoneInfo
from bot.attendance import casework
from bot.attendance.store import rolls
from bot.ledger.model import Actor
from bot.settings import Settings
from bot.storage.store import open_storage
url, roll, pupil, when = sys.argv[1:]
now = datetime(2026, 11, 25, 8, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
storage = open_storage(Settings(database_url=url))
def work(tx):
    casework.open_for(tx, rolls.get(tx, int(roll)), [int(pupil)], now, actor=Actor.press("p"))
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
storage.write_now("schools", work)
os.kill(os.getpid(), signal.SIGKILL)
"""


def crash(day: Day, when: str) -> Day:
    """Another process opens a search and is killed, before its commit or right after it."""
    day.run_to(8, 30)
    roll, pupil = day.roll(), day.pupil("P1")
    url = f"sqlite:///{day.file}"
    day.storage.close()
    argv = [sys.executable, "-c", _CRASH, url, str(roll.id), str(pupil.id), when]
    root = Path(__file__).parents[4]
    done = subprocess.run(argv, cwd=root, env={**os.environ}, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    return Day(open_storage(Settings(database_url=url)), day.file, day.now)


def test_killed_after_a_search_was_opened_its_next_step_is_told_all_the_same(day: Day) -> None:
    after = crash(day, "after")
    assert after.case().state is CaseState.OPEN
    assert len(after.notices("attendance.case")) == 1
    after.at(8, 45)
    after.tick()
    assert len(after.notices("attendance.case")) == 2
    assert "vice" in after.who(after.notices("attendance.case")[1])
    after.at(9, 45)
    after.tick()
    assert "principal" in after.who(after.notices("attendance.case")[2])
    after.storage.close()


def test_killed_before_the_commit_nothing_is_there_and_it_can_be_pressed_again(day: Day) -> None:
    after = crash(day, "before")
    assert after.notices("attendance.case") == []
    roll = after.roll()
    found = after.read(lambda tx: rolls.get(tx, roll.id))
    assert found.done_at is None
    (case,) = after.missing("P1")
    assert case.state is CaseState.OPEN
    after.storage.close()


def test_a_new_school_year_has_rolls_of_its_own_classes_alone(day: Day) -> None:
    """At the turn of the year nothing of last year's classes is asked for any more."""
    day.now = day.now.replace(year=2027, month=4, day=8)
    before = day.last_notice()
    day.run_to(10, 0)
    day.run_to(10, 0, date(2027, 4, 9))
    assert day.last_notice() == before  # the new roster isn't loaded yet
    class_ = day.class_()
    roll = verbs.MarkDone(roll_id=1, version=1)
    assert day.read(lambda tx: rolls.of(tx, class_.id, day.today)) is None
    with pytest.raises(Exception, match="not_yours"):
        day.press("homeroom", roll)


def test_the_clock_of_a_quiet_hour_costs_next_to_nothing(day: Day) -> None:
    day.run_to(10, 0)
    found = day.read(lambda tx: instants.instants(tx, day.now, day.now + timedelta(hours=2)))
    assert found == ()


def test_what_a_family_had_begun_goes_with_its_day_before_a_weekend_too(day: Day) -> None:
    day.now = day.now.replace(day=27, hour=5, minute=0)  # a Friday
    day.run_to(19, 0)
    draft = drafts.Draft(
        id=0,
        person=day.person("homeroom").id,
        pupil=day.pupil("P1").id,
        since=day.today,
        until=day.today,
        kind=Kind.ABSENT,
        content=Content(text="内緒"),
    )
    begun = day.write(lambda tx: drafts.begin(tx, draft, today=day.today))
    day.run_to(8, 0, day.today + ONE_DAY)
    assert day.read(lambda tx: drafts.pupil_of(tx, begun.id, begun.person)) is None


def test_what_never_went_out_while_nobody_was_there_is_rung_about_and_told_again(
    day: Day,
) -> None:
    """Three days of absence, reported at night; Renkei is away on the first of them."""
    day.over(day.today)
    first = day.today + ONE_DAY
    day.report("P1", since=first, until=first + 2 * ONE_DAY)
    day.report("P2", since=first, until=first)
    day.at(5, 0, first + ONE_DAY)
    day.write(day._jobs)
    while day.write(day._pulse):
        pass
    school, today = day.school(), day.today
    rung = day.read(lambda tx: telephone.of_school(tx, school.id, today))
    assert [line.class_id for line in rung if line.who == "class"] == [day.class_().id]
    told = [one for one in day.notices() if one.due_at.date() == today]
    assert ["青木 子1" in one.said for one in told] == [True]
    assert not any("青木 子2" in one.said for one in day.notices())
