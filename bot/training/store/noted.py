"""Who has booked a course whose heads are notified: found by steps, from where was read last."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, func, select

from bot.storage.packed import among
from bot.storage.tx import Tx
from bot.training.model import CourseState, Enrolment, Head, State
from bot.training.store import marks
from bot.training.store.enrolments import of_row
from bot.training.store.rows import COURSE, ENROLMENT, STEP

NOTED = "training.noted"
_ANY = select(COURSE.c.id).where(
    COURSE.c.state.in_((CourseState.OPEN.value, CourseState.CLOSED.value)),
    COURSE.c.head == Head.NOTIFIED.value,
)
_BOOKING = ("enrol", "accept", "take_over")  # other steps leave a booking what it was
_LAST = select(func.max(STEP.c.id))
_steps = select(STEP.c.enrolment).where(
    STEP.c.id > bindparam("last"),
    STEP.c.id <= bindparam("until"),
    STEP.c.state == State.BOOKED.value,
    STEP.c.act.in_(_BOOKING),
)
_SINCE = (
    select(ENROLMENT.c.id, ENROLMENT.c.person)
    .join(COURSE, COURSE.c.id == ENROLMENT.c.course)
    .where(
        ENROLMENT.c.id.in_(_steps),
        ENROLMENT.c.state == State.BOOKED.value,
        COURSE.c.head == Head.NOTIFIED.value,
    )
    .order_by(ENROLMENT.c.id)
)
_THESE = select(ENROLMENT).where(among(ENROLMENT.c.id, "ids")).order_by(ENROLMENT.c.id)


def read(tx: Tx) -> int:
    """Up to which step heads have been told."""
    return marks.of(tx, NOTED)[1]


def between(tx: Tx, last: int, until: int) -> tuple[tuple[int, int], ...]:
    """Who has booked after the step `last`, until another, and still has the seat: enrolments and
    their people."""
    if tx.first(_ANY) is None:
        return ()
    return tuple((row.id, row.person) for row in tx.all(_SINCE, last=last, until=until))


def these(tx: Tx, ids: Iterable[int]) -> tuple[Enrolment, ...]:
    """The enrolments with these ids."""
    return tuple(of_row(row) for row in tx.all(_THESE, ids=ids))


def last_step(tx: Tx) -> int:
    """The newest step that anybody has taken."""
    return int(tx.value(_LAST) or 0)


def keep(tx: Tx, today: date, last: int) -> None:
    """All that has happened up to this step has been told."""
    marks.put(tx, NOTED, today, last)
