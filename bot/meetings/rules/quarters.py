"""The picture of a series: for each period of two fiscal years, whether it was met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.meetings.model import Meeting, Period, Series, Stage
from bot.meetings.rules.periods import APRIL, bound, owed, periods
from bot.workdays import ONE_DAY, add_months

Dated = tuple[Meeting, date | None]  # with its day
_ENDED = {Stage.HELD: "met", Stage.WRITTEN: "written", Stage.SKIPPED: "skipped"}
_BOOKED = frozenset((Stage.BOOKED, Stage.MOVING, Stage.CANCELLING, Stage.CHANGED))
_WITH_DAY = frozenset(("met", "written", "booked"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """One period; `state` is met, written, skipped, booked, owed, missed, ahead or free.

    See cards.meetings.matter.Quarter. `on`: the day of the meeting; `meeting_id` 0: there is none.
    """

    first: date
    last: date
    state: str
    on: date | None = None
    meeting_id: int = 0


def quarters(
    series: Series, meetings: Iterable[Meeting], today: date, zone: ZoneInfo
) -> tuple[Quarter, ...]:
    """The periods of last and this fiscal year, the earliest first; none while nobody has said
    how often.

    Of what passed before a meeting was planned here nobody knows whether it was met: it is free.
    """
    first, last = years_shown(today)
    near = [(one, day_of(one, zone)) for one in meetings]
    return tuple(_quarter(series, one, near, today) for one in periods(series, first, last))


def years_shown(today: date) -> tuple[date, date]:
    """From the first day of last fiscal year to the last day of this one."""
    this = date(today.year if today.month >= APRIL else today.year - 1, APRIL, 1)
    return add_months(this, -12), add_months(this, 12) - ONE_DAY


def last_met_on(meetings: Iterable[Meeting]) -> date | None:
    """The day on which the series met last."""
    held = (one.held_on for one in meetings if one.stage is Stage.HELD and one.held_on)
    return max(held, default=None)


def day_of(meeting: Meeting, zone: ZoneInfo) -> date | None:
    """The day of a meeting: on which it was held or settled in writing, else the booked one."""
    if meeting.held_on or meeting.slot is None:
        return meeting.held_on
    return meeting.slot.start.astimezone(zone).date()


def _quarter(series: Series, period: Period, meetings: Sequence[Dated], today: date) -> Quarter:
    meeting, on = _meeting_of(period, meetings)
    state = _state(series, period, meeting, today)
    return Quarter(
        first=period.first,
        last=period.last,
        state=state,
        on=on if state in _WITH_DAY else None,
        meeting_id=meeting.id if meeting else 0,
    )


def _meeting_of(period: Period, meetings: Sequence[Dated]) -> Dated | tuple[None, None]:
    """The period's own; else, of a cadence that was another then, the last one in these days."""
    own = [found for found in meetings if found[0].period == period]
    near = [found for found in meetings if found[1] and period.first <= found[1] <= period.last]
    fitting = own or near
    return fitting[-1] if fitting else (None, None)


def _state(series: Series, period: Period, meeting: Meeting | None, today: date) -> str:
    if meeting and meeting.stage in _ENDED:
        return _ENDED[meeting.stage]
    if meeting and meeting.stage in _BOOKED:
        return "booked"
    last = bound(series, period).last
    if not owed(series, period) or (last < today and meeting is None):
        return "free"
    if period.first > today:
        return "ahead"
    return "owed" if today <= last else "missed"
