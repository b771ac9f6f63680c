"""An agreed time is never given up: what is booked anew may stand in its own way."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.meetings.model import Meeting, Stage, Trouble
from cards.meetings import verbs as view
from tests.bot.meetings.errands.conftest import GUEST, NEXT, OWNER, ROOM, Rig, troubles
from tests.bot.meetings.turns.conftest import FIRST


async def restored(rig: Rig, meeting: Meeting, who: str = NEXT.aad_object_id) -> Meeting:
    rig.press(who, view.Restore(meeting_id=meeting.id, version=meeting.version))
    await rig.settle()
    return rig.get(meeting)


async def test_the_orphan_of_who_went_does_not_stand_in_the_way_of_its_successor(
    rig: Rig, tmp_path: Path
) -> None:
    meeting = await rig.booked()
    rig.succeeded(tmp_path)
    rig.emulator.tenant.put(replace(OWNER, has_mailbox=False))
    now = await rig.check(meeting)
    assert troubles(now) == [Trouble.ORGANISER_LEFT]
    now = await restored(rig, now)
    assert (now.stage, now.slot, now.seen) == (Stage.BOOKED, FIRST, None)
    owners = [one.owner for one in rig.standing(GUEST)]
    assert owners == [OWNER.aad_object_id, NEXT.aad_object_id]
    assert troubles(now) == [Trouble.ROOM_DECLINED]  # the orphan holds it, and it is told


async def test_somebody_who_took_the_time_of_an_orphan_leaves_the_agreed_time_standing(
    rig: Rig, tmp_path: Path
) -> None:
    meeting = await rig.booked()
    rig.succeeded(tmp_path)
    rig.emulator.tenant.put(replace(OWNER, has_mailbox=False))
    rig.engage(GUEST, FIRST)
    now = await restored(rig, await rig.check(meeting))
    assert (now.stage, now.slot, troubles(now)) == (Stage.LOST, FIRST, [Trouble.TAKEN])


async def test_copies_that_guests_kept_of_a_deleted_event_are_our_own(rig: Rig) -> None:
    meeting = await rig.booked()
    (event,) = rig.standing()
    rig.emulator.calendars._in[OWNER.aad_object_id].pop(event.id)
    now = await rig.check(meeting)
    assert now.stage is Stage.LOST
    now = await restored(rig, now, OWNER.aad_object_id)
    assert (now.stage, now.slot) == (Stage.BOOKED, FIRST)


async def test_an_earlier_event_that_may_not_be_withdrawn_gets_no_second_one_beside_it(
    rig: Rig, tmp_path: Path
) -> None:
    meeting = await rig.booked()
    rig.succeeded(tmp_path)
    now = await rig.check(meeting)
    rig.emulator.granted.discard("Calendars.ReadWrite")
    now = await restored(rig, now)
    assert (now.stage, now.slot, now.event_id) == (Stage.BOOKED, FIRST, meeting.event_id)
    assert troubles(now) == [Trouble.ORGANISER_LEFT, Trouble.NOT_CONSENTED]
    assert [one.owner for one in rig.standing(ROOM)] == [OWNER.aad_object_id]


@pytest.mark.parametrize("kind", [500, "reset_before"])
async def test_a_restored_meeting_survives_a_broken_answer(
    rig: Rig, at_once: None, kind: int | str
) -> None:
    meeting = await rig.booked()
    rig.emulator.calendars.remove(rig.standing()[0])
    rig.emulator.faults.add(kind=kind, match="/events", times=3)
    now = await restored(rig, await rig.check(meeting), OWNER.aad_object_id)
    assert now.stage is Stage.BOOKED
    assert len(rig.standing()) == 1
