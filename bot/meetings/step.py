"""One step of a meeting, by a press or by what a calendar said: kept with how it stood before."""

from datetime import datetime

from bot.meetings import asked
from bot.meetings.model import BUSY, ENDED, Meeting, Stage
from bot.meetings.rules.lifecycle import UNBOOKED
from bot.meetings.store import answers, history, meetings
from bot.meetings.store import series as all_series
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY


def keep(
    tx: Tx, before: Meeting, after: Meeting, *, person: int | None, act: str, at: datetime
) -> None:
    """Remember the meeting; who answered for another time is asked anew. Raises Stale where it
    changed meanwhile. `person` None: the calendar's doing."""
    meetings.save(tx, after)
    history.add(tx, after, person=person, act=act, at=at, before=before)
    if after.slot != before.slot:
        answers.erase(tx, after.id)
    if after.slot != before.slot or _standing(after) != _standing(before):
        all_series.look_by(tx, after.series, at.date() + ONE_DAY)
    _clear_up(tx, before, after, at)


def _standing(meeting: Meeting) -> tuple[bool, bool]:
    """What the clock says of its period hangs on it: nobody is warned of what is booked."""
    return meeting.stage in UNBOOKED, meeting.stage in ENDED


def _clear_up(tx: Tx, before: Meeting, after: Meeting, now: datetime) -> None:
    """An attempt at booking of which nobody knows may have left an event behind. Where no further
    attempt goes on from it, or one does in another's calendar, it is withdrawn."""
    if not before.transaction_id or before.event_id or before.stage in BUSY:
        return
    same = after.transaction_id == before.transaction_id
    if not same or not after.in_calendar or after.stage in ENDED:
        asked.ask_clear(tx, before, now)
    elif after.stage is Stage.BOOKING:
        asked.ask_clear(tx, before, now, but=after.organiser)
