"""What a morning's look at a booked event finds: moved, deleted, nobody's, or not for all."""

from bot.meetings import asked, audience, doubting, notices
from bot.meetings.calendars import GONE
from bot.meetings.model import Doubt, Meeting, Series, Slot, Stage, Trouble
from bot.meetings.outcomes import keep, waiting
from bot.meetings.questions import Check
from bot.meetings.rules import lifecycle
from bot.meetings.store import series as all_series
from bot.people import store as people
from bot.slice import Tick
from graph.calendar import Event

WAITS = frozenset((Stage.BOOKED, Stage.CHANGED))  # where a look at the event may say something


def checked(tick: Tick, job: Check, outcome: object) -> None:
    """What somebody changed by hand, and whose calendar nobody keeps any more, is asked about."""
    meeting = waiting(tick, job, *WAITS)
    if meeting is None:
        return
    series = all_series.get(tick.tx, meeting.series)
    after = _as_seen(tick, series, meeting, outcome)
    if after == meeting:
        return
    keep(tick, meeting, after, asked.CHECK)
    if after.stage is not meeting.stage or set(after.doubts) - set(meeting.doubts):
        notices.trouble(tick.tx, series, after, tick.now)


def _as_seen(tick: Tick, series: Series, meeting: Meeting, outcome: object) -> Meeting:
    """The meeting as the calendar has it; the same where nothing is new.

    Of who went the calendar may be gone too: their event is nobody's, whether it stands or not.
    """
    if _has_left(tick, series, meeting) or outcome is Trouble.ORGANISER_LEFT:
        return meeting if _is_told(meeting) else lifecycle.organiser_left(meeting)
    if outcome == GONE:
        return lifecycle.lost(meeting)
    if not isinstance(outcome, Event):
        return meeting
    stands = Slot(start=outcome.start, end=outcome.end)
    if stands not in (meeting.slot, meeting.seen):
        return lifecycle.changed(meeting, stands)
    if stands == meeting.slot and meeting.stage is Stage.CHANGED:
        return lifecycle.put_back(meeting)
    return _doubted(tick, series, meeting, outcome)


def _doubted(tick: Tick, series: Series, meeting: Meeting, event: Event) -> Meeting:
    """Whom the event doesn't invite, whom it invites in vain, and whether the room has it."""
    on = event.start.astimezone(tick.now.tzinfo).date()
    stays = [one for one in meeting.doubts if one.trouble not in _FOUND_ANEW]
    found = [
        *doubting.of_invited(tick.tx, series, meeting, event, on),
        *doubting.of_room(series, event),
    ]
    doubts: tuple[Doubt, ...] = (*stays, *found)
    same = set(doubts) == set(meeting.doubts)
    return meeting if same else lifecycle.doubted(meeting, doubts)


_FOUND_ANEW = doubting.NOTICED | {Trouble.ORGANISER_LEFT}  # who went may have come back


def _is_told(meeting: Meeting) -> bool:
    return any(doubt.trouble is Trouble.ORGANISER_LEFT for doubt in meeting.doubts)


def _has_left(tick: Tick, series: Series, meeting: Meeting) -> bool:
    """Whether the organiser is gone, or neither holds the owner post nor stands in for it."""
    person = people.find(tick.tx, meeting.organiser or 0, tick.today)
    if person is None or not person.is_here(tick.today):
        return True
    if series.post in people.posts_of(tick.tx, person.id, tick.today):
        return False
    return person.id not in audience.owners(tick.tx, series.post, tick.today)
