"""Meetings in true calendars: over the wire to the practice tenant, with all that goes wrong."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.errors import Stale
from bot.meetings.model import Doubt, Stage, Trouble
from bot.meetings.shown import shown
from bot.meetings.store import rooms
from cards.meetings import verbs as view
from tests.bot.meetings.errands.conftest import (
    BUSY,
    GUEST,
    HEAD,
    NEXT,
    OWNER,
    ROOM,
    Rig,
    cancel,
    looked,
    row_of,
    troubles,
)
from tests.bot.meetings.turns.conftest import FIRST, TOKYO, at, load


async def test_only_times_when_all_and_the_room_are_free_are_offered(rig: Rig) -> None:
    taken = at(date(2026, 12, 1), 9, minutes=480)
    rig.engage(ROOM, taken)
    found = await looked(rig)
    assert (found.stage, found.doubts, len(found.slots)) == (Stage.PROPOSED, (), 5)
    for slot in found.slots:
        assert slot.start >= BUSY.end
        assert slot.start.astimezone(TOKYO).date() != taken.start.date()
        assert time(9) <= slot.start.astimezone(TOKYO).time()


async def test_a_booking_puts_one_online_event_into_all_calendars(rig: Rig) -> None:
    meeting = await rig.booked()
    (event,) = rig.standing()
    assert (event.start, event.end) == (FIRST.start, FIRST.end)
    assert {one.mail for one in event.invited} == {GUEST.mail, ROOM.mail}
    assert rig.standing(GUEST) == rig.standing(ROOM) == [event]
    assert (meeting.event_id, meeting.join_url) == (event.id, event.join_url)


async def test_a_room_is_called_by_its_name_once_the_directory_has_told_it(rig: Rig) -> None:
    meeting = await rig.booked()
    now = rig.get(meeting)
    assert rig.read(lambda tx: shown(tx, now, rig.now)).room == ROOM.name
    other = "room-b@akatsuki.example"
    assert rig.read(lambda tx: rooms.name(tx, other)) == other
    assert rig.read(lambda tx: rooms.name(tx, "")) == ""


@pytest.mark.parametrize("kind", ["reset_after", "reset_before", 500])
async def test_a_lost_answer_and_a_broken_one_make_one_event(
    rig: Rig, at_once: None, kind: int | str
) -> None:
    events = f"POST /graph/v1.0/users/{OWNER.aad_object_id}/events"
    fault = rig.emulator.faults.add(kind=kind, match=events, times=3)
    meeting = await rig.booked()
    assert [one.id for one in rig.standing()] == [meeting.event_id]
    assert fault.left is not None
    assert fault.left < 3


async def test_what_every_answer_got_lost_of_is_read_back(rig: Rig, at_once: None) -> None:
    events = f"POST /graph/v1.0/users/{OWNER.aad_object_id}/events"
    rig.emulator.faults.add(kind="reset_after", match=events, times=None)
    meeting = await rig.booked()
    assert [one.id for one in rig.standing()] == [meeting.event_id]


@pytest.mark.parametrize("taken", [False, True])
async def test_what_an_unknown_attempt_left_behind_is_no_second_event(
    rig: Rig, taken: bool
) -> None:
    left = rig.engage(OWNER, at(date(2026, 12, 10), 14))
    left.transaction_id = "unknown"
    if taken:
        rig.engage(GUEST, FIRST)
    meeting = rig.meeting(rig.promise(), transaction_id="unknown")
    rig.press_as(OWNER, view.Book(meeting_id=meeting.id, version=1, slot=0))
    await rig.settle()
    assert [one.start for one in rig.standing()] == ([] if taken else [FIRST.start])
    assert rig.get(meeting).stage is (Stage.PROPOSED if taken else Stage.BOOKED)


async def test_graph_that_is_down_delays_and_loses_nothing(rig: Rig, at_once: None) -> None:
    rig.emulator.faults.add(kind=502, match="/graph/v1.0/users", times=12)
    assert len((await looked(rig)).slots) == 5


async def test_two_presses_at_once_make_one_event(rig: Rig) -> None:
    meeting = rig.meeting(rig.promise())
    verb = view.Book(meeting_id=meeting.id, version=1, slot=0)
    rig.press_as(OWNER, verb)
    for who in (HEAD, OWNER):
        with pytest.raises(Stale):
            rig.press_as(who, verb)
    await rig.settle()
    assert len(rig.standing()) == 1


async def test_who_took_the_slot_meanwhile_is_noticed_and_others_are_offered(rig: Rig) -> None:
    rig.engage(GUEST, at(FIRST.start.date(), 10, 30))
    meeting = await rig.book()
    assert (meeting.stage, troubles(meeting)) == (Stage.PROPOSED, [Trouble.TAKEN])
    assert len(meeting.slots) == 5
    assert FIRST.start not in {slot.start for slot in meeting.slots}
    assert rig.standing() == []


async def test_a_room_that_vanished_is_said_and_a_booking_goes_without_it(rig: Rig) -> None:
    series = rig.promise(room="gone@akatsuki.example")
    found = await looked(rig, rig.meeting(series))
    assert troubles(found) == [Trouble.ROOM_MISSING]
    rig.press_as(OWNER, view.Book(meeting_id=found.id, version=found.version, slot=0))
    await rig.settle()
    assert rig.get(found).stage is Stage.BOOKED


async def test_an_attendee_without_a_mailbox_is_named(rig: Rig) -> None:
    rig.emulator.tenant.put(replace(GUEST, has_mailbox=False))
    found = await looked(rig)
    guest = rig.person(GUEST.aad_object_id).id
    assert found.doubts == (Doubt(trouble=Trouble.NO_MAILBOX, person=guest),)
    assert found.slots


async def test_an_attendee_who_left_is_not_asked_any_more(rig: Rig, tmp_path: Path) -> None:
    rows = [row_of(OWNER), row_of(HEAD), row_of(GUEST, "2026-11-15")]
    load(rig.storage, tmp_path, rows, on=rig.today)
    rig.emulator.tenant.remove(GUEST)
    found = await looked(rig)
    assert troubles(found) == [Trouble.VACANT]
    assert found.slots[0].start < BUSY.end


async def test_an_owner_without_a_mailbox_enters_the_day_by_hand(rig: Rig) -> None:
    rig.emulator.tenant.put(replace(OWNER, has_mailbox=False))
    meeting = await rig.book()
    assert (meeting.stage, troubles(meeting)) == (Stage.PROPOSED, [Trouble.ORGANISER_MAILBOX])
    own = {"day": date(2026, 12, 9), "at": "15:00"}
    rig.press_as(OWNER, view.Book(meeting_id=meeting.id, version=meeting.version, **own))
    await rig.settle()
    meeting = rig.get(meeting)
    assert (meeting.stage, meeting.in_calendar) == (Stage.BOOKED, False)
    assert rig.standing() == []


async def test_an_owner_whom_the_directory_has_no_more_enters_the_day_by_hand(rig: Rig) -> None:
    rig.emulator.tenant.remove(OWNER)
    meeting = await rig.book()
    assert (meeting.stage, troubles(meeting)) == (Stage.PROPOSED, [Trouble.ORGANISER_MAILBOX])


async def test_without_consent_it_is_said_and_the_day_is_entered_by_hand(rig: Rig) -> None:
    rig.emulator.granted.clear()
    found = await looked(rig)
    assert (found.slots, troubles(found)) == ((), [Trouble.NOT_CONSENTED])
    own = {"day": date(2026, 12, 9), "at": "15:00"}
    rig.press_as(OWNER, view.Book(meeting_id=found.id, version=found.version, **own))
    await rig.settle()
    assert (rig.get(found).stage, rig.get(found).in_calendar) == (Stage.BOOKED, False)


async def test_calendars_that_may_only_be_read_are_said(rig: Rig) -> None:
    rig.emulator.granted.discard("Calendars.ReadWrite")
    meeting = await rig.book()
    assert (meeting.stage, troubles(meeting)) == (Stage.PROPOSED, [Trouble.NOT_CONSENTED])


async def test_a_move_reaches_every_calendar_also_over_its_own_time(rig: Rig) -> None:
    meeting = await rig.booked()
    moved = at(FIRST.start.date(), 10, 30)
    wanted = {"day": moved.start.date(), "at": "10:30"}
    rig.press_as(OWNER, view.Move(meeting_id=meeting.id, version=meeting.version, **wanted))
    await rig.settle()
    assert (rig.get(meeting).stage, rig.get(meeting).slot) == (Stage.BOOKED, moved)
    assert [one.start for one in rig.standing(GUEST)] == [moved.start]


async def test_a_move_into_somebodys_time_leaves_the_meeting_where_it_was(rig: Rig) -> None:
    meeting = await rig.booked()
    rig.engage(GUEST, at(FIRST.start.date(), 11))
    wanted = {"day": FIRST.start.date(), "at": "10:30"}
    rig.press_as(OWNER, view.Move(meeting_id=meeting.id, version=meeting.version, **wanted))
    await rig.settle()
    now = rig.get(meeting)
    assert (now.stage, now.slot) == (Stage.BOOKED, FIRST)
    assert now.doubts == (
        Doubt(trouble=Trouble.NOT_MOVED, at=at(FIRST.start.date(), 10, 30).start),
    )


async def test_a_lost_answer_to_a_move_moves_once(rig: Rig, at_once: None) -> None:
    meeting = await rig.booked()
    rig.emulator.faults.add(kind="reset_after", match="PATCH /graph/v1.0/users")
    wanted = {"day": FIRST.start.date(), "at": "15:00"}
    rig.press_as(OWNER, view.Move(meeting_id=meeting.id, version=meeting.version, **wanted))
    await rig.settle()
    now = rig.get(meeting)
    assert (now.stage, now.doubts) == (Stage.BOOKED, ())
    assert now.slot == at(FIRST.start.date(), 15)


async def test_a_cancelled_meeting_leaves_all_calendars_and_slots_come_again(
    rig: Rig, at_once: None
) -> None:
    meeting = await rig.booked()
    rig.emulator.faults.add(kind="reset_after", match="/cancel")
    now = await cancel(rig, meeting)
    assert (now.stage, len(now.slots)) == (Stage.PROPOSED, 5)
    assert rig.standing() == rig.standing(GUEST) == []


async def test_a_meeting_of_one_is_cancelled_too(rig: Rig) -> None:
    meeting = await rig.booked(posts=(), room="")
    assert len(rig.standing()) == 1
    assert (await cancel(rig, meeting)).stage is Stage.PROPOSED
    assert rig.standing() == []


async def test_what_was_deleted_by_hand_is_noticed_and_booked_anew(rig: Rig) -> None:
    meeting = await rig.booked()
    rig.emulator.calendars.remove(rig.standing()[0])
    now = await rig.check(meeting)
    assert (now.stage, now.slot) == (Stage.LOST, FIRST)
    rig.press_as(OWNER, view.Restore(meeting_id=now.id, version=now.version))
    await rig.settle()
    assert rig.get(meeting).stage is Stage.BOOKED
    assert [one.start for one in rig.standing(GUEST)] == [FIRST.start]


async def test_cancelling_what_was_deleted_by_hand_is_done_already(rig: Rig) -> None:
    meeting = await rig.booked()
    rig.emulator.calendars.remove(rig.standing()[0])
    assert (await cancel(rig, meeting)).stage is Stage.PROPOSED


async def test_moving_what_was_deleted_by_hand_tells_so(rig: Rig) -> None:
    meeting = await rig.booked()
    rig.emulator.calendars.remove(rig.standing()[0])
    wanted = {"day": FIRST.start.date(), "at": "15:00"}
    rig.press_as(OWNER, view.Move(meeting_id=meeting.id, version=meeting.version, **wanted))
    await rig.settle()
    assert rig.get(meeting).stage is Stage.LOST


async def test_what_was_moved_by_hand_is_asked_about_and_put_back(rig: Rig) -> None:
    meeting = await rig.booked()
    other = at(date(2026, 12, 9), 13)
    rig.emulator.calendars.move(rig.standing()[0], other.start, other.end)
    now = await rig.check(meeting)
    assert (now.stage, now.seen) == (Stage.CHANGED, other)
    rig.press_as(OWNER, view.Restore(meeting_id=now.id, version=now.version))
    await rig.settle()
    assert (rig.get(meeting).stage, rig.standing()[0].start) == (Stage.BOOKED, FIRST.start)


async def test_who_follows_an_organiser_books_anew_and_one_event_stands(
    rig: Rig, tmp_path: Path
) -> None:
    meeting = await rig.booked()
    rig.succeeded(tmp_path)
    now = await rig.check(meeting)
    assert troubles(now) == [Trouble.ORGANISER_LEFT]
    rig.press_as(NEXT, view.Restore(meeting_id=now.id, version=now.version))
    await rig.settle()
    now = rig.get(meeting)
    assert (now.stage, now.doubts, now.slot) == (Stage.BOOKED, (), FIRST)
    assert rig.standing(OWNER) == []
    assert [one.owner for one in rig.standing(GUEST)] == [NEXT.aad_object_id]
    accepted = [one.response for one in rig.standing(ROOM)[0].invited if one.mail == ROOM.mail]
    assert accepted == ["accepted"]


async def test_what_stands_as_booked_is_left_alone_whenever_it_is_looked_at(rig: Rig) -> None:
    meeting = await rig.booked()
    assert await rig.check(meeting) == meeting
    rig.at(rig.today + timedelta(days=1))
    assert await rig.check(meeting) == meeting
