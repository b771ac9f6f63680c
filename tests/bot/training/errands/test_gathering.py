"""A session's online meeting: one event in its organiser's calendar, whose address is the link."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.emulator.calendars import Meeting as Standing
from bot.emulator.tenant import Person
from bot.ledger.model import Actor
from bot.people.model import Role
from bot.people.tables import BY_HAND, ROLE
from bot.slice import Tick
from bot.training import gathered, managing, seats
from bot.training.managing import Deed
from bot.training.model import Course, CourseState, Entry, Session, State, Trouble
from bot.training.plan import item
from bot.training.questions import GATHERING, GATHERING_GONE, Hold
from bot.training.rules import gatherings as rules
from bot.training.sheets import sessions as sheet
from bot.training.store import erasing, gatherings, sessions
from graph.calendar import Event
from tests.bot.training.errands.conftest import BARE, ONE, TEACHER, TWO, Rig
from tests.bot.training.turns.conftest import STARTS

LATER = STARTS + timedelta(days=1)


async def meets(rig: Rig, **more: Any) -> tuple[Course, Session]:
    """A session that the teacher is to hold online, after the clock has looked at it."""
    course = rig.course(text="持ち物：端末")
    session = rig.session(course, **{"organizer": TEACHER.mail, **more})
    await turns(rig)
    return course, rig.session_now(session)


async def turns(rig: Rig) -> None:
    """A minute passes, and what is asked is answered."""
    rig.now += timedelta(minutes=1)
    rig.tick()
    await rig.settle()


def event_of(rig: Rig, who: Person = TEACHER) -> Standing:
    (event,) = rig.standing(who)
    return event


def corrects(rig: Rig, session: Session, **more: Any) -> None:
    """The desk imports other values."""
    deed = Deed(by=0, actor=Actor.job("test"), now=rig.now)

    def work(tx: Any) -> None:
        before = sessions.lock(tx, session.id)
        sheet.change(tx, before, replace(before, **more), deed)

    rig.write(work)


def moves(rig: Rig, session: Session) -> None:
    version = rig.session_now(session).version
    rig.follow(
        lambda tx: seats.move_session(
            tx, session.id, rig.now, version, starts_at=LATER, place="大会議室"
        )
    )


def cancels(rig: Rig, session: Session) -> None:
    version = rig.session_now(session).version
    rig.follow(lambda tx: seats.cancel_session(tx, session.id, rig.now, version, reason="台風"))


def gives_desk(rig: Rig) -> None:
    """The other colleague runs the trainings."""
    who = rig.person(TWO.aad_object_id).id
    always = {"since": date.min, "until": date.max, "generation": BY_HAND}
    row = ROLE.insert().values(person=who, role=Role.TRAINING_DESK.value, **always)
    rig.write(lambda tx: tx.run(row))


def troubles(rig: Rig) -> int:
    return len(rig.notices(item.UNGATHERED))


async def test_a_session_without_a_link_gets_a_meeting_in_its_organisers_calendar(
    rig: Rig,
) -> None:
    course, session = await meets(rig)
    event = event_of(rig)
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert event.subject == f"{course.title}（第1回）"
    assert event.invited == []
    assert event.join_url
    assert session.link == event.join_url
    assert session.version == 1  # nobody's card is out of date for it


async def test_looking_again_makes_no_other(rig: Rig) -> None:
    await meets(rig)
    await turns(rig)
    await turns(rig)
    assert len(rig.standing(TEACHER)) == 1
    assert len(rig.errands(GATHERING)) == 1


async def test_a_link_that_was_typed_is_left_alone(rig: Rig) -> None:
    _, session = await meets(rig, link="https://teams.example/l/typed")
    assert rig.standing(TEACHER) == []
    assert session.link == "https://teams.example/l/typed"


async def test_a_course_that_nobody_sees_yet_has_no_meeting_until_it_opens(rig: Rig) -> None:
    course = rig.course(state=CourseState.DRAFT)
    rig.session(course, organizer=TEACHER.mail)
    await turns(rig)
    assert rig.standing(TEACHER) == []
    deed = Deed(by=0, actor=Actor.job("test"), now=rig.now)
    rig.write(lambda tx: managing.open_course(tx, course.id, deed))
    await turns(rig)
    assert event_of(rig).join_url


async def test_who_booked_before_finds_the_address_in_their_own_calendar(rig: Rig) -> None:
    course, session = await meets(rig, organizer="")
    rig.enrols(session, ONE.aad_object_id)
    await turns(rig)
    assert "https://" not in event_of(rig, ONE).text
    corrects(rig, session, organizer=TEACHER.mail)
    await turns(rig)
    assert rig.session_now(session).link in event_of(rig, ONE).text
    assert rig.entry(course, ONE) is Entry.STANDS


async def test_an_entry_written_while_the_meeting_was_made_is_caught_up_with(rig: Rig) -> None:
    session = rig.session(rig.course(), organizer=TEACHER.mail)
    rig.enrols(session, ONE.aad_object_id)
    await turns(rig)  # both are asked at once
    assert rig.session_now(session).link in event_of(rig, ONE).text


async def test_a_moved_session_moves_its_meeting(rig: Rig) -> None:
    _, session = await meets(rig)
    before = event_of(rig)
    moves(rig, session)
    await turns(rig)
    event = event_of(rig)
    assert (event.id, event.start) == (before.id, LATER)
    assert "大会議室" in event.text
    assert rig.session_now(session).link == event.join_url == before.join_url


async def test_a_session_moved_while_its_meeting_was_made_is_caught_up_with(rig: Rig) -> None:
    session = rig.session(rig.course(), organizer=TEACHER.mail)
    rig.tick()
    moves(rig, session)
    rig.tick()
    assert len(rig.errands(GATHERING)) == 1  # one thing at a time
    await rig.settle()
    assert event_of(rig).start == LATER


async def test_a_cancelled_session_leaves_the_organisers_calendar(rig: Rig) -> None:
    _, session = await meets(rig)
    cancels(rig, session)
    await turns(rig)
    assert rig.standing(TEACHER) == []
    assert rig.session_now(session).link == ""
    assert rig.read(lambda tx: gatherings.find(tx, session.id)) is None


async def test_a_session_cancelled_while_its_meeting_was_made_leaves_nothing(rig: Rig) -> None:
    session = rig.session(rig.course(), organizer=TEACHER.mail)
    rig.tick()
    cancels(rig, session)
    await rig.settle()
    await turns(rig)
    assert rig.standing(TEACHER) == []


async def test_a_meeting_that_has_begun_is_left_alone(rig: Rig) -> None:
    _, session = await meets(rig)
    rig.now = STARTS
    await turns(rig)
    assert len(rig.standing(TEACHER)) == 1
    assert rig.session_now(session).link


async def test_a_link_typed_later_replaces_our_meeting(rig: Rig) -> None:
    _, session = await meets(rig)
    corrects(rig, session, link="https://teams.example/l/typed")
    await turns(rig)
    assert rig.standing(TEACHER) == []
    assert rig.session_now(session).link == "https://teams.example/l/typed"


async def test_another_organiser_gets_the_meeting(rig: Rig) -> None:
    course, session = await meets(rig)
    rig.enrols(session, ONE.aad_object_id)
    await turns(rig)
    corrects(rig, session, organizer=TWO.mail)
    await turns(rig)
    await turns(rig)
    assert rig.standing(TEACHER) == []
    link = event_of(rig, TWO).join_url
    assert rig.session_now(session).link == link
    assert link in event_of(rig, ONE).text
    assert rig.state(course, ONE.aad_object_id) is State.BOOKED


async def test_a_file_with_an_empty_link_keeps_that_of_our_meeting(rig: Rig) -> None:
    _, session = await meets(rig)
    own = rig.read(lambda tx: gatherings.find(tx, session.id))
    emptied = replace(session, link="", seats=9)
    assert rules.kept(session, emptied, own) == replace(session, seats=9)
    typed = replace(session, link="https://teams.example/l/typed")
    assert rules.kept(session, typed, own) == typed
    elsewhere = replace(emptied, organizer=TWO.mail)
    assert rules.kept(session, elsewhere, own) == elsewhere


async def test_a_meeting_that_its_owner_took_out_is_made_anew_when_the_session_moves(
    rig: Rig,
) -> None:
    _, session = await meets(rig)
    rig.emulator.calendars.remove(event_of(rig))
    moves(rig, session)
    await turns(rig)
    assert rig.session_now(session).link == event_of(rig).join_url != session.link


@pytest.mark.parametrize("kind", ["reset_after", "reset_before", 500])
async def test_an_answer_that_got_lost_leaves_one_meeting(
    rig: Rig, at_once: None, kind: str | int
) -> None:
    rig.emulator.faults.add(kind=kind, match="POST /graph/v1.0/users", times=2)
    _, session = await meets(rig)
    assert session.link == event_of(rig).join_url
    assert troubles(rig) == 0


async def test_a_move_whose_answer_got_lost_is_made_once(rig: Rig, at_once: None) -> None:
    _, session = await meets(rig)
    rig.emulator.faults.add(kind="reset_after", match="PATCH /graph/v1.0/users", times=1)
    moves(rig, session)
    await turns(rig)
    assert event_of(rig).start == LATER
    assert rig.session_now(session).link == session.link


async def test_a_removal_whose_answer_got_lost_is_no_trouble(rig: Rig, at_once: None) -> None:
    _, session = await meets(rig)
    rig.emulator.faults.add(kind="reset_after", match="DELETE /graph/v1.0/users", times=1)
    cancels(rig, session)
    await turns(rig)
    assert rig.standing(TEACHER) == []
    assert troubles(rig) == 0


async def test_without_a_mailbox_the_desk_is_told_once_and_the_rest_goes_on(rig: Rig) -> None:
    gives_desk(rig)
    course, session = await meets(rig, organizer=BARE.mail)
    await turns(rig)
    moves(rig, session)
    await turns(rig)
    assert troubles(rig) == 1
    desk = rig.person(TWO.aad_object_id).id
    assert rig.recipients(rig.notices(item.UNGATHERED)[0].id) == {desk}
    rig.enrols(session, ONE.aad_object_id)
    assert rig.state(course, ONE.aad_object_id) is State.BOOKED
    await turns(rig)
    assert rig.entry(course, ONE) is Entry.STANDS


async def test_an_organiser_whom_nobody_knows_is_asked_about_and_may_be_corrected(
    rig: Rig,
) -> None:
    gives_desk(rig)
    _, session = await meets(rig, organizer="dareka@akatsuki.example.jp")
    assert troubles(rig) == 1
    assert rig.errands(GATHERING) == []
    corrects(rig, session, organizer=TEACHER.mail)
    await turns(rig)
    assert rig.session_now(session).link == event_of(rig).join_url
    assert troubles(rig) == 1


async def test_without_consent_the_desk_is_told_and_a_typed_link_settles_it(rig: Rig) -> None:
    gives_desk(rig)
    rig.emulator.granted.discard("Calendars.ReadWrite")
    _, session = await meets(rig)
    own = rig.read(lambda tx: gatherings.find(tx, session.id))
    assert own is not None
    assert own.trouble is Trouble.CONSENT
    assert troubles(rig) == 1
    corrects(rig, session, link="https://teams.example/l/typed")
    await turns(rig)
    assert rig.read(lambda tx: gatherings.find(tx, session.id)) is None
    assert rig.errands(GATHERING_GONE) == []
    assert troubles(rig) == 1


async def test_what_could_not_be_removed_is_told(rig: Rig) -> None:
    gives_desk(rig)
    _, session = await meets(rig)
    rig.emulator.granted.discard("Calendars.ReadWrite")
    cancels(rig, session)
    await turns(rig)
    assert len(rig.standing(TEACHER)) == 1
    assert troubles(rig) == 1


async def test_what_nobody_knows_of_is_looked_for_and_removed(
    rig: Rig, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times Graph wrote the event and never answered."""
    gives_desk(rig)
    monkeypatch.setattr("bot.errands.attempts._TIMEOUT", 0.3)
    for _ in range(3):
        rig.emulator.faults.add(
            kind="hang", match="POST /graph/v1.0/users", times=1, hang=1.0, applied=True
        )
    rig.emulator.faults.add(kind="hang", match="GET /graph/v1.0/users", times=2, hang=1.0)
    await meets(rig)
    await turns(rig)
    assert rig.standing(TEACHER) == []
    assert troubles(rig) == 1


async def test_teams_may_give_the_address_late(rig: Rig) -> None:
    gives_desk(rig)
    session = rig.session(rig.course(), organizer=TEACHER.mail)
    rig.tick()
    own = rig.read(lambda tx: gatherings.find(tx, session.id))
    assert own is not None
    job = Hold(
        session=session.id,
        account=own.account,
        transaction_id=own.transaction_id,
        event_id="",
        subject="",
        text="",
        start=session.starts_at,
        end=session.ends_at,
    )
    bare = Event(
        id="event",
        subject="",
        start=session.starts_at,
        end=session.ends_at,
        cancelled=False,
        join_url="",
        transaction_id=own.transaction_id,
        organizer_mail=TEACHER.mail,
        responses=(),
    )

    def answer(tx: Any, round: int) -> None:
        tick = Tick(now=rig.now, today=rig.today, actor=Actor.job("test"), tx=tx)
        gathered.held(tick, replace(job, round=round), bare)

    rig.write(lambda tx: answer(tx, 1))
    assert (len(rig.errands(GATHERING)), troubles(rig)) == (2, 0)
    rig.write(lambda tx: answer(tx, 3))
    assert (len(rig.errands(GATHERING)), troubles(rig)) == (2, 1)


async def test_attendance_is_read_from_the_meeting_that_we_made(rig: Rig) -> None:
    course, session = await meets(rig)
    rig.enrols(session, ONE.aad_object_id)
    rig.tick()
    rig.held(session, {ONE: 85})
    await rig.until(STARTS + timedelta(hours=4))
    assert rig.state(course, ONE.aad_object_id) is State.ATTENDED


async def test_an_erased_course_takes_what_is_known_of_its_meetings_along(rig: Rig) -> None:
    course, session = await meets(rig)
    rig.write(lambda tx: erasing.course(tx, course.id))
    assert rig.read(lambda tx: gatherings.find(tx, session.id)) is None
