"""Our own meetings beside one: two may not want the same people, or the room, at one time.

Calendars tell of most of them; not of a day entered by hand, nor of a booking under way.
"""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from bot.meetings import audience
from bot.meetings.model import Meeting, Series, Slot
from bot.meetings.store import clashing
from bot.meetings.store import series as all_series
from bot.people import store as people
from bot.storage.tx import Tx

_KNOWN = "meetings.attending"


def of(
    tx: Tx, series: Series, meeting: Meeting, coming: Collection[int], window: Slot, zone: ZoneInfo
) -> tuple[Slot, ...]:
    """When others of our meetings take up somebody of those who come, or the room."""
    near: frozenset[int] | None = None
    found = []
    for one in clashing.agreed(tx, window):
        if one.meeting == meeting.id:
            continue
        if not (series.room and one.room == series.room):
            near = _near(tx, series, coming, window, zone) if near is None else near
            day = one.slot.start.astimezone(zone).date()
            if one.series not in near or coming_to(tx, one.series, day).isdisjoint(coming):
                continue
        found.append(one.slot)
    return tuple(found)


def offered(
    tx: Tx, series: Series, meeting: Meeting, coming: Collection[int], window: Slot, zone: ZoneInfo
) -> tuple[Slot, ...]:
    """What has been offered to the same people for others of our meetings, and isn't decided."""
    return tuple(
        one.slot
        for near in sorted(_near(tx, series, coming, window, zone))
        for one in clashing.offered(tx, near)
        if one.meeting != meeting.id
    )


def coming_to(tx: Tx, series: int, day: date) -> frozenset[int]:
    """Who comes to a meeting of a series on a day; found out once in a transaction."""
    known: dict[tuple[int, date], frozenset[int]] = tx.known.get(_KNOWN, {})
    found = known.get((series, day))
    if found is None:
        there = audience.attendees(tx, all_series.get(tx, series), day)
        found = frozenset(person.id for person in there)
        tx.known[_KNOWN] = {**known, (series, day): found}
    return found


def _near(
    tx: Tx, series: Series, coming: Collection[int], window: Slot, zone: ZoneInfo
) -> frozenset[int]:
    """The series to whose meetings one of these people may come."""
    day = window.start.astimezone(zone).date()
    posts = {series.post, *series.posts}
    for person in coming:
        posts.update(holder.post for holder in people.holders_of(tx, person, day).of)
    return frozenset(one.id for one in all_series.concerning(tx, sorted(posts)))
