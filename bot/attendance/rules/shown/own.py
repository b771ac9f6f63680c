"""A report as its author's account sees it: days and how far it is; no kind, reason or name."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum

from bot.attendance.model import Ack, Class, Content, Kind, Pupil, Report, ReportState, School
from bot.attendance.rules import families
from bot.attendance.rules.shown.classes import ShownClass, shown_class


class Stage(StrEnum):
    """How far a report is, as a family may know it."""

    SENT = "sent"
    HELD = "held"
    CONFIRMED = "confirmed"
    CALLING = "calling"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOwn:
    """See cards.attendance.matter.Own."""

    report_id: int
    version: int
    since: date
    until: date
    stage: Stage
    at: datetime | None = None
    by_class: ShownClass | None = None
    by_name: str = ""
    reply: str = ""
    can_withdraw: bool = False
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWritten:
    """See cards.attendance.matter.Written."""

    own: ShownOwn
    child: str
    kind: Kind
    content: Content = field(default_factory=Content)


def stage(report: Report) -> Stage:
    """How far it is. Whom the school told is its own affair, and no answer to the family: only who
    confirmed it, or rang the registered number, has answered what it asks for."""
    if report.state is ReportState.WITHDRAWN:
        return Stage.WITHDRAWN
    if report.state is ReportState.REPLACED:
        return Stage.REPLACED
    if report.ack is Ack.CALLING:
        return Stage.CALLING
    if report.ack in (Ack.CONFIRMED, Ack.RETURNED):
        return Stage.CONFIRMED
    return Stage.HELD if report.state is ReportState.HELD else Stage.SENT


def own(
    report: Report,
    *,
    pupil: Pupil,
    school: School,
    class_: Class | None,
    zone: tzinfo | None,
    name: str = "",
    sees: bool = True,
    can_withdraw: bool = False,
) -> ShownOwn:
    """A report for its own author.

    Of a protected child (秘匿対象) neither class nor teacher nor the school's number. A teacher's
    `name` only where the school shows it. Without the right to see (`sees`) it stays as sent.
    """
    open_ = families.shows_class(pupil)
    return ShownOwn(
        report_id=report.id,
        version=report.version,
        since=report.since,
        until=report.until,
        stage=stage(report) if sees else Stage.SENT,
        at=report.ack_at.astimezone(zone) if report.ack_at and sees else None,
        by_class=shown_class(class_, school) if class_ is not None and open_ else None,
        by_name=name if open_ and school.shows_teacher else "",
        reply=report.reply if sees else "",
        can_withdraw=can_withdraw,
        phone=school.phone if open_ else "",
    )
