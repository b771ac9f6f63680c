"""「研修」: what somebody has booked, may book and has finished."""

from collections.abc import Sequence
from datetime import datetime

from bot.people.model import Person
from bot.storage.tx import Tx
from bot.training import shown
from bot.training.model import ACTIVE, Completion, Course, Enrolment, Session
from bot.training.readers import is_meant
from bot.training.rules import shown as drawn
from bot.training.rules.shown import ShownLine
from bot.training.store import coming, completions, courses, enrolments


def lines(tx: Tx, person: Person, now: datetime) -> tuple[ShownLine, ...]:
    """All of 「研修」: what somebody has booked or finished, and what is open for them."""
    theirs = {one.course: one for one in enrolments.by(tx, person.id)}
    finished = {one.course: one for one in completions.by(tx, person.id)}
    active = {one.course for one in theirs.values() if one.state in ACTIVE}
    opened = {one.id: one for one in courses.open_ones(tx)}
    kept = {*active, *finished}
    others = [courses.get(tx, one) for one in sorted(kept - set(opened))]
    every = [
        one for one in opened.values() if one.id in kept or is_meant(tx, one, person, now.date())
    ]
    shown_ones = (*every, *others)
    ahead = coming.of_courses(tx, [one.id for one in shown_ones], now)
    return tuple(
        line(tx, one, ahead[one.id], theirs.get(one.id), finished.get(one.id), now)
        for one in shown_ones
    )


def line(
    tx: Tx,
    found: Course,
    ahead: Sequence[Session],
    enrolment: Enrolment | None,
    completion: Completion | None,
    now: datetime,
) -> ShownLine:
    """One course in 「研修」 with its sessions `ahead`; for what must be finished first and for
    the duty behind it a line has no room."""
    course = drawn.course(found, now=now, sessions=ahead)
    return drawn.line(course, shown.standing_of(tx, enrolment, completion, now))
