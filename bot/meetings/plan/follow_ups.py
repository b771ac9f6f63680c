"""Reminders of what meetings left to do: a week before, the day before, the day after."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot import policy
from bot.delivery import notices as sent
from bot.meetings import audience
from bot.meetings.model import FollowUp
from bot.meetings.plan import item
from bot.meetings.plan.item import Item
from bot.meetings.store import follow_ups
from bot.meetings.store import series as all_series
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY, Calendar

KEPT_IN_SIGHT = timedelta(days=30)
_AHEAD, _BEHIND = timedelta(days=21), timedelta(days=14)  # closed days may lie between


def days(one: FollowUp, calendar: Calendar) -> dict[date, str]:
    """The working days on which a follow-up is brought up; two on one day are one."""
    found: dict[date, str] = {}
    for before in (7, 1):
        found[calendar.previous_working_day(one.due_on - timedelta(days=before))] = f"T-{before}"
    found[calendar.next_working_day(one.due_on + ONE_DAY)] = "T+1"
    return found


def due(tx: Tx, after: date, start: date, until: date) -> Iterator[Item]:
    """Everything from `start` (a working day) to `until`; what came after the day `after` and was
    missed collapses, for each, to one on `start`."""
    calendar = policy.of(tx).calendar
    for one in follow_ups.due(tx, after - _BEHIND, until + _AHEAD):
        found = sorted(days(one, calendar).items())
        missed = [offset for on, offset in found if after < on <= start]
        for offset in missed[-1:]:
            if not _is_told(tx, one, offset):
                yield _item(tx, one, offset, start)
        for on, offset in found:
            if start < on <= until:
                yield _item(tx, one, offset, on)


def _key(one: FollowUp, offset: str) -> str:
    return f"follow_up:{one.id}:{one.due_on}:{offset}"


def _is_told(tx: Tx, one: FollowUp, offset: str) -> bool:
    return sent.find(tx, kind=item.FOLLOW_UP, source_key=_key(one, offset)) is not None


def _item(tx: Tx, one: FollowUp, offset: str, on: date) -> Item:
    series = all_series.get(tx, one.series)
    to = audience.acting(tx, (one.post,), on) or audience.owners(tx, series.post, on)
    return Item(
        on=on,
        kind=item.FOLLOW_UP,
        key=_key(one, offset),
        subject=f"follow_up:{one.id}",
        title=series.title,
        day=one.due_on,
        to=to,
        expires=max(one.due_on, on) + KEPT_IN_SIGHT,
    )
