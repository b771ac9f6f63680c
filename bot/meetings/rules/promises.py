"""A series follows the promise that it comes from: an agreement's duty to meet."""

from dataclasses import replace
from datetime import date

from bot.duties.model import Duty
from bot.meetings.model import Series, SeriesState
from bot.meetings.rules.periods import cadence_of_months


def promised(duty: Duty, today: date) -> Series:
    """The series of a promise that is new here; the owner is asked where the text says no period.

    It is owed by the duty's post; a promise without one is nobody's yet (0).
    """
    cadence = cadence_of_months(duty.every_months)
    return Series(
        id=0,
        source=duty.source,
        article=duty.article,
        title=duty.title,
        partner=duty.partner,
        post=duty.post or 0,
        cadence=cadence,
        soft=duty.soft,
        since=duty.since or today,
        until=duty.until,
        state=SeriesState.RUNNING if cadence else SeriesState.ASKING,
        promise=duty.line,
    )


def followed(series: Series, duty: Duty, today: date) -> Series:
    """The series as its promise stands now, its version one higher; the same where nothing changed.

    What the city has set itself stays: who attends, where, how long, and how often where the text
    leaves that open. Of another cadence nobody knew before today.
    """
    cadence = cadence_of_months(duty.every_months) or series.cadence
    now = replace(
        series,
        title=duty.title or series.title,
        partner=duty.partner,
        post=duty.post or series.post,
        cadence=cadence,
        soft=duty.soft,
        since=duty.since or series.since,
        until=duty.until,
        state=SeriesState.RUNNING if cadence else SeriesState.ASKING,
        registered_on=series.registered_on if cadence == series.cadence else today,
    )
    return series if now == series else replace(now, version=series.version + 1)


def ended(series: Series) -> Series:
    """Nobody owes it any more; the same where it had ended before."""
    if series.state is SeriesState.ENDED:
        return series
    return replace(series, state=SeriesState.ENDED, version=series.version + 1)
