"""Bookings in the participant's own calendar: made, moved, removed; and none where there is no
mailbox."""

from datetime import timedelta

from bot.errands.rows import ERRAND
from bot.training import questions, seats
from bot.training.errands import errands
from bot.training.model import Course, Entry, Session, State
from bot.training.questions import ENTRY, ENTRY_MOVE
from tests.bot.training.errands.conftest import BARE, ONE, TWO, Rig
from tests.bot.training.turns.conftest import STARTS


def booked(rig: Rig, **more: object) -> tuple[Course, Session]:
    course = rig.course(text="持ち物：端末")
    session = rig.session(course, **more)
    rig.enrols(session, ONE.aad_object_id)
    return course, session


async def test_a_booking_stands_in_the_participants_own_calendar(rig: Rig) -> None:
    course, session = booked(rig)
    await rig.settle()
    (event,) = rig.standing(ONE)
    assert (event.subject, event.start, event.end) == (
        course.title,
        session.starts_at,
        session.ends_at,
    )
    assert "研修室" in event.text
    assert event.invited == []
    assert rig.entry(course, ONE) is Entry.STANDS


async def test_a_withdrawn_booking_leaves_the_calendar(rig: Rig) -> None:
    course, session = booked(rig)
    await rig.settle()
    rig.withdraws(session, ONE.aad_object_id)
    await rig.settle()
    assert rig.standing(ONE) == []
    assert rig.entry(course, ONE) is Entry.NONE


async def test_a_booking_taken_back_before_it_was_written_asks_for_nothing(rig: Rig) -> None:
    course, session = booked(rig)
    rig.withdraws(session, ONE.aad_object_id)
    rig.asks_calendars()
    assert rig.errands(ENTRY) == []
    await rig.settle()
    assert rig.standing(ONE) == []
    assert rig.entry(course, ONE) is Entry.NONE


async def test_a_booking_taken_back_before_it_was_begun_is_asked_for_no_more(rig: Rig) -> None:
    course, session = booked(rig)
    rig.asks_calendars()
    assert (len(rig.errands(ENTRY)), rig.entry(course, ONE)) == (1, Entry.ASKED)
    rig.withdraws(session, ONE.aad_object_id)
    assert (rig.errands(ENTRY), rig.entry(course, ONE)) == ([], Entry.NONE)


async def test_who_books_again_has_one_entry(rig: Rig) -> None:
    _, session = booked(rig)
    await rig.settle()
    rig.withdraws(session, ONE.aad_object_id)
    rig.now += timedelta(minutes=1)
    rig.enrols(session, ONE.aad_object_id)
    await rig.settle()
    assert len(rig.standing(ONE)) == 1


async def test_an_event_written_too_late_is_removed_again(rig: Rig) -> None:
    course, session = booked(rig)
    rig.asks_calendars()
    rig.write(lambda tx: tx.run(ERRAND.update().values(attempt=1)))  # somebody has begun it
    rig.withdraws(session, ONE.aad_object_id)
    await rig.settle()
    assert rig.standing(ONE) == []
    assert rig.entry(course, ONE) is Entry.NONE


async def test_a_moved_session_moves_its_entries(rig: Rig) -> None:
    _, session = booked(rig)
    await rig.settle()
    at = STARTS + timedelta(days=1)
    rig.follow(
        lambda tx: seats.move_session(
            tx, session.id, rig.now, 1, starts_at=at, place="大会議室", reason="講師の都合"
        )
    )
    await rig.settle()
    (event,) = rig.standing(ONE)
    assert event.start == at
    assert "大会議室" in event.text


async def test_a_session_moved_before_the_entry_was_written_is_caught_up_with(rig: Rig) -> None:
    _, session = booked(rig)
    rig.asks_calendars()
    at = STARTS + timedelta(days=1)
    rig.follow(lambda tx: seats.move_session(tx, session.id, rig.now, 1, starts_at=at))
    await rig.settle()
    (event,) = rig.standing(ONE)
    assert event.start == at


def move(rig: Rig, session: Session, days: int) -> None:
    version, at = rig.session_now(session).version, STARTS + timedelta(days=days)
    rig.follow(lambda tx: seats.move_session(tx, session.id, rig.now, version, starts_at=at))


async def test_each_booking_follows_its_own_session(rig: Rig) -> None:
    course, session = booked(rig)
    other = rig.session(course, number=2, starts_at=STARTS + timedelta(days=5))
    await rig.settle()
    move(rig, session, 1)
    await rig.settle()
    rig.withdraws(session, ONE.aad_object_id)
    rig.now += timedelta(minutes=1)
    rig.enrols(other, ONE.aad_object_id)
    await rig.settle()
    move(rig, other, 6)
    await rig.settle()
    (event,) = rig.standing(ONE)
    assert event.start == STARTS + timedelta(days=6)


async def test_a_move_that_is_tried_again_never_comes_after_a_later_one(rig: Rig) -> None:
    _, session = booked(rig)
    await rig.settle()
    move(rig, session, 1)
    (first,) = rig.errands(ENTRY_MOVE)
    begun = ERRAND.update().where(ERRAND.c.id == first.id)  # Graph was busy at the first attempt
    rig.write(lambda tx: tx.run(begun.values(attempt=1, due=rig.now + timedelta(minutes=5))))
    move(rig, session, 2)
    assert len(rig.errands(ENTRY_MOVE)) == 1
    await rig.settle()
    rig.now += timedelta(minutes=10)
    await rig.settle()
    (event,) = rig.standing(ONE)
    assert event.start == STARTS + timedelta(days=2)


async def test_an_ordinary_booking_asks_its_calendar_once(rig: Rig) -> None:
    course, _ = booked(rig)
    await rig.settle()
    assert rig.entry(course, ONE) is Entry.STANDS
    assert rig.errands(ENTRY_MOVE) == []


async def test_a_session_moved_there_and_back_and_there_stands_there(rig: Rig) -> None:
    _, session = booked(rig)
    await rig.settle()
    for days in (1, 0, 1):
        move(rig, session, days)
        await rig.settle()
    (event,) = rig.standing(ONE)
    assert event.start == STARTS + timedelta(days=1)


async def test_a_cancelled_session_leaves_every_calendar(rig: Rig) -> None:
    course, session = booked(rig)
    rig.enrols(session, TWO.aad_object_id)
    await rig.settle()
    rig.follow(lambda tx: seats.cancel_session(tx, session.id, rig.now, 1, reason="台風"))
    await rig.settle()
    assert (rig.standing(ONE), rig.standing(TWO)) == ([], [])
    assert rig.state(course, ONE.aad_object_id) is State.DROPPED


async def test_without_a_mailbox_the_seat_stays_and_the_card_says_so(rig: Rig) -> None:
    course = rig.course()
    rig.enrols(rig.session(course), BARE.aad_object_id)
    await rig.settle()
    assert rig.entry(course, BARE) is Entry.REFUSED
    assert rig.state(course, BARE.aad_object_id) is State.BOOKED


async def test_what_its_owner_took_out_stays_out_when_the_session_moves(rig: Rig) -> None:
    course, session = booked(rig)
    await rig.settle()
    for one in rig.standing(ONE):
        rig.emulator.calendars.remove(one)
    at = STARTS + timedelta(days=1)
    rig.follow(lambda tx: seats.move_session(tx, session.id, rig.now, 1, starts_at=at))
    await rig.settle()
    assert rig.standing(ONE) == []
    assert rig.entry(course, ONE) is Entry.NONE


async def test_an_answer_that_got_lost_leaves_one_entry(rig: Rig, at_once: None) -> None:
    rig.emulator.faults.add(kind="reset_after", match="POST /graph/v1.0/users", times=1)
    course, _ = booked(rig)
    await rig.settle()
    assert len(rig.standing(ONE)) == 1
    assert rig.entry(course, ONE) is Entry.STANDS


async def test_what_nobody_knows_of_is_looked_for_and_removed(rig: Rig, at_once: None) -> None:
    rig.emulator.faults.add(kind="reset_after", match="/events", times=3)
    course, _ = booked(rig)
    await rig.settle()
    assert rig.standing(ONE) == []
    assert rig.entry(course, ONE) is Entry.REFUSED


def test_every_errand_of_training_is_registered() -> None:
    named = {getattr(questions, name) for name in dir(questions) if name.isupper()}
    assert set(errands.kinds) == named
