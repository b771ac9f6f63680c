"""What follows from what the calendars said: the meeting as it now stands, in every copy.

An answer that nobody waits for any more (the meeting changed meanwhile) changes nothing; an event
that nobody wants any more is withdrawn.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import policy
from bot.errands.model import Never
from bot.errors import NotFound
from bot.ledger.record import record
from bot.meetings import asked, clashes, doubting, notices, step
from bot.meetings.calendars import GONE, Seen, Written, works_in
from bot.meetings.model import Doubt, Meeting, Series, Slot, Stage, Trouble
from bot.meetings.questions import Book, Cancel, Check, Gather, Look, Move
from bot.meetings.rules import lifecycle, slots
from bot.meetings.rules.stages import STANDING
from bot.meetings.store import history, meetings, rooms
from bot.meetings.store import series as all_series
from bot.slice import Tick
from bot.storage.tx import Tx
from graph.calendar import Event


def looked(tick: Tick, job: Look, outcome: object) -> None:
    """Slots are shown, or it is said why there are none; such as came too late are asked anew."""
    meeting = waiting(tick, job, Stage.LOOKING)
    if meeting is None:
        return
    series = all_series.get(tick.tx, meeting.series)
    window = _ahead(tick, series, meeting, job)
    found: tuple[Slot, ...] = ()
    if isinstance(outcome, Seen):
        found = _proposed(tick, series, meeting, job, outcome, window)
        if not found and window.start > job.start:
            keep(tick, meeting, lifecycle.look_anew(meeting), asked.LOOK)
            return
    doubts = [
        *doubting.vacant(tick.tx, series, tick.today),
        *_of_look(job, outcome, is_found=bool(found)),
    ]
    after = lifecycle.proposed(meeting, found, doubts, round=meeting.round)
    keep(tick, meeting, after, asked.LOOK)


def _of_look(job: Look, outcome: object, *, is_found: bool) -> list[Doubt]:
    if isinstance(outcome, Seen):
        none = [] if is_found else [Doubt(trouble=Trouble.NO_SLOT)]
        return [*doubting.of_seen(job.mails, job.people, outcome), *none]
    if outcome is Trouble.NO_MAILBOX:
        return [Doubt(trouble=Trouble.NO_MAILBOX, person=person) for person in job.people]
    return doubting.unanswered(outcome, wrote=False)


def _ahead(tick: Tick, series: Series, meeting: Meeting, job: Look) -> Slot:
    """The part of the time that was asked about in which slots may be offered now."""
    now = asked.search_window(tick.tx, series, meeting, tick.now)
    start = max(job.start, now.start).astimezone(_zone(tick))
    return Slot(start=start, end=max(job.end, start))


def _proposed(
    tick: Tick, series: Series, meeting: Meeting, job: Look, seen: Seen, window: Slot
) -> tuple[Slot, ...]:
    zone = _zone(tick)
    ours = (tick.tx, series, meeting, job.people, window, zone)
    decided = policy.of(tick.tx)
    return slots.propose(
        (*seen.busy, clashes.of(*ours)),
        window,
        minutes=series.minutes,
        hours=decided.working_times,
        calendar=decided.calendar,
        zone=zone,
        works=works_in(seen, zone),
        taken=(*meeting.slots, *clashes.offered(*ours)),
    )


def _zone(tick: Tick) -> ZoneInfo:
    zone = tick.now.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - ticks tell it in the tenant's own
    return zone


def booked(tick: Tick, job: Book, outcome: object) -> None:
    """The event stands, or the card says what stood in its way."""
    meeting, event = waiting(tick, job, Stage.BOOKING), _told(tick.tx, outcome)
    if meeting is None:
        if event is not None:
            _withdraw(tick, job, event)
        return
    if event is not None:
        series = all_series.get(tick.tx, meeting.series)
        doubts = [*_of_written(job, outcome), *doubting.of_room(series, event)]
        after = _at_event(meeting, job, event, doubts)
    elif outcome is Trouble.TAKEN:
        after = lifecycle.taken(meeting)
    else:
        after = _not_booked(meeting, job, outcome)
    keep(tick, meeting, after, asked.BOOK)
    _tell_of_room(tick, after)


def _told(tx: Tx, outcome: object) -> Event | None:
    """The event, where one stands; what its rooms are called is remembered."""
    found = outcome.event if isinstance(outcome, Written) else outcome
    if not isinstance(found, Event):
        return None
    for mail, name in found.room_names:
        rooms.call(tx, mail, name)
    return found


def _of_written(job: Book | Move, outcome: object) -> list[Doubt]:
    """Who could not be asked whether they are free; the room itself has answered by now."""
    if not isinstance(outcome, Written):
        return []
    seen = replace(outcome.seen, room_missing=False)
    return list(doubting.of_seen(job.mails, job.people, seen))


def _tell_of_room(tick: Tick, after: Meeting) -> None:
    """Nobody would look at the card again to learn that there is no room."""
    if any(doubt.trouble is Trouble.ROOM_DECLINED for doubt in after.doubts):
        notices.trouble(tick.tx, all_series.get(tick.tx, after.series), after, tick.now)


def _not_booked(meeting: Meeting, job: Book, outcome: object) -> Meeting:
    """Where an event may have come of it nevertheless, the next booking goes on from that one."""
    after = lifecycle.not_booked(meeting, doubting.unanswered(outcome, job.organiser))
    known = isinstance(outcome, Trouble | Never)
    return after if known else replace(after, transaction_id=meeting.transaction_id)


def _at_event(meeting: Meeting, job: Book, event: Event, doubts: list[Doubt]) -> Meeting:
    return lifecycle.booked(
        meeting,
        transaction_id=job.transaction_id,
        event_id=event.id,
        join_url=event.join_url,
        doubts=dict.fromkeys(doubts),
    )


def _withdraw(tick: Tick, job: Book, event: Event) -> None:
    """The meeting went on without this event: nobody shall come to it."""
    meeting = _found(tick.tx, job.meeting)
    if meeting is None or meeting.event_id == event.id:
        return
    orphan = replace(
        meeting, organiser=job.organiser, event_id=event.id, version=job.version, reason=""
    )
    asked.ask_cancel(tick.tx, orphan, tick.now)


def moved(tick: Tick, job: Move, outcome: object) -> None:
    """The meeting has its new time, or keeps the old one and the card says why."""
    meeting, event = waiting(tick, job, Stage.MOVING), _told(tick.tx, outcome)
    if meeting is None:
        return
    if event is not None:
        series = all_series.get(tick.tx, meeting.series)
        doubts = [*_of_written(job, outcome), *doubting.of_room(series, event)]
        after = lifecycle.moved(meeting, dict.fromkeys(doubts))
    elif outcome == GONE:
        after = lifecycle.lost(meeting)
    else:
        after = lifecycle.not_moved(meeting, _not_moved(meeting, job, outcome))
    keep(tick, meeting, after, asked.MOVE)
    _tell_of_room(tick, after)


def _not_moved(meeting: Meeting, job: Move, outcome: object) -> list[Doubt]:
    """Of a time that is taken it is said which; the meeting itself lost nothing."""
    if outcome is Trouble.TAKEN:
        return [Doubt(trouble=Trouble.NOT_MOVED, at=job.start)]
    return doubting.unanswered(outcome, meeting.organiser or 0)


def cancelled(tick: Tick, job: Cancel, outcome: object) -> None:
    """The period is owed again; or, where the event had to make way for another, that is booked."""
    is_gone = outcome is None or outcome is Trouble.ORGANISER_LEFT
    anew = waiting(tick, job, Stage.BOOKING)
    if anew is not None:
        _make_way(tick, anew, outcome, is_gone=is_gone)
        return
    meeting = waiting(tick, job, Stage.CANCELLING)
    if meeting is None:
        return
    if is_gone:
        after = lifecycle.cancelled(meeting)
    else:
        after = lifecycle.not_cancelled(meeting, doubting.unanswered(outcome))
    keep(tick, meeting, after, asked.CANCEL)


def _make_way(tick: Tick, anew: Meeting, outcome: object, *, is_gone: bool) -> None:
    """An earlier event that would stay must not have a second one beside it."""
    last = history.last(tick.tx, anew.id)
    if is_gone or last is None or last.before is None:
        asked.ask_book(tick.tx, anew, tick.now)
        return
    after = lifecycle.not_restored(anew, last.before, doubting.unanswered(outcome))
    keep(tick, anew, after, asked.CANCEL)


def gathered(tick: Tick, job: Gather) -> None:
    """What the agenda of a booked meeting says now goes into its invitation."""
    meeting = _found(tick.tx, job.meeting)
    if meeting is not None and meeting.stage in STANDING and meeting.event_id:
        asked.ask_rewrite(tick.tx, meeting, tick.now)


def waiting(tick: Tick, job: Look | Book | Move | Cancel | Check, *stages: Stage) -> Meeting | None:
    """The meeting, where it still stands as it did when this was asked."""
    meeting = _found(tick.tx, job.meeting)
    if meeting is None or meeting.version != job.version or meeting.stage not in stages:
        return None
    return meeting


def _found(tx: Tx, meeting: int) -> Meeting | None:
    """None where it was disposed of while Graph was asked."""
    try:
        return meetings.get(tx, meeting)
    except NotFound:
        return None


def keep(tick: Tick, before: Meeting, after: Meeting, act: str) -> None:
    """Remember what followed, ask for slots where they are wanted, and show it everywhere."""
    step.keep(tick.tx, before, after, person=None, act=act, at=tick.now)
    record(tick.tx, tick.actor, at=tick.now, act=act, subject=after.subject)
    if after.stage is Stage.LOOKING:
        asked.ask_look(tick.tx, after, tick.now)
    notices.revise(tick.tx, all_series.get(tick.tx, after.series), after, tick.now)
