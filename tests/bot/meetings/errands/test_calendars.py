"""What can't be seen, and what takes up a time twice."""

from typing import Any

import pytest

from bot.meetings.calendars import Seen, is_taken
from bot.meetings.model import Doubt, Stage, Trouble
from cards.meetings import verbs as view
from graph import schedules
from tests.bot.meetings.errands.conftest import GUEST, OWNER, ROOM, Rig, looked, troubles
from tests.bot.meetings.turns.conftest import FIRST, at


def test_our_own_block_is_left_out_once_in_each_calendar() -> None:
    later = at(FIRST.start.date(), 10, 30)
    assert not is_taken(Seen(busy=((FIRST,), (FIRST,))), later, FIRST)
    assert is_taken(Seen(busy=((FIRST,), (FIRST, FIRST))), later, FIRST)


async def test_a_second_engagement_at_the_very_time_of_ours_counts(rig: Rig) -> None:
    meeting = await rig.booked()
    rig.emulator.calendars.respond(GUEST, rig.standing()[0], "accepted")
    rig.engage(GUEST, FIRST)
    wanted = {"day": FIRST.start.date(), "at": "10:30"}
    rig.press_as(OWNER, view.Move(meeting_id=meeting.id, version=meeting.version, **wanted))
    await rig.settle()
    assert troubles(rig.get(meeting)) == [Trouble.NOT_MOVED]


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Mail addresses of calendars that Graph can't show now."""
    mails: set[str] = set()
    read = schedules.read

    def refused(found: Any) -> list[schedules.Schedule]:
        return [
            schedules.Schedule(mail=one.mail, fault="other") if one.mail in mails else one
            for one in read(found)
        ]

    monkeypatch.setattr(schedules, "read", refused)
    return mails


async def test_a_calendar_that_can_not_be_seen_now_is_told_as_such(
    rig: Rig, hidden: set[str]
) -> None:
    hidden |= {GUEST.mail, ROOM.mail}
    guest = rig.person(GUEST.aad_object_id).id
    unsure = (Doubt(trouble=Trouble.UNSEEN, person=guest), Doubt(trouble=Trouble.ROOM_UNSEEN))
    found = await looked(rig)
    assert found.doubts == unsure
    rig.press_as(OWNER, view.Book(meeting_id=found.id, version=found.version, slot=0))
    await rig.settle()
    now = rig.get(found)
    assert (now.stage, now.doubts) == (Stage.BOOKED, unsure)
