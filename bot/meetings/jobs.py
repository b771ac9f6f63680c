"""What the clock does about meetings: it posts exactly what the plan shows for the day."""

from datetime import date, datetime
from functools import partial

from bot import policy
from bot.meetings import asked, carrying, notices, offers
from bot.meetings.following import date_promise, fit
from bot.meetings.model import ENDED, Meeting, Period, Series, SeriesState, Stage
from bot.meetings.plan import booked, follow_ups, owed
from bot.meetings.plan.booked import asked_at
from bot.meetings.plan.course import LOOK_BACK, Kind, has_run_out, next_look
from bot.meetings.plan.owed import Said
from bot.meetings.rules import lifecycle, periods, promises
from bot.meetings.store import follow_ups as left_to_do
from bot.meetings.store import history, marks, meetings, shown
from bot.meetings.store import series as all_series
from bot.meetings.store.meetings import Watched
from bot.slice import Tick
from bot.storage.parts import went_well
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY
from bot.zone import zone_of

MOST_AT_ONCE = 200  # series; the next tick takes the rest
MOST_WATCHED = 1000
FOLLOW_UPS = "meetings.follow_ups"
BEGUN = "meetings.plan"
LEFT_OUT = "series_left_out"


def plan(tick: Tick) -> None:
    """The planner's card, warnings, and that a period has passed; on working days, by daylight.

    At night and on closed days nothing happens: the next working morning finds the same, and
    whoever holds the posts on that day.
    """
    if not _is_open(tick):
        return
    for series in all_series.due(tick.tx, tick.today, MOST_AT_ONCE):
        if not went_well(tick.tx, LEFT_OUT, partial(_plan, tick, series), series=series.id):
            # It is looked at again tomorrow: today's log has said what is wrong.
            all_series.look_on(tick.tx, [(series.id, tick.today + ONE_DAY)])


def _is_open(tick: Tick) -> bool:
    """Whether cards may go out now."""
    return policy.sending_time(tick.tx, tick.now) <= tick.now


def _plan(tick: Tick, series: Series) -> None:
    tx, today = tick.tx, tick.today
    if series.state is SeriesState.ENDED or _runs_out(tick, series):
        all_series.look_on(tx, [(series.id, None)])
        return
    if series.state is SeriesState.RUNNING:
        fit(tick, series)
    found = owed.said(tx, series, today, today)
    for one in found:
        _say(tick, series, one)
    _open_current(tick, series)
    date_promise(tx, series, today)
    is_unheard = any(not one.items for one in found)  # until the people file names somebody
    day = today + ONE_DAY if is_unheard else _next_look(tick, series)
    all_series.look_on(tx, [(series.id, day)])


def _runs_out(tick: Tick, series: Series) -> bool:
    """Whether its days are over and all is said: then it has ended, until a new term begins."""
    if not has_run_out(series, meetings.of_series(tick.tx, series.id), tick.today):
        return False
    all_series.save(tick.tx, promises.ended(series), due_on=None)
    return True


def _next_look(tick: Tick, series: Series) -> date | None:
    calendar, zone = policy.of(tick.tx).calendar, zone_of(tick.now)
    return next_look(series, meetings.of_series(tick.tx, series.id), calendar, zone, tick.today)


def _say(tick: Tick, series: Series, said: Said) -> None:
    if not said.items:
        return
    if said.step.kind is Kind.CADENCE:
        for one in said.items:
            notices.post_cadence(tick.tx, one, series, tick.now)
        return
    meeting = _ready(tick, series, said)
    for one in said.items:
        notices.post_meeting(tick.tx, one, meeting, tick.now, due_at=tick.now)


def _ready(tick: Tick, series: Series, said: Said) -> Meeting:
    """The meeting of the period: planning begins, if it has not, while there is time; and anew
    where a warning would offer next to nothing."""
    meeting = _standing(tick, series, said.step.period)
    carrying.carry(tick.tx, series, meeting, at=tick.now)
    if said.step.kind is Kind.LATE and lifecycle.is_used_up(meeting):
        return offers.look(tick, meeting, offers.OFFERS)
    if meeting.stage is not Stage.OPEN or said.step.kind is Kind.PASSED:
        return meeting
    _close_earlier(tick, series, meeting)
    looking = meetings.save(tick.tx, lifecycle.look(meeting))
    history.add(tick.tx, looking, person=None, act=BEGUN, at=tick.now, before=meeting)
    asked.ask_look(tick.tx, looking, tick.now)
    return looking


def _standing(tick: Tick, series: Series, period: Period) -> Meeting:
    """The meeting of a period: the one that there is, or a new one."""
    found = meetings.find(tick.tx, series.id, period.first)
    return found or meetings.add(tick.tx, Meeting(id=0, series=series.id, period=period))


def _close_earlier(tick: Tick, series: Series, meeting: Meeting) -> None:
    """What is settled of earlier periods keeps the state that its cards show; what was recorded
    long ago changes no more."""
    for one in meetings.of_series(tick.tx, series.id):
        if one.period.first < meeting.period.first:
            notices.close(tick.tx, one, tick.now)
            if one.stage in ENDED and one.period.last < tick.today - LOOK_BACK:
                shown.settle(tick.tx, one.id)


def _open_current(tick: Tick, series: Series) -> None:
    """The period that runs has its meeting, so that it can be planned early, or answered."""
    for period in periods.owed_between(series, tick.today, tick.today):
        _standing(tick, series, period)


def watch(tick: Tick) -> None:
    """Booked meetings: reminders at their time, the question for minutes at the end, and each
    working morning a look whether the event still stands."""
    for one in meetings.due(tick.tx, tick.now, MOST_WATCHED):
        series = all_series.get(tick.tx, one.meeting.series)
        watched = partial(_watch, tick, series, one)
        if not went_well(tick.tx, LEFT_OUT, watched, series=series.id):
            again = tick.now + booked.AN_HOUR
            meetings.looked(tick.tx, one.meeting, at=tick.now, next_at=again)


def _watch(tick: Tick, series: Series, one: Watched) -> None:
    meeting, now = one.meeting, tick.now
    hours = policy.of(tick.tx).hours
    found = booked.moments(meeting, hours, zone_of(now), asked_at(tick.tx, meeting))
    since = one.since or now
    for moment in booked.due(meeting, found, since, now):
        _tell(tick, series, meeting, moment)
    if _is_morning(tick, since) and booked.is_checked(meeting, now):
        asked.ask_check(tick.tx, meeting, now)
    next_at = booked.next_look(meeting, found, hours, now)
    meetings.looked(tick.tx, meeting, at=now, next_at=next_at)


def _is_morning(tick: Tick, since: datetime) -> bool:
    """Whether the morning of a working day has come since the clock looked last."""
    hours = policy.of(tick.tx).hours
    if not hours.calendar.is_working(tick.today):
        return False
    return since < booked.morning(tick.today, hours, tick.now) <= tick.now


def _tell(tick: Tick, series: Series, meeting: Meeting, moment: booked.Moment) -> None:
    """An hour before is an hour before; everything else waits for the morning."""
    at = tick.now if moment.ahead == "1h" else policy.sending_time(tick.tx, tick.now)
    begun = meeting.slot is None or at >= meeting.slot.start
    if moment.ahead and begun:
        return
    carrying.carry(tick.tx, series, meeting, at=tick.now)
    for told in booked.told(tick.tx, series, meeting, moment, at.date()):
        notices.post_meeting(tick.tx, told, meeting, tick.now, due_at=at)


def remind(tick: Tick) -> None:
    """What meetings left to do, once on each working day."""
    day, _ = marks.of(tick.tx, FOLLOW_UPS)
    if day == tick.today or not _is_open(tick):
        return
    after = day or tick.today - ONE_DAY
    for one in follow_ups.due(tick.tx, after, tick.today, tick.today):
        if one.to:
            found = left_to_do.get(tick.tx, int(one.subject.rpartition(":")[2]))
            notices.post_follow_up(tick.tx, one, found, tick.now)
    marks.put(tick.tx, FOLLOW_UPS, tick.today)


def replan(tx: Tx) -> int:
    """Have the clock look at everything anew, after closed days or hours have changed; at how many
    series."""
    meetings.look_again(tx)
    return all_series.look_again(tx)
