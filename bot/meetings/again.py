"""Each working morning: what the calendars never answered is asked again."""

from dataclasses import replace

from bot.meetings import asked, mornings
from bot.meetings.model import BUSY, Meeting, Stage, Trouble
from bot.meetings.offers import look
from bot.meetings.store import history, meetings
from bot.slice import Tick

AGAIN = "meetings.again"


def again(tick: Tick) -> None:
    """Once on each working day; while an answer may still come, nothing is asked twice."""
    if not mornings.once(tick, AGAIN):
        return
    for stage in sorted(BUSY):
        for meeting in meetings.staged(tick.tx, stage):
            if not asked.is_asked(tick.tx, meeting):
                _ask(tick, meeting)
    for meeting in meetings.staged(tick.tx, Stage.PROPOSED):
        if _is_unseen(meeting):
            look(tick, meeting, AGAIN)


def _ask(tick: Tick, meeting: Meeting) -> None:
    """What is waited for and was lost on its way: all of it is harmless to repeat."""
    match meeting.stage:
        case Stage.LOOKING:
            asked.ask_look(tick.tx, meeting, tick.now)
        case Stage.BOOKING:
            _book(tick, meeting)
        case Stage.MOVING:
            stands = replace(meeting, slot=meeting.seen or meeting.slot)
            asked.ask_move(tick.tx, stands, tick.now)
        case Stage.CANCELLING:
            asked.ask_cancel(tick.tx, meeting, tick.now)


def _book(tick: Tick, meeting: Meeting) -> None:
    """An earlier event makes way first; where it did already, that is found out at once."""
    last = history.last(tick.tx, meeting.id)
    before = None if last is None else last.before
    if before is not None and before.event_id:
        old = replace(before, version=meeting.version, reason="")
        asked.ask_cancel(tick.tx, old, tick.now)
    else:
        asked.ask_book(tick.tx, meeting, tick.now)


def _is_unseen(meeting: Meeting) -> bool:
    """Whether no slots are shown because the calendars could not be reached."""
    return not meeting.slots and any(
        doubt.trouble is Trouble.UNREACHABLE for doubt in meeting.doubts
    )
