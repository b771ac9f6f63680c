"""What training asks of Graph: the event in the calendar of who booked, and who attended.

Each may be repeated: what an answer got lost of is found by its transactionId, what was moved or
removed already is left as it is. So Graph being down for an hour delays them by an hour.
"""

from datetime import timedelta

from bot.errands.model import Done, Outcome
from bot.errands.registry import Registry
from bot.slice import Tick
from bot.training import gathered, outcomes
from bot.training.model import Entry, Trouble
from bot.training.outcomes import Attendance
from bot.training.questions import (
    ENTRY,
    ENTRY_GONE,
    ENTRY_MOVE,
    GATHERING,
    GATHERING_GONE,
    REPORT,
    TELL,
    Hold,
    Put,
    Read,
    Release,
    Remove,
    Shift,
    Tell,
)
from graph import Graph
from graph.attendance_reports import Report
from graph.calendar import Event, NewEvent
from graph.errors import Missing, NoMailbox

errands = Registry()
_NEAR = timedelta(days=31)  # a session may have been moved before we knew of the event
_AROUND = timedelta(hours=2)  # who comes early, and who stays


async def _standing(graph: Graph, job: Put) -> Outcome | None:
    """What became of an attempt of which nobody knows."""
    span = (job.start - _NEAR, job.start + _NEAR)
    try:
        found = await graph.calendar.find(job.account, job.transaction_id, *span)
    except Missing:
        return Done(Entry.REFUSED)
    return None if found is None else Done(found.id)


@errands.on(ENTRY, uncertain=_standing)
async def put(graph: Graph, job: Put) -> Outcome:
    """One event for each booking, however often tried. The value: its id, or REFUSED where there
    is no mailbox to put it into."""
    if not job.account:
        return Done(Entry.REFUSED)
    event = NewEvent(subject=job.subject, text=job.text, start=job.start, end=job.end)
    try:
        made = await graph.calendar.create(job.account, event, job.transaction_id, fresh=True)
    except Missing:
        return Done(Entry.REFUSED)
    return Done(made.id)


@errands.apply(put)
def written(tick: Tick, job: Put, outcome: object) -> None:
    """The event stands, or the own card says that it doesn't."""
    outcomes.written(tick, job, outcome)


@errands.on(ENTRY_MOVE)
async def shift(graph: Graph, job: Shift) -> Outcome:
    """The event stands where the session does. The value: NONE where its owner took it out."""
    try:
        await graph.calendar.move(job.account, job.event_id, job.start, job.end)
        await graph.calendar.rewrite(job.account, job.event_id, job.text)
    except NoMailbox:
        return Done(Entry.REFUSED)
    except Missing:
        return Done(Entry.NONE)
    return Done(Entry.STANDS)


@errands.apply(shift)
def shifted(tick: Tick, job: Shift, outcome: object) -> None:
    """What its owner took out of the calendar stays out."""
    outcomes.shifted(tick, job, outcome)


@errands.on(ENTRY_GONE)
async def remove(graph: Graph, job: Remove) -> Outcome:
    """The event is gone, whoever took it away."""
    return await _gone(graph, job)


async def _gone(graph: Graph, job: Remove | Release) -> Outcome:
    event_id = job.event_id
    try:
        if not event_id:
            span = (job.start - _NEAR, job.start + _NEAR)
            found = await graph.calendar.find(job.account, job.transaction_id, *span)
            event_id = found.id if found else ""
        if event_id:
            await graph.calendar.remove(job.account, event_id)
    except Missing:  # without a mailbox there is no event either
        return Done()
    return Done()


@errands.apply(remove)
def removed(tick: Tick, job: Remove, outcome: object) -> None:
    """Nothing of the booking is left in the calendar."""
    outcomes.removed(tick, job, outcome)


@errands.on(GATHERING)
async def hold(graph: Graph, job: Hold) -> Outcome:
    """One online event for each session, however often tried. The value: the event, or why there
    is none."""
    try:
        return Done(await _held(graph, job))
    except Missing:
        return Done(Trouble.MAILBOX)


async def _held(graph: Graph, job: Hold) -> Event:
    """What its owner took out is made anew: people need an address to join by."""
    if job.event_id:
        try:
            event = await graph.calendar.move(job.account, job.event_id, job.start, job.end)
            await graph.calendar.rewrite(job.account, job.event_id, job.text)
        except NoMailbox:
            raise
        except Missing:
            return await _made(graph, job)
        return event
    return await _made(graph, job)


async def _made(graph: Graph, job: Hold) -> Event:
    new = NewEvent(subject=job.subject, text=job.text, start=job.start, end=job.end, online=True)
    return await graph.calendar.create(job.account, new, job.transaction_id)


@errands.apply(hold)
def held(tick: Tick, job: Hold, outcome: object) -> None:
    """The session has its link, or the desk hears why it hasn't."""
    gathered.held(tick, job, outcome)


@errands.on(GATHERING_GONE)
async def release(graph: Graph, job: Release) -> Outcome:
    """The event is gone, whoever took it away."""
    return await _gone(graph, job)


@errands.apply(release)
def released(tick: Tick, job: Release, outcome: object) -> None:
    """The session has no meeting of our making any more."""
    gathered.released(tick, job, outcome)


@errands.on(REPORT)
async def read(graph: Graph, job: Read) -> Outcome:
    """How long everybody was there; nothing where there is no report (yet)."""
    if not job.organizer:
        return Done(())
    try:
        meeting = await graph.attendance_reports.meeting(job.organizer, job.join_url)
        reports = await graph.attendance_reports.of(job.organizer, meeting)
        return Done(await _present(graph, job, meeting, reports))
    except Missing:
        return Done(())


async def _present(
    graph: Graph, job: Read, meeting: str, reports: tuple[Report, ...]
) -> tuple[Attendance, ...]:
    """Spans of the session itself alone count: one meeting may serve a whole series."""
    found: list[Attendance] = []
    for report in reports:
        if report.end <= job.start - _AROUND or report.start >= job.end + _AROUND:
            continue
        for one in await graph.attendance_reports.records(job.organizer, meeting, report.id):
            spans = one.joins or ((report.start, report.start + timedelta(seconds=one.seconds)),)
            found.append(Attendance(account=one.aad_object_id, mail=one.mail, spans=spans))
    return tuple(found)


@errands.apply(read)
def attended(tick: Tick, job: Read, outcome: object) -> None:
    """Who was there long enough has finished; who wasn't is told of the recording."""
    outcomes.attended(tick, job, outcome)


@errands.on(TELL)
async def tell(graph: Graph, job: Tell) -> Outcome:
    """Nothing is asked: its turn has come."""
    del graph, job
    return Done()


@errands.apply(tell)
def told(tick: Tick, job: Tell, outcome: object) -> None:
    """One of many people hears of their session."""
    del outcome
    outcomes.told(tick, job)
