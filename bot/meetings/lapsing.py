"""What becomes of a card that never surely arrived: whoever stands above who missed it is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot import policy
from bot.delivery import notices as sent
from bot.errors import NotFound
from bot.meetings import audience, notices
from bot.meetings.model import ENDED, FollowUp, Meeting, Series, SeriesState
from bot.meetings.plan import item
from bot.meetings.plan.item import Item
from bot.meetings.rules import lifecycle, periods
from bot.meetings.store import follow_ups, meetings
from bot.meetings.store import series as all_series
from bot.slice import Tick
from bot.storage.tx import Tx

KEPT_IN_SIGHT = timedelta(days=30)
_UNTIL_BOOKED = (item.PLAN, item.LATE)


def lapses(tick: Tick) -> None:
    """A card that never surely arrived goes to the superior instead, else to the agreement desk;
    not one that only reminds of what stands in calendars."""
    if policy.sending_time(tick.tx, tick.now) > tick.now:
        return
    for kind in item.ESCALATED:
        found = sent.lapses(tick.tx, kind=kind)
        for lapse in found:
            _instead(tick, lapse)
        sent.heard(tick.tx, found)


def _instead(tick: Tick, lapse: sent.Lapse) -> None:
    match lapse.kind:
        case item.CADENCE:
            _cadence(tick, lapse)
        case item.FOLLOW_UP:
            _follow_up(tick, lapse)
        case _:
            _meeting(tick, lapse)


def _meeting(tick: Tick, lapse: sent.Lapse) -> None:
    meeting = meetings.showing(tick.tx, lapse.notice)
    if meeting is None or not _waits(meeting, lapse):
        return
    series = all_series.get(tick.tx, meeting.series)
    for told in _above(
        tick.tx, _of_meeting(series, meeting, lapse, tick.today), series.post, lapse
    ):
        notices.post_meeting(tick.tx, told, meeting, tick.now, due_at=tick.now)


def _waits(meeting: Meeting, lapse: sent.Lapse) -> bool:
    """Whether the meeting still wants what the card asked for."""
    if lapse.kind in _UNTIL_BOOKED:
        return meeting.stage in lifecycle.UNBOOKED
    return meeting.stage not in ENDED


def _of_meeting(series: Series, meeting: Meeting, lapse: sent.Lapse, on: date) -> Item:
    last = periods.bound(series, meeting.period).last
    late = item.PASSED if last < on else item.LATE
    return Item(
        on=on,
        kind=late if lapse.kind in (item.PLAN, item.LATE, item.PASSED) else lapse.kind,
        key=f"lapse:{lapse.delivery}",
        subject=meeting.subject,
        title=series.title,
        day=last,
        to=(),
        expires=on + KEPT_IN_SIGHT,
        above=True,
    )


def _cadence(tick: Tick, lapse: sent.Lapse) -> None:
    series = all_series.find(tick.tx, _number(lapse))
    if series is None or series.state is not SeriesState.ASKING:
        return
    asks = Item(
        on=tick.today,
        kind=item.CADENCE,
        key=f"cadence:{series.id}:lapse:{lapse.delivery}",
        subject=series.subject,
        title=series.title,
        day=tick.today,
        to=(),
        expires=tick.today + KEPT_IN_SIGHT,
        above=True,
    )
    for told in _above(tick.tx, asks, series.post, lapse):
        notices.post_cadence(tick.tx, told, series, tick.now)


def _follow_up(tick: Tick, lapse: sent.Lapse) -> None:
    found = _left_to_do(tick.tx, _number(lapse))
    if found is None or found.done_on is not None:
        return
    reminds = Item(
        on=tick.today,
        kind=item.FOLLOW_UP,
        key=f"follow_up:{found.id}:lapse:{lapse.delivery}",
        subject=f"follow_up:{found.id}",
        title=all_series.get(tick.tx, found.series).title,
        day=found.due_on,
        to=(),
        expires=max(found.due_on, tick.today) + KEPT_IN_SIGHT,
        above=True,
    )
    for told in _above(tick.tx, reminds, found.post, lapse):
        notices.post_follow_up(tick.tx, told, found, tick.now)


def _left_to_do(tx: Tx, number: int) -> FollowUp | None:
    """None where its record was taken back meanwhile."""
    try:
        return follow_ups.get(tx, number)
    except NotFound:
        return None


def _number(lapse: sent.Lapse) -> int:
    """Of the series or follow-up that a key names: `cadence:7`, `follow_up:3:…`."""
    return int(lapse.source_key.split(":")[1])


def _above(tx: Tx, told: Item, post: int, lapse: sent.Lapse) -> Iterator[Item]:
    if to := audience.past(tx, post, lapse.recipient, told.on):
        yield replace(told, to=to)
