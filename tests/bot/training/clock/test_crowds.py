"""A session with many people: each step of the pulse tells whom it took, and nobody is left."""

from datetime import date, timedelta

import pytest

from bot.ledger.model import Actor
from bot.slice import Tick
from bot.storage.tx import Tx
from bot.training import crowds, seats
from bot.training.model import Session, State
from bot.training.plan import item
from bot.training.seats import crowds as steps_of
from bot.training.store import completions, shows
from bot.training.store import crowds as begun
from tests.bot.training.clock.conftest import Clock
from tests.bot.training.turns.conftest import STARTS

PEOPLE = ("t1", "t3", "t4")


@pytest.fixture(autouse=True)
def _one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps_of, "AT_ONCE", 1)


def booked(city: Clock, **given: object) -> Session:
    session = city.session(city.course(**given), seats=len(PEOPLE))
    for aad in PEOPLE:
        city.enrols(session, aad)
    return session


def settle(city: Clock) -> int:
    """Let the pulse run until nothing is left; how many steps it took."""
    taken = 0
    while city.read(begun.waits):
        assert city.write(lambda tx: crowds.go_on(tick(city, tx)))
        taken += 1
    return taken


def tick(city: Clock, tx: Tx) -> Tick:
    return Tick(now=city.now, today=city.today, actor=Actor.job("training.crowds"), tx=tx)


def told(city: Clock) -> list[str]:
    return [row.source_key.partition(":")[0] for row in city.notices(item.TOLD)]


def test_everybody_of_a_cancelled_session_is_told_in_a_step_of_their_own(city: Clock) -> None:
    session = booked(city)
    city.follow(lambda tx: seats.cancel_session(tx, session.id, city.now, 1, reason="台風"))
    assert told(city) == ["cancelled"]
    assert settle(city) == len(PEOPLE)
    assert told(city) == ["cancelled"] * len(PEOPLE)
    assert sorted(city.who(item.TOLD), key=min) == [{aad} for aad in PEOPLE]
    assert all(city.mine_of(session, aad).state is State.DROPPED for aad in PEOPLE)


def test_everybody_of_a_moved_session_is_told_in_a_step_of_their_own(city: Clock) -> None:
    session = booked(city)
    at = STARTS + timedelta(days=1)
    city.follow(lambda tx: seats.move_session(tx, session.id, city.now, 1, starts_at=at))
    settle(city)
    assert told(city) == ["moved"] * len(PEOPLE)


def test_a_report_of_many_brings_each_their_certificate_or_the_recording(city: Clock) -> None:
    session = booked(city, recording="https://video.example/lesson")
    minutes = {city.person(aad).id: 90 for aad in ("t1", "t4")}
    city.now = STARTS + timedelta(hours=3)
    city.follow(lambda tx: seats.hold(tx, session.id, city.now))
    settle(city)
    city.follow(lambda tx: seats.attend(tx, session.id, minutes, city.now))
    settle(city)
    assert city.read(lambda tx: completions.count(tx, session.course)) == len(minutes)
    assert sorted(city.who(item.FINISHED), key=min) == [{"t1"}, {"t4"}]
    assert city.who(item.RECORDING) == [{"t3"}]


def test_what_was_to_be_answered_ends_for_everybody_when_it_begins(city: Clock) -> None:
    session = city.session(city.course(), seats=1)
    for aad in PEOPLE:
        city.enrols(session, aad, wait=True)
    city.now = STARTS
    outcome = city.write(lambda tx: seats.hold(tx, session.id, city.now))
    city.write(lambda tx: crowds.held(tx, outcome, city.now))
    own = city.mine_of(session, "t4")
    other = city.notices(item.TOLD)[0].id
    city.write(lambda tx: shows.add(tx, own.subject, other))
    assert outcome.more
    settle(city)
    assert told(city) == ["closed", "closed"]
    assert city.read(lambda tx: shows.of(tx, own.subject)) == ()


def test_the_pulse_has_nothing_to_do_where_few_are_concerned(city: Clock) -> None:
    session = city.session(city.course())
    city.at(date(2026, 11, 25))
    city.follow(lambda tx: seats.cancel_session(tx, session.id, city.now, 1, reason="台風"))
    assert not city.read(begun.waits)
    assert not city.write(lambda tx: crowds.go_on(tick(city, tx)))
