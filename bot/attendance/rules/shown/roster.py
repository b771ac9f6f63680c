"""The roster card of a class and day: numbers, names, marks; no reason is in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.attendance.model import Kind, Pupil, Report, ReportState, Roll
from bot.attendance.rules.answers import waits
from bot.attendance.rules.contradictions import differing
from bot.attendance.rules.shown.classes import ShownClass


class RosterMark(StrEnum):
    """What stands beside a child's name."""

    NOTHING = ""
    ABSENT = "absent"
    LATE = "late"
    EARLY = "early"
    TALK = "talk"
    HELD = "held"  # 保護者に確認中
    DIFFERS = "differs"  # 連絡がくいちがっています
    MISSING = "missing"  # 連絡がまだ届いていません


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    pupil_id: int
    number: int
    name: str
    mark: str = ""
    answered: bool = False
    report_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRoster:
    roll_id: int
    version: int
    school_class: ShownClass
    day: date
    day_kind: str
    state: str
    lines: tuple[ShownLine, ...]
    updated_at: datetime
    done_at: datetime | None = None
    done_by: str = ""

    @property
    def reported(self) -> int:
        return sum(bool(one.report_id) for one in self.lines)

    @property
    def unanswered(self) -> int:
        return sum(bool(one.report_id) and not one.answered for one in self.lines)

    @property
    def missing(self) -> int:
        return sum(one.mark == RosterMark.MISSING for one in self.lines)


def lines(
    seats: Iterable[tuple[int, Pupil]],
    reports: Iterable[Report],
    day: date,
    *,
    looked_for: Collection[int] = (),
    kept_home: Collection[int] = (),
) -> tuple[ShownLine, ...]:
    """A class's children by number. `looked_for` have an open case, `kept_home` are under 出席停止:
    their line says that they are absent, as everybody else's does.
    """
    by_pupil = _by_pupil(reports, day)
    return tuple(
        _line(
            number,
            pupil,
            by_pupil.get(pupil.id, ()),
            day,
            looked_for=pupil.id in looked_for,
            kept_home=pupil.id in kept_home,
        )
        for number, pupil in sorted(seats, key=lambda seat: (seat[0], seat[1].id))
    )


def _by_pupil(reports: Iterable[Report], day: date) -> Mapping[int, tuple[Report, ...]]:
    found: dict[int, tuple[Report, ...]] = {}
    for one in sorted(reports, key=lambda one: (one.sent_at, one.id)):
        if one.covers(day) and one.state in (ReportState.STANDING, ReportState.HELD):
            found[one.pupil] = (*found.get(one.pupil, ()), one)
    return found


def _line(
    number: int,
    pupil: Pupil,
    reports: Sequence[Report],
    day: date,
    *,
    looked_for: bool,
    kept_home: bool,
) -> ShownLine:
    mark = RosterMark.ABSENT if kept_home else mark_of(reports, day)
    return ShownLine(
        pupil_id=pupil.id,
        number=number,
        name=pupil.name,
        mark=(RosterMark.MISSING if looked_for else mark).value,
        answered=bool(reports) and not any(map(waits, reports)),
        report_id=reports[-1].id if reports else 0,
    )


def mark_of(reports: Sequence[Report], day: date) -> RosterMark:
    """The mark of one child's reports of a day, the earlier first."""
    if differing(reports, day):
        return RosterMark.DIFFERS
    counting = [one for one in reports if one.counts]
    of_day = [one for one in counting if one.kind is not Kind.TALK]
    for found in (of_day, counting):
        if found:
            return RosterMark(found[-1].kind.value)
    return RosterMark.HELD if reports else RosterMark.NOTHING


def roster(
    roll: Roll,
    school_class: ShownClass,
    shown: tuple[ShownLine, ...],
    *,
    day_kind: str,
    now: datetime,
    done_by: str = "",
) -> ShownRoster:
    """The card's matter at `now`, in the tenant's zone."""
    return ShownRoster(
        roll_id=roll.id,
        version=roll.version,
        school_class=school_class,
        day=roll.day,
        day_kind=day_kind,
        state=roll.state.value,
        lines=shown,
        updated_at=now,
        done_at=roll.done_at and roll.done_at.astimezone(now.tzinfo),
        done_by=done_by,
    )
