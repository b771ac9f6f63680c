"""Who hears of a change of seats that somebody else, or the clock, made."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.delivery.rows import NOTICE
from bot.storage.tx import Tx
from bot.training import notices as told
from bot.training import seats
from bot.training.model import Enrolment, Head, Session, State
from bot.training.plan import item
from bot.training.questions import ENTRY, TELL
from bot.training.seats import Outcome
from bot.training.store import enrolments
from tests.bot.training.clock.conftest import Clock
from tests.bot.training.turns.conftest import STARTS

MOST_ASKED = 15  # of the database, by a tick of a minute in which nothing is due


def keys(city: Clock, kind: str = item.TOLD) -> list[str]:
    return [row.source_key.split(":")[0] for row in city.notices(kind)]


def revisions(city: Clock, kind: str) -> list[int]:
    return [row.revision for row in city.notices(kind)]


def test_a_seat_that_comes_free_is_offered_to_who_waits_longest(city: Clock) -> None:
    session = city.session(city.course(), seats=1)
    city.enrols(session, "t1")
    city.enrols(session, "t4", wait=True)
    city.now += timedelta(minutes=1)
    city.enrols(session, "t6", wait=True)
    city.withdraws(session, "t1")
    assert city.who(item.OFFERED) == [{"t4"}]
    person, course = city.person("t4").id, session.course
    version = city.mine_of(session, "t4").version
    city.follow(lambda tx: seats.accept(tx, person, course, city.now, version))
    assert revisions(city, item.OFFERED) == [2]
    city.asks_calendars()
    assert len(city.errands(ENTRY)) == 1  # the first was taken back before it was asked for


def test_at_night_an_offer_waits_for_the_morning(city: Clock) -> None:
    session = city.session(city.course(), seats=1)
    city.enrols(session, "t1")
    city.enrols(session, "t4", wait=True)
    city.now = city.now.replace(hour=22)
    city.withdraws(session, "t1")
    (row,) = city.notices(item.OFFERED)
    assert row.due_at > city.now


def test_the_head_is_asked_and_everybody_sees_the_answer(city: Clock) -> None:
    session = city.session(city.course(head=Head.APPROVE))
    asked = city.enrols(session, "t1")
    assert city.who(item.REQUEST) == [{"t2"}]
    head = city.person("t2").id

    def decide(tx: Tx) -> Outcome:
        return seats.decide(tx, asked.id, city.now, asked.version, agree=True, by=head)

    city.follow(decide)
    assert (keys(city), city.who(item.TOLD)) == (["approved"], [{"t1"}])
    assert revisions(city, item.REQUEST) == [2]


def approved(city: Clock) -> tuple[Session, Enrolment]:
    """Somebody whose head has given the order, longer ago than any card is kept open."""
    session = city.session(city.course(head=Head.APPROVE))
    asked = city.enrols(session, "t1")
    head = city.person("t2").id
    city.follow(lambda tx: seats.decide(tx, asked.id, city.now, asked.version, agree=True, by=head))
    closed = NOTICE.update().where(NOTICE.c.kind == item.REQUEST).values(state="closed")
    city.write(lambda tx: tx.run(closed))
    return session, city.mine_of(session, "t1")


def test_the_head_sees_that_whom_they_approved_has_withdrawn(city: Clock) -> None:
    session, _ = approved(city)
    city.withdraws(session, "t1")
    (said,) = city.shows(item.REQUEST)
    assert said.startswith("本人が申込みを取り消しました")
    (row,) = city.notices(item.REQUEST)
    assert row.close_at is not None  # nothing is to be answered


def test_the_head_sees_that_whom_they_approved_cannot_attend(city: Clock) -> None:
    session, _ = approved(city)
    who = city.person("t1")
    city.follow(lambda tx: seats.cannot(tx, who, session.course, "work", city.now))
    (said,) = city.shows(item.REQUEST)
    assert said.startswith("本人が受講できないと回答しました")


def test_the_head_sees_that_a_substitute_takes_the_approved_seat(city: Clock) -> None:
    session, given = approved(city)
    who, other = given.person, city.person("t4")

    def ask(tx: Tx) -> Outcome:
        return seats.ask_substitute(tx, who, session.course, other, city.now, given.version)

    city.follow(ask)
    version = city.mine_of(session, "t1").version
    city.follow(lambda tx: seats.take_over(tx, given.id, other, city.now, version, agree=True))
    first, second = city.shows(item.REQUEST)
    assert first.startswith("代わりの方が受講することになりました")
    assert second.startswith("受講の承認をお願いします")


def test_the_word_of_a_head_stays_where_whom_they_approved_has_left(city: Clock) -> None:
    approved(city)
    before = revisions(city, item.REQUEST)
    city.leaves("t1")
    city.tick()
    assert revisions(city, item.REQUEST) == before


def test_a_refused_application_frees_its_seat_for_the_next(city: Clock) -> None:
    session = city.session(city.course(head=Head.APPROVE), seats=1)
    asked = city.enrols(session, "t1")
    city.enrols(session, "t4", wait=True)
    head = city.person("t2").id
    city.follow(lambda tx: seats.decide(tx, asked.id, city.now, 1, agree=False, by=head))
    assert (keys(city), city.who(item.OFFERED)) == (["rejected"], [{"t4"}])


def test_a_withdrawn_application_needs_no_answer(city: Clock) -> None:
    session = city.session(city.course(head=Head.APPROVE))
    city.enrols(session, "t1")
    city.withdraws(session, "t1")
    assert revisions(city, item.REQUEST) == [2]


def test_who_has_no_head_asks_the_desk(city: Clock) -> None:
    city.enrols(city.session(city.course(head=Head.APPROVE)), "t3")
    assert city.who(item.REQUEST) == [{"t5"}]


def test_a_colleague_is_asked_and_takes_the_seat(city: Clock) -> None:
    session = city.session(city.course())
    given = city.enrols(session, "t1")
    who, other = city.person("t1").id, city.person("t4")

    def ask(tx: Tx) -> Outcome:
        return seats.ask_substitute(tx, who, session.course, other, city.now, given.version)

    city.follow(ask)
    assert city.who(item.SUBSTITUTE) == [{"t4"}]
    version = city.mine_of(session, "t1").version
    city.follow(lambda tx: seats.take_over(tx, given.id, other, city.now, version, agree=True))
    assert (keys(city), city.who(item.TOLD)) == (["substituted"], [{"t1"}])
    city.asks_calendars()
    assert len(city.errands(ENTRY)) == 1  # for the colleague


def test_a_colleague_who_says_no_leaves_the_seat_where_it_was(city: Clock) -> None:
    session = city.session(city.course())
    given = city.enrols(session, "t1")
    who, other = city.person("t1").id, city.person("t4")
    city.follow(lambda tx: seats.ask_substitute(tx, who, session.course, other, city.now, 1))
    city.follow(lambda tx: seats.take_over(tx, given.id, other, city.now, 2, agree=False))
    assert keys(city) == ["substitute_declined"]
    assert city.mine_of(session, "t1").state is State.BOOKED


def test_a_moved_and_a_cancelled_session_are_told_to_everybody(city: Clock) -> None:
    session = city.session(city.course(), seats=1)
    city.enrols(session, "t1")
    city.enrols(session, "t4", wait=True)
    at = STARTS + timedelta(days=1)
    city.follow(lambda tx: seats.move_session(tx, session.id, city.now, 1, starts_at=at))
    assert keys(city) == ["moved", "moved"]
    city.follow(lambda tx: seats.cancel_session(tx, session.id, city.now, 2, reason="台風"))
    assert keys(city)[2:] == ["cancelled", "cancelled"]


def test_many_are_told_one_after_the_other(city: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "AT_ONCE", 1)
    session = city.session(city.course())
    city.enrols(session, "t1")
    city.enrols(session, "t4")
    city.follow(lambda tx: seats.cancel_session(tx, session.id, city.now, 1, reason="台風"))
    assert keys(city) == []
    assert len(city.errands(TELL)) == 2


def test_whoever_booked_another_waves_session_hears_of_the_change(city: Clock) -> None:
    course = city.course()
    city.wave(course, 1, "あかつき市")
    session = city.session(course, wave=1)
    city.enrols(session, "t1")
    city.write(lambda tx: told.wave_changed(tx, course, "あかつき市", 2, city.now))
    assert len(city.errands(TELL)) == 1


def test_who_has_left_gives_the_seat_to_the_next(city: Clock) -> None:
    session = city.session(city.course(), seats=1)
    city.enrols(session, "t1")
    city.enrols(session, "t4", wait=True)
    city.leaves("t1")
    city.tick()
    assert city.who(item.OFFERED) == [{"t4"}]


def test_a_second_tick_says_nothing_twice_and_asks_little(
    city: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = city.session(city.course())
    city.enrols(session, "t1")
    city.at(date(2026, 12, 9)).tick()
    before = len(city.notices())
    city.now += timedelta(minutes=1)
    asked: list[str] = []
    for name in ("all", "first", "value", "run", "many"):
        _count(monkeypatch, name, asked)
    city.tick()
    assert len(asked) < MOST_ASKED
    assert len(city.notices()) == before


def _count(monkeypatch: pytest.MonkeyPatch, name: str, asked: list[str]) -> None:
    own = getattr(Tx, name)

    def counted(*given: Any, **more: Any) -> Any:
        asked.append(name)
        return own(*given, **more)

    monkeypatch.setattr(Tx, name, counted)


def test_a_cancelled_booking_is_reminded_of_no_more(city: Clock) -> None:
    session = city.session(city.course())
    city.enrols(session, "t1")
    city.tick()
    city.withdraws(session, "t1")
    city.at(date(2026, 11, 25)).run(STARTS.date())
    assert city.notices(item.REMIND) == []


def test_the_history_of_an_enrolment_isnt_needed_to_tell(city: Clock) -> None:
    session = city.session(city.course())
    city.enrols(session, "t1")
    rows = city.read(lambda tx: tx.all(NOTICE.select()))
    assert rows == []  # who presses has the answer
    assert city.read(lambda tx: enrolments.of_session(tx, session.course, session.id, State.BOOKED))
