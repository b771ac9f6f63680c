"""What an attempt left behind is withdrawn, and what an invitation says is brought up to date."""

from dataclasses import replace

from bot.errands.rows import ERRAND
from bot.meetings import asked, step
from bot.meetings.model import Meeting, Stage
from bot.meetings.rules import lifecycle
from bot.storage.tx import Tx
from cards.meetings import verbs as view
from tests.bot.meetings.errands.conftest import OWNER, Rig
from tests.bot.meetings.turns.conftest import FIRST


async def test_an_event_that_nobody_knew_of_is_withdrawn_when_the_period_is_answered(
    rig: Rig,
) -> None:
    meeting = rig.meeting(rig.promise(), slots=(FIRST,))
    rig.press_as(OWNER, view.Book(meeting_id=meeting.id, version=1, slot=0))
    booking = rig.get(meeting)
    rig.write(lambda tx: _forget(tx, rig, booking))
    left = rig.engage(OWNER, FIRST)
    left.transaction_id = booking.transaction_id
    meeting = rig.get(meeting)
    rig.press_as(
        OWNER, view.Skip(meeting_id=meeting.id, version=meeting.version, reason="先方の都合")
    )
    await rig.settle()
    assert rig.get(meeting).stage is Stage.SKIPPED
    assert rig.standing() == []


def _forget(tx: Tx, rig: Rig, booking: Meeting) -> None:
    """The booking ends without anybody knowing how."""
    after = lifecycle.not_booked(booking, ())
    unknown = replace(after, transaction_id=booking.transaction_id)
    tx.run(ERRAND.delete())
    step.keep(tx, booking, unknown, person=None, act=asked.BOOK, at=rig.now)


async def test_the_agenda_reaches_the_invitation_and_the_meeting_stays_online(rig: Rig) -> None:
    meeting = await rig.booked()
    rig.press_as(OWNER, view.AddItem(meeting_id=meeting.id, text="名簿の更新"))
    rig.now += asked.TOGETHER
    await rig.settle()
    (event,) = rig.standing()
    assert "名簿の更新" in event.text
    assert event.join_url == meeting.join_url
