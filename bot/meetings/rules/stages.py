"""What every step of a meeting shares: the version it was pressed on, the stage it needs."""

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused, Stale
from bot.meetings.model import BUSY, ENDED, Doubt, Meeting, Slot, Stage

STANDING = frozenset((Stage.BOOKED, Stage.CHANGED))  # a day is agreed on, and nothing is under way


def changed_to(meeting: Meeting, stage: Stage, **changes: object) -> Meeting:
    """The meeting in a stage with these changes, its version one higher."""
    after: Meeting = replace(meeting, stage=stage, version=meeting.version + 1, **changes)  # type: ignore[arg-type]
    return after


def check_version(meeting: Meeting, version: int) -> None:
    """Raise Stale where the meeting changed since the card was drawn."""
    if version != meeting.version:
        raise Stale("meetings.refused.changed")


def check_press(meeting: Meeting, version: int) -> None:
    """Raise Stale on an older card, Refused where nothing may be pressed in this stage."""
    check_version(meeting, version)
    if meeting.stage in ENDED:
        raise Refused("meetings.refused.ended")
    if meeting.stage in BUSY and meeting.stage is not Stage.LOOKING:
        raise Refused("meetings.refused.wait")


def needs(meeting: Meeting, *stages: Stage) -> None:
    """Raise Stale where the meeting has gone on, or back, meanwhile."""
    if meeting.stage not in stages:
        raise Stale("meetings.refused.changed")


def needs_event(meeting: Meeting, *stages: Stage) -> None:
    """As `needs`; of a day that was entered by hand no calendar knows anything."""
    needs(meeting, *stages)
    if not meeting.in_calendar:
        raise Stale("meetings.refused.changed")


def needs_booked(meeting: Meeting) -> None:
    """Raise Refused where no day is agreed on."""
    if meeting.stage not in STANDING:
        raise Refused("meetings.refused.not_booked")


def not_past(slot: Slot, now: datetime) -> None:
    """Raise Refused for a time that has begun."""
    if slot.start <= now:
        raise Refused("meetings.refused.past_day")


def slot_of(meeting: Meeting) -> Slot:
    """The time of a meeting that is booked, or was."""
    assert meeting.slot is not None  # noqa: S101 - its stages have one
    return meeting.slot


def looking(meeting: Meeting, *doubts: Doubt) -> Meeting:
    """The calendars are asked once more, or for the first time."""
    return without_event(meeting, Stage.LOOKING, doubts=doubts, round=meeting.round + 1, reason="")


def without_event(meeting: Meeting, stage: Stage, **changes: object) -> Meeting:
    """The meeting in a stage in which no day is agreed on."""
    free = replace(unlinked(meeting), slot=None, organiser=None, in_calendar=True)
    return changed_to(free, stage, **changes)


def unlinked(meeting: Meeting) -> Meeting:
    """The same meeting as if no event had ever stood for it, and nothing were in doubt."""
    return replace(
        meeting,
        wanted=None,
        seen=None,
        event_id="",
        transaction_id="",
        join_url="",
        doubts=(),
    )
