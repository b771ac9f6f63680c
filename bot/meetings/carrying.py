"""What meetings left to do comes back: on the agenda of the next one, until it is done."""

from datetime import datetime

from bot.meetings.model import ENDED, FollowUp, Meeting, Series
from bot.meetings.store import agenda, follow_ups, meetings
from bot.meetings.store import series as all_series
from bot.storage.tx import Tx


def carry(tx: Tx, series: Series, meeting: Meeting, *, at: datetime) -> None:
    """Everything that is still open stands on the agenda of a meeting; said twice, once."""
    agenda.carry(tx, meeting.id, follow_ups.open_of_series(tx, series.id), at=at)


def carry_on(tx: Tx, series: Series, meeting: Meeting, *, at: datetime) -> None:
    """As `carry`, from a meeting that was recorded to the next one, where there is one already."""
    following = _next(tx, series, meeting)
    if following is not None:
        carry(tx, series, following, at=at)


def put_down(tx: Tx, done: FollowUp) -> tuple[Meeting, ...]:
    """What is done stands on no agenda that is yet to come; the meetings whose agenda lost it."""
    ahead = (one for one in meetings.of_series(tx, done.series) if one.stage not in ENDED)
    return tuple(one for one in ahead if agenda.put_down(tx, one.id, done.id))


def take_up(tx: Tx, left: FollowUp, *, at: datetime) -> Meeting | None:
    """What isn't done after all stands on the next agenda again, where there is one already."""
    series, origin = all_series.get(tx, left.series), meetings.get(tx, left.meeting)
    carry_on(tx, series, origin, at=at)
    return _next(tx, series, origin)


def take_back(tx: Tx, series: Series, meeting: Meeting, *, at: datetime) -> None:
    """The record that was made at `at` counts no more: nor does what it left to do."""
    for one in follow_ups.of_meeting(tx, meeting.id):
        follow_ups.drop(tx, one.id)
    following = _next(tx, series, meeting)
    for item in agenda.of(tx, following.id) if following is not None else ():
        if item.carried and item.at == at:
            agenda.drop(tx, item.id)


def _next(tx: Tx, series: Series, meeting: Meeting) -> Meeting | None:
    later = (
        one
        for one in meetings.of_series(tx, series.id)
        if one.period.first > meeting.period.first and one.stage not in ENDED
    )
    return next(later, None)
