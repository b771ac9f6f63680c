"""The lists of the night: what the office prints for a morning without Renkei or Teams."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.attendance import posting, whom
from bot.attendance.model import Class, Function, School, Stream
from bot.attendance.plan import nights
from bot.attendance.rules import rolls as rules
from bot.attendance.rules.shown.classes import ShownClass, shown_class
from bot.attendance.store import classes, days, enrolments, posts, reports
from bot.delivery.outbox import Lane
from bot.storage.tx import Tx
from cards.attendance import night as view

KIND = "attendance.night_list"
PAGE = "attendance.night_list"
# Whoever takes the office's part at a school prints its lists.
KEEPERS = (Function.SCHOOL_OFFICE, Function.VICE_PRINCIPAL, Function.PRINCIPAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNightLine:
    number: int
    name: str
    reported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNightClass:
    school_class: ShownClass
    lines: tuple[ShownNightLine, ...]


def remind(tx: Tx, school: School, day: date, now: datetime) -> None:
    """At the end of a day: the office is asked to print for the next school day; no name."""
    following = nights.printed_for(tx, school, day)
    if following is None:
        return
    wake = datetime.combine(following, school.times.wake, now.tzinfo)
    if now >= wake:
        return
    posting.post(
        tx,
        kind=KIND,
        key=f"{school.id}:{following}",
        to=whom.office(tx, school.id, now.date()),
        draw=view.print_tonight,
        due_at=now,
        expires_at=wake,
        school=school.id,
        day=following,
        lane=Lane.REMINDER,
    )


def lists(tx: Tx, school: School, day: date, now: datetime) -> tuple[ShownNightClass, ...]:
    """Every class of a school on a day, children by number; classes that aren't announced yet are
    left out. A child of a 特別支援学級 stands where they sit with others as well."""
    found = (
        _class(tx, school, class_, day)
        for class_ in classes.current(tx, school.id, day)
        if class_.is_known(now)
    )
    return tuple(one for one in found if one.lines)


def _class(tx: Tx, school: School, class_: Class, day: date) -> ShownNightClass:
    seats = enrolments.seats(tx, class_.id, day)
    said = reports.of_pupils(tx, tuple(pupil.id for _, pupil in seats), day, day)
    away = rules.explained(said, day)
    own = ShownClass(class_id=0, kind=school.kind.value, grade=0, name="")
    return ShownNightClass(
        school_class=own if class_.stream is Stream.SUPPORT else shown_class(class_, school),
        lines=tuple(
            ShownNightLine(number=seat.number, name=pupil.name, reported=pupil.id in away)
            for seat, pupil in seats
        ),
    )


def keeps(tx: Tx, school: int, held: frozenset[int]) -> bool:
    """Whether one of these posts keeps the lists of a school."""
    return any(
        post.post in held and post.function in KEEPERS for post in posts.of_school(tx, school)
    )


def next_day(tx: Tx, school: School, now: datetime) -> date:
    """The day whose lists are printed now: today before its roll, else the next school day."""
    today = now.date()
    if now.time() < school.times.assembly and days.is_in_session(tx, school, None, today):
        return today
    return days.next_school_day(tx, school, None, today) or today + timedelta(days=1)
