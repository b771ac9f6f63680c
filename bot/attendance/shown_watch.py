"""A child of the watch list as its cards show it."""

from dataclasses import dataclass
from datetime import date

from bot.attendance.model import Class, School
from bot.attendance.rules.runs import DUTY, Run
from bot.attendance.rules.shown.classes import ShownClass, shown_class
from bot.attendance.store import enrolments, pupils
from bot.attendance.store.rhythms import Rhythm, Watch
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAway:
    pupil_id: int
    version: int
    school_class: ShownClass
    number: int
    name: str
    days: int
    since: date | None
    seen_on: date | None
    rhythm: Rhythm | None
    guarded: bool
    owed: bool
    met_on: date | None
    today: date
    can_meet: bool


def away(
    tx: Tx,
    school: School,
    class_: Class,
    watch: Watch,
    run: Run,
    today: date,
    *,
    meets: bool = True,
) -> ShownAway:
    """The child's line; `meets`: the reader is the principal."""
    seat = enrolments.of(tx, watch.pupil, today)
    owed = run.days >= DUTY
    return ShownAway(
        pupil_id=watch.pupil,
        version=watch.version,
        school_class=shown_class(class_, school),
        number=seat.number if seat else 0,
        name=pupils.get(tx, watch.pupil).name,
        days=run.days,
        since=run.since,
        seen_on=watch.seen_on,
        rhythm=watch.rhythm,
        guarded=watch.guarded,
        owed=owed,
        met_on=watch.met_on,
        today=today,
        can_meet=meets and owed and watch.met_on is None,
    )
