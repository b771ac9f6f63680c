"""What becomes of a meeting that isn't booked when its promise binds otherwise than before."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.meetings.model import Meeting, Period, Series, Stage
from bot.meetings.rules import lifecycle, periods, records
from bot.meetings.rules.stages import changed_to, without_event


def is_open(meeting: Meeting) -> bool:
    """Whether the clock may still give the meeting another period, or let it go."""
    return meeting.stage in lifecycle.UNBOOKED or meeting.released


def released(meeting: Meeting, *, reason: str) -> Meeting:
    """Nobody owes it any more; the reason says so. No person answered for the period by it."""
    skipped = records.skip(meeting, version=meeting.version, reason=reason)
    return replace(skipped, released=True)


def period_now(
    series: Series, meeting: Meeting, others: Iterable[Meeting], today: date
) -> Period | None:
    """The period that an open meeting answers as the series binds now; None: nobody owes it.

    What was over before another cadence began stays as it was owed then.
    """
    own = meeting.period
    target = periods.period_of(series, max(own.first, min(today, own.last)))
    if target is None or not periods.owed(series, target):
        return None
    if target == own:
        return own
    if periods.bound(series, target).last < today:
        return own if periods.owed(series, own) else None
    return None if any(_answers(one, target) for one in others) else target


def _answers(other: Meeting, target: Period) -> bool:
    """Whether another meeting is that of this period."""
    if other.period == target or other.period.first == target.first:
        return True
    within = target.first <= other.period.first <= target.last
    return within and not is_open(other)


def fitted(series: Series, meeting: Meeting, period: Period, today: date) -> Meeting:
    """The open meeting for the period that it answers now; the same where nothing is new.

    One that was let go is owed again, unless its days are over: its planning begins anew.
    """
    if meeting.released:
        over = periods.bound(series, period).last < today
        return meeting if over else _owed_again(meeting, period)
    if period == meeting.period:
        return meeting
    if meeting.stage is Stage.LOOKING:  # what the calendars are being asked is of other days
        return _owed_again(meeting, period)
    return changed_to(meeting, meeting.stage, period=period)


def _owed_again(meeting: Meeting, period: Period) -> Meeting:
    return without_event(
        meeting,
        Stage.OPEN,
        period=period,
        slots=(),
        reason="",
        released=False,
        revivals=meeting.revivals + 1,
    )
