"""How calendars are asked about meetings: each question is a row, asked in this transaction."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import policy
from bot.clock import real_now
from bot.errands import rows as errands
from bot.meetings import party as parties
from bot.meetings.model import Meeting, Series, Slot, Stage
from bot.meetings.party import Party
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
from bot.meetings.rules import periods, planning
from bot.meetings.store import agenda, history
from bot.meetings.store import series as all_series
from bot.people import store as people
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY

__all__ = [
    "BOOK",
    "CANCEL",
    "CHECK",
    "CLEAR",
    "GATHER",
    "LOOK",
    "MOVE",
    "REWRITE",
    "Book",
    "Cancel",
    "Check",
    "Clear",
    "Gather",
    "Look",
    "Move",
    "Rewrite",
]

TOGETHER = timedelta(minutes=10)  # changes of an agenda within them reach the invitation as one


def ask_look(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """Have slots looked for, for a meeting that has just begun to look (`now`: tenant's zone)."""
    series = all_series.get(tx, meeting.series)
    window = search_window(tx, series, meeting, now)
    party = parties.within(tx, series, window.start.date(), window.end.date() - ONE_DAY)
    job = Look(
        meeting=meeting.id,
        version=meeting.version,
        people=party.people,
        askers=party.askers,
        mails=party.mails,
        room=series.room,
        start=window.start,
        end=window.end,
    )
    _ask(tx, LOOK, meeting, job, now)


def search_window(tx: Tx, series: Series, meeting: Meeting, now: datetime) -> Slot:
    """Within which time slots may be offered now."""
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - turns and ticks tell it in the tenant's own
    calendar = policy.of(tx).calendar
    period = periods.bound(series, meeting.period)
    return planning.search_window(period, now=now, calendar=calendar, zone=zone)


def ask_book(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """Have the wanted slot written into the organiser's calendar, once per transaction id."""
    series = all_series.get(tx, meeting.series)
    slot = _wanted(meeting)
    party = _party(tx, series, meeting, slot, now)
    was = meeting.seen
    job = Book(
        meeting=meeting.id,
        version=meeting.version,
        organiser=meeting.organiser or 0,
        account=_account(tx, meeting, now),
        people=party.people,
        mails=party.mails,
        names=party.names,
        room=series.room,
        subject=_subject(series),
        text=_text(tx, meeting),
        start=slot.start,
        end=slot.end,
        online=series.online,
        transaction_id=meeting.transaction_id,
        was_start=was.start if was else None,
        was_end=was.end if was else None,
    )
    _ask(tx, BOOK, meeting, job, now)


def ask_move(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """Have the event moved from `slot` to `wanted`."""
    series = all_series.get(tx, meeting.series)
    slot = _wanted(meeting)
    party = _party(tx, series, meeting, slot, now)
    was = meeting.slot or slot
    job = Move(
        meeting=meeting.id,
        version=meeting.version,
        account=_account(tx, meeting, now),
        event_id=meeting.event_id,
        people=party.people,
        mails=party.mails,
        room=series.room,
        start=slot.start,
        end=slot.end,
        was_start=was.start,
        was_end=was.end,
    )
    _ask(tx, MOVE, meeting, job, now)


def ask_cancel(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """Have the event withdrawn; attendees read the meeting's reason."""
    job = Cancel(
        meeting=meeting.id,
        version=meeting.version,
        account=_account(tx, meeting, now),
        event_id=meeting.event_id,
        comment=meeting.reason,
    )
    _ask(tx, CANCEL, meeting, job, now)


def ask_check(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """Have looked whether the event still stands; once on a day, however often it is asked."""
    job = Check(
        meeting=meeting.id,
        version=meeting.version,
        account=_account(tx, meeting, now),
        event_id=meeting.event_id,
    )
    key = f"{CHECK}:{meeting.id}:{now.date()}"
    errands.ask(tx, CHECK, key=key, job=job, due=now, now=real_now())


def ask_clear(tx: Tx, meeting: Meeting, now: datetime, *, but: int | None = None) -> None:
    """Have withdrawn what attempts at a booking may have left behind in somebody's calendar.

    `but`: not in this person's, who goes on from it.
    """
    found: dict[str, list[Slot]] = {}
    for change in history.of(tx, meeting.id):
        tried = change.before
        if tried is None or tried.stage is not Stage.BOOKING or tried.slot is None:
            continue
        if tried.transaction_id == meeting.transaction_id and tried.organiser != but:
            found.setdefault(_account(tx, tried, now), []).append(tried.slot)
    found.pop("", None)  # who has no account has no calendar either
    for account, slots in found.items():
        job = Clear(
            account=account,
            transaction_id=meeting.transaction_id,
            start=min(slot.start for slot in slots),
            end=max(slot.end for slot in slots),
        )
        key = f"{CLEAR}:{meeting.id}:{meeting.version}:{account}"
        errands.ask(tx, CLEAR, key=key, job=job, due=now, now=real_now())


def ask_gather(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """Have the invitation say what the agenda says, once for all that changes in some minutes."""
    if not (meeting.in_calendar and meeting.event_id):
        return
    midnight = datetime.combine(now.date(), time.min, now.tzinfo)
    due = now + TOGETHER - (now - midnight) % TOGETHER
    job = Gather(meeting=meeting.id)
    key = f"{GATHER}:{meeting.id}:{due.isoformat()}"
    errands.ask(tx, GATHER, key=key, job=job, due=due, now=real_now())


def ask_rewrite(tx: Tx, meeting: Meeting, now: datetime) -> None:
    """Have the invitation say what the agenda says now."""
    job = Rewrite(
        account=_account(tx, meeting, now), event_id=meeting.event_id, text=_text(tx, meeting)
    )
    key = f"{REWRITE}:{meeting.id}:{now.isoformat()}"
    errands.ask(tx, REWRITE, key=key, job=job, due=now, now=real_now())


def is_asked(tx: Tx, meeting: Meeting) -> bool:
    """Whether an answer for the meeting as it stands is still to come."""
    kinds = (LOOK, BOOK, MOVE, CANCEL)
    return any(errands.is_waiting(tx, f"{kind}:{meeting.id}:{meeting.version}:") for kind in kinds)


def _ask(tx: Tx, kind: str, meeting: Meeting, job: object, now: datetime) -> None:
    """Once on a day: what ended without an answer may be asked anew on the next."""
    key = f"{kind}:{meeting.id}:{meeting.version}:{now.date()}"
    errands.ask(tx, kind, key=key, job=job, due=now, now=real_now())


def _party(tx: Tx, series: Series, meeting: Meeting, slot: Slot, now: datetime) -> Party:
    return parties.on_day(tx, series, _day(slot, now), meeting.organiser)


def _day(slot: Slot, now: datetime) -> date:
    return slot.start.astimezone(now.tzinfo).date()


def _account(tx: Tx, meeting: Meeting, now: datetime) -> str:
    """The directory id of who organises, also where they have left: their calendar may remain."""
    found = people.find(tx, meeting.organiser or 0, now.date())
    return found.aad_object_id if found is not None else ""


def _wanted(meeting: Meeting) -> Slot:
    slot = meeting.wanted or meeting.slot
    assert slot is not None  # noqa: S101 - nothing is booked or moved without a time
    return slot


def _subject(series: Series) -> str:
    return f"{series.title}（{series.partner}）" if series.partner else series.title


def _text(tx: Tx, meeting: Meeting) -> str:
    """What stands in the invitation: the agenda as far as it is known."""
    return "\n".join(f"・{item.text}" for item in agenda.of(tx, meeting.id))
