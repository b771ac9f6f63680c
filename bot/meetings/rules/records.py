"""What ends a period: minutes, an exchange in writing, or the reason why nobody met; and undo."""

from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from bot.errors import Refused
from bot.ledger.model import UNDO
from bot.meetings.model import ENDED, Meeting, Series, Stage
from bot.meetings.rules.lifecycle import UNBOOKED
from bot.meetings.rules.links import minutes_link
from bot.meetings.rules.stages import STANDING, changed_to, check_press, check_version

SKIP = "meetings.skip"
WRITTEN = "meetings.record_written"
MINUTES = "meetings.record_minutes"
RECORDS = frozenset((SKIP, WRITTEN, MINUTES))  # what has not left the house, so that undo may


class Change(Protocol):
    """The last act on a meeting: whose, which, when, and how the meeting stood before it."""

    @property
    def person(self) -> int | None: ...
    @property
    def act(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def before(self) -> Meeting | None: ...


def skip(meeting: Meeting, *, version: int, reason: str) -> Meeting:
    """今期は開催しない: with its reason, an answer for this period."""
    _unbooked(meeting, version)
    return _ended(meeting, Stage.SKIPPED, reason=_said(reason))


def written(
    meeting: Meeting, series: Series, *, version: int, on: date, reason: str, today: date
) -> Meeting:
    """書面で実施: serves where the text only aims at meeting (目処); `reason` is what was
    exchanged."""
    _unbooked(meeting, version)
    if not series.soft:
        raise Refused("meetings.refused.not_soft")
    _check_day(meeting, on, today)
    return _ended(meeting, Stage.WRITTEN, reason=_said(reason), held_on=on)


def minutes(
    meeting: Meeting, *, version: int, on: date, link: str, decisions: str, now: datetime
) -> Meeting:
    """議事録・決定事項を登録: the meeting was held on this day, booked here or not.

    `now` in the tenant's zone. Raises Refused for a day that has yet to come or lies before the
    period, for an unsafe link, where both link and decisions are missing, and while the booked
    time is still ahead: then it is moved first.
    """
    check_press(meeting, version)
    _check_day(meeting, on, now.date())
    if _is_ahead(meeting, now):
        raise Refused("meetings.refused.not_begun")
    kept = minutes_link(link)
    if not kept and not decisions.strip():
        raise Refused("meetings.refused.nothing_recorded")
    return changed_to(
        meeting,
        Stage.HELD,
        held_on=on,
        minutes_url=kept,
        decisions=decisions.strip(),
        wanted=None,
        seen=None,
        doubts=(),
    )


def undo(
    meeting: Meeting, change: Change | None, *, person: int, at: datetime, version: int
) -> Meeting:
    """取り消す: the meeting as it was before its last record.

    Where slots were being looked for, they are looked for anew (LOOKING): whoever saves it asks.
    Raises Refused for another person, after five minutes, or where the last act is no record.
    """
    check_version(meeting, version)
    if change is None or change.act not in RECORDS or change.before is None:
        raise Refused("meetings.refused.nothing_to_undo")
    if meeting.stage not in ENDED:
        raise Refused("meetings.refused.nothing_to_undo")
    if change.person != person:
        raise Refused("meetings.refused.undo_not_yours")
    if at - change.at > UNDO:
        raise Refused("meetings.refused.undo_too_late")
    return brought_back(meeting, change.before)


def brought_back(meeting: Meeting, before: Meeting) -> Meeting:
    """The meeting as it was before; slots that were being looked for then are looked for anew."""
    again = before.round + (before.stage is Stage.LOOKING)
    return replace(before, round=again, version=meeting.version + 1)


def can_undo(meeting: Meeting, change: Change | None, *, at: datetime) -> bool:
    """Whether 取り消す is still offered to whoever pressed."""
    if change is None or change.person is None:
        return False
    try:
        undo(meeting, change, person=change.person, at=at, version=meeting.version)
    except Refused:
        return False
    return True


def evidence_of(meeting: Meeting) -> str:
    """What proves that the promise was met: the minutes, else what was decided or exchanged."""
    return meeting.minutes_url or meeting.decisions or meeting.reason


def _unbooked(meeting: Meeting, version: int) -> None:
    """An event that stands in calendars is withdrawn first, so that nobody comes."""
    check_press(meeting, version)
    if meeting.stage not in UNBOOKED:
        raise Refused("meetings.refused.cancel_first")


def _ended(meeting: Meeting, stage: Stage, *, reason: str, held_on: date | None = None) -> Meeting:
    return changed_to(meeting, stage, reason=reason, held_on=held_on, slot=None, doubts=())


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("meetings.refused.no_reason")
    return reason.strip()


def _check_day(meeting: Meeting, on: date, today: date) -> None:
    if on > today:
        raise Refused("meetings.refused.future_day")
    if on < meeting.period.first:
        raise Refused("meetings.refused.before_period")


def _is_ahead(meeting: Meeting, now: datetime) -> bool:
    """Whether a calendar still has the meeting later than now."""
    at = meeting.seen or meeting.slot
    stands = meeting.stage in STANDING
    return stands and at is not None and at.start > now
