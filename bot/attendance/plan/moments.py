"""The moments of a school's day at which the clock has something to do."""

from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.attendance.model import Times
from bot.attendance.rules import times as rules

BEFORE_ASSEMBLY = timedelta(minutes=15)
DAWN = time(5, 30)  # staff are told of closures from then on


class Moment(StrEnum):
    WAKE = "wake"  # rolls are opened
    ROSTER = "roster"  # roster cards go out
    CONFIRM = "confirm"  # what nobody has answered is escalated
    SUMMARY = "summary"  # まとめ
    END = "end"  # cards are emptied


ORDER = tuple(Moment)


def at(moment: Moment, times: Times, day: date, zone: tzinfo | None) -> datetime:
    """When a moment of a day comes."""
    if moment is Moment.ROSTER:
        before = rules.later(times.assembly, -BEFORE_ASSEMBLY)
        return rules.at(day, max(times.wake, before), zone)
    own = {
        Moment.WAKE: times.wake,
        Moment.CONFIRM: times.confirm_by,
        Moment.SUMMARY: times.summary_at,
        Moment.END: times.ends_at,
    }
    return rules.at(day, own[moment], zone)


def following(moment: Moment) -> Moment | None:
    """What comes after it on the same day; None after the last."""
    place = ORDER.index(moment) + 1
    return ORDER[place] if place < len(ORDER) else None


def ahead(times: Times, now: datetime) -> tuple[Moment, datetime] | None:
    """The first moment of today that is still to come; None where the day is over."""
    found = ((one, at(one, times, now.date(), now.tzinfo)) for one in ORDER)
    return next(((moment, instant) for moment, instant in found if instant > now), None)


def dawn(now: datetime) -> datetime:
    """`now` (in the tenant's zone), or half past five where that is still to come."""
    return max(now, rules.at(now.date(), DAWN, now.tzinfo))
