"""The promise behind a series (an agreement's duty to meet): met by a record, or owed again."""

from datetime import date

from bot.duties import store as duties
from bot.duties.model import Duty
from bot.meetings.model import Meeting, Series
from bot.meetings.rules import periods
from bot.meetings.rules.records import evidence_of
from bot.meetings.store import meetings, promised
from bot.storage.tx import Tx
from bot.workdays import ONE_DAY


def is_open(tx: Tx, series: Series) -> Duty | None:
    """What is still owed of the promise; None for a series by hand, and where nothing is."""
    return promised.still_owed(tx, series)


def meet(tx: Tx, series: Series, meeting: Meeting) -> None:
    """The meeting that was recorded meets the promise; it comes back with the next period."""
    duty = is_open(tx, series)
    if duty is None or meeting.held_on is None:
        return
    evidence, on = evidence_of(meeting), meeting.held_on
    duties.complete(tx, duty, evidence=evidence, on=on, next_on=_next_on(series, meeting))
    meetings.met(tx, meeting.id, duty.id)


def owe_again(tx: Tx, series: Series, meeting: Meeting) -> None:
    """The record of this meeting is taken back: the promise is owed as before it."""
    met = meetings.met_by(tx, meeting.id)
    if met is None:
        return
    found = {duty.id: duty for duty in promised.of_series(tx, series)}
    if met in found:
        duties.reopen(tx, found[met], is_open(tx, series))
    meetings.met(tx, meeting.id, None)


def _next_on(series: Series, meeting: Meeting) -> date | None:
    following = periods.next_owed(series, meeting.period.last + ONE_DAY)
    return None if following is None else periods.bound(series, following).last
