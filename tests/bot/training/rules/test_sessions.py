"""A session opened, closed, moved, cancelled and held, by the version that somebody saw."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Refused, Stale
from bot.training.model import SessionState
from bot.training.rules import sessions
from tests.bot.training.rules.made import DAY, HOUR, NOW, SESSION, TOKYO, session

AT = {"version": 1, "now": NOW}
CLOSED = session(state=SessionState.CLOSED)
LATER = datetime(2026, 12, 17, 10, 0, tzinfo=TOKYO)


def moved(found=SESSION, **given):
    facts = {"starts_at": LATER, "place": "", "reason": "会場の都合", **AT, **given}
    return sessions.moved(found, **facts)


def test_a_session_closes_and_opens_again() -> None:
    closed = sessions.closed(SESSION, **AT)
    assert (closed.state, closed.version) == (SessionState.CLOSED, 2)
    assert sessions.opened(closed, version=2, now=NOW).state is SessionState.OPEN


def test_what_another_did_first_makes_the_card_old() -> None:
    for press in (
        lambda: sessions.closed(SESSION, version=2, now=NOW),
        lambda: sessions.closed(CLOSED, **AT),
        lambda: sessions.opened(SESSION, **AT),
        lambda: sessions.cancelled(SESSION, version=0, reason="台風", now=NOW),
        lambda: moved(version=2),
        lambda: sessions.held(session(state=SessionState.CANCELLED)),
    ):
        with pytest.raises(Stale, match="changed"):
            press()


def test_after_its_deadline_a_session_opens_in_vain() -> None:
    with pytest.raises(Refused, match="deadline_passed"):
        sessions.opened(CLOSED, version=1, now=SESSION.deadline)


def test_moving_keeps_length_place_and_deadline() -> None:
    found = moved()
    assert (found.starts_at, found.ends_at) == (LATER, LATER + timedelta(minutes=90))
    assert (found.place, found.deadline, found.reason) == (
        *(SESSION.place, SESSION.deadline, "会場の都合"),
    )
    assert moved(place="別館").place == "別館"


def test_nobody_enrols_in_what_has_begun_where_it_moves_before_its_deadline() -> None:
    early = NOW + HOUR
    assert moved(starts_at=early).deadline == early


def test_moving_to_the_past_or_nowhere_is_refused() -> None:
    with pytest.raises(Refused, match="past_day"):
        moved(starts_at=NOW)
    with pytest.raises(Refused, match="nothing_changed"):
        moved(starts_at=SESSION.starts_at.astimezone(UTC), place=SESSION.place)


def test_cancelling_needs_a_reason_and_counts_people_until_each_is_dropped() -> None:
    found = sessions.cancelled(session(held=2, waiting=5), **AT, reason="台風接近のため")
    assert (found.state, found.held, found.waiting) == (SessionState.CANCELLED, 2, 5)
    assert found.reason == "台風接近のため"
    with pytest.raises(Refused, match="reason"):
        sessions.cancelled(SESSION, **AT, reason=" ")


@pytest.mark.parametrize(
    ("found", "now", "told"),
    [
        (session(state=SessionState.CANCELLED), NOW, "session_cancelled"),
        (session(state=SessionState.HELD), NOW, "begun"),
        (SESSION, SESSION.starts_at, "begun"),
    ],
)
def test_nothing_is_done_with_what_is_cancelled_or_has_begun(found, now, told) -> None:
    for press in (
        lambda: sessions.opened(found, version=1, now=now),
        lambda: sessions.closed(found, version=1, now=now),
        lambda: moved(found, now=now),
        lambda: sessions.cancelled(found, version=1, reason="台風", now=now),
    ):
        with pytest.raises(Refused, match=told):
            press()


def test_a_session_that_took_place_keeps_its_counters() -> None:
    found = sessions.held(session(state=SessionState.CLOSED, held=2))
    assert (found.state, found.held) == (SessionState.HELD, 2)


def test_enrolling_ends_at_the_very_instant_of_deadline_or_beginning() -> None:
    tick = timedelta(microseconds=1)
    assert not sessions.is_closed(SESSION, SESSION.deadline - tick)
    assert sessions.is_closed(SESSION, SESSION.deadline)
    assert sessions.is_closed(CLOSED, NOW)
    careless = session(deadline=SESSION.starts_at + DAY)
    assert sessions.is_closed(careless, SESSION.starts_at)
    assert sessions.is_coming(CLOSED, SESSION.starts_at - tick)
    assert not sessions.is_coming(SESSION, SESSION.starts_at)
    assert not sessions.is_coming(session(state=SessionState.CANCELLED), NOW)
