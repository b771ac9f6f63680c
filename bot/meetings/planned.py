"""Everything that will be said of meetings between two days, if nobody presses anything."""

from collections.abc import Iterator
from datetime import date, datetime, time

from bot import policy
from bot.meetings.following import FOLLOW
from bot.meetings.jobs import FOLLOW_UPS
from bot.meetings.plan import booked, follow_ups, owed
from bot.meetings.plan.item import Item
from bot.meetings.store import marks, meetings
from bot.meetings.store import series as all_series
from bot.slice import Planned
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from bot.zone import zone


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """Also of periods for which there is no meeting yet."""
    start = _start(tx, since)
    found = [*_of_periods(tx, start, until), *_of_booked(tx, since, until)]
    found += follow_ups.due(tx, _reminded(tx, start), start, until)
    return tuple(one.planned() for one in found if one.to and since <= one.on <= until)


def _start(tx: Tx, since: date) -> date:
    """The working day on which the clock says what it may have missed."""
    looked, _ = marks.of(tx, FOLLOW)
    first = since if looked is None else min(since, looked + ONE_DAY)
    return policy.of(tx).calendar.next_working_day(first)


def _reminded(tx: Tx, start: date) -> date:
    day, _ = marks.of(tx, FOLLOW_UPS)
    return day or start - ONE_DAY


def _of_periods(tx: Tx, start: date, until: date) -> Iterator[Item]:
    for series in all_series.due(tx, until, all_series.count(tx)):
        for one in owed.said(tx, series, start, until):
            yield from one.items


def _of_booked(tx: Tx, since: date, until: date) -> Iterator[Item]:
    here = zone(tx)
    first = datetime.combine(since, time.min, here)
    last = datetime.combine(until, time.max, here)
    for one in meetings.watched(tx):
        series = all_series.get(tx, one.meeting.series)
        yield from booked.planned(tx, series, one.meeting, one.since or first, first, last)
