"""A school's own times on one day: shifted by a late start, and what waits for the morning."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.attendance.model import Times, Today
from bot.attendance.rules.days import Calendar

_DAY = date(2000, 1, 1)
_TYPED = re.compile("[0-9]{2}:[0-9]{2}")


def shifted(times: Times, today: Today) -> Times:
    """The day's own times: on a day of 繰下げ登校 all that leads to the roll comes later.

    The moment from which messages are brought (`wake`) stays, and the day never ends before its
    numbers are told. A start before the usual one shifts nothing.
    """
    if today.starts_at is None or today.starts_at <= times.assembly:
        return times
    by = _on(today.starts_at) - _on(times.assembly)
    summary_at = later(times.summary_at, by)
    return replace(
        times,
        report_by=later(times.report_by, by),
        assembly=today.starts_at,
        missing_from=later(times.missing_from, by),
        confirm_by=later(times.confirm_by, by),
        summary_at=summary_at,
        leave_from=later(times.leave_from, by),
        ends_at=max(times.ends_at, summary_at),
    )


def typed(said: str) -> time:
    """A time of day as people type it, 08:15; raises ValueError for anything else."""
    if not _TYPED.fullmatch(said):
        raise ValueError
    return time.fromisoformat(said)


def later(moment: time, by: timedelta) -> time:
    """A time of day later by so much, at most the last minute of that day."""
    found = _on(moment) + by
    return found.time() if found.date() == _DAY else time(23, 59)


def _on(moment: time) -> datetime:
    return datetime.combine(_DAY, moment)


def at(day: date, moment: time, zone: tzinfo | None) -> datetime:
    """The instant of a civil time on a day in the tenant's zone."""
    return datetime.combine(day, moment, tzinfo=zone)


def is_late(sent_at: datetime, day: date, times: Times, zone: tzinfo | None) -> bool:
    """Whether a report for `day` came after 連絡締切 (`times` shifted for that day)."""
    return sent_at > at(day, times.report_by, zone)


def told_at(now: datetime, times: Times, calendar: Calendar) -> datetime:
    """When staff are told of what comes in at `now` (in the tenant's zone).

    At once from `wake` until the end of a school day; what comes at night, on a weekend or in the
    holidays waits silently for `wake` of the next school day.
    """
    today = now.date()
    zone = now.tzinfo
    is_day = calendar.in_session(today) or calendar.on(today).rolls
    if is_day and now < at(today, times.wake, zone):
        return at(today, times.wake, zone)
    if is_day and now < at(today, times.ends_at, zone):
        return now
    tomorrow = today + timedelta(days=1)
    return at(calendar.first_from(tomorrow) or tomorrow, times.wake, zone)
