"""Reports out of the city's own guardian app: a file every few minutes, each line once.

A line counts as 保護者から only for a guardian link that the office has confirmed with the right to
report. Anybody else's is kept as 「保護者に確認中」 and the office rings: it explains no absence
and replaces nobody's word (児童虐待防止法12条; an app may know more adults than may act for a
child).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from bot.attendance import receiving
from bot.attendance.model import Door, Guardian, Report, ReportState
from bot.attendance.rules import families, reporting
from bot.attendance.rules.reporting import Wanted
from bot.attendance.sheets.reports import ReportLine
from bot.attendance.store import (
    classes,
    days,
    enrolments,
    guardians,
    pupils,
    reports,
    schools,
)
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.people import store as people
from bot.sheets import BadCell
from bot.storage.store import Storage
from bot.storage.tx import Tx

ANOTHERS = "attendance.refused.anothers_line"
_REMEDIES = {
    ANOTHERS: (
        "number",
        "is another child's or another sender's line; the office changes that one",
    ),
    "attendance.refused.past": ("since", "is over; the office enters corrections"),
    "attendance.refused.far": ("until", "is too far ahead"),
    "attendance.refused.order": ("until", "lies before the first day"),
    "attendance.refused.one_day": ("until", "is another day; lateness is of one day"),
    "attendance.refused.no_school_day": ("since", "is no school day of the child"),
    "attendance.refused.not_enrolled": ("key", "is of nobody who is enrolled on that day"),
}


class Taken(StrEnum):
    """What became of a line."""

    NEW = "new"
    KNOWN = "known"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many lines were taken in, were known already, took one back."""

    new: int = 0
    known: int = 0
    withdrawn: int = 0


def take_in(
    storage: Storage,
    tenant: str,
    lines: Iterable[ReportLine],
    now: datetime,
    *,
    actor: Actor,
    faults: list[BadCell],
) -> Counts:
    """Each line in a transaction of its own: one that is wrong keeps no other back, and a file that
    is read again changes nothing. What can't be is added to `faults`."""
    counted = dict.fromkeys(Taken, 0)
    for line in lines:
        try:
            taken = storage.write_now(tenant, partial(_take, line=line, now=now, actor=actor))
        except Refused as refused:
            column, remedy = _REMEDIES.get(refused.reason, ("kind", "can't be so; see the manual"))
            faults.append(line.row.bad(column, remedy))
        else:
            counted[taken] += 1
    return Counts(**{taken.value: number for taken, number in counted.items()})


def _take(tx: Tx, line: ReportLine, now: datetime, actor: Actor) -> Taken:
    key = f"file:{line.number}"
    pupil = pupils.find_by_key(tx, line.key)
    if pupil is None:
        raise Refused(receiving.NOT_ENROLLED)
    link = _speaker(tx, pupil.id, line, now.date())
    known = reports.keyed(tx, key)
    if known is not None and known.pupil != pupil.id:
        raise Refused(ANOTHERS)
    if line.cancelled:
        return _cancelled(tx, known, link, now, actor)
    if known is not None:
        return Taken.KNOWN
    receiving.receive(tx, _report(tx, pupil.id, link, line, now), now, actor=actor, key=key)
    return Taken.NEW


def _speaker(tx: Tx, pupil: int, line: ReportLine, today: date) -> Guardian | None:
    """The link that it counts for; an account that nobody here has is nobody's."""
    links = guardians.of_pupil(tx, pupil)
    if not (line.aad_object_id or line.mail):
        return families.speaker(links, contact=line.contact)
    found = (
        people.find_by_aad(tx, line.aad_object_id, today)
        if line.aad_object_id
        else people.find_by_mail(tx, line.mail, today)
    )
    return families.speaker(links, account=found.id) if found else None


def _cancelled(
    tx: Tx, known: Report | None, link: Guardian | None, now: datetime, actor: Actor
) -> Taken:
    """Taken back by whose word it is; what the office has confirmed with a guardian only by it."""
    if known is None or known.state not in receiving.ALIVE:
        return Taken.KNOWN
    unchecked = link is None and known.state is ReportState.HELD
    if known.guardian != (link.id if link else 0) or not (link or unchecked):
        raise Refused(ANOTHERS)
    receiving.withdraw(tx, known, now, actor=actor)
    return Taken.WITHDRAWN


def _report(tx: Tx, pupil: int, link: Guardian | None, line: ReportLine, now: datetime) -> Report:
    _check(tx, pupil, line, now.date())
    return Report(
        id=0,
        pupil=pupil,
        school=0,
        day_class=0,
        since=line.since,
        until=line.until,
        kind=line.kind,
        door=Door.FILE,
        author=0,
        guardian=link.id if link else 0,
        language=link.language if link else "ja",
        sent_at=now,
        content=line.content,
    )


def _check(tx: Tx, pupil: int, line: ReportLine, today: date) -> None:
    """As every report; what a child's own calendar allows."""
    seat = enrolments.of(tx, pupil, line.since)
    if seat is None:
        raise Refused(receiving.NOT_ENROLLED)
    class_ = classes.get(tx, seat.class_id)
    school = schools.get(tx, class_.school)
    first, last = min(today, line.since), max(today, line.since, line.until)
    wanted = Wanted(
        since=line.since,
        until=line.until,
        kind=line.kind,
        door=Door.FILE,
        content=line.content,
    )
    calendar = days.calendar(tx, school, class_, first, last)
    reporting.check(wanted, today=today, calendar=calendar)
