"""What becomes of a family's word: kept, shown to the right teachers, answered, taken back.

Each step is one transaction: the report, the ledger's line, the staff's cards, the roster card and
the family's own state card stand together or not at all.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.attendance import awaiting, casework, family_state, telling
from bot.attendance.model import Ack, Class, Report, ReportState, School
from bot.attendance.rules import contradictions, families, times
from bot.attendance.store import classes, days, enrolments, reports, schools
from bot.delivery import outbox
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people.model import Holder
from bot.storage.tx import Tx

ALIVE = (ReportState.STANDING, ReportState.HELD)
_ACTS = {
    Ack.CONFIRMED: "attendance.confirm",
    Ack.CALLING: "attendance.call",
    Ack.NURSE: "attendance.share_nurse",
    Ack.RETURNED: "attendance.returned",
}
NOT_ENROLLED = "attendance.refused.not_enrolled"


def receive(tx: Tx, report: Report, now: datetime, *, actor: Actor, key: str = "") -> Report:
    """Keep a new report and tell who must know; `now` in the tenant's zone.

    School, class, 連絡締切 and whether it waits for the guardian are found here. `key` is what it
    came from: the same draft or line again changes nothing and is answered with the first. What
    the same voice said before for those days is replaced; another voice's stands beside it.
    Raises Refused for a child who isn't enrolled then.
    """
    outbox.turnstile(tx)  # who comes twice at once comes one after the other
    if key and (known := reports.keyed(tx, key)) is not None:
        return known
    was = awaiting.is_explained(tx, report.pupil, now)
    kept = reports.add(tx, _placed(tx, report, now), key=key)
    said = {"door": kept.door.value, "pupil": kept.pupil, "late": kept.late}
    record(tx, actor, at=now, act="attendance.report", subject=kept.subject, detail=said)
    others = _make_room(tx, kept, now)
    if kept.counts:  # what waits for a guardian doesn't say where a child is
        casework.reported(tx, kept.pupil, kept.since, kept.until, now)
    telling.received(tx, kept, now)
    telling.changed(tx, *others, now=now)
    if was and not awaiting.is_explained(tx, kept.pupil, now):
        awaiting.again(tx, kept.pupil, now, actor=actor)
    return kept


def _placed(tx: Tx, report: Report, now: datetime) -> Report:
    """Where the report goes: the child's main class of its first day, the office while that isn't
    announced; and how it counts."""
    seat = enrolments.of(tx, report.pupil, report.since)
    if seat is None:
        raise Refused(NOT_ENROLLED)
    class_ = classes.get(tx, seat.class_id)
    school = schools.get(tx, class_.school)
    return replace(
        report,
        school=school.id,
        day_class=class_.id if class_.is_known(now) else 0,
        sent_at=now,
        late=_is_late(tx, school, class_, report.since, now),
        state=families.state_of(report, holds_pupils=school.holds_pupils),
    )


def _is_late(tx: Tx, school: School, class_: Class, day: date, now: datetime) -> bool:
    """A late report is kept and flagged; it is never refused for that."""
    return times.is_late(now, day, days.times(tx, school, class_, day), now.tzinfo)


def _make_room(tx: Tx, newer: Report, now: datetime) -> tuple[Report, ...]:
    """The same voice's earlier word gives way for those days; the child's other reports that
    stand, whose cards may now say that they differ."""
    before = reports.of_pupil(tx, newer.pupil, newer.since, newer.until)
    given_way = contradictions.replaced(before, newer)
    for older in given_way:
        _cut(tx, older, newer.since, newer.until, now, ReportState.REPLACED)
    gone = {newer.id, *(one.id for one in given_way)}
    return tuple(one for one in before if one.id not in gone and one.state in ALIVE)


def _cut(
    tx: Tx, report: Report, since: date, until: date, now: datetime, state: ReportState
) -> Report:
    """Take these days out of a report: those outside them stand on, of which the first span stays
    the report itself."""
    left = contradictions.left_over(report, since, until)
    if not left:
        kept = reports.save(tx, replace(report, state=state))
    else:
        kept = reports.save(tx, replace(report, since=left[0][0], until=left[0][1]))
    for first, last in left[1:]:
        reports.add(tx, replace(report, id=0, since=first, until=last, version=1))
    _follow(tx, kept, now)
    return kept


def withdraw(
    tx: Tx, report: Report, now: datetime, *, actor: Actor, since: date | None = None
) -> Report:
    """The family takes it back: 「明日は登校します」 from `since` on, or all of it.

    Days before `since` stay as they were said. One that is over already is answered as it is.
    """
    if report.state not in ALIVE:
        return report
    outbox.turnstile(tx)
    first = max(since or report.since, report.since)
    was = awaiting.is_explained(tx, report.pupil, now)
    record(tx, actor, at=now, act="attendance.withdraw", subject=report.subject)
    kept = _cut(tx, report, first, report.until, now, ReportState.WITHDRAWN)
    telling.changed(tx, *_beside(tx, report), now=now)
    if was and not awaiting.is_explained(tx, report.pupil, now):
        awaiting.taken_back(tx, kept, now, actor=actor)
    return kept


def confirm_held(tx: Tx, report: Report, now: datetime, *, actor: Actor) -> Report:
    """保護者に確認しました: what the child sent without the family word counts from now on."""
    if report.state is not ReportState.HELD:
        return report
    outbox.turnstile(tx)
    record(tx, actor, at=now, act="attendance.confirm_held", subject=report.subject)
    kept = reports.save(tx, replace(report, state=ReportState.STANDING))
    casework.reported(tx, kept.pupil, kept.since, kept.until, now)
    _follow(tx, kept, now)
    telling.changed(tx, *_beside(tx, kept), now=now)
    return kept


def answer(
    tx: Tx, report: Report, now: datetime, *, ack: Ack, by: Holder, actor: Actor, reply: str = ""
) -> Report:
    """What the school did with a report, by a person in a post; the family's card follows."""
    outbox.turnstile(tx)
    kept = _answered(tx, report, now, ack=ack, by=by, actor=actor, reply=reply)
    telling.changed(tx, kept, now=now)
    return kept


def confirm_all(
    tx: Tx, found: Iterable[Report], now: datetime, *, by: Holder, actor: Actor
) -> tuple[Report, ...]:
    """まとめて確認しました: each is confirmed for itself, each card drawn once."""
    outbox.turnstile(tx)
    kept = tuple(
        _answered(tx, one, now, ack=Ack.CONFIRMED, by=by, actor=actor, reply="") for one in found
    )
    telling.changed(tx, *kept, now=now)
    return kept


def _answered(
    tx: Tx, report: Report, now: datetime, *, ack: Ack, by: Holder, actor: Actor, reply: str
) -> Report:
    said = {"reply": reply} if reply else None
    record(tx, actor, at=now, act=_ACTS[ack], subject=report.subject, detail=said)
    answered = replace(
        report,
        ack=ack,
        ack_at=now,
        ack_post=by.post,
        ack_person=by.person,
        reply=reply or report.reply,
    )
    kept = reports.save(tx, answered)
    family_state.retell(tx, kept, now)
    return kept


def _follow(tx: Tx, report: Report, now: datetime) -> None:
    telling.changed(tx, report, now=now)
    family_state.retell(tx, report, now)


def _beside(tx: Tx, report: Report) -> tuple[Report, ...]:
    """The child's other reports for those days: they may differ no more, or only now."""
    found = reports.of_pupil(tx, report.pupil, report.since, report.until)
    return tuple(one for one in found if one.id != report.id and one.state in ALIVE)
