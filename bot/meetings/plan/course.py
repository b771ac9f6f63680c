"""What the clock says of one period, and on which days it looks; nobody pressing anything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.meetings.model import ENDED, Meeting, Period, Series, SeriesState, Stage
from bot.meetings.rules import lifecycle, periods, planning
from bot.workdays import ONE_DAY, Calendar
from bot.zone import civil

LOOK_BACK = timedelta(days=92)  # a period that passed longer ago is nobody's news any more
ASKED_AGAIN = timedelta(days=28)  # how often the city meets: then the superior hears of silence
UNRECORDED = timedelta(days=7)  # after a meeting that comes too late for its period


class Kind(StrEnum):
    PLAN = "plan"  # the planner's card
    LATE = "late"  # the period nears its end and nothing is booked
    PASSED = "passed"  # it is over without a record
    CADENCE = "cadence"  # how often? asked once


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """On a working day something is said; `before`: the days before the end, of a warning.

    `met`: the day of a meeting that was booked for later than its period.
    """

    on: date
    kind: Kind
    period: Period
    before: int = 0
    met: date | None = None


def steps(
    series: Series, period: Period, meeting: Meeting | None, calendar: Calendar, zone: ZoneInfo
) -> tuple[Step, ...]:
    """What is said of an owed period while its meeting stands so (None: nothing is known of it).

    What fell due before we knew of the series is left out; then its planning begins at once.
    """
    binds = periods.bound(series, period)
    if series.state is not SeriesState.RUNNING or binds.last < _known(series):
        return ()
    if meeting is not None and meeting.stage in ENDED:
        return ()
    plan = _plan_on(series, binds, calendar)
    found = [*_planning(period, binds, meeting, plan), *_warnings(period, binds, plan, calendar)]
    if not _is_unbooked(meeting):
        found = []
    met, on = _late(binds, meeting, calendar, zone)
    found.append(Step(on=on, kind=Kind.PASSED, period=period, met=met))
    return tuple(sorted(found, key=lambda step: step.on))


def _known(series: Series) -> date:
    return series.registered_on or series.since


def _plan_on(series: Series, binds: Period, calendar: Calendar) -> date:
    known = calendar.next_working_day(_known(series))
    return max(planning.plan_on(binds, calendar), known)


def _planning(period: Period, binds: Period, meeting: Meeting | None, plan: date) -> Iterator[Step]:
    begun = meeting is not None and meeting.stage is not Stage.OPEN
    if not begun and plan <= binds.last:
        yield Step(on=plan, kind=Kind.PLAN, period=period)


def _warnings(period: Period, binds: Period, plan: date, calendar: Calendar) -> Iterator[Step]:
    for before, on in planning.warn_days(binds, calendar):
        if on > plan:
            yield Step(on=on, kind=Kind.LATE, period=period, before=before)


def _is_unbooked(meeting: Meeting | None) -> bool:
    return meeting is None or meeting.stage in lifecycle.UNBOOKED


def _late(
    binds: Period, meeting: Meeting | None, calendar: Calendar, zone: ZoneInfo
) -> tuple[date | None, date]:
    """When it is said that a period is over without a record; a meeting that is booked for later
    is waited for (its day comes first)."""
    passed = planning.passed_on(binds, calendar)
    slot = None if meeting is None or _is_unbooked(meeting) else meeting.slot
    met = civil(slot.end, zone) if slot is not None else passed - ONE_DAY
    if met < passed:
        return None, passed
    return met, calendar.next_working_day(met + UNRECORDED)


def asking(series: Series, calendar: Calendar) -> date:
    """The working day on which the owner is asked how often the city meets."""
    return calendar.next_working_day(max(series.since, _known(series)))


def asking_again(series: Series, calendar: Calendar) -> date:
    """The working day on which the superior is told that nobody has answered that."""
    return calendar.next_working_day(asking(series, calendar) + ASKED_AGAIN)


def next_look(
    series: Series, meetings: Iterable[Meeting], calendar: Calendar, zone: ZoneInfo, today: date
) -> date | None:
    """The day after `today` on which the clock looks at the series again; None: never.

    However its meetings stand then: whoever cancels one must still be warned in time.
    """
    if series.state is SeriesState.ENDED:
        return None
    days = [] if series.until is None else [series.until + LOOK_BACK + 2 * ONE_DAY]
    if series.state is SeriesState.ASKING:
        days += [asking(series, calendar), asking_again(series, calendar)]
    for period in _near(series, today):
        days += _looks(series, period, calendar)
    for one in meetings:
        days.append(_late(periods.bound(series, one.period), one, calendar, zone)[1])
    return min((day for day in days if day > today), default=None)


def has_run_out(series: Series, meetings: Iterable[Meeting], today: date) -> bool:
    """Whether the days of a series are over and nothing more is to be said of its meetings."""
    if series.until is None or series.until >= today or series.state is SeriesState.ENDED:
        return False
    answered = {one.period.first for one in meetings if one.stage in ENDED}
    return all(
        period.first in answered or periods.bound(series, period).last < today - LOOK_BACK
        for period in periods.owed_between(series, today - LOOK_BACK, today)
    )


def _near(series: Series, today: date) -> tuple[Period, ...]:
    """The owed periods about today: those that just passed, the next one and what follows it."""
    coming = periods.next_owed(series, today)
    last = today if coming is None else coming.last + ONE_DAY
    return periods.owed_between(series, today - LOOK_BACK, last)


def _looks(series: Series, period: Period, calendar: Calendar) -> Iterator[date]:
    binds = periods.bound(series, period)
    yield binds.first
    yield _plan_on(series, binds, calendar)
    yield from (on for _, on in planning.warn_days(binds, calendar))
    yield planning.passed_on(binds, calendar)
