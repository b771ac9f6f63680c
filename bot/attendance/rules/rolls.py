"""The morning of a class: who is explained, and what marking the roll means."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.attendance.model import Kind, Report, Roll, RollState
from bot.errors import Refused, Stale

_AWAY = frozenset((Kind.ABSENT, Kind.LATE))


def explained(reports: Iterable[Report], day: date) -> frozenset[int]:
    """The children of whom somebody has said that they won't be there in the morning.

    What a child said alone and nobody has confirmed doesn't explain it (「保護者に確認中」), nor do
    早退 and 相談.
    """
    return frozenset(
        one.pupil for one in reports if one.counts and one.covers(day) and one.kind in _AWAY
    )


def unreported(
    seated: Iterable[int], reports: Iterable[Report], day: date, *, kept_home: Collection[int] = ()
) -> tuple[int, ...]:
    """Who of the class would be missing if they aren't there; `kept_home`: under 出席停止."""
    known = explained(reports, day) | frozenset(kept_home)
    return tuple(pupil for pupil in seated if pupil not in known)


def done(roll: Roll, *, post: int, person: int, at: datetime, version: int) -> Roll:
    """全員分を確認: whoever wasn't reported is there."""
    return _marked(roll, RollState.DONE, post=post, person=person, at=at, version=version)


def missing(roll: Roll, *, post: int, person: int, at: datetime, version: int) -> Roll:
    """未着あり: somebody is neither there nor reported; each becomes a case."""
    return _marked(roll, RollState.MISSING, post=post, person=person, at=at, version=version)


def _marked(
    roll: Roll, state: RollState, *, post: int, person: int, at: datetime, version: int
) -> Roll:
    if roll.state is RollState.SILENT:
        raise Refused("attendance.day.refused.silent")
    if roll.version != version:
        raise Stale("attendance.refused.changed")
    return replace(
        roll,
        state=state,
        done_at=at,
        done_post=post,
        done_person=person,
        version=roll.version + 1,
    )


def silent(roll: Roll) -> Roll:
    """A closure: nobody is awaited, nobody is reminded."""
    return replace(roll, state=RollState.SILENT, version=roll.version + 1)


def reopened(roll: Roll) -> Roll:
    """School after all: a roll that a closure had silenced is marked (anew) when children come."""
    if roll.state is not RollState.SILENT:
        return roll
    return replace(
        roll,
        state=RollState.OPEN,
        done_at=None,
        done_post=0,
        done_person=0,
        version=roll.version + 1,
    )
