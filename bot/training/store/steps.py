"""Every step of an enrolment: the waiting list's story, for whoever asks why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.storage.tx import Row, Tx
from bot.training.model import State
from bot.training.store.rows import ENROLMENT, STEP

CLOCK = 0
GONE = -1
_PLAIN = ("enrolment", "at", "person", "act", "session")
_COLUMNS = (*_PLAIN, "state")
_ADD = insert(STEP).values({name: bindparam(name) for name in _COLUMNS})
_OF = select(STEP).where(STEP.c.enrolment == bindparam("one")).order_by(STEP.c.id)
_UNNAME = (
    update(STEP).where(STEP.c.person > CLOCK, STEP.c.person == bindparam("one")).values(person=GONE)
)
_theirs = select(ENROLMENT.c.id).where(ENROLMENT.c.person == bindparam("one"))
_FORGET = delete(STEP).where(STEP.c.enrolment.in_(_theirs))
_of_course = select(ENROLMENT.c.id).where(ENROLMENT.c.course == bindparam("one"))
_ERASE = delete(STEP).where(STEP.c.enrolment.in_(_of_course))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened to an enrolment, and the state that it led to.

    `person`: who did it; None: the participant, CLOCK: time itself, GONE: somebody erased since.
    """

    enrolment: int
    at: datetime
    act: str
    session: int
    state: State
    person: int | None = None


def add(tx: Tx, *steps: Step) -> None:
    """Remember what happened."""
    tx.many(_ADD, [_row(step) for step in steps])


def of(tx: Tx, enrolment: int) -> tuple[Step, ...]:
    """Everything that happened to an enrolment, the first step first."""
    return tuple(_step(row) for row in tx.all(_OF, one=enrolment))


def forget(tx: Tx, person: int) -> int:
    """Take the steps of a person's enrolments out, and their name from others'; how many."""
    return tx.run(_FORGET, one=person) + tx.run(_UNNAME, one=person)


def erase(tx: Tx, course: int) -> int:
    """Take the steps of a course's enrolments out for good; how many there were."""
    return tx.run(_ERASE, one=course)


def _row(step: Step) -> dict[str, Any]:
    return {**{name: getattr(step, name) for name in _PLAIN}, "state": step.state.value}


def _step(row: Row) -> Step:
    return Step(state=State(row.state), **{name: getattr(row, name) for name in _PLAIN})
