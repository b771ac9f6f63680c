"""Whom of an audience a card is still for: by town, by what they have booked, finished and got.

The database leaves out all others while it reads the audience: the few of many are found at once.
"""

from collections.abc import Collection, Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from bot.delivery.notices import has_copy
from bot.people import audience
from bot.people.audience import Audience, Page, Streams
from bot.people.tables import CURRENT, LISTING
from bot.storage.packed import among
from bot.storage.tx import Tx
from bot.training.model import ACTIVE, State
from bot.training.store.rows import COMPLETION, ENROLMENT

Condition = ColumnElement[bool]
# Who took their booking back, or lost it, may still apply; whoever said that they can't come, not.
_MAY_APPLY = sorted(state.value for state in (State.CANCELLED, State.LAPSED, State.DROPPED))
_ACTIVE = sorted(state.value for state in ACTIVE)
_NAMES: Any = bindparam("names", expanding=True)
_PLACES = select(LISTING.c.person, LISTING.c.municipality).where(
    among(LISTING.c.person, "people"), LISTING.c.generation == CURRENT
)
_PAGE = 500


class Lacks(Enum):
    """What somebody has still to do, or to get."""

    APPLY = "apply"  # neither applied nor finished
    FINISH = "finish"  # neither finished nor a seat, nor waiting for one
    HEAR = "hear"  # as APPLY, and no copy of some notices either


def page(
    tx: Tx,
    whom: Audience,
    on: date,
    after: int,
    most: int,
    *,
    course: int,
    lacks: Lacks,
    towns: Collection[str] | None = None,
    notices: Sequence[int] = (),
) -> Page:
    """The next people of an audience who lack something of a course; of these municipalities alone,
    where `towns` are given. `notices`: those of which HEAR speaks."""
    asked: dict[str, Any] = {"course": course}
    if towns is not None:
        asked["names"] = sorted(towns)
    if lacks is Lacks.HEAR:
        asked["notices"] = notices
    read_by = _read_by(lacks, of_towns=towns is not None)
    return audience.page(tx, whom, on, after, most, of=read_by, **asked)


def few(tx: Tx, whom: Audience, on: date, most: int, **what: Any) -> tuple[int, ...] | None:
    """Everybody whom `page` finds; None where they are more than `most`."""
    found: list[int] = []
    last: int | None = 0
    while last is not None:
        one = page(tx, whom, on, last, min(most + 1, _PAGE), **what)
        found += one.people
        if len(found) > most:
            return None
        last = one.last
    return tuple(found)


@cache
def _read_by(lacks: Lacks, *, of_towns: bool) -> Streams:
    def condition(person: ColumnElement[int]) -> Condition:
        found = ~_is_finished(person) & _LACKING[lacks](person)
        return LISTING.c.municipality.in_(_NAMES) & found if of_towns else found

    return audience.streams(condition)


def _is_finished(person: ColumnElement[int]) -> Condition:
    of_course = COMPLETION.c.course == bindparam("course")
    return select(COMPLETION.c.person).where(COMPLETION.c.person == person, of_course).exists()


def _enrolled(person: ColumnElement[int], state: Condition) -> Condition:
    of_course = ENROLMENT.c.course == bindparam("course")
    return select(ENROLMENT.c.id).where(ENROLMENT.c.person == person, of_course, state).exists()


def _is_unapplied(person: ColumnElement[int]) -> Condition:
    return ~_enrolled(person, ENROLMENT.c.state.not_in(_MAY_APPLY))


def _has_no_seat(person: ColumnElement[int]) -> Condition:
    return ~_enrolled(person, ENROLMENT.c.state.in_(_ACTIVE))


def _has_not_heard(person: ColumnElement[int]) -> Condition:
    return _is_unapplied(person) & ~has_copy(person, "notices")


_LACKING = {
    Lacks.APPLY: _is_unapplied,
    Lacks.FINISH: _has_no_seat,
    Lacks.HEAR: _has_not_heard,
}


def of_municipalities(tx: Tx, people: Sequence[int], names: Collection[str]) -> tuple[int, ...]:
    """Those of them whose municipality is one of these."""
    found = {row.person for row in tx.all(_PLACES, people=people) if row.municipality in names}
    return tuple(person for person in people if person in found)
