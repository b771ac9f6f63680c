"""Reports of one child and day that say different things: the teacher sees both."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.attendance.model import Ack, Door, Kind, Report, ReportState

_DAYS = frozenset((Kind.ABSENT, Kind.LATE, Kind.EARLY))
ALIVE = frozenset((ReportState.HELD, ReportState.STANDING))


def standing_on(reports: Iterable[Report], day: date) -> tuple[Report, ...]:
    """Those that count for a day, the earlier first."""
    fitting = (one for one in reports if one.covers(day) and one.counts)
    return tuple(sorted(fitting, key=lambda one: (one.sent_at, one.id)))


def differing(reports: Iterable[Report], day: date) -> frozenset[int]:
    """The ids of the reports of one child that contradict another voice's for that day.

    They differ in kind (相談 aside, which says nothing about coming) or in the time that they give.
    One that still waits for the guardian (保護者に確認中) contradicts as well: staff must see it.
    """
    said = [one for one in reports if one.covers(day) and one.state in ALIVE and one.kind in _DAYS]
    return frozenset(
        one.id
        for one in said
        for other in said
        if voice(one) != voice(other) and _says(one) != _says(other)
    )


def voice(report: Report) -> tuple[int, Door, int, str]:
    """Whose word it is: two callers whom one clerk wrote down are two voices, while a guardian of
    the city's app is one whatever they call themselves."""
    relation = "" if report.guardian else report.content.relation
    return report.author, report.door, report.guardian, relation


def _says(report: Report) -> tuple[Kind, object, object]:
    return report.kind, report.content.arrives, report.content.leaves


def replaced(reports: Iterable[Report], newer: Report) -> tuple[Report, ...]:
    """Which earlier reports the newer one takes the place of: the same voice's, for its days.

    With the family word a guardian also replaces what the child's account said without it, never
    the other way round. 相談 and a report of the day stand beside each other.
    """
    return tuple(
        one
        for one in reports
        if one.id != newer.id
        and one.pupil == newer.pupil
        and one.state in ALIVE
        and (one.kind in _DAYS) == (newer.kind in _DAYS)
        and one.since <= newer.until
        and newer.since <= one.until
        and _speaks_for(newer, one)
    )


def _speaks_for(newer: Report, older: Report) -> bool:
    """Nor does what waits for a guardian replace what stands, nor a child alone what the school has
    answered; of adults whom nobody knows each is another."""
    if newer.state is ReportState.HELD and older.state is ReportState.STANDING:
        return False
    if newer.door is Door.PUPIL and older.ack is not Ack.NONE:
        return False
    if newer.door is Door.FILE and not newer.guardian:
        return False
    childs_own = newer.door is Door.WORD and older.door is Door.PUPIL
    return voice(newer) == voice(older) or (childs_own and newer.author == older.author)


def left_over(older: Report, since: date, until: date) -> tuple[tuple[date, date], ...]:
    """The days of a report that lie outside since–until, as up to two spans: they still stand."""
    before = (older.since, min(older.until, since - timedelta(days=1)))
    after = (max(older.since, until + timedelta(days=1)), older.until)
    return tuple(span for span in (before, after) if span[0] <= span[1])
