"""Inspections with their duties, and what the clock says of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import structlog

from bot import policy
from bot.agreements.rules.parties import is_ours
from bot.agreements.store import register as agreements
from bot.duties import store as duties
from bot.duties.model import Duty, DutyState, Obligor
from bot.errors import NotFound
from bot.logs import trace
from bot.people import store as people
from bot.people.model import Holders, Person, Role
from bot.records.jobs import inspection_notices as notices
from bot.records.jobs import whose
from bot.records.model.inspections import Inspection, Standing
from bot.records.rules import inspections as rules
from bot.records.rules.inspections import Moment
from bot.records.store import inspections as store
from bot.slice import Due, Job, Planned, Tick
from bot.storage.tx import Tx, Undone
from bot.workdays import ONE_DAY
from cards.records.verbs.inspections import ShowInspection

log = structlog.get_logger()

MOST_AT_ONCE = 200  # the next tick takes the rest
IN_SIGHT = timedelta(days=14)
PROMISES = ("inspection", "audit", "compliance_report", "backup_check")  # duties that it fulfils


def add(tx: Tx, one: Inspection) -> Inspection:
    """Enter a planned inspection, with its duty where it fulfils none of the agreement's own."""
    kept = store.add(tx, one, look_on=None)
    if kept.promise is None:
        duty = duties.add(tx, _duty(tx, kept, "inspection", kept.planned_on))
        kept = replace(kept, duty=duty.id)
    return keep(tx, replace(kept, version=kept.version + 1))


def keep(tx: Tx, one: Inspection) -> Inspection:
    """Keep what a rule has made of an inspection; its duties follow."""
    after = _with_duties(tx, one)
    return store.save(tx, after, look_on=look_on(tx, after))


def _with_duties(tx: Tx, one: Inspection) -> Inspection:
    if one.improvement is None and one.standing is Standing.ASKED:
        asked = duties.add(tx, _duty(tx, one, "improvement", one.due_on))
        one = replace(one, improvement=asked.id)
    done = {
        one.duty: one.closed_on if one.cancelled else one.done_on,
        one.promise: one.done_on,
        one.improvement: one.closed_on,
    }
    for duty, on in done.items():
        _settle(tx, one, duty, on)
    return one


def _settle(tx: Tx, one: Inspection, duty: int | None, on: date | None) -> None:
    """A duty is done on a day, or has moved to another while it is open."""
    if (found := find_duty(tx, duty)) is None or not found.is_open:
        return
    if one.cancelled and duty == one.duty:
        duties.save(tx, replace(found, state=DutyState.WAIVED, done_on=on, evidence=one.why))
    elif on is not None:
        duties.complete(tx, found, evidence=one.matter, on=on)
    elif duty != one.promise:
        due = one.due_on if duty == one.improvement else one.planned_on
        if found.due_on != due:
            duties.save(tx, replace(found, due_on=due))


def find_duty(tx: Tx, duty: int | None) -> Duty | None:
    """The duty by id, or None where there is none."""
    try:
        return None if duty is None else duties.get(tx, duty)
    except NotFound:
        return None


def _duty(tx: Tx, one: Inspection, kind: str, due_on: date | None) -> Duty:
    """Who inspects owes the inspection, who is inspected the improvement."""
    about = whose.of(tx, one.subject, one.registered_on)
    ours = _letter(tx, about.agreement_id, ours=True)
    theirs = _letter(tx, about.agreement_id, ours=False) if rules.in_writing(one) else ours
    return Duty(
        id=0,
        source=one.matter,
        kind=kind,
        obligor=theirs if kind == "improvement" else ours,
        post=one.post or None,
        article=one.article,
        due_on=due_on,
        title=one.topic,
        partner=about.partner,
    )


def _letter(tx: Tx, agreement: int, *, ours: bool) -> Obligor:
    """甲 or 乙, whichever the city (or the other side) is."""
    found = agreements.find(tx, agreement) if agreement else None
    city_is_kou = found is None or is_ours(found, Obligor.KOU.value)
    return Obligor.KOU if city_is_kou is ours else Obligor.OTSU


def promises(tx: Tx, subject: str) -> tuple[Duty, ...]:
    """The open duties of an agreement that an inspection can fulfil."""
    return tuple(
        duty for duty in duties.of_source(tx, subject) if duty.is_open and duty.kind in PROMISES
    )


def remind(tick: Tick) -> None:
    """An inspection or an answer that is due; by daylight."""
    if policy.sending_time(tick.tx, tick.now) > tick.now:
        return
    for one in store.due(tick.tx, tick.today, MOST_AT_ONCE):
        try:
            tick.tx.apart(partial(_say, tick=tick, one=one))
        except Undone as undone:
            log.error("inspection_left_out", inspection=one.id, **trace(undone.__cause__ or undone))
            # It is looked at again tomorrow: today's log has said what is wrong.
            store.said(tick.tx, one, one.said_on, look_on=tick.today + ONE_DAY)


def _say(tx: Tx, *, tick: Tick, one: Inspection) -> None:
    found = coming(tx, one)
    if (moment := rules.told(found, one.said_on, tick.today)) is not None:
        notices.post(tx, one, moment, tick.now)
    store.said(tx, one, tick.today, look_on=rules.next_look(found, tick.today))


def coming(tx: Tx, one: Inspection) -> tuple[Moment, ...]:
    """Everything that is said of an inspection while nothing changes."""
    return rules.moments(one, policy.of(tx).calendar)


def look_on(tx: Tx, one: Inspection) -> date | None:
    """The next day on which the clock has something to say of it."""
    return rules.next_look(coming(tx, one), one.said_on)


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """What will be said between two days, if nobody presses anything."""
    return tuple(
        notice for one in store.open_ones(tx) for notice in _planned(tx, one, since, until)
    )


def _planned(tx: Tx, one: Inspection, since: date, until: date) -> Iterator[Planned]:
    found = coming(tx, one)
    after = one.said_on
    while (day := rules.next_look(found, after)) is not None and day <= until:
        moment = rules.told(found, after, day)
        if moment is not None and since <= day:
            yield notices.planned(tx, one, moment, day)
        after = day


def due_for(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    """The inspections that somebody sees to: days near by, findings and answers to decide on."""
    holders = people.holders_of(tx, person.id, today)
    lines = (_due(one, today) for one in store.open_ones(tx) if _is_theirs(one, person, holders))
    return tuple(sorted(filter(None, lines), key=lambda due: (due.day, due.subject)))


def due_of(tx: Tx, post: int, today: date) -> tuple[Due, ...]:
    """The inspections that a post owns, whoever holds it."""
    lines = (_due(one, today) for one in store.open_ones(tx) if one.post == post)
    return tuple(filter(None, lines))


def _is_theirs(one: Inspection, person: Person, holders: Holders) -> bool:
    if one.post == 0:
        return Role.AGREEMENT_DESK in person.roles
    return holders.owning((one.post,)) is not None


def _due(one: Inspection, today: date) -> Due | None:
    awaited = rules.awaited(one)
    if awaited is not None and awaited[1] > today + IN_SIGHT:
        return None
    day = awaited[1] if awaited else today
    return Due(
        day=day,
        title=one.topic,
        what=f"records.inspections.what.{one.standing}",
        subject=one.matter,
        urgent=day <= today,
        show=ShowInspection(inspection_id=one.id),
    )


JOBS = (Job(name="records.inspections", run=remind),)
