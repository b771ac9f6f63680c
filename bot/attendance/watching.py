"""Long absences: the hint after three school days, the principal's duty after seven.

学校教育法施行令20条: a head tells the board of education of a child who is absent for seven school
days in a row without a good reason. The notice of 28 February 2019 has the city told of children
under its watch as well. An agreed rhythm replaces the daily contact and switches none of it off.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from bot.attendance import absences, posting, shown_watch, whom
from bot.attendance.absences import Away
from bot.attendance.model import Class, Closing, Function, Kind, School
from bot.attendance.rules import times as of_times
from bot.attendance.rules.runs import DUTY, HINT
from bot.attendance.store import cases, classes, days, enrolments, reports, rhythms
from bot.attendance.store.rhythms import Watch
from bot.storage.parts import went_well
from bot.storage.tx import Tx
from cards.attendance import watch as view

LONG, OWED, UNSEEN = "attendance.long_absence", "attendance.absence_duty", "attendance.unseen"
_ABSENT = (Closing.UNREPORTED, Closing.FOUND)
_AHEAD = timedelta(days=60)


def look(
    tx: Tx, school: School, day: date, now: datetime, *, after: int = 0, most: int | None = None
) -> int:
    """Everybody of a school who is absent today, and everybody on its watch list: at the most
    `most` of them, those with a higher id than `after`. The last one's id; 0 after all of them."""
    watched = {one.pupil: one for one in rhythms.watched(tx, school.id)}
    found = sorted(one for one in {*absent_on(tx, school, day), *watched} if one > after)
    for pupil in found[:most]:
        one = partial(_look_at, tx, school, pupil, watched.get(pupil), day, now)
        went_well(tx, "absence_left_out", one, school=school.id)
    if most is not None and len(found) > most:
        return found[most - 1]
    _unseen(tx, school, day, now)
    return 0


def _look_at(
    tx: Tx, school: School, pupil: int, watch: Watch | None, day: date, now: datetime
) -> None:
    class_ = class_of(tx, pupil, day)
    if class_ is not None and class_.school == school.id:
        away = absences.one_away(tx, school, class_, pupil, day)
        _one(tx, school, class_, pupil, away, watch, day, now)


def absent_on(tx: Tx, school: School, day: date) -> frozenset[int]:
    """Children of a school who are absent on a day by what somebody said, or by how their search
    ended."""
    said = (
        one.pupil
        for one in reports.of_school(tx, school.id, day)
        if one.counts and one.covers(day) and one.kind is Kind.ABSENT
    )
    searched = (one.pupil for one in cases.of_school(tx, school.id, day) if one.closing in _ABSENT)
    return frozenset((*said, *searched))


def class_of(tx: Tx, pupil: int, day: date) -> Class | None:
    """The child's own class on a day; None for one who isn't enrolled then."""
    seat = enrolments.of(tx, pupil, day)
    return classes.find(tx, seat.class_id) if seat else None


def kept_home(tx: Tx, pupils: Iterable[int], day: date) -> frozenset[int]:
    """Children whose agreed rhythm has them at home on a day: nobody waits for a contact."""
    found = ((pupil, rhythms.of(tx, pupil)) for pupil in pupils)
    return frozenset(pupil for pupil, watch in found if watch and rhythms.at_home(watch, day))


def _one(
    tx: Tx,
    school: School,
    class_: Class,
    pupil: int,
    away: Away,
    watch: Watch | None,
    day: date,
    now: datetime,
) -> None:
    if away.run.days < HINT:
        if watch is not None and away.present:
            _back(tx, watch)
        return
    known = watch or rhythms.add(tx, Watch(pupil=pupil, school=school.id))
    after, kind = counted(known, away, school, day)
    if after != known:
        rhythms.save(tx, replace(after, version=known.version + 1))
    if kind:
        _post(tx, kind, school, class_, after, away, now)


def counted(watch: Watch, away: Away, school: School, day: date) -> tuple[Watch, str]:
    """The list's line after a day on which a child was away long enough to be on it, and what is
    told then ("": nothing). A new absence is told of anew; both at once is the duty alone."""
    since = away.run.since
    if watch.since is None or (since is not None and since > watch.since):
        watch = replace(watch, hinted_on=None, owed_on=None, met_on=None, since=since)
    owes = away.run.days >= DUTY and watch.owed_on is None
    kind = OWED if owes else "" if watch.hinted_on else LONG
    after = replace(
        watch,
        school=school.id,
        hinted_on=watch.hinted_on or day,
        owed_on=day if owes else watch.owed_on,
    )
    return after, kind


def to(tx: Tx, kind: str, school: School, class_: Class, now: datetime) -> tuple[int, ...]:
    """Who is told: the principal of the duty; the class's teachers and the vice-principal of the
    hint; heads and nurse of who wasn't seen."""
    if kind == UNSEEN:
        heads = (Function.VICE_PRINCIPAL, Function.PRINCIPAL, Function.SCHOOL_NURSE)
        return whom.with_function(tx, school.id, *heads, on=now.date())
    if kind == OWED:
        principal = whom.with_function(tx, school.id, Function.PRINCIPAL, on=now.date())
        return principal or whom.heads(tx, school.id, now.date())
    teachers = whom.for_class(tx, class_.id, now.date(), now)
    return tuple(dict.fromkeys((*teachers, *whom.heads(tx, school.id, now.date()))))


def _post(
    tx: Tx,
    kind: str,
    school: School,
    class_: Class,
    watch: Watch,
    away: Away,
    now: datetime,
) -> None:
    due_at = told_at(tx, school, class_, now)
    draw = view.absence_owed if kind == OWED else view.long_absence
    seen = shown_watch.away(tx, school, class_, watch, away.run, due_at.date())
    posting.post(
        tx,
        kind=kind,
        key=key(watch),
        to=to(tx, kind, school, class_, due_at),
        draw=lambda lang: draw(lang, seen),
        due_at=due_at,
        expires_at=datetime.combine(due_at.date(), time.max, now.tzinfo),
        school=school.id,
        day=due_at.date(),
        subjects=(f"pupil:{watch.pupil}",),
    )


def key(watch: Watch) -> str:
    """One card of each kind for an absence."""
    return f"{watch.pupil}:{watch.since}"


def told_at(tx: Tx, school: School, class_: Class | None, now: datetime) -> datetime:
    """When staff are told of what is found now: at once by day, else when they wake next."""
    today = now.date()
    calendar = days.calendar(tx, school, class_, today, today + _AHEAD)
    return of_times.told_at(now, days.times(tx, school, class_, today), calendar)


def _back(tx: Tx, watch: Watch) -> None:
    """The child has come: the absence is over; what was agreed, and a watch, stay."""
    if watch.rhythm is None and not watch.guarded:
        rhythms.erase(tx, watch.pupil)
    elif watch.since is not None:
        after = replace(
            watch,
            since=None,
            hinted_on=None,
            owed_on=None,
            met_on=None,
            version=watch.version + 1,
        )
        rhythms.save(tx, after)


def look_on(watch: Watch) -> date | None:
    """The day on which somebody is to have seen the child, by what was agreed."""
    if watch.rhythm is None:
        return None
    return (watch.seen_on or watch.rhythm.since) + timedelta(days=watch.rhythm.seen_every)


def _unseen(tx: Tx, school: School, day: date, now: datetime) -> None:
    """Children whom nobody has seen as agreed: a number for the school's heads and the nurse."""
    due = rhythms.due(tx, school.id, day)
    if not due:
        return
    due_at = told_at(tx, school, None, now)
    posting.post(
        tx,
        kind=UNSEEN,
        key=f"{school.id}:{day}",
        to=to(tx, UNSEEN, school, days.whole(school, day), due_at),
        draw=lambda lang: view.unseen(lang, len(due)),
        due_at=due_at,
        expires_at=datetime.combine(due_at.date(), time.max, now.tzinfo),
        school=school.id,
        day=due_at.date(),
    )
    for watch in due:
        rhythms.look(tx, watch.pupil, asked_again(watch, day))


def asked_again(watch: Watch, day: date) -> date:
    """When the clock asks after a child anew whom nobody has seen by then."""
    return day + timedelta(days=watch.rhythm.seen_every if watch.rhythm else DUTY)
