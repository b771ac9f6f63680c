"""How many people of each organisation stand how to courses, whatever courses there are."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Integer, Table, bindparam, case, func, literal, select, union_all

from bot.people.tables import CURRENT, HOLDING, LISTING, now
from bot.storage.tx import Row, Tx
from bot.training.model import HOLDS, How, State
from bot.training.store.rows import COMPLETION, ENROLMENT

Place = tuple[str, str]  # municipality and department
_IDS: Any = bindparam("ids", expanding=True)
FINISHED, BOOKED, WAITING = STAGES = ("finished", "booked", "waiting")
_STANDING = sorted(state.value for state in (*HOLDS, State.WAITING))
_stage = case((ENROLMENT.c.state == State.WAITING.value, WAITING), else_=BOOKED)
_finished = (
    select(literal(1, Integer))
    .where(
        COMPLETION.c.tenant_id == ENROLMENT.c.tenant_id,
        COMPLETION.c.person == ENROLMENT.c.person,
        COMPLETION.c.course == ENROLMENT.c.course,
    )
    .exists()
)
_PAGE = 500


def _enrolled(column: Any) -> Any:
    """What the enrolment of whoever has finished says."""
    found = select(column).where(
        ENROLMENT.c.tenant_id == COMPLETION.c.tenant_id,
        ENROLMENT.c.person == COMPLETION.c.person,
        ENROLMENT.c.course == COMPLETION.c.course,
    )
    return found.scalar_subquery().label(column.name)


# The indexes that count hold these in this order: nothing is sorted, no row is read.
_done = (COMPLETION.c.course, COMPLETION.c.municipality, COMPLETION.c.department)
_under_way = (
    ENROLMENT.c.course,
    ENROLMENT.c.municipality,
    ENROLMENT.c.department,
    ENROLMENT.c.state,
)
_people = func.count().label("people")
_DONE = select(*_done, _people).where(COMPLETION.c.course.in_(_IDS)).group_by(*_done)
_UNDER_WAY = (
    select(*_under_way, _people)
    .where(ENROLMENT.c.course.in_(_IDS), ENROLMENT.c.state.in_(_STANDING))
    .group_by(*_under_way)
)
# Who has finished isn't counted again as booked: by a recording one may finish before the day.
# Whoever finished by attending isn't booked any more; the few others are looked up one by one.
_early = (
    select(COMPLETION.c.course, *(_enrolled(column) for column in _under_way[1:]))
    .where(COMPLETION.c.course.in_(_IDS), COMPLETION.c.how != How.ATTENDANCE.value)
    .subquery()
)
_EARLY = select(*_early.c, _people).where(_early.c.state.in_(_STANDING)).group_by(*_early.c)


def _people_of(table: Table, *wanted: Any) -> Any:
    return select(
        table.c.person, table.c.municipality, table.c.department, wanted[0].label("stage")
    ).where(
        table.c.course == bindparam("one"),
        table.c.person > bindparam("after", type_=Integer),
        *wanted[1:],
    )


_PEOPLE = (
    union_all(
        _people_of(COMPLETION, literal(FINISHED)),
        _people_of(ENROLMENT, _stage, ENROLMENT.c.state.in_(_STANDING), ~_finished),
    )
    .order_by("person")
    .limit(bindparam("most", type_=Integer))
)
_MUNICIPALITIES = select(LISTING.c.person, LISTING.c.municipality).where(
    LISTING.c.person.in_(_IDS), LISTING.c.generation == CURRENT
)
_DEPARTMENTS = (
    select(HOLDING.c.person, HOLDING.c.department)
    .where(HOLDING.c.person.in_(_IDS), now(HOLDING))
    .order_by(HOLDING.c.id.desc())  # so that the first one of a person is the last to be kept
)

Counts = dict[str, dict[Place, int]]  # by stage


def counts(tx: Tx, courses: Sequence[int]) -> dict[int, Counts]:
    """For each of these courses who has finished, who has a seat and who waits for one, by the
    places that they enrolled or finished from."""
    found: dict[int, Counts] = {one: {stage: {} for stage in STAGES} for one in courses}
    ids = list(courses)
    for row in tx.all(_DONE, ids=ids) if ids else ():
        found[row.course][FINISHED][row.municipality, row.department] = row.people
    for statement, sign in ((_UNDER_WAY, 1), (_EARLY, -1)):
        for row in tx.all(statement, ids=ids) if ids else ():
            stage = WAITING if row.state == State.WAITING else BOOKED
            _add(found[row.course][stage], (row.municipality, row.department), sign * row.people)
    return found


def _add(places: dict[Place, int], place: Place, people: int) -> None:
    """A place in which nobody is left isn't named."""
    left = places.pop(place, 0) + people
    if left:
        places[place] = left


def standings(tx: Tx, course: int, municipality: str = "") -> Iterator[list[Row]]:
    """Who has finished a course, who has a seat, and who waits for one, by person and a page at a
    time; `municipality`: its people alone."""
    after = 0
    while page := tx.all(_PEOPLE, one=course, after=after, most=_PAGE):
        yield [row for row in page if municipality in ("", row.municipality)]
        after = page[-1].person


def places(tx: Tx, people: Sequence[int], on: date) -> dict[int, Place]:
    """Where each of these people belongs on a day: one municipality, and their first department."""
    if not people:
        return {}
    departments = {row.person: row.department for row in tx.all(_DEPARTMENTS, ids=people, on=on)}
    return {
        row.person: (row.municipality, departments.get(row.person, ""))
        for row in tx.all(_MUNICIPALITIES, ids=people)
    }
