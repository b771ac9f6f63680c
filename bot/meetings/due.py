"""What one person has to see to about meetings: for 「今日やること」, 「期限」 and 引継ぎ."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot import policy
from bot.meetings.model import ENDED, FollowUp, Meeting, Period, Series, SeriesState, Stage
from bot.meetings.plan.item import CADENCE, FOLLOW_UP, PASSED, PLAN, WHAT
from bot.meetings.rules import lifecycle, periods, planning
from bot.meetings.store import follow_ups, meetings
from bot.meetings.store import series as all_series
from bot.people import store as people
from bot.people.model import Person
from bot.slice import Due
from bot.storage.tx import Tx
from bot.workdays import Calendar
from bot.zone import civil, zone
from cards.meetings.verbs import OpenCadence, OpenFollowUp, Show

URGENT = timedelta(days=14)
KEPT_IN_SIGHT = timedelta(days=92)  # a period that passed without a record


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """Everything with a day that waits for this person, the earliest first."""
    posts = [holder.post for holder in people.holders_of(tx, person.id, today).of]
    return _due(tx, posts, today)


def due_of(tx: Tx, post: int, today: date) -> tuple[Due, ...]:
    """Everything with a day that the post itself owns; for 引継ぎ."""
    return _due(tx, [post], today)


def _due(tx: Tx, posts: list[int], today: date) -> tuple[Due, ...]:
    own = all_series.owned_by(tx, posts)
    found = [line for series in own for line in _of_series(tx, series, today)]
    found += _of_follow_ups(tx, follow_ups.open_for(tx, posts), today)
    return tuple(sorted(found, key=lambda due: (due.day, due.subject)))


def _of_series(tx: Tx, series: Series, today: date) -> Iterator[Due]:
    if series.state is SeriesState.ASKING:
        yield _cadence(series, today)
    over = series.state is SeriesState.ENDED  # what is booked nevertheless wants its record
    for meeting in meetings.of_series(tx, series.id):
        if meeting.stage not in ENDED and not (over and meeting.stage in lifecycle.UNBOOKED):
            yield from _of_meeting(tx, series, meeting, today)


def _of_meeting(tx: Tx, series: Series, meeting: Meeting, today: date) -> Iterator[Due]:
    """A meeting that is yet to be booked, or whose record is missing; a booked one waits.

    There is something to do from the planner's card on, so that the line is urgent from then on.
    """
    binds = periods.bound(series, meeting.period)
    booked = meeting.slot if meeting.stage in (Stage.BOOKED, Stage.CHANGED) else None
    met = civil(booked.end, zone(tx)) if booked else None
    if met is not None and met <= today:
        yield _line(series, meeting, met, WHAT[PASSED])
    elif meeting.stage in lifecycle.UNBOOKED and _is_near(binds, policy.of(tx).calendar, today):
        what = WHAT[PLAN] if today <= binds.last else WHAT[PASSED]
        yield _line(series, meeting, binds.last, what)


def _is_near(binds: Period, calendar: Calendar, today: date) -> bool:
    """Nobody need think of a period before its planning, nor of one that passed long ago."""
    return today - KEPT_IN_SIGHT <= binds.last and planning.plan_on(binds, calendar) <= today


def _line(series: Series, meeting: Meeting, day: date, what: str) -> Due:
    return Due(
        day=day,
        title=series.title,
        what=what,
        subject=meeting.subject,
        urgent=True,
        show=Show(meeting_id=meeting.id),
    )


def _cadence(series: Series, today: date) -> Due:
    return Due(
        day=max(series.registered_on or today, series.since),
        title=series.title,
        what=WHAT[CADENCE],
        subject=series.subject,
        show=OpenCadence(series_id=series.id),
    )


def _of_follow_ups(tx: Tx, found: Iterable[FollowUp], today: date) -> Iterator[Due]:
    for one in found:
        yield Due(
            day=one.due_on,
            title=all_series.get(tx, one.series).title,
            what=WHAT[FOLLOW_UP],
            subject=f"follow_up:{one.id}",
            urgent=one.due_on - today <= URGENT,
            show=OpenFollowUp(follow_up_id=one.id),
        )
