"""Everything that the clock will say of schools' days between two days, if nobody presses."""

from collections.abc import Iterator
from datetime import date, datetime

from bot.attendance import (
    absences,
    case_cards,
    health,
    mornings,
    night,
    telling,
    watching,
    whom,
)
from bot.attendance.model import Case, Class, School, Step
from bot.attendance.plan import clockwork, moments, nights, rungs, school_days
from bot.attendance.plan.moments import Moment
from bot.attendance.rules.cases import LADDER
from bot.attendance.rules.days import each_day
from bot.attendance.rules.runs import HINT
from bot.attendance.store import (
    cases,
    classes,
    clocks,
    days,
    enrolments,
    rhythms,
    rolls,
    schools,
)
from bot.attendance.store.rhythms import Watch
from bot.slice import Planned
from bot.storage.tx import Tx
from bot.zone import zone
from cards.lang import SOURCE, Lang

_WHY = "attendance.day.plan"


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """Roster cards, the mornings' card and numbers, absences that grow long, lists to print.

    What hangs on the next press, such as a search that is closed, isn't known.
    """
    found = [one for school in schools.every(tx) for one in _school(tx, school, since, until)]
    return (*found, *_searches(tx, since, until), *health.planned(tx, since, until))


def _school(tx: Tx, school: School, since: date, until: date) -> Iterator[Planned]:
    watched = {one.pupil: one for one in rhythms.watched(tx, school.id)}
    looks = {one.pupil: one.look_on for one in watched.values()}
    for day, found in school_days.kept(tx, school, since, until):
        times = days.times(tx, school, None, day)
        morning = moments.at(Moment.ROSTER, times, day, zone(tx))
        summary = moments.at(Moment.SUMMARY, times, day, zone(tx))
        if _is_ahead(tx, school, day, Moment.ROSTER):
            yield from telling.planned(tx, school, day, morning)
        if _is_ahead(tx, school, day, Moment.CONFIRM):
            yield from _morning(tx, school, day, found)
        if _is_ahead(tx, school, day, Moment.SUMMARY):
            yield from _absences(tx, school, day, summary, watched)
            yield from _unseen(tx, school, day, summary, watched, looks)
        if _is_ahead(tx, school, day, Moment.END):
            yield from _night(tx, school, day)
    for day in _closed(tx, school, since, until):
        yield from _night(tx, school, day)


def _closed(tx: Tx, school: School, since: date, until: date) -> Iterator[date]:
    """The days without school that have an end as well: the clock's own, where something was begun,
    and the last of a long break."""
    kept = {day for day, _ in school_days.kept(tx, school, since, until)}
    free = (day for day in each_day(since, until) if day not in kept)
    for day in (one for one in free if _is_ahead(tx, school, one, Moment.END)):
        if _ends(tx, school, day) or nights.is_eve(tx, school, day):
            yield day


def _ends(tx: Tx, school: School, day: date) -> bool:
    clock = clocks.of(tx, school.id)
    if clock is None or clock.day != day:
        return False
    return clock.moment == Moment.END or clockwork.is_left(tx, school, day)


def _is_ahead(tx: Tx, school: School, day: date, moment: Moment) -> bool:
    """Whether the school's clock has still to come to a moment of a day."""
    clock = clocks.of(tx, school.id)
    if clock is None or day != clock.day:
        return clock is None or day > clock.day
    order = moments.ORDER.index
    return order(Moment(clock.moment)) <= order(moment)


def _morning(tx: Tx, school: School, day: date, found: list[Class]) -> Iterator[Planned]:
    """The rolls that nobody has marked: those of every class with children."""
    marked = {one.class_id for one in rolls.of_school(tx, school.id, day) if one.done_at}
    waiting = (one for one in found if one.id not in marked)
    to = whom.in_charge(tx, school.id, day)
    if to and any(_has_children(tx, one, day) for one in waiting):
        key = mornings.key(school.id, day)
        yield _told(mornings.KIND, key, school, day, to, "morning")


def _has_children(tx: Tx, class_: Class, day: date) -> bool:
    return any(seat.main for seat in enrolments.of_class(tx, class_.id, day))


def _absences(
    tx: Tx, school: School, day: date, now: datetime, watched: dict[int, Watch]
) -> Iterator[Planned]:
    """Absences that have been reported already and grow long until then."""
    for pupil in sorted({*watching.absent_on(tx, school, day), *watched}):
        class_ = watching.class_of(tx, pupil, day)
        if class_ is None or class_.school != school.id:
            continue
        away = absences.one_away(tx, school, class_, pupil, day)
        if away.run.days >= HINT:
            known = watched.get(pupil) or Watch(pupil=pupil, school=school.id)
            watched[pupil], kind = watching.counted(known, away, school, day)
            to = watching.to(tx, kind, school, class_, now) if kind else ()
            if to:
                why = "owed" if kind == watching.OWED else "long"
                key = watching.key(watched[pupil])
                yield _told(kind, key, school, day, to, why, subject=watched[pupil].subject)


def _unseen(
    tx: Tx,
    school: School,
    day: date,
    now: datetime,
    watched: dict[int, Watch],
    looks: dict[int, date | None],
) -> Iterator[Planned]:
    due = [pupil for pupil, look_on in looks.items() if look_on is not None and look_on <= day]
    if not due:
        return
    for pupil in due:
        looks[pupil] = watching.asked_again(watched[pupil], day)
    to = watching.to(tx, watching.UNSEEN, school, days.whole(school, day), now)
    if to:
        yield _told(watching.UNSEEN, f"{school.id}:{day}", school, day, to, "unseen")


def _night(tx: Tx, school: School, day: date) -> Iterator[Planned]:
    following = nights.printed_for(tx, school, day)
    to = whom.office(tx, school.id, day)
    if to and following:
        key = f"{school.id}:{following}"
        yield _told(night.KIND, key, school, day, to, "night_list")


def _searches(tx: Tx, since: date, until: date) -> Iterator[Planned]:
    """The next step of each search that is open, as long as nobody does it."""
    for case, look_at in cases.waiting(tx):
        if not since <= case.day <= until:
            continue
        class_, school = classes.get(tx, case.class_id), schools.get(tx, case.school)
        times = days.times(tx, school, class_, case.day)
        for step in LADDER:
            at = rungs.at(case, times, step).astimezone(zone(tx))
            if _is_told(case, look_at, step, at) and (to := case_cards.to(tx, case, step, at)):
                key = case_cards.key(case, step)
                kind, title = case_cards.CASE, case.subject
                yield _told(kind, key, school, case.day, to, "case", subject=title)


def _is_told(case: Case, look_at: datetime, step: Step, at: datetime) -> bool:
    """Whether the clock will tell of a step, if nobody does it or one before it."""
    order = LADDER.index
    return at >= look_at and order(step) >= order(case.step)


def _told(
    kind: str,
    key: str,
    school: School,
    day: date,
    to: tuple[int, ...],
    why: str,
    *,
    subject: str = "",
) -> Planned:
    return Planned(
        on=day,
        key=key,
        kind=kind,
        subject=subject or school.subject,
        title=school.name,
        to=to,
        why=Lang(SOURCE).t(f"{_WHY}.{why}"),
    )
