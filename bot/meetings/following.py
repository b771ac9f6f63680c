"""Series follow the promises that they come from: agreements' duties to meet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.duties import store as duties
from bot.duties.model import Duty
from bot.meetings import notices, promise
from bot.meetings.model import ENDED, Meeting, Series
from bot.meetings.rules import fitting, lifecycle, periods, promises
from bot.meetings.store import history, marks, meetings, promised
from bot.meetings.store import series as all_series
from bot.slice import Tick
from bot.storage.parts import apart
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from cards.lang import SOURCE, Lang

FOLLOW = "meetings.follow"
FOLLOWED = "meetings.followed"  # how far today's changed promises have been followed
RELEASED = "meetings.released"  # the promise is gone: nobody owes the meeting any more
OWED_AGAIN = "meetings.owed_again"
MOST_AT_ONCE = 200  # the next tick takes the rest


def follow(tick: Tick) -> None:
    """New promises at once; once a day every promise that changed since, or is gone."""
    day, last = marks.of(tick.tx, FOLLOW)
    if day == tick.today:
        found = promised.new(tick.tx, last, MOST_AT_ONCE)
        _each(tick, found)
        if found:
            marks.put(tick.tx, FOLLOW, tick.today, found[-1].id)
    elif _all_changed(tick):
        for series in promised.forsaken(tick.tx):
            _end(tick, series)
        marks.put(tick.tx, FOLLOW, tick.today, promised.newest(tick.tx))


def _all_changed(tick: Tick) -> bool:
    """Whether the last of today's changed promises has been followed; a page in each tick."""
    day, last = marks.of(tick.tx, FOLLOWED)
    found = promised.changed(tick.tx, last if day == tick.today else 0, MOST_AT_ONCE)
    _each(tick, found)
    if found:
        marks.put(tick.tx, FOLLOWED, tick.today, found[-1].id)
    return len(found) < MOST_AT_ONCE


def _each(tick: Tick, found: tuple[Duty, ...]) -> None:
    for duty in found:
        apart(tick.tx, "promise_left_out", partial(_follow, tick, duty), duty=duty.id)


def _follow(tick: Tick, duty: Duty) -> None:
    if not duty.in_force or duty.post is None:
        return
    standing = all_series.of_promise(tick.tx, duty.line)
    if standing is None:
        new = replace(promises.promised(duty, tick.today), registered_on=tick.today)
        kept = all_series.add(tick.tx, new)
    else:
        kept = promises.followed(standing, duty, tick.today)
        if kept != standing:
            all_series.save(tick.tx, kept)
        else:
            all_series.look_on(tick.tx, [(kept.id, all_series.AT_ONCE)])
    all_series.in_step(tick.tx, kept.id, duty=duty.id, version=duty.version)


def _end(tick: Tick, series: Series) -> None:
    all_series.save(tick.tx, promises.ended(series), due_on=None)
    for meeting in meetings.of_series(tick.tx, series.id):
        release(tick, series, meeting)


def release(tick: Tick, series: Series, meeting: Meeting) -> None:
    """A meeting that nobody owes any more is planned no further; a booked one is people's own."""
    if meeting.stage not in lifecycle.UNBOOKED:
        return
    after = fitting.released(meeting, reason=Lang(SOURCE).t("meetings.released"))
    _keep(tick, series, meeting, after, RELEASED)
    notices.close(tick.tx, after, tick.now)


def fit(tick: Tick, series: Series) -> None:
    """Meetings that aren't booked follow the days and the cadence by which the series binds now:
    they get another period, are let go, or are owed again."""
    found = {one.id: one for one in meetings.of_series(tick.tx, series.id)}
    for meeting in tuple(found.values()):
        if fitting.is_open(meeting):
            others = [one for one in found.values() if one.id != meeting.id]
            found[meeting.id] = _fit(tick, series, meeting, others)


def _fit(tick: Tick, series: Series, meeting: Meeting, others: Sequence[Meeting]) -> Meeting:
    period = fitting.period_now(series, meeting, others, tick.today)
    if period is None:
        release(tick, series, meeting)
        return meetings.get(tick.tx, meeting.id)
    after = fitting.fitted(series, meeting, period, tick.today)
    if after != meeting:
        _keep(tick, series, meeting, after, OWED_AGAIN)
    return after


def _keep(tick: Tick, series: Series, before: Meeting, after: Meeting, act: str) -> None:
    meetings.save(tick.tx, after)
    history.add(tick.tx, after, person=None, act=act, at=tick.now, before=before)
    notices.revise(tick.tx, series, after, tick.now)


def date_promise(tx: Tx, series: Series, today: date) -> None:
    """The promise is due at the end of the period that is owed now; lists go by that day."""
    duty = promise.is_open(tx, series)
    if duty is None:
        return
    due_on = _owed_until(tx, series, today)
    if due_on != duty.due_on:
        kept = duties.save(tx, replace(duty, due_on=due_on))
        all_series.in_step(tx, series.id, duty=kept.id, version=kept.version)


def _owed_until(tx: Tx, series: Series, today: date) -> date | None:
    """The last day of the first period that is neither over nor answered."""
    period = periods.next_owed(series, today)
    while period is not None and _is_answered(tx, series, period.first):
        period = periods.next_owed(series, period.last + ONE_DAY)
    return None if period is None else periods.bound(series, period).last


def _is_answered(tx: Tx, series: Series, first: date) -> bool:
    meeting = meetings.find(tx, series.id, first)
    return meeting is not None and meeting.stage in ENDED
