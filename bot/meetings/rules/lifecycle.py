"""From looking for slots to a booked meeting: which step may follow which.

OPEN → LOOKING → PROPOSED → INQUIRED → BOOKING → BOOKED; and MOVING, CANCELLING, CHANGED, LOST. What
ends a period is in `records`. A press names the version that it saw (else Stale); what the clock
and the errands find names none. Each step makes the version one higher.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.errors import Refused, Stale
from bot.meetings.model import Doubt, Meeting, Slot, Stage, Trouble
from bot.meetings.rules.stages import (
    STANDING,
    changed_to,
    check_press,
    looking,
    needs,
    needs_booked,
    needs_event,
    not_past,
    slot_of,
    unlinked,
    without_event,
)

OFFERING = (Stage.PROPOSED, Stage.INQUIRED, Stage.LOST)  # where slots can be chosen
UNBOOKED = frozenset((Stage.OPEN, Stage.LOOKING, Stage.PROPOSED, Stage.INQUIRED, Stage.LOST))


def look(meeting: Meeting) -> Meeting:
    """The clock begins to plan: the calendars are asked."""
    needs(meeting, Stage.OPEN)
    return looking(meeting)


def look_again(meeting: Meeting, *, version: int) -> Meeting:
    """候補を出し直す: the calendars are asked for others than those offered last."""
    check_press(meeting, version)
    needs(meeting, Stage.OPEN, Stage.PROPOSED, Stage.INQUIRED, Stage.LOST)
    return looking(meeting)


def proposed(
    meeting: Meeting, slots: Sequence[Slot], doubts: Iterable[Doubt] = (), *, round: int
) -> Meeting:
    """The calendars have answered the look of this round; slots, or why there are none.

    Raises Stale where nobody waits for that answer any more.
    """
    needs(meeting, Stage.LOOKING)
    if round != meeting.round:
        raise Stale("meetings.refused.changed")
    taken = [doubt for doubt in meeting.doubts if doubt.trouble is Trouble.TAKEN]
    told = tuple(dict.fromkeys([*taken, *doubts]))
    return changed_to(meeting, Stage.PROPOSED, slots=tuple(slots), doubts=told)


def look_anew(meeting: Meeting) -> Meeting:
    """The answer came so late that nothing of it is ahead any more: the calendars are asked anew.

    What was said meanwhile of a slot that somebody took stays said.
    """
    needs(meeting, Stage.LOOKING)
    return looking(meeting, *meeting.doubts)


def without_past(meeting: Meeting, today: date, zone: ZoneInfo) -> Meeting:
    """Slots of today, or earlier, are offered no more: nobody is asked to come within hours.

    The same meeting where all are ahead. Those left have other numbers, so its version is another.
    """
    left = tuple(one for one in meeting.slots if one.start.astimezone(zone).date() > today)
    if left == meeting.slots:
        return meeting
    return changed_to(meeting, meeting.stage, slots=left)


def is_used_up(meeting: Meeting) -> bool:
    """Whether too little is offered to choose from; who was asked by mail may still want the one
    that is left."""
    least = {Stage.PROPOSED: 2, Stage.INQUIRED: 1}.get(meeting.stage, 0)
    return len(meeting.slots) < least


def inquire(meeting: Meeting, *, version: int) -> Meeting:
    """この日程で先方に照会: the partner is asked by mail."""
    check_press(meeting, version)
    needs(meeting, Stage.PROPOSED, Stage.INQUIRED)
    if not meeting.slots:
        raise Refused("meetings.refused.no_slots")
    return changed_to(meeting, Stage.INQUIRED)


def offered(meeting: Meeting, number: int) -> Slot:
    """The slot of this number (from 0) among those offered; raises Refused where there is none."""
    if not 0 <= number < len(meeting.slots):
        raise Refused("meetings.refused.no_slot")
    return meeting.slots[number]


def book(
    meeting: Meeting,
    slot: Slot,
    *,
    version: int,
    transaction_id: str,
    organiser: int,
    now: datetime,
) -> Meeting:
    """先方の回答を登録して予約: an event shall stand in the organiser's calendar."""
    _may_book(meeting, slot, version, now)
    return _booking(meeting, slot, transaction_id, organiser)


def book_by_hand(
    meeting: Meeting, slot: Slot, *, version: int, organiser: int | None, now: datetime
) -> Meeting:
    """A day agreed on where no calendar can be written: reminders come, no event stands for it."""
    _may_book(meeting, slot, version, now)
    agreed = replace(unlinked(meeting), slot=slot, organiser=organiser, in_calendar=False)
    return changed_to(agreed, Stage.BOOKED)


def booked(
    meeting: Meeting,
    *,
    transaction_id: str,
    event_id: str,
    join_url: str = "",
    doubts: Iterable[Doubt] = (),
) -> Meeting:
    """The event stands; raises Stale where another booking is under way by now."""
    needs(meeting, Stage.BOOKING)
    if transaction_id != meeting.transaction_id:
        raise Stale("meetings.refused.changed")
    stands = {"event_id": event_id, "join_url": join_url, "doubts": tuple(doubts)}
    return changed_to(meeting, Stage.BOOKED, seen=None, **stands)


def taken(meeting: Meeting) -> Meeting:
    """Somebody took the slot meanwhile: others are looked for, and the card will say so.

    The slot counts as offered, so that it isn't offered anew. A time that was agreed on before is
    never given up like that: it is LOST, and people decide.
    """
    needs(meeting, Stage.BOOKING)
    if meeting.seen is not None:
        return not_booked(meeting, [Doubt(trouble=Trouble.TAKEN)])
    slots = meeting.slots if meeting.slot in meeting.slots else (*meeting.slots, slot_of(meeting))
    return looking(replace(meeting, slots=slots), Doubt(trouble=Trouble.TAKEN))


def not_booked(meeting: Meeting, doubts: Iterable[Doubt]) -> Meeting:
    """The calendar could not be written, and why: the slots stand as before.

    Where an agreed time was to be booked anew it stays agreed on, without an event (LOST).
    """
    needs(meeting, Stage.BOOKING)
    if meeting.seen is not None:
        return changed_to(unlinked(meeting), Stage.LOST, doubts=tuple(doubts))
    return without_event(meeting, Stage.PROPOSED, doubts=tuple(doubts))


def move(meeting: Meeting, wanted: Slot, *, version: int, now: datetime) -> Meeting:
    """日時を変更: at once where no event stands for the meeting, else when the calendar has it."""
    check_press(meeting, version)
    needs_booked(meeting)
    not_past(wanted, now)
    if wanted in (meeting.slot, meeting.seen):
        raise Refused("meetings.refused.same_time")
    if not meeting.in_calendar:
        return changed_to(meeting, Stage.BOOKED, slot=wanted, doubts=())
    return changed_to(meeting, Stage.MOVING, wanted=wanted, doubts=())


def moved(meeting: Meeting, doubts: Iterable[Doubt] = ()) -> Meeting:
    """The calendar has the meeting at its new time."""
    needs(meeting, Stage.MOVING)
    stands = {"slot": meeting.wanted, "wanted": None, "seen": None, "doubts": tuple(doubts)}
    return changed_to(meeting, Stage.BOOKED, **stands)


def not_moved(meeting: Meeting, doubts: Iterable[Doubt]) -> Meeting:
    """The event could not be moved, and why: it stands where it stood."""
    needs(meeting, Stage.MOVING)
    stage = Stage.CHANGED if meeting.seen else Stage.BOOKED
    return changed_to(meeting, stage, wanted=None, doubts=tuple(doubts))


def cancel(meeting: Meeting, *, version: int, reason: str = "") -> Meeting:
    """予約を取り消す: the event is withdrawn from all calendars; the period stays owed.

    Where no event stands for the meeting, other slots are looked for at once (LOOKING).
    """
    check_press(meeting, version)
    needs_booked(meeting)
    if not meeting.in_calendar:
        return looking(meeting)
    return changed_to(meeting, Stage.CANCELLING, reason=reason, doubts=())


def cancelled(meeting: Meeting) -> Meeting:
    """The event is withdrawn: other slots are looked for."""
    needs(meeting, Stage.CANCELLING)
    return looking(meeting)


def not_cancelled(meeting: Meeting, doubts: Iterable[Doubt]) -> Meeting:
    """The event could not be withdrawn, and why: the meeting stands as before."""
    needs(meeting, Stage.CANCELLING)
    stage = Stage.CHANGED if meeting.seen else Stage.BOOKED
    return changed_to(meeting, stage, reason="", doubts=tuple(doubts))


def lost(meeting: Meeting) -> Meeting:
    """Somebody deleted the event by hand in Outlook; `slot` keeps when it was to be."""
    needs_event(meeting, *STANDING, Stage.MOVING)
    return changed_to(unlinked(meeting), Stage.LOST)


def changed(meeting: Meeting, seen: Slot) -> Meeting:
    """Somebody moved the event by hand in Outlook; the owner is asked which time is right."""
    needs_event(meeting, *STANDING)
    return changed_to(meeting, Stage.CHANGED, seen=seen)


def doubted(meeting: Meeting, doubts: Iterable[Doubt]) -> Meeting:
    """The event stands as agreed; what must be known of those who come, or of the room, is new."""
    needs_event(meeting, *STANDING)
    return changed_to(meeting, meeting.stage, doubts=tuple(doubts))


def put_back(meeting: Meeting) -> Meeting:
    """Somebody moved the event back by hand: nothing is asked any more."""
    needs(meeting, Stage.CHANGED)
    return changed_to(meeting, Stage.BOOKED, seen=None)


def organiser_left(meeting: Meeting) -> Meeting:
    """The event stands in the calendar of somebody who went; the owner is asked."""
    needs_event(meeting, *STANDING)
    doubt = Doubt(trouble=Trouble.ORGANISER_LEFT, person=meeting.organiser or 0)
    return changed_to(meeting, meeting.stage, doubts=(doubt,))


def take_outlook(meeting: Meeting, *, version: int) -> Meeting:
    """予定表に合わせる: the time in Outlook holds; where the event was deleted, it stays so.

    Then other slots are looked for (LOOKING), for the period stays owed.
    """
    check_press(meeting, version)
    needs(meeting, Stage.CHANGED, Stage.LOST)
    if meeting.stage is Stage.LOST:
        return looking(meeting)
    return changed_to(meeting, Stage.BOOKED, slot=meeting.seen, seen=None, doubts=())


def restore(
    meeting: Meeting, *, version: int, transaction_id: str, organiser: int, now: datetime
) -> Meeting:
    """元の日時で予約し直す: the event is moved back (MOVING), or made anew (BOOKING).

    Anew where it was deleted, or stands in the calendar of somebody who went; `seen` then says
    where the earlier event takes up everybody's time, should it stand there still.
    """
    check_press(meeting, version)
    went = any(doubt.trouble is Trouble.ORGANISER_LEFT for doubt in meeting.doubts)
    if meeting.stage is Stage.CHANGED and not went:
        not_past(slot_of(meeting), now)
        return changed_to(meeting, Stage.MOVING, wanted=meeting.slot, doubts=())
    if meeting.stage is not Stage.LOST and not (went and meeting.stage in STANDING):
        raise Refused("meetings.refused.nothing_to_restore")
    not_past(slot_of(meeting), now)
    anew = _booking(meeting, slot_of(meeting), transaction_id, organiser)
    return replace(anew, seen=meeting.seen or meeting.slot)


def not_restored(meeting: Meeting, before: Meeting, doubts: Iterable[Doubt]) -> Meeting:
    """The earlier event could not be withdrawn: the meeting stands as it did `before`."""
    needs(meeting, Stage.BOOKING)
    stands = replace(before, version=meeting.version)
    return changed_to(stands, before.stage, doubts=(*before.doubts, *doubts))


def _may_book(meeting: Meeting, slot: Slot, version: int, now: datetime) -> None:
    """Also while slots are looked for: who has agreed on a day needn't wait for the calendars."""
    check_press(meeting, version)
    if meeting.stage not in UNBOOKED:
        raise Refused("meetings.refused.booked_already")
    not_past(slot, now)


def _booking(meeting: Meeting, slot: Slot, transaction_id: str, organiser: int) -> Meeting:
    wanted = replace(unlinked(meeting), slot=slot, organiser=organiser, in_calendar=True)
    return changed_to(wanted, Stage.BOOKING, transaction_id=transaction_id)
