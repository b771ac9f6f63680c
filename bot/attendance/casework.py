"""Searches for children who neither arrived nor were reported: opened, stepped, told, closed.

A case and all that the clock will do about it are rows of one transaction: whatever is killed
afterwards, the next tick goes on from them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.attendance import case_cards
from bot.attendance.model import Case, CaseState, Class, Closing, Roll, School, Step, Times
from bot.attendance.plan import rungs
from bot.attendance.rules import cases as rules
from bot.attendance.store import cases, classes, days, schools
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people.model import Holder
from bot.storage.tx import Tx

OPENED = "attendance.case_opened"
CLOSED_BY_DAY = "attendance.case_no_school"
_REFUSED = "attendance.day.refused"


def open_for(
    tx: Tx, roll: Roll, children: Iterable[int], now: datetime, *, actor: Actor
) -> tuple[Case, ...]:
    """A case for each of these children of a class; one who has one already keeps it.

    A case that was closed earlier on the day begins anew.
    """
    made = tuple(_open(tx, roll, pupil, now) for pupil in children)
    for case in made:
        record(tx, actor, at=now, act=OPENED, subject=case.subject)
        case_cards.tell(tx, case, now)
    return made


def _open(tx: Tx, roll: Roll, pupil: int, now: datetime) -> Case:
    known = cases.of_pupil(tx, pupil, roll.day)
    if known is None:
        fresh = Case(
            id=0,
            pupil=pupil,
            class_id=roll.class_id,
            school=roll.school,
            day=roll.day,
            opened_at=now,
        )
        return cases.add(tx, fresh, look_at=_look(tx, fresh, now))
    return known if known.state is CaseState.OPEN else _again(tx, known, now)


def _again(tx: Tx, case: Case, now: datetime) -> Case:
    fresh = replace(
        case,
        state=CaseState.OPEN,
        opened_at=now,
        step=Step.CALL,
        step_done_at=None,
        closing=None,
        closed_at=None,
        closed_by=0,
        version=case.version + 1,
    )
    return cases.save(tx, fresh, look_at=_look(tx, fresh, now))


def reopen(tx: Tx, case: Case, version: int, now: datetime, *, actor: Actor) -> Case:
    """もう一度探す: a case closed too early goes on, on its own day. Raises Refused."""
    if case.state is CaseState.OPEN or case.version != version:
        raise Refused(f"{_REFUSED}.open")
    if case.day != now.date():
        raise Refused(f"{_REFUSED}.day_over")
    fresh = _again(tx, case, now)
    record(tx, actor, at=now, act=OPENED, subject=fresh.subject)
    case_cards.tell(tx, fresh, now)
    return fresh


def step(tx: Tx, case: Case, version: int, now: datetime, *, by: Holder, actor: Actor) -> Case:
    """A person has done the present step without finding the child. Raises Stale."""
    before = case.step
    after = rules.stepped(case, before, at=now, version=version)
    cases.done(tx, case, at=now, post=by.post, person=by.person)
    cases.save(tx, after, look_at=_look(tx, after, now))
    said = {"step": before.value}
    record(tx, actor, at=now, act="attendance.step_done", subject=case.subject, detail=said)
    case_cards.refresh(tx, after, now)
    return after


def tell_family(tx: Tx, case: Case, version: int, now: datetime, *, actor: Actor) -> Case:
    """The family's one neutral message. Raises Refused where it was sent, or nobody may get it."""
    if case.state is CaseState.CLOSED or case.version != version:
        raise Refused(f"{_REFUSED}.closed")
    after = rules.told_family(case)
    if not case_cards.tell_family(tx, case, now):
        raise Refused(f"{_REFUSED}.nobody_to_tell")
    cases.save(tx, after, look_at=_look(tx, after, now))
    record(tx, actor, at=now, act="attendance.tell_family", subject=case.subject)
    case_cards.refresh(tx, after, now)
    return after


def close(
    tx: Tx, case: Case, closing: Closing, version: int, now: datetime, *, by: int, actor: Actor
) -> Case:
    """A person closes the case with a reason. Raises Stale."""
    after = rules.closed(case, closing, by=by, at=now, version=version)
    cases.save(tx, after, look_at=None)
    said = {"closing": closing.value}
    record(tx, actor, at=now, act="attendance.close_case", subject=case.subject, detail=said)
    case_cards.refresh(tx, after, now)
    return after


def no_school(tx: Tx, school: int, class_id: int, day: date, now: datetime, *, by: int) -> int:
    """There is no school after all: the class's open cases end, by whoever declared it.

    How many. A closure that only a file says ends none: a person closes a case.
    """
    found = [one for one in cases.unsolved(tx, school, day) if one.class_id == class_id]
    if not by:
        return 0
    for case in found:
        after = rules.closed(case, Closing.NO_SCHOOL, by=by, at=now, version=case.version)
        cases.save(tx, after, look_at=None)
        said = {"closing": Closing.NO_SCHOOL.value}
        actor = Actor.job("attendance.day")
        record(tx, actor, at=now, act=CLOSED_BY_DAY, subject=case.subject, detail=said)
        case_cards.refresh(tx, after, now)
    return len(found)


def reported(tx: Tx, pupil: int, since: date, until: date, now: datetime) -> Case | None:
    """A report came in for these days: the child's open case says so, and stays open."""
    day = now.date()
    if not since <= day <= until:
        return None
    case = cases.of_pupil(tx, pupil, day)
    if case is None or case.state is CaseState.CLOSED or case.reported:
        return None
    after = rules.reported(case)
    cases.save(tx, after, look_at=_look(tx, after, now))
    case_cards.refresh(tx, after, now)
    return after


def take_up(tx: Tx, case: Case, now: datetime) -> None:
    """The clock's part: whoever must know of the step that is due now is told, once.

    Steps that passed while nobody was there to tell are one card.
    """
    if case.state is CaseState.CLOSED or case.day != now.date():
        cases.look(tx, case, None)
        return
    times = _times(tx, case)
    if rungs.is_behind(case, times, now):
        case_cards.tell(tx, case, now, rung=rungs.reached(case, times, now))
    cases.look(tx, case, rungs.next_look(case, times, now))


def _look(tx: Tx, case: Case, now: datetime) -> datetime | None:
    return rungs.next_look(case, _times(tx, case), now)


def _times(tx: Tx, case: Case) -> Times:
    school, class_ = of(tx, case)
    return days.times(tx, school, class_, case.day)


def of(tx: Tx, case: Case) -> tuple[School, Class]:
    """The school and class of a case."""
    return schools.get(tx, case.school), classes.get(tx, case.class_id)
