"""What the clock does about 出席停止, and what waits for principal and nurse."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

import structlog

from bot import policy
from bot.attendance import capacities, suspending
from bot.attendance.model import School, Suspension, SuspensionState
from bot.attendance.rules import suspension
from bot.attendance.rules.access import Access, Right
from bot.attendance.store import pupils, schools, suspensions
from bot.ledger.record import record
from bot.logs import trace
from bot.people.model import Person
from bot.slice import Due, Job, Planned, Tick
from bot.storage.tx import Tx, Undone
from bot.workdays import ONE_DAY
from bot.zone import zone
from cards.attendance.verbs.health import ShowSuspension
from cards.lang import SOURCE, Lang

log = structlog.get_logger()

ENDED = "attendance.suspension_ended"
MOST_AT_ONCE = 50  # whoever presses meanwhile waits; the next tick takes the rest
ORDER = "attendance.health.what.order"
RETURN = "attendance.health.what.return"
_SUBJECT = "suspension:"
_NOON = time(12)


def follow(tick: Tick) -> None:
    """By daylight on working days: what ends today ends, and families are asked once a day."""
    if policy.sending_time(tick.tx, tick.now) > tick.now:
        return
    for one in suspensions.due(tick.tx, tick.today, MOST_AT_ONCE):
        try:
            tick.tx.apart(partial(_look, tick=tick, one=one))
        except Undone as undone:
            cause = undone.__cause__ or undone
            log.error("suspension_left_out", suspension=one.id, **trace(cause))
            # It is looked at again tomorrow: today's log has said what is wrong.
            suspensions.look(tick.tx, one.id, tick.today + ONE_DAY)


def _look(tx: Tx, *, tick: Tick, one: Suspension) -> None:
    if suspension.is_over(one, tick.today):
        _end(tx, tick, one)
        return
    if _is_asked(tx, one):
        suspending.ask_family(tx, one, tick.now)
    suspensions.look(tx, one.id, next_look(one, tick.today))


def _end(tx: Tx, tick: Tick, one: Suspension) -> None:
    """It ends by itself on the day of return."""
    suspensions.save(tx, suspension.ended(one), look_on=None)
    suspending.over(tx, one, tick.now)
    record(tx, tick.actor, at=tick.now, act=ENDED, subject=one.subject)


def next_look(one: Suspension, today: date) -> date | None:
    """The next day on which the clock has something to do about it."""
    return today + ONE_DAY if one.state is SuspensionState.ORDERED else None


def _is_asked(tx: Tx, one: Suspension) -> bool:
    return one.returns_on is None and suspending.asks_family(suspending.guide(tx, one))


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """The questions to families between two days, if nobody answers any."""
    days = (since + timedelta(days=ahead) for ahead in range((until - since).days + 1))
    working = tuple(day for day in days if policy.of(tx).calendar.is_working(day))
    return tuple(
        _planned(one, day, account)
        for one in suspensions.standing(tx)
        if _is_asked(tx, one)
        for day in working
        if one.ordered_at is not None and day > one.ordered_at.astimezone(zone(tx)).date()
        for account in suspending.asked_of(tx, pupils.get(tx, one.pupil))
    )


def _planned(one: Suspension, day: date, account: int) -> Planned:
    said = Lang(SOURCE).t("attendance.family.health.asked")
    return Planned(
        on=day,
        key=f"{one.id}:{day}:{account}",
        kind=suspending.ASKED,
        subject=one.subject,
        title=said,
        to=(account,),
        why=said,
    )


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """Orders that wait for a principal, and days of return for the nurse; no child is named."""
    at = datetime.combine(today, _NOON, zone(tx))
    may = capacities.of(tx, person, at)
    return tuple(sorted(_due(tx, may, today), key=lambda due: (due.day, due.subject)))


def _due(tx: Tx, may: Access, today: date) -> Iterator[Due]:
    for school in sorted(may.schools(Right.SUSPEND)):
        for one in suspensions.of_school(tx, school, SuspensionState.ASKED):
            yield _line(schools.get(tx, school), one, ORDER, today)
    for school in sorted(may.schools(Right.CHECK)):
        for one in suspensions.of_school(tx, school, SuspensionState.ORDERED):
            if one.returns_on is None and suspending.guide(tx, one).school_day is not None:
                yield _line(schools.get(tx, school), one, RETURN, today)


def _line(school: School, one: Suspension, what: str, today: date) -> Due:
    show = ShowSuspension(suspension_id=one.id)
    return Due(day=today, title=school.name, what=what, subject=one.subject, urgent=True, show=show)


def title_of(tx: Tx, subject: str) -> str:
    """出席停止 at a school, for `suspension:3`; no child. "" for other subjects."""
    number = subject.removeprefix(_SUBJECT)
    if number == subject or not number.isdecimal():
        return ""
    found = suspensions.find(tx, int(number))
    return schools.get(tx, found.school).name if found else ""


JOBS: tuple[Job, ...] = (Job(name="attendance.suspensions", run=follow),)
