"""The attendance book (出席簿): what a day's mark is before somebody of the school corrects it."""

from collections.abc import Iterable
from datetime import date

from bot.attendance.model import Closing, DayKind, Kind, Mark, Reason, Report, Today
from bot.attendance.rules.contradictions import differing, standing_on
from bot.attendance.rules.days import TAUGHT

ATTENDED = frozenset((Mark.PRESENT, Mark.LATE, Mark.EARLY, Mark.OFFICIAL, Mark.SEPARATE))
EXCUSED = frozenset((Mark.SUSPENDED, Mark.MOURNING, Mark.DISASTER, Mark.CLASS_CLOSED))
ABSENCES = frozenset((Mark.ILL, Mark.ABSENT))
_BY_DAY = {DayKind.CLASS_CLOSED: Mark.CLASS_CLOSED, DayKind.AT_HOME: Mark.DISASTER}
_ILLNESS = frozenset((Reason.ILL, Reason.INFECTION))
_AWAY = frozenset((Closing.UNREPORTED, Closing.FOUND))


def derived(
    day: date,
    today: Today,
    reports: Iterable[Report] = (),
    *,
    suspended: bool = False,
    rolled: bool = False,
    at_home: bool = False,
    closing: Closing | None = None,
) -> Mark | None:
    """What a child's day is by what is known; None where it is no 授業日 or nobody can know yet.

    An order goes before what the family said; families never say 出席停止. `closing`: how their
    case ended; a child who was seen to arrive came, whatever was said of the day. `at_home`: an
    agreed rhythm has them there, which stands for the family's word. `rolled`: the roll was marked,
    so that who was neither reported nor looked for was there. Reports that contradict each other
    decide nothing: the school does.
    """
    if today.kind not in TAUGHT:
        return None
    if today.kind in _BY_DAY:
        return _BY_DAY[today.kind]
    if suspended:
        return Mark.SUSPENDED
    counted = tuple(one for one in reports if one.counts)  # 保護者に確認中 decides nothing
    unclear = bool(differing(counted, day))
    said = None if unclear else _by_word(counted, day)
    if closing is Closing.ARRIVED:
        return said if said in ATTENDED else Mark.LATE
    if said or closing in _AWAY or (at_home and not unclear):
        return said or Mark.ABSENT
    return Mark.PRESENT if rolled and not unclear else None


def _by_word(reports: tuple[Report, ...], day: date) -> Mark | None:
    said = [one for one in standing_on(reports, day) if one.kind is not Kind.TALK]
    return _of(said[-1]) if said else None


def _of(report: Report) -> Mark:
    if report.kind is Kind.LATE:
        return Mark.LATE
    if report.kind is Kind.EARLY:
        return Mark.EARLY
    if report.content.reason is Reason.MOURNING:
        return Mark.MOURNING
    return Mark.ILL if report.content.reason in _ILLNESS else Mark.ABSENT
