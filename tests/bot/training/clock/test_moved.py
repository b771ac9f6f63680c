"""What may happen to a session again and again is told each time, and to nobody whom it left."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import orjson
import pytest

from bot.delivery.rows import DELIVERY
from bot.errands import registry
from bot.ledger.model import Actor
from bot.slice import Tick
from bot.storage.tx import Tx
from bot.training import notices, outcomes, seats
from bot.training.model import Session
from bot.training.plan import item
from bot.training.questions import TELL, Tell
from bot.training.seats import crowds as steps_of
from bot.training.slice import SLICE
from cards import training as view
from tests.bot.training.clock.conftest import Clock
from tests.bot.training.turns.conftest import STARTS

A_DAY = timedelta(days=1)


def move(city: Clock, session: Session, days: int) -> None:
    """As the desk does it."""
    version, at = city.session_now(session).version, STARTS + days * A_DAY
    was = city.session_now(session).starts_at

    def work(tx: Any) -> None:
        outcome = seats.move_session(tx, session.id, city.now, version, starts_at=at)
        notices.tell(tx, outcome, city.now, was=was)

    city.write(work)


def cancel(city: Clock, session: Session) -> None:
    """As the desk does it."""
    found = city.session_now(session)

    def work(tx: Any) -> None:
        outcome = seats.cancel_session(tx, session.id, city.now, found.version, reason="台風")
        notices.tell(tx, outcome, city.now, was=found.starts_at)

    city.write(work)


def hear_all(city: Clock) -> None:
    """The errands that tell one of many each, as they run."""
    for row in city.errands(TELL):
        hears(city, city.read(partial(asked_for, row)))


def asked_for(row: Any, tx: Tx) -> Tell:
    """The job as its errand reads it from its row."""
    text = tx.unseal("errand", "payload", row.key, row.payload)
    found = registry.read(SLICE.errands.kinds[TELL], orjson.loads(text))
    assert isinstance(found, Tell)
    return found


def told(city: Clock, what: str = "moved") -> list[str]:
    """The states of the notices that say it, in their order."""
    return [row.state for row in city.notices(item.TOLD) if row.source_key.startswith(what)]


def hears(city: Clock, job: Tell) -> None:
    def work(tx: Any) -> None:
        actor = Actor.job("errands")
        outcomes.told(Tick(now=city.now, today=city.today, actor=actor, tx=tx), job)

    city.write(work)


def job(city: Clock, session: Session, what: str = "moved", at: datetime | None = None) -> Tell:
    own = city.mine_of(session, "t1")
    return Tell(enrolment=own.id, session=session.id, what=what, at=at or city.now, was=STARTS)


def test_a_second_move_is_told_and_takes_the_first_card_back(city: Clock) -> None:
    session = city.session(city.course())
    city.enrols(session, "t1")
    move(city, session, 1)
    city.now += timedelta(hours=1)
    move(city, session, 2)
    assert told(city) == ["withdrawn", "open"]


@pytest.mark.parametrize(("sent", "said"), [(False, None), (True, STARTS + A_DAY)])
def test_a_second_move_says_the_time_that_its_reader_knows(
    city: Clock, monkeypatch: pytest.MonkeyPatch, sent: bool, said: datetime | None
) -> None:
    found: list[datetime | None] = []
    draw = view.told

    def told(*given: Any, was: datetime | None = None) -> Any:
        found.append(was)
        return draw(*given, was=was)

    monkeypatch.setattr(view, "told", told)
    session = city.session(city.course())
    city.enrols(session, "t1")
    move(city, session, 1)
    if sent:
        city.write(lambda tx: tx.run(DELIVERY.update().values(state="sent", try_at=None)))
    move(city, session, 2)
    assert found[0] == STARTS
    assert found[-1] == said


@pytest.mark.parametrize("at_once", [0, 20])
def test_a_card_says_the_time_before_in_the_tenants_zone(
    city: Clock, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(notices, "AT_ONCE", at_once)
    session = city.session(city.course())
    city.enrols(session, "t1")
    move(city, session, 1)
    hear_all(city)
    (moved,) = city.shows(item.TOLD)
    assert "変更前" in moved
    assert "12月10日（木）13:30" in moved
    city.now += timedelta(hours=1)
    cancel(city, session)
    hear_all(city)
    cancelled = city.shows(item.TOLD)[-1]
    assert "変更前" not in cancelled
    assert "中止になった回" in cancelled
    assert "12月11日（金）13:30" in cancelled


def test_a_further_step_of_a_move_says_the_time_before_in_the_tenants_zone(
    city: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps_of, "AT_ONCE", 1)
    session = city.session(city.course(), seats=2)
    for aad in ("t1", "t3"):
        city.enrols(session, aad)
    move(city, session, 1)
    city.tick()
    said = city.shows(item.TOLD)
    assert ["12月10日（木）13:30" in one for one in said] == [True, True]


def test_whoever_withdraws_before_the_card_went_out_gets_none(city: Clock) -> None:
    session = city.session(city.course())
    city.enrols(session, "t1")
    move(city, session, 1)
    city.withdraws(session, "t1")
    assert told(city) == ["cancelled"]


def test_two_moves_of_a_crowd_are_told_to_nobody_twice(
    city: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps_of, "AT_ONCE", 1)
    session = city.session(city.course(), seats=3)
    for aad in ("t1", "t3", "t4"):
        city.enrols(session, aad)
    move(city, session, 1)
    move(city, session, 2)
    city.tick()
    standing = [row.id for row in city.notices(item.TOLD) if row.state == "open"]
    assert told(city).count("withdrawn") == 1  # the first heard of the first move at once
    people = [one for notice in standing for one in city.recipients(notice)]
    assert sorted(people) == sorted(city.person(aad).id for aad in ("t1", "t3", "t4"))


def test_who_withdrew_or_booked_another_session_hears_nothing_of_the_old_one(city: Clock) -> None:
    course = city.course()
    session = city.session(course)
    other = city.session(course, number=2, starts_at=STARTS + timedelta(days=30))
    city.enrols(session, "t1")
    late = job(city, session)
    city.withdraws(session, "t1")
    hears(city, late)
    city.enrols(other, "t1")
    hears(city, late)
    assert told(city) == []


def test_a_cancelling_is_told_while_nothing_else_was_booked(city: Clock) -> None:
    course = city.course()
    session = city.session(course)
    other = city.session(course, number=2, starts_at=STARTS + timedelta(days=30))
    city.enrols(session, "t1")
    late = job(city, session, "cancelled")
    city.write(lambda tx: seats.cancel_session(tx, session.id, city.now, 1, reason="台風"))
    hears(city, job(city, session))  # that it was moved before matters no more
    assert told(city) == []
    hears(city, late)
    assert told(city, "cancelled") == ["open"]
    city.enrols(other, "t1")
    hears(city, late)
    assert told(city, "cancelled") == ["open"]


def test_a_wave_that_changes_twice_is_told_twice(city: Clock) -> None:
    course = city.course()
    session = city.session(course, wave=0)
    city.enrols(session, "t1")
    hears(city, job(city, session, "wave"))
    city.now += timedelta(hours=1)
    hears(city, job(city, session, "wave"))
    assert told(city, "wave") == ["withdrawn", "open"]


def test_a_changed_wave_concerns_the_municipality_alone(city: Clock) -> None:
    course = city.course()
    city.wave(course, 1, "あかつき市", "ひので町")
    session = city.session(course, wave=1)
    city.enrols(session, "t1")
    city.write(lambda tx: notices.wave_changed(tx, course, "ひので町", 2, city.now))
    city.write(lambda tx: notices.wave_changed(tx, course, "あかつき市", 1, city.now))
    assert city.errands(TELL) == []
    city.write(lambda tx: notices.wave_changed(tx, course, "あかつき市", 2, city.now))
    assert len(city.errands(TELL)) == 1
