"""A big morning goes in steps: nobody waits long, nothing is said twice, and nobody is flooded."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot import policy
from bot.ledger.model import Actor
from bot.people.tables import BY_HAND, LEAVE
from bot.slice import Tick
from bot.storage.tx import Tx
from bot.training import reminding, rounds, stages
from bot.training.model import Head
from bot.training.plan import item
from bot.training.store import announcements, courses
from tests.bot.training.clock.conftest import Clock, as_told
from tests.bot.training.turns.conftest import NOW, STARTS, TOKYO


def size(city: Clock, people: int) -> None:
    city.write(lambda tx: policy.change(tx, {"approval_size": people}))


def steps(city: Clock) -> int:
    """Take the morning's round step by step, each in its own transaction; how many there were."""

    def tick(tx: Tx) -> Tick:
        return Tick(now=city.now, today=city.today, actor=Actor.job("x"), tx=tx)

    city.write(lambda tx: rounds.morning(tick(tx)))
    count = 1
    while city.read(rounds.waits):
        city.write(lambda tx: rounds.go_on(tick(tx)))
        count += 1
    return count


def test_a_morning_of_many_courses_goes_in_steps_and_says_what_was_planned(city: Clock) -> None:
    city.at(date(2026, 12, 3)).tick()
    for number in range(6):
        course = city.course(code=f"c{number}", mandatory=True, finish_by=date(2027, 1, 4))
        city.announced(course, "t1", "t2", "t3", "t4", "t5", "t6", "t8", "t9")
    city.at(date(2026, 12, 4))
    last = max(row.id for row in city.notices())
    planned = as_told(city.planned(city.today, city.today))
    assert sum(one[1] == item.UNFINISHED for one in planned) == 6
    assert steps(city) > 3
    assert city.told(last) == planned
    city.now += timedelta(minutes=1)
    assert steps(city) == 1
    assert city.told(last) == planned


def test_heads_are_told_in_steps_each_once(city: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_TOLD_AT_ONCE", 1)
    monkeypatch.setattr(rounds, "AT_ONCE", 1)
    city.tick()
    session = city.session(city.course(head=Head.NOTIFIED), seats=3)
    for aad in ("t1", "t4", "t6"):
        city.enrolled(session, aad)
    city.at(city.today + timedelta(days=1))
    assert steps(city) > 2
    told = [tuple(who) for who in city.who(item.NOTIFIED)]
    city.at(city.today + timedelta(days=1))
    steps(city)
    assert [tuple(who) for who in city.who(item.NOTIFIED)] == told
    assert len(told) == 2


def test_a_course_that_fails_leaves_the_others_alone(
    city: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = (city.course(code=code, finish_by=NOW.date()) for code in ("a", "b"))
    end = reminding._end

    def fails(tick: Tick, course: object) -> None:
        if course.id == broken.id:  # type: ignore[attr-defined]
            raise ValueError("malformed")
        end(tick, course)  # type: ignore[arg-type]

    monkeypatch.setattr(reminding, "_end", fails)
    city.at(NOW.date() + timedelta(days=1)).tick()
    states = city.read(lambda tx: [courses.get(tx, one.id).state for one in (broken, sound)])
    assert [state.value for state in states] == ["open", "ended"]


def test_many_newcomers_are_a_draft_that_somebody_lets_go(city: Clock) -> None:
    size(city, 2)
    course = city.course(to=("department:企画課",))
    city.announced(course, "t1", "t2", "t4")
    city.tick()
    before = len(city.notices(item.ENROL))
    wider = replace(course, to=("all",), version=course.version + 1)
    city.write(lambda tx: courses.save(tx, wider))
    planned = as_told(city.planned(city.today, date(2026, 11, 30)))
    city.run(date(2026, 12, 7))
    posted = city.notices(item.ENROL)[before:]
    assert [row.source_key.split(":")[0] for row in posted] == ["desk", "newcomer"]
    assert [row.state for row in posted] == ["open", "draft"]
    assert city.recipients(posted[0].id) == {city.person("t5").id}
    assert [one for one in planned if one[1] == item.ENROL] == [
        one for one in city.told() if one[2] == posted[0].source_key
    ]
    (made,) = [
        one
        for one in city.read(lambda tx: announcements.of_course(tx, course.id))
        if one.purpose.value == "newcomer"
    ]
    assert made.people == 5


def test_who_has_not_finished_is_reminded_in_the_waves_that_were_told(city: Clock) -> None:
    course = city.course(mandatory=True, finish_by=date(2026, 12, 25), choose_by=date(2026, 11, 20))
    city.wave(course, 1, "あかつき市")
    city.wave(course, 2, "ひので町")
    city.session(course, wave=1)
    city.announced(course, "t1", wave=1)
    city.at(date(2026, 12, 8)).run(date(2026, 12, 12))
    (told,) = city.who(item.UNFINISHED)
    assert told == {"t1", "t2", "t3", "t4", "t5", "t8"}


def test_nobody_on_leave_is_reminded_of_their_session(city: Clock) -> None:
    session = city.session(city.course())
    city.enrolled(session, "t1")
    city.enrolled(session, "t4")
    away = {"generation": BY_HAND, "person": city.person("t4").id}
    days = {"since": NOW.date(), "until": STARTS.date()}
    city.write(lambda tx: tx.run(LEAVE.insert().values(**away, **days)))
    city.tick()
    city.run(STARTS.date())
    assert city.who(item.REMIND) == [{"t1"}] * 3


def test_who_finished_before_a_missed_session_hears_nothing_of_it(city: Clock) -> None:
    from bot.training import seats

    course = city.course(recording="https://video.akatsuki.example/1")
    session = city.session(course, link="https://x.example/1", organizer="kato@akatsuki.example.jp")
    city.enrols(session, "t1")
    city.enrols(session, "t4")
    city.finished(course, "t1")
    city.now = session.ends_at.astimezone(TOKYO) + timedelta(hours=1)
    city.follow(lambda tx: seats.hold(tx, session.id, city.now))
    there = {city.person("t4").id: 90}
    city.follow(lambda tx: seats.attend(tx, session.id, there, city.now))
    assert city.who(item.RECORDING) == []


def test_a_round_that_was_cut_off_begins_anew_on_the_next_day(
    city: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.at(date(2026, 12, 3)).tick()
    course = city.course(mandatory=True, finish_by=date(2027, 1, 4))
    city.announced(course, "t1")
    city.at(date(2026, 12, 4))
    monkeypatch.setattr(rounds, "AT_ONCE", 0)
    tick = Tick(now=city.now, today=city.today, actor=Actor.job("x"), tx=None)  # type: ignore[arg-type]
    city.write(lambda tx: rounds.morning(replace(tick, tx=tx)))
    assert city.notices(item.UNFINISHED) == []
    monkeypatch.undo()
    city.at(date(2026, 12, 7)).tick()
    assert [row.due_at.astimezone(TOKYO).date() for row in city.notices(item.UNFINISHED)] == [
        datetime(2026, 12, 7, tzinfo=TOKYO).date()
    ]
