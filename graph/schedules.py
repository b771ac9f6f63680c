"""Free and busy: what getSchedule is asked, and what it answers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from graph.errors import Broken
from graph.events import instant, moment

MAILBOXES = 20  # of one call
SPAN = timedelta(days=61)  # of one call: Exchange refuses more than 62 days
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ZONES = {"Tokyo Standard Time": "Asia/Tokyo", "Asia/Tokyo": "Asia/Tokyo", "UTC": "UTC"}
_FAULTS = {
    "5009": "missing",
    "ErrorMailRecipientNotFound": "missing",
    "5016": "no_mailbox",
    "ErrorMailboxLogonFailed": "no_mailbox",
    "MailboxNotEnabledForRESTAPI": "no_mailbox",
}
_FREE = ("free", "workingElsewhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A time that is taken; `status` is Graph's: busy, tentative, oof or unknown."""

    start: datetime
    end: datetime
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDay:
    """A day of the week (0 is Monday) on which somebody works, from when to when in `zone`."""

    weekday: int
    start: time
    end: time
    zone: str  # as the time zone database calls it


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When one mailbox is taken.

    `works` is None where its hours are not known. `fault` is "missing" (no such address),
    "no_mailbox" (known, but without a calendar) or "other" (it can't be seen now); then nothing
    else is known.
    """

    mail: str
    busy: tuple[Busy, ...] = ()
    works: tuple[WorkingDay, ...] | None = None
    fault: str = ""


def questions(mails: Sequence[str], start: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    """The bodies of all calls that are needed; each mailbox is asked about once."""
    once = list({mail.lower(): mail for mail in mails}.values())
    for number in range(0, len(once), MAILBOXES):
        some = once[number : number + MAILBOXES]
        first = start
        while first < end:
            last = min(first + SPAN, end)
            yield {"schedules": some, "startTime": moment(first), "endTime": moment(last)}
            first = last


def read(found: Mapping[str, Any]) -> list[Schedule]:
    """The schedules of one answer; raises Broken where it isn't one."""
    rows = found.get("value")
    if not isinstance(rows, list):
        raise Broken(200)
    return [_schedule(row) for row in rows]


def joined(mails: Sequence[str], answers: Sequence[Schedule]) -> dict[str, Schedule]:
    """What all calls together say of each mailbox; one that no answer names can't be seen."""
    told: dict[str, list[Schedule]] = {}
    for answer in answers:
        told.setdefault(answer.mail.lower(), []).append(answer)
    return {mail: _joined(mail, told.get(mail.lower(), [])) for mail in mails}


def _joined(mail: str, parts: Sequence[Schedule]) -> Schedule:
    faults = [part.fault for part in parts if part.fault]
    if faults or not parts:
        return Schedule(mail=mail, fault=faults[0] if faults else "other")
    # What lies across the border of two calls is told by both.
    # Two engagements of one time are two all the same.
    told: Counter[Busy] = Counter()
    for part in parts:
        told |= Counter(part.busy)
    busy = sorted(told.elements(), key=lambda one: one.start)
    return replace(parts[0], mail=mail, busy=tuple(busy))


def _schedule(row: Mapping[str, Any]) -> Schedule:
    mail, error = str(row.get("scheduleId") or ""), row.get("error")
    if isinstance(error, dict):
        return Schedule(mail=mail, fault=_FAULTS.get(str(error.get("responseCode")), "other"))
    items = row.get("scheduleItems") or ()
    busy = tuple(_busy(item) for item in items if item.get("status") not in _FREE)
    return Schedule(mail=mail, busy=busy, works=_works(row.get("workingHours")))


def _busy(item: Mapping[str, Any]) -> Busy:
    start, end = instant(item.get("start")), instant(item.get("end"))
    return Busy(start=start, end=end, status=str(item.get("status") or "unknown"))


def _works(hours: object) -> tuple[WorkingDay, ...] | None:
    """None where the hours are not told, or in a zone that we don't know by its name."""
    if not isinstance(hours, dict):
        return None
    zone = _ZONES.get(str((hours.get("timeZone") or {}).get("name")))
    days = [day for day in hours.get("daysOfWeek") or () if day in _DAYS]
    if zone is None or not days:
        return None
    start, end = _time(hours.get("startTime")), _time(hours.get("endTime"))
    return tuple(
        WorkingDay(weekday=_DAYS.index(day), start=start, end=end, zone=zone) for day in days
    )


def _time(found: object) -> time:
    try:
        return time.fromisoformat(str(found))
    except ValueError:
        raise Broken(200) from None
