"""The vice-principal's one card of a school's morning: posted once, revised with everything."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.attendance import posting, whom
from bot.attendance.model import Report, Roll, RollState, School, Stream
from bot.attendance.plan import clockwork, moments
from bot.attendance.plan.moments import Moment
from bot.attendance.rules import times as of_times
from bot.attendance.rules.shown.classes import UNNAMED, ShownClass, shown_class
from bot.attendance.store import cases, classes, days, reports, rolls, schools
from bot.storage.tx import Tx
from cards.attendance import morning as view

KIND = "attendance.morning"
_PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTally:
    school_class: ShownClass
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMorning:
    school: str
    day: date
    at: datetime
    unchecked: tuple[ShownClass, ...]
    unanswered: tuple[ShownTally, ...]
    missing: tuple[ShownTally, ...]

    @property
    def waits(self) -> bool:
        """Whether anything still waits for somebody."""
        return bool(self.unchecked or self.unanswered or self.missing)


def key(school: int, day: date) -> str:
    """One card a school and morning."""
    return f"{school}:{day}"


def look(tx: Tx, school: School, day: date, now: datetime, *, always: bool = False) -> bool:
    """Post the card where something waits (`always`: in any case), or bring it up to date.

    Whether it stands.
    """
    if changed(tx, school.id, day, now):
        return True
    found = shown(tx, school, day, now)
    if not (always or found.waits):
        return False
    made = posting.post(
        tx,
        kind=KIND,
        key=key(school.id, day),
        to=whom.in_charge(tx, school.id, day),
        draw=lambda lang: view.morning(lang, found),
        due_at=now,
        expires_at=datetime.combine(day, time.max, now.tzinfo),
        school=school.id,
        day=day,
    )
    return made is not None


def received(tx: Tx, school: School, report: Report, now: datetime) -> None:
    """A report has come: a card that stands shows it. Where none does any more after まとめ, one
    is posted if nobody has answered within half an hour."""
    if not changed(tx, school.id, now.date(), now) and report.covers(now.date()):
        clockwork.confirm_by(tx, school, now + _PATIENCE)


def changed(tx: Tx, school_id: int, day: date, now: datetime) -> bool:
    """Something of the morning is different now: a card that stands shows it. Whether one does."""
    standing = posting.standing(tx, KIND, key(school_id, day))
    if standing:
        found = shown(tx, schools.get(tx, school_id), day, now)
        for notice in standing:
            posting.redraw(tx, notice.id, lambda lang: view.morning(lang, found))
    return bool(standing)


def shown(tx: Tx, school: School, day: date, now: datetime) -> ShownMorning:
    """The school's morning as it stands, in the tenant's zone."""
    named = _nameable(tx, school, day)
    times = days.times(tx, school, None, day)
    answering = moments.at(Moment.CONFIRM, times, day, now.tzinfo) <= now
    unanswered = reports.unanswered(tx, school.id, day) if answering else ()
    missing = [one.class_id for one in cases.unsolved(tx, school.id, day)]
    return ShownMorning(
        school=school.name,
        day=day,
        at=now,
        unchecked=_unchecked(tx, school, day, now, named),
        unanswered=_counts(unanswered, named),
        missing=_counts(missing, named),
    )


def _nameable(tx: Tx, school: School, day: date) -> dict[int, ShownClass]:
    """The classes by id; a 特別支援学級 is never named on a list, and counts among the others."""
    return {
        one.id: UNNAMED if one.stream is Stream.SUPPORT else shown_class(one, school)
        for one in classes.current(tx, school.id, day)
    }


def _unchecked(
    tx: Tx, school: School, day: date, now: datetime, named: dict[int, ShownClass]
) -> tuple[ShownClass, ...]:
    found = (one for one in rolls.of_school(tx, school.id, day) if _is_late(tx, school, one, now))
    return tuple(dict.fromkeys(named.get(roll.class_id, UNNAMED) for roll in found))


def _is_late(tx: Tx, school: School, roll: Roll, now: datetime) -> bool:
    if roll.state is not RollState.OPEN:
        return False
    times = days.times(tx, school, classes.get(tx, roll.class_id), roll.day)
    return of_times.at(roll.day, times.missing_from, now.tzinfo) <= now


def _counts(found: Iterable[int], named: dict[int, ShownClass]) -> tuple[ShownTally, ...]:
    counted = Counter(named.get(one, UNNAMED) for one in found)
    shown = (ShownTally(school_class=one, count=counted[one]) for one in counted)
    return tuple(sorted(shown, key=lambda one: (one.school_class.grade, one.school_class.name)))
