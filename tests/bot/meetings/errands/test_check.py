"""What a morning's look at a booked event finds besides its time: the room, and who is invited."""

from datetime import timedelta
from pathlib import Path

from bot.meetings.model import Doubt, Meeting, Stage, Trouble
from cards.meetings import verbs as view
from tests.bot.meetings.errands.conftest import (
    GUEST,
    HEAD,
    NEXT,
    OWNER,
    PLACES,
    ROOM,
    Rig,
    row_of,
    troubles,
)
from tests.bot.meetings.turns.conftest import FIRST, at, load


def told(rig: Rig) -> int:
    """How many cards asked the owner about a booking."""
    from bot.delivery.rows import NOTICE

    rows = rig.read(lambda tx: tx.all(NOTICE.select()))
    return sum(row.kind == "meetings.trouble" for row in rows)


async def tomorrow(rig: Rig, meeting: Meeting) -> Meeting:
    rig.at(rig.today + timedelta(days=1))
    return await rig.check(rig.get(meeting))


async def test_a_room_that_declines_is_told_once(rig: Rig) -> None:
    meeting = await rig.booked()
    calendars = rig.emulator.calendars
    calendars.respond(ROOM, rig.standing()[0], "declined")
    now = await rig.check(meeting)
    assert (now.stage, troubles(now), told(rig)) == (Stage.BOOKED, [Trouble.ROOM_DECLINED], 1)
    assert await tomorrow(rig, now) == now
    assert told(rig) == 1
    calendars.respond(ROOM, rig.standing()[0], "accepted")
    assert (await tomorrow(rig, now)).doubts == ()


async def test_a_room_that_declines_a_move_is_told_at_once(rig: Rig) -> None:
    meeting = await rig.booked()
    wanted = at(FIRST.start.date(), 15)
    one = rig.engage(ROOM, at(FIRST.start.date(), 17))
    move = rig.emulator.calendars.move
    rig.emulator.calendars.move = lambda event, start, end: (  # type: ignore[method-assign]
        move(one, wanted.start, wanted.end),
        move(event, start, end),
    )[1]
    pressed = {"day": wanted.start.date(), "at": "15:00"}
    rig.press_as(OWNER, view.Move(meeting_id=meeting.id, version=meeting.version, **pressed))
    await rig.settle()
    now = rig.get(meeting)
    assert (now.slot, troubles(now), told(rig)) == (wanted, [Trouble.ROOM_DECLINED], 1)


async def test_a_room_that_is_none_is_not_invited_and_that_is_told(rig: Rig) -> None:
    meeting = await rig.booked(room="gone@akatsuki.example")
    assert troubles(meeting) == [Trouble.ROOM_MISSING]
    assert {one.mail for one in rig.standing()[0].invited} == {GUEST.mail}


async def test_who_follows_a_guest_has_no_invitation_and_the_owner_is_told(
    rig: Rig, tmp_path: Path
) -> None:
    meeting = await rig.booked()
    guest = rig.person(GUEST.aad_object_id).id
    follows = (NEXT.aad_object_id, NEXT.name, NEXT.mail, *PLACES[GUEST], "staff", "")
    rows = [row_of(OWNER), row_of(HEAD), row_of(GUEST, "2026-11-15"), follows]
    load(rig.storage, tmp_path, rows, on=rig.today)
    successor = rig.person(NEXT.aad_object_id).id
    now = await rig.check(meeting)
    assert now.doubts == (
        Doubt(trouble=Trouble.UNINVITED, person=successor),
        Doubt(trouble=Trouble.LEFT, person=guest),
    )
    assert told(rig) == 1
    assert await tomorrow(rig, now) == now


async def test_who_went_and_whose_account_is_gone_is_told_as_gone(rig: Rig, tmp_path: Path) -> None:
    meeting = await rig.booked()
    rig.succeeded(tmp_path)
    rig.emulator.tenant.remove(OWNER)
    now = await rig.check(meeting)
    assert (now.stage, troubles(now)) == (Stage.BOOKED, [Trouble.ORGANISER_LEFT])
