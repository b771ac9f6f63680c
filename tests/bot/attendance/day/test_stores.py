"""What is remembered of days, rolls, searches and the clock; the same on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.attendance.model import (
    Case,
    CaseState,
    Closing,
    DayKind,
    RollState,
    School,
    SchoolDay,
    SchoolKind,
    Step,
    Times,
)
from bot.attendance.store import cases, clocks, days, following, rhythms, rolls, schools
from bot.attendance.store.clocks import Clock
from bot.attendance.store.following import Change
from bot.attendance.store.rhythms import Rhythm, Watch
from bot.errors import NotFound, Stale
from bot.storage.store import Storage
from bot.storage.tx import Tx

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
SCHOOL = School(id=1, code="A1", name="あかつき小学校", kind=SchoolKind.ELEMENTARY)
CASE = Case(id=0, pupil=7, class_id=3, school=1, day=DAY, opened_at=NOW)


def test_a_day_is_what_the_newest_of_the_narrowest_lines_says(
    storage: Storage, tenant: str
) -> None:
    def work(tx: Tx) -> None:
        assert days.today(tx, SCHOOL, None, DAY).kind is DayKind.SCHOOL
        line = SchoolDay(id=0, school=0, day=DAY, kind=DayKind.EVENT, set_at=NOW)
        days.put(tx, line)
        assert days.today(tx, SCHOOL, None, DAY).kind is DayKind.EVENT
        late = replace(line, school=1, kind=DayKind.LATE_START, starts_at=time(10, 40), set_by=9)
        kept = days.put(tx, late)
        found = days.today(tx, SCHOOL, None, DAY)
        assert (found.kind, found.starts_at) == (DayKind.LATE_START, time(10, 40))
        assert days.find(tx, kept.id) == kept
        assert days.times(tx, SCHOOL, None, DAY).assembly == time(10, 40)
        other = replace(SCHOOL, id=2)
        assert days.today(tx, other, None, DAY).kind is DayKind.EVENT

    storage.write_now(tenant, work)


def test_the_next_school_day_passes_weekends_and_holidays(storage: Storage, tenant: str) -> None:
    def work(tx: Tx) -> None:
        friday = date(2026, 11, 20)  # Monday, 23 November, is a public holiday
        assert days.next_school_day(tx, SCHOOL, None, friday) == date(2026, 11, 24)
        assert len(days.school_days(tx, SCHOOL, None, friday, DAY)) == 3
        assert not days.is_in_session(tx, SCHOOL, None, date(2026, 11, 23))

    storage.write_now(tenant, work)


def test_the_clock_looks_later_at_rolls_that_it_still_looks_at(
    storage: Storage, tenant: str
) -> None:
    def work(tx: Tx) -> None:
        waits, told, yesterday = 3, 4, DAY - timedelta(days=1)
        first, second = rolls.open_many(tx, 1, DAY, [(waits, LATER), (told, LATER)])
        rolls.open_many(tx, 1, yesterday, [(waits, LATER)])
        rolls.look(tx, second, None)
        for roll in (first, second):
            rolls.hurry(tx, roll, LATER + timedelta(hours=1))
        found = rolls.due(tx, LATER + timedelta(hours=1), 10)
        assert [(one.class_id, one.day) for one in found] == [(waits, yesterday), (waits, DAY)]
        assert len(rolls.due(tx, LATER, 10)) == 1

    storage.write_now(tenant, work)


def test_a_schools_own_choices_are_kept(storage: Storage, tenant: str) -> None:
    def work(tx: Tx) -> None:
        kept = schools.add(tx, SCHOOL)
        times = Times(wake=time(6, 30), summary_at=time(23, 59), steps=(0, 1, 2, 3, 4))
        given = {"holds_pupils": False, "shows_teacher": True, "closure_percent": 100}
        own = replace(kept, times=times, meals_days=None, version=2, **given)
        assert schools.save(tx, own) == own
        assert schools.get(tx, kept.id) == own
        with pytest.raises(Stale):
            schools.save(tx, own)

    storage.write_now(tenant, work)


def test_rolls_are_opened_once_and_looked_at_when_due(storage: Storage, tenant: str) -> None:
    def work(tx: Tx) -> None:
        made = rolls.open_many(tx, 1, DAY, [(3, LATER), (4, LATER + timedelta(hours=1))])
        assert rolls.open_many(tx, 1, DAY, [(3, NOW)]) == made
        assert not rolls.is_any_due(tx, NOW)
        assert rolls.is_any_due(tx, LATER)
        (due,) = rolls.due(tx, LATER, 10)
        assert due.class_id == 3
        assert rolls.looks(tx, NOW, LATER) == (LATER,)
        done = replace(due, state=RollState.DONE, done_at=NOW, done_post=5, version=2)
        rolls.save(tx, done, look_at=None)
        assert rolls.get(tx, due.id) == done
        assert rolls.due(tx, LATER, 10) == ()
        with pytest.raises(Stale):
            rolls.save(tx, done, look_at=None)
        with pytest.raises(NotFound):
            rolls.get(tx, 999_999)
        assert rolls.of(tx, 3, DAY + timedelta(days=1)) is None

    storage.write_now(tenant, work)


def test_a_case_keeps_its_steps_and_when_it_is_taken_up(storage: Storage, tenant: str) -> None:
    def work(tx: Tx) -> None:
        case = cases.add(tx, CASE, look_at=LATER)
        assert cases.of_pupil(tx, 7, DAY) == case
        assert cases.due(tx, NOW, 5) == ()
        assert cases.due(tx, LATER, 5) == (case,)
        assert cases.waiting(tx) == ((case, LATER),)
        cases.done(tx, case, at=NOW, post=4, person=9)
        assert cases.steps(tx, case.id) == ((Step.CALL, NOW, 4, 9),)
        ended = replace(
            case,
            state=CaseState.CLOSED,
            closing=Closing.FOUND,
            closed_at=LATER,
            closed_by=9,
            version=2,
        )
        cases.save(tx, ended, look_at=None)
        assert cases.get(tx, case.id) == ended
        assert cases.standing(tx, 1) == cases.unsolved(tx, 1, DAY) == ()
        assert cases.of_school(tx, 1, DAY) == (ended,)
        assert not cases.is_any_due(tx, LATER)
        with pytest.raises(Stale):
            cases.save(tx, ended, look_at=None)
        assert cases.erase_pupil(tx, 7) == 1
        assert cases.steps(tx, case.id) == ()

    storage.write_now(tenant, work)


def test_each_school_has_one_clock(storage: Storage, tenant: str) -> None:
    def work(tx: Tx) -> None:
        for moment, at in (("wake", LATER), ("roster", NOW)):
            clocks.put(tx, Clock(school=1, day=DAY, moment=moment, look_at=at))
        clocks.put(tx, Clock(school=2, day=DAY, moment="wake", look_at=LATER))
        assert [one.school for one in clocks.every(tx)] == [1, 2]
        (due,) = clocks.due(tx, NOW, 5)
        assert (due.school, due.moment) == (1, "roster")
        assert clocks.of(tx, 3) is None

    storage.write_now(tenant, work)


def test_what_follows_a_changed_day_is_kept_until_it_is_done(storage: Storage, tenant: str) -> None:
    def work(tx: Tx) -> None:
        following.add(tx, (1, 2), DAY, 5, NOW)
        old = following.next_one(tx, NOW)
        following.add(tx, (1,), DAY, 6, NOW)
        assert old == Change(school=1, day=DAY, line=5)
        following.drop(tx, old)  # what another process has written meanwhile stays
        newer = Change(school=1, day=DAY, line=6)
        assert following.next_one(tx, NOW) == newer
        following.later(tx, newer, LATER)
        other = Change(school=2, day=DAY, line=5)
        assert following.next_one(tx, NOW) == other
        assert following.next_one(tx, LATER) == newer
        following.drop(tx, newer)
        following.drop(tx, other)
        assert following.next_one(tx, LATER) is None
        following.set_busy(tx, "x", busy=True)
        following.set_busy(tx, "x", busy=True)
        assert following.is_busy(tx, "x")
        following.set_busy(tx, "x", busy=False)
        assert not following.is_busy(tx, "x")

    storage.write_now(tenant, work)


def test_the_watch_list_comes_back_as_it_was_sealed(storage: Storage, tenant: str) -> None:
    def work(tx: Tx) -> None:
        rhythm = Rhythm(since=DAY, weekdays=(1, 3), seen_every=5, until=date(2027, 3, 24))
        watch = Watch(pupil=7, school=1, since=DAY, rhythm=rhythm, guarded=True, look_on=DAY)
        rhythms.add(tx, watch)
        assert rhythms.of(tx, 7) == watch
        assert rhythms.due(tx, 1, DAY) == rhythms.watched(tx, 1) == (watch,)
        after = replace(watch, rhythm=None, seen_on=DAY, seen_by=9, look_on=None, version=2)
        rhythms.save(tx, after)
        assert rhythms.of(tx, 7) == after
        assert rhythms.due(tx, 1, DAY) == ()
        with pytest.raises(Stale):
            rhythms.add(tx, watch)
        with pytest.raises(Stale):
            rhythms.save(tx, after)
        assert rhythms.erase(tx, 7) == 1
        assert rhythms.of(tx, 7) is None

    storage.write_now(tenant, work)


def test_a_rhythm_holds_from_its_day_to_its_last() -> None:
    rhythm = Rhythm(since=DAY, weekdays=(0,), until=DAY + timedelta(days=7))
    watch = Watch(pupil=7, school=1, rhythm=rhythm)
    monday = DAY + timedelta(days=5)
    assert rhythms.at_home(watch, DAY)
    assert not rhythms.at_home(watch, monday)
    assert not rhythms.at_home(watch, DAY - timedelta(days=1))
    assert not rhythms.at_home(watch, DAY + timedelta(days=8))
    assert not rhythms.at_home(replace(watch, rhythm=None), DAY)
