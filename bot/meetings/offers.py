"""Each working morning: what was offered and has come since is offered no more."""

from dataclasses import replace

from bot.ledger.record import record
from bot.meetings import asked, mornings, notices, step
from bot.meetings.model import Meeting
from bot.meetings.rules import lifecycle
from bot.meetings.store import meetings
from bot.meetings.store import series as all_series
from bot.slice import Tick
from bot.zone import zone_of

OFFERS = "meetings.offers"


def offers(tick: Tick) -> None:
    """Once on each working day, before any card goes out; every copy shows what is left."""
    if not mornings.once(tick, OFFERS):
        return
    for stage in lifecycle.OFFERING:
        for meeting in meetings.staged(tick.tx, stage):
            _drop_past(tick, meeting)


def _drop_past(tick: Tick, meeting: Meeting) -> None:
    """Nobody pressed anything and nothing was decided: the history has nothing to tell of it."""
    left = lifecycle.without_past(meeting, tick.today, zone_of(tick.now))
    if left is not meeting:
        meetings.save(tick.tx, left)
        _revise(tick, left)


def look(tick: Tick, meeting: Meeting, act: str) -> Meeting:
    """The clock has the calendars asked for other slots; the meeting that waits for them."""
    looking = lifecycle.look_again(meeting, version=meeting.version)
    after = replace(looking, transaction_id=meeting.transaction_id)  # of an unknown attempt
    step.keep(tick.tx, meeting, after, person=None, act=act, at=tick.now)
    record(tick.tx, tick.actor, at=tick.now, act=act, subject=after.subject)
    asked.ask_look(tick.tx, after, tick.now)
    _revise(tick, after)
    return after


def _revise(tick: Tick, meeting: Meeting) -> None:
    notices.revise(tick.tx, all_series.get(tick.tx, meeting.series), meeting, tick.now)
