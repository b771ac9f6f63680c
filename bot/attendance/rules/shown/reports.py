"""A report as the child's teachers see it on a posted card: no reason and no text."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from bot.attendance.model import Door, Pupil, Report, ReportState
from bot.attendance.rules.answers import is_request
from bot.attendance.rules.shown.classes import ShownClass


class Who(StrEnum):
    """Whose word a report is, as it is told to staff."""

    FAMILY = "family"  # 保護者から
    PUPIL = "pupil"  # 本人から
    PUPIL_HELD = "pupil_held"  # 本人から・保護者に確認中
    SCHOOL = "school"  # 学校（電話）
    FILE = "file"  # 保護者から（連絡アプリ）
    FILE_HELD = "file_held"  # 連絡アプリから, of somebody without a link that lets them report


_WHO = {
    Door.WORD: Who.FAMILY,
    Door.GUARDIAN: Who.FAMILY,
    Door.PUPIL: Who.PUPIL,
    Door.OFFICE: Who.SCHOOL,
    Door.FILE: Who.FILE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTold:
    report_id: int
    version: int
    school_class: ShownClass
    number: int
    name: str
    since: date
    until: date
    kind: str
    who: str
    state: str
    late: bool
    request: bool
    differs: bool
    interpreter: bool
    sent_at: datetime
    ack: str
    answered_at: datetime | None
    answered_by: str
    reply: str
    can_answer: bool
    can_return: bool


def who(report: Report) -> Who:
    """Whose word it is: without the family word a child's stays its own, and a line of the city's
    app is nobody's until the office has asked a guardian."""
    if report.door is Door.FILE and not report.guardian:
        return Who.FILE_HELD
    if report.state is ReportState.HELD:
        return Who.PUPIL_HELD
    return _WHO[report.door]


def told(
    report: Report,
    pupil: Pupil,
    number: int,
    school_class: ShownClass,
    *,
    zone: tzinfo | None,
    answered_by: str = "",
    differs: bool = False,
    can_answer: bool = False,
    can_return: bool = False,
) -> ShownTold:
    """One report; what its reader may press is told by their access."""
    return ShownTold(
        report_id=report.id,
        version=report.version,
        school_class=school_class,
        number=number,
        name=pupil.name,
        since=report.since,
        until=report.until,
        kind=report.kind.value,
        who=who(report).value,
        state=report.state.value,
        late=report.late,
        request=is_request(report),
        differs=differs,
        interpreter=report.content.interpreter,
        sent_at=report.sent_at.astimezone(zone),
        ack=report.ack.value,
        answered_at=report.ack_at and report.ack_at.astimezone(zone),
        answered_by=answered_by,
        reply=report.reply,
        can_answer=can_answer,
        can_return=can_return,
    )
