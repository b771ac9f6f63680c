"""What meetings ask of Graph: when people are free, and the event in the organiser's calendar.

Each may be repeated: what an answer got lost of is found by its transactionId, what was moved or
withdrawn already is left as it is. So Graph being down for an hour delays them by an hour.
"""

from datetime import timedelta

from bot.errands.model import Done, Outcome
from bot.errands.registry import Registry
from bot.meetings import checking, outcomes
from bot.meetings.calendars import GONE, NobodyAsks, Seen, Written, is_taken, seen
from bot.meetings.model import Slot, Trouble
from bot.meetings.questions import (
    BOOK,
    CANCEL,
    CHECK,
    CLEAR,
    GATHER,
    LOOK,
    MOVE,
    REWRITE,
    Book,
    Cancel,
    Check,
    Clear,
    Gather,
    Look,
    Move,
    Rewrite,
)
from bot.slice import Tick
from graph import Graph
from graph.calendar import Attendee, Event, NewEvent
from graph.errors import Missing, NoMailbox

errands = Registry()
_NEAR = timedelta(days=31)  # somebody may have moved the event before we knew of it


@errands.on(LOOK)
async def look(graph: Graph, job: Look) -> Outcome:
    """When everybody, and the room, is free."""
    span = Slot(start=job.start, end=job.end)
    try:
        return Done(await seen(graph, job.askers, job.mails, job.room, span))
    except NobodyAsks:
        return Done(Trouble.NO_MAILBOX)


@errands.apply(look)
def looked(tick: Tick, job: Look, outcome: object) -> None:
    """Slots are shown, or it is said why there are none."""
    outcomes.looked(tick, job, outcome)


@errands.on(BOOK)
async def book(graph: Graph, job: Book) -> Outcome:
    """One event, however often tried. The value: the event, with what the calendars said where
    they were asked; or the trouble in its way."""
    wanted = Slot(start=job.start, end=job.end)
    near = (job.start - _NEAR, job.start + _NEAR)
    if not job.account:
        return Done(Trouble.ORGANISER_MAILBOX)
    try:
        standing = await graph.calendar.find(job.account, job.transaction_id, *near)
        if standing is not None and _slot_of(standing) == wanted:
            return Done(standing)
        found = await seen(graph, (job.account,), job.mails, job.room, wanted)
        if is_taken(found, wanted, *_own(job, standing)):
            return await _taken(graph, job, standing)
        event = await _written(graph, job, found, standing)
        return Done(Written(event=event, seen=found))
    except (Missing, NobodyAsks):
        return Done(Trouble.ORGANISER_MAILBOX)


def _slot_of(event: Event) -> Slot:
    return Slot(start=event.start, end=event.end)


def _own(job: Book, standing: Event | None) -> list[Slot]:
    """Where events of ours take up time: of an earlier attempt, of an earlier booking."""
    found = [] if standing is None else [_slot_of(standing)]
    if job.was_start is not None and job.was_end is not None:
        found.append(Slot(start=job.was_start, end=job.was_end))
    return found


async def _taken(graph: Graph, job: Book, standing: Event | None) -> Outcome:
    """Nobody shall come at the time of an earlier attempt either."""
    if standing is not None:
        await _withdraw(graph, job.account, standing.id, "")
    return Done(Trouble.TAKEN)


async def _written(graph: Graph, job: Book, found: Seen, standing: Event | None) -> Event:
    """What an attempt for another time left behind, of which nobody knew, becomes this event."""
    if standing is not None:
        return await graph.calendar.move(job.account, standing.id, job.start, job.end)
    return await _created(graph, job, room="" if found.room_missing else job.room)


async def _created(graph: Graph, job: Book, room: str) -> Event:
    """The organiser's own calendar has it anyway; the others are invited, and a room that is."""
    coming = zip(job.people, job.mails, job.names, strict=True)
    event = NewEvent(
        subject=job.subject,
        text=job.text,
        start=job.start,
        end=job.end,
        attendees=tuple(
            Attendee(mail=mail, name=name)
            for person, mail, name in coming
            if person != job.organiser
        ),
        room=room,
        online=job.online,
    )
    return await graph.calendar.create(job.account, event, job.transaction_id, fresh=True)


@errands.apply(book)
def booked(tick: Tick, job: Book, outcome: object) -> None:
    """The event stands, or the card says what stood in its way."""
    outcomes.booked(tick, job, outcome)


@errands.on(MOVE)
async def move(graph: Graph, job: Move) -> Outcome:
    """The event stands at another time. The value: the event, or the trouble in its way."""
    own, wanted = Slot(start=job.was_start, end=job.was_end), Slot(start=job.start, end=job.end)
    if not job.account:
        return Done(Trouble.ORGANISER_LEFT)
    try:
        standing = await graph.calendar.event(job.account, job.event_id)
        if standing.cancelled:
            return Done(GONE)
        if (standing.start, standing.end) == (job.start, job.end):
            return Done(standing)
        found = await seen(graph, (job.account,), job.mails, job.room, wanted)
        if is_taken(found, wanted, own):
            return Done(Trouble.TAKEN)
        event = await graph.calendar.move(job.account, job.event_id, job.start, job.end)
        return Done(Written(event=event, seen=found))
    except (NoMailbox, NobodyAsks):
        return Done(Trouble.ORGANISER_LEFT)
    except Missing:
        return Done(GONE)


@errands.apply(move)
def moved(tick: Tick, job: Move, outcome: object) -> None:
    """The meeting has its new time, or keeps the old one and the card says why."""
    outcomes.moved(tick, job, outcome)


@errands.on(CANCEL)
async def cancel(graph: Graph, job: Cancel) -> Outcome:
    """The event is withdrawn from everybody's calendar."""
    if not job.account:
        return Done(Trouble.ORGANISER_LEFT)
    try:
        await _withdraw(graph, job.account, job.event_id, job.comment)
    except NoMailbox:
        return Done(Trouble.ORGANISER_LEFT)
    return Done()


async def _withdraw(graph: Graph, owner: str, event_id: str, comment: str) -> None:
    """What is gone already is as good as withdrawn; what invites nobody is simply removed."""
    try:
        standing = await graph.calendar.event(owner, event_id)
    except NoMailbox:
        raise
    except Missing:
        return
    if standing.responses:
        await graph.calendar.cancel(owner, event_id, comment)
    else:
        await graph.calendar.remove(owner, event_id)


@errands.apply(cancel)
def cancelled(tick: Tick, job: Cancel, outcome: object) -> None:
    """The period is owed again."""
    outcomes.cancelled(tick, job, outcome)


@errands.on(CHECK)
async def check(graph: Graph, job: Check) -> Outcome:
    """Whether the event stands where we know it. The value: the event, GONE, or who went."""
    if not job.account:
        return Done(Trouble.ORGANISER_LEFT)
    try:
        standing = await graph.calendar.event(job.account, job.event_id)
    except NoMailbox:
        return Done(Trouble.ORGANISER_LEFT)
    except Missing:
        return Done(GONE)
    return Done(GONE if standing.cancelled else standing)


@errands.apply(check)
def checked(tick: Tick, job: Check, outcome: object) -> None:
    """What somebody changed by hand, and whose calendar nobody keeps any more, is asked about."""
    checking.checked(tick, job, outcome)


@errands.on(CLEAR)
async def clear(graph: Graph, job: Clear) -> Outcome:
    """What an attempt of which nobody knew left behind is gone; mostly there is nothing."""
    span = (job.start - _NEAR, job.end + _NEAR)
    try:
        standing = await graph.calendar.find(job.account, job.transaction_id, *span)
    except Missing:
        return Done()
    if standing is not None:
        await _withdraw(graph, job.account, standing.id, "")
    return Done()


@errands.on(GATHER)
async def gather(graph: Graph, job: Gather) -> Outcome:
    """Nothing is asked: its time has come, and what the agenda says now is written."""
    del graph, job
    return Done()


@errands.apply(gather)
def gathered(tick: Tick, job: Gather, outcome: object) -> None:
    """The invitation is rewritten, if there is one still."""
    del outcome
    outcomes.gathered(tick, job)


@errands.on(REWRITE)
async def rewrite(graph: Graph, job: Rewrite) -> Outcome:
    """The invitation says what the agenda says; an event that is gone is noticed by the check."""
    try:
        await graph.calendar.rewrite(job.account, job.event_id, job.text)
    except Missing:
        return Done(GONE)
    return Done()
