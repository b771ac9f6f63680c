"""A meeting and its series as cards show them on a day: with names, answers and agenda."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.meetings import audience, cadences
from bot.meetings.model import ENDED, Answer, FollowUp, Meeting, Series
from bot.meetings.rules import records
from bot.meetings.rules import shown as drawn
from bot.meetings.rules.quarters import last_met_on, quarters
from bot.meetings.rules.shown import Shown, ShownFollowUp, ShownSeries
from bot.meetings.store import agenda, answers, follow_ups, history, meetings, rooms
from bot.meetings.store import series as all_series
from bot.people import names
from bot.storage.tx import Tx
from bot.zone import zone_of

__all__ = ["Shown", "ShownFollowUp", "ShownSeries", "shown", "shown_follow_up", "shown_follow_ups"]
__all__ += ["shown_series", "zone_of"]


def shown(
    tx: Tx, meeting: Meeting, now: datetime, reader: int | None = None, *, decides: bool = False
) -> Shown:
    """The meeting on a card of `now` (in the tenant's zone).

    `reader`: who alone sees this card, None where a card goes to several; `decides`: whether they
    may take any item off the agenda.
    """
    series = all_series.get(tx, meeting.series)
    today = now.date()
    seats = audience.posts_of(tx, series, today)
    items = agenda.of(tx, meeting.id)
    left = follow_ups.of_meeting(tx, meeting.id)
    given = answers.of(tx, meeting.id)
    doubted = [doubt.post for doubt in meeting.doubts if doubt.post]
    told = [series.post, *seats.values(), *(one.post for one in left), *doubted]
    posts = _post_names(tx, told, today)
    persons = [*seats, meeting.organiser or 0, *(item.by for item in items)]
    people = _names(tx, [*persons, *(doubt.person for doubt in meeting.doubts)], today)
    return drawn.shown(
        meeting,
        series,
        today=today,
        zone=zone_of(now),
        posts=posts,
        people=people,
        attendees=_attendees(seats, people, posts, given),
        room=rooms.name(tx, series.room),
        agenda=drawn.agenda(items, people=people, reader=reader, decides=decides),
        follow_ups=[drawn.follow_up(one, title=series.title, posts=posts) for one in left],
        last_met_on=last_met_on(meetings.of_series(tx, series.id)),
        over=meeting.slot is not None and meeting.slot.end <= now,
        undoable=_is_undoable(tx, meeting, now, reader),
    )


def _attendees(
    seats: dict[int, int], people: dict[int, str], posts: dict[int, str], given: Iterable[Answer]
) -> tuple[drawn.ShownAttendee, ...]:
    return drawn.attendees(seats.items(), people=people, posts=posts, answers=given)


def shown_series(tx: Tx, series: Series, now: datetime) -> ShownSeries:
    """The series on a card of `now` (in the tenant's zone), with its quarters."""
    today = now.date()
    of_it = meetings.of_series(tx, series.id)
    return drawn.shown_series(
        series,
        today=today,
        posts=_post_names(tx, (series.post, *series.posts), today),
        quarters=quarters(series, of_it, today, zone_of(now)),
        last_met_on=last_met_on(of_it),
        may_set_cadence=cadences.may_set(tx, series),
    )


def shown_follow_ups(tx: Tx, found: Iterable[FollowUp], today: date) -> tuple[ShownFollowUp, ...]:
    """What meetings left to do, as lines of a card."""
    return tuple(shown_follow_up(tx, one, today) for one in found)


def shown_follow_up(tx: Tx, found: FollowUp, today: date) -> ShownFollowUp:
    """One thing that a meeting left to do, under the title of its series."""
    title = all_series.get(tx, found.series).title
    return drawn.follow_up(found, title=title, posts=_post_names(tx, (found.post,), today))


def _is_undoable(tx: Tx, meeting: Meeting, now: datetime, reader: int | None) -> bool:
    """Offered on the answer to who pressed alone; other copies would offer it for ever."""
    if reader is None or meeting.stage not in ENDED:
        return False
    last = history.last(tx, meeting.id)
    own = last is not None and last.person == reader
    return own and records.can_undo(meeting, last, at=now)


def _post_names(tx: Tx, posts: Iterable[int], on: date) -> dict[int, str]:
    return {post: names.post_name(tx, post, on) for post in dict.fromkeys(posts)}


def _names(tx: Tx, persons: Iterable[int], on: date) -> dict[int, str]:
    return {who: names.person_name(tx, who, on) for who in dict.fromkeys(persons) if who}
