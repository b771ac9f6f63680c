"""A session with many people: it changes at once, they go some dozens at a step."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Refused
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.training import seats
from bot.training.model import Session, SessionState, State
from bot.training.seats import Outcome
from bot.training.seats import crowds as steps_of
from bot.training.store import completions, courses, crowds, enrolments, sessions, steps
from tests.bot.training.seats.rig import (
    NOW,
    STARTS,
    check,
    course,
    enrol,
    own,
    person,
    quota,
    session,
    states,
)

Write = Callable[[Callable[[Tx], Any]], Any]
BEGUN = STARTS.astimezone(NOW.tzinfo)
OVER = BEGUN + timedelta(hours=2)


@pytest.fixture
def write(storage: Storage, tenant: str) -> Write:
    return lambda work: storage.write_now(tenant, work)


@pytest.fixture(autouse=True)
def _two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps_of, "AT_ONCE", 2)


def crowded(tx: Tx, *, booked: int = 5, waiting: int = 0) -> Session:
    """A session with as many seats as are booked, and some who wait."""
    made = session(tx, course(tx), quota("あかつき市", 50), seats=booked)
    for number in range(1, booked + waiting + 1):
        enrol(tx, number, made.id)
    return made


def rest(tx: Tx) -> Iterator[Outcome]:
    """Every step that is left."""
    while (further := seats.go_on(tx, NOW)) is not None:
        yield further.outcome


def test_a_cancelled_session_loses_its_people_step_by_step(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx, waiting=2)
        first = seats.cancel_session(tx, made.id, NOW, 1, reason="台風")
        assert sessions.get(tx, made.id).state is SessionState.CANCELLED
        assert (len(first.dropped), first.more, crowds.waits(tx)) == (2, True, True)
        assert sessions.get(tx, made.id).held == 3
        check(tx, made.id)
        later = list(rest(tx))
        assert [len(one.dropped) for one in later] == [2, 2, 1]
        assert [one.more for one in later] == [True, True, False]
        assert {one.person for step in (first, *later) for one in step.dropped} == set(range(1, 8))
        assert not crowds.waits(tx)
        check(tx, made.id)
        assert (sessions.get(tx, made.id).held, sessions.get(tx, made.id).waiting) == (0, 0)

    write(work)


def test_nobody_presses_their_way_back_while_a_cancelled_session_is_emptied(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx, waiting=2)
        seats.withdraw(tx, 1, made.course, NOW, 1)
        seats.ask_substitute(tx, 5, made.course, person(9), NOW, 1)
        seats.cancel_session(tx, made.id, NOW, 1, reason="台風")
        offered, asked = own(tx, made.course, 6), own(tx, made.course, 5)
        assert offered.state is State.OFFERED
        with pytest.raises(Refused, match="session_cancelled"):
            seats.accept(tx, 6, made.course, NOW, offered.version)
        with pytest.raises(Refused, match="session_cancelled"):
            seats.take_over(tx, asked.id, person(9), NOW, asked.version, agree=True)
        left = seats.withdraw(tx, 5, made.course, NOW, asked.version)
        assert left.offered == ()
        assert seats.lapse(tx, NOW + timedelta(days=3)) == ()
        dropped = {one.person for step in rest(tx) for one in step.dropped}
        assert dropped == {4, 6, 7}
        check(tx, made.id)

    write(work)


def test_whoever_is_left_over_goes_step_by_step_when_it_begins(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx, booked=3, waiting=3)
        seats.ask_substitute(tx, 1, made.course, person(9), NOW, 1)
        first = seats.hold(tx, made.id, BEGUN)
        assert sessions.get(tx, made.id).state is SessionState.HELD
        assert [(one.person, one.asked) for one in first.kept] == [(1, None)]
        assert [one.person for one in first.lapsed] == [4, 5]
        (second,) = rest(tx)
        assert (second.kept, [one.person for one in second.lapsed]) == ((), [6])
        assert not second.more
        check(tx, made.id)

    write(work)


def test_everybody_of_a_moved_session_is_told_and_nobody_who_came_since(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx)
        at = STARTS + timedelta(days=1)
        first = seats.move_session(tx, made.id, NOW, 1, starts_at=at)
        later = NOW + timedelta(minutes=1)
        seats.withdraw(tx, 4, made.course, later, 1)
        seats.enrol(tx, person(9), made.id, later)
        further = seats.go_on(tx, later)
        assert further and further.was == STARTS
        told = [one.person for step in (first, further.outcome, *rest(tx)) for one in step.kept]
        assert told == [1, 2, 3, 5]
        check(tx, made.id)

    write(work)


def test_whoever_came_before_a_move_by_a_clock_ahead_of_ours_is_told(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx, booked=3)
        tick = timedelta(milliseconds=5)
        seats.withdraw(tx, 3, made.course, NOW, 1)
        seats.enrol(tx, person(9), made.id, NOW + tick)
        at = STARTS + timedelta(days=1)
        first = seats.move_session(tx, made.id, NOW, 1, starts_at=at)
        seats.withdraw(tx, 2, made.course, NOW + 2 * tick, 1)
        seats.enrol(tx, person(8), made.id, NOW + 2 * tick)
        told = [one.person for step in (first, *rest(tx)) for one in step.kept]
        assert told == [1, 2, 9]

    write(work)


def test_who_has_not_heard_of_a_move_hears_of_the_cancelling_alone(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx)
        seats.move_session(tx, made.id, NOW, 1, starts_at=STARTS + timedelta(days=1))
        seats.cancel_session(tx, made.id, NOW, 2, reason="台風")
        assert {one.act for one in rest(tx)} == {"cancel_session"}
        assert set(states(tx, made.course).values()) == {State.DROPPED}

    write(work)


def test_an_attendance_report_is_kept_until_everybody_has_been_looked_up(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx)
        seats.hold(tx, made.id, BEGUN)
        first = seats.attend(tx, made.id, {1: 60, 3: 60, 4: 5}, OVER)
        assert [one.person for one in first.finished] == [1]
        later = list(rest(tx))
        assert [one.person for step in later for one in step.finished] == [3]
        found = states(tx, made.course)
        assert {who for who, state in found.items() if state is State.ABSENT} == {2, 4, 5}
        assert own(tx, made.course, 4).minutes == 5
        check(tx, made.id)

    write(work)


def test_a_later_report_finds_who_has_booked_another_session_since(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx, booked=3)
        other = session(
            tx,
            courses.get(tx, made.course),
            number=2,
            starts_at=STARTS + timedelta(days=20),
            ends_at=STARTS + timedelta(days=20, hours=1),
            deadline=STARTS + timedelta(days=19),
        )
        seats.withdraw(tx, 3, made.course, NOW, 1)
        enrol(tx, 3, other.id)  # they had no seat when it began
        seats.hold(tx, made.id, BEGUN)
        seats.attend(tx, made.id, {2: 60}, OVER)
        list(rest(tx))
        again = seats.enrol(tx, person(1), other.id, OVER)
        assert again.enrolment and again.enrolment.state is State.BOOKED
        told = [seats.attend(tx, made.id, {1: 55, 2: 60, 3: 60}, OVER), *rest(tx)]
        assert [one.person for step in told for one in step.finished] == [1]
        assert completions.of(tx, made.course, 1) is not None
        assert completions.of(tx, made.course, 3) is None
        assert own(tx, made.course, 1).state is State.BOOKED  # their new seat is theirs to give up
        story = [(one.act, one.session, one.state) for one in steps.of(tx, again.enrolment.id)]
        assert story[-1] == ("attend", made.id, State.ATTENDED)
        once = [seats.attend(tx, made.id, {1: 55, 2: 60}, OVER), *rest(tx)]
        assert [step.finished for step in once] == [()] * len(once)
        check(tx, other.id)

    write(work)


def test_a_page_has_the_people_of_a_session_in_the_order_of_their_ids(write: Write) -> None:
    def work(tx: Tx) -> None:
        made = crowded(tx, booked=2, waiting=2)
        where = (made.course, made.id, (State.WAITING, State.BOOKED))
        first = enrolments.page(tx, *where, 0, 3)
        assert [one.person for one in first] == [1, 2, 3]
        assert [one.person for one in enrolments.page(tx, *where, first[-1].id, 3)] == [4]

    write(work)
