"""A search as its card shows it: gathered from the case, the child, the steps that were done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.attendance.model import Case, CaseState, LinkState, Pupil, Step, Stream
from bot.attendance.plan import rungs
from bot.attendance.rules import cases as rules
from bot.attendance.rules.shown.classes import UNNAMED, ShownClass, shown_class
from bot.attendance.store import cases, classes, days, enrolments, guardians, pupils, schools
from bot.errors import NotFound
from bot.people import store as people
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    step: str
    done_at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSearch:
    case_id: int
    version: int
    school_class: ShownClass
    number: int
    name: str
    opened_at: datetime
    step: str
    stepped: bool
    due_at: datetime
    rung: str
    rung_at: datetime
    rung_state: str
    done: tuple[ShownStep, ...]
    reported: bool
    told_family: bool
    can_tell: bool
    closing: str
    closed_at: datetime | None
    closed_by: str


def search(tx: Tx, case: Case, now: datetime) -> ShownSearch:
    """The search as staff of the school see it; instants in the tenant's zone."""
    zone = now.tzinfo
    pupil = pupils.get(tx, case.pupil)
    class_, school = classes.get(tx, case.class_id), schools.get(tx, case.school)
    times = days.times(tx, school, class_, case.day)
    done = _done(tx, case, now)
    return ShownSearch(
        case_id=case.id,
        version=case.version,
        school_class=shown_class(class_, school),
        number=_number(tx, case),
        name=pupil.name,
        opened_at=case.opened_at.astimezone(zone),
        step=case.step.value,
        stepped=case.step is Step.POLICE and any(one.step == case.step.value for one in done),
        due_at=rules.due_at(case, times).astimezone(zone),
        rung="",
        rung_at=case.opened_at.astimezone(zone),
        rung_state="",
        done=done,
        reported=case.reported,
        told_family=case.told_family,
        can_tell=bool(to_tell(tx, pupil)),
        closing=case.closing.value if case.closing else "",
        closed_at=case.closed_at and case.closed_at.astimezone(zone),
        closed_by=_name(tx, case.closed_by, now.date()) if case.closed_by else "",
    )


def of_rung(tx: Tx, shown: ShownSearch, case: Case, rung: Step) -> ShownSearch:
    """The same on the card that tells of one step, due since its time."""
    school, class_ = schools.get(tx, case.school), classes.get(tx, case.class_id)
    times = days.times(tx, school, class_, case.day)
    at = case.opened_at if rung is Step.CALL else rungs.at(case, times, rung)
    state = rules.state(case, rung)
    return replace(
        shown, rung=rung.value, rung_at=at.astimezone(shown.opened_at.tzinfo), rung_state=state
    )


def searches(tx: Tx, found: Iterable[Case], now: datetime) -> tuple[ShownSearch, ...]:
    """Open searches, the oldest above; a list names no 特別支援学級."""
    ordered = sorted(found, key=lambda one: (one.opened_at, one.id))
    return tuple(_listed(tx, one, now) for one in ordered if one.state is CaseState.OPEN)


def _listed(tx: Tx, case: Case, now: datetime) -> ShownSearch:
    shown = search(tx, case, now)
    if classes.get(tx, case.class_id).stream is not Stream.SUPPORT:
        return shown
    return replace(shown, school_class=UNNAMED)


def to_tell(tx: Tx, pupil: Pupil) -> tuple[int, ...]:
    """The accounts of a child's family that may be told: confirmed links with that right alone.

    Nobody of a protected child's (秘匿対象): that the school will ring says that it looks for them.
    """
    if pupil.protected:
        return ()
    links = guardians.of_pupil(tx, pupil.id)
    return tuple(
        dict.fromkeys(
            one.person
            for one in links
            if one.state is LinkState.CONFIRMED and one.may_be_notified and one.person
        )
    )


def _done(tx: Tx, case: Case, now: datetime) -> tuple[ShownStep, ...]:
    return tuple(
        ShownStep(
            step=step.value,
            done_at=at.astimezone(now.tzinfo),
            by=_post(tx, post, now.date()) or _name(tx, person, now.date()),
        )
        for step, at, post, person in cases.steps(tx, case.id)
    )


def _post(tx: Tx, post: int, on: date) -> str:
    try:
        return people.get_post(tx, post, on).name if post else ""
    except NotFound:  # the post was given up since
        return ""


def _name(tx: Tx, person: int, on: date) -> str:
    found = people.find(tx, person, on)
    return found.name if found else ""


def _number(tx: Tx, case: Case) -> int:
    seats = enrolments.on(tx, case.pupil, case.day)
    return next((one.number for one in seats if one.class_id == case.class_id), 0)
