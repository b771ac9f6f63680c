"""Cases: children who neither arrived nor were reported, and when their next step is due."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.attendance.model import Case, CaseState, Closing, Step
from bot.errors import NotFound, Stale
from bot.storage.columns import Instant
from bot.storage.tables import table
from bot.storage.tx import Row, Tx

# One a child and day: a case that was closed too early is opened again. `look_at`: when the clock
# takes it up next; NULL: it is closed, or nothing follows by itself.
CASE = table(
    "attendance_case",
    Column("id", Integer, primary_key=True),
    Column("pupil", Integer, nullable=False),
    Column("class_id", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("step", String(20), nullable=False),
    Column("step_done_at", Instant),
    Column("told_family", Boolean, nullable=False),
    Column("reported", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("closing", String(20)),
    Column("closed_at", Instant),
    Column("closed_by", Integer, nullable=False),
    Column("look_at", Instant),
    Column("version", Integer, nullable=False),
    UniqueConstraint("tenant_id", "pupil", "day"),
    Index(None, "tenant_id", "school", "day"),
    Index(None, "tenant_id", "state", "school"),
    Index(None, "tenant_id", "look_at"),
    sqlite_autoincrement=True,
)
# Who did which step when: what a city shows that it looked for a child.
STEP = table(
    "attendance_case_step",
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("step", String(20), nullable=False),
    Column("done_at", Instant, nullable=False),
    Column("post", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    Index(None, "tenant_id", "case_id"),
)
_PLAIN = (
    "pupil",
    "class_id",
    "school",
    "day",
    "opened_at",
    "step_done_at",
    "told_family",
    "reported",
    "closed_at",
    "closed_by",
    "version",
)
_COLUMNS = (*_PLAIN, "step", "state", "closing", "look_at")
_ONE: BindParameter[int] = bindparam("one")
_DAY = bindparam("on", type_=Date)
_AT = bindparam("at", type_=Instant)
_ADD = insert(CASE).values({name: bindparam(name) for name in _COLUMNS}).returning(CASE.c.id)
_SAVE = (
    update(CASE)
    .where(CASE.c.id == _ONE, CASE.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_BY_ID = select(CASE).where(CASE.c.id == _ONE)
_OF_PUPIL = select(CASE).where(CASE.c.pupil == _ONE, CASE.c.day == _DAY)
_OF_SCHOOL = select(CASE).where(CASE.c.school == _ONE, CASE.c.day == _DAY).order_by(CASE.c.id)
_STANDING = (
    select(CASE)
    .where(CASE.c.school == _ONE, CASE.c.state == CaseState.OPEN.value)
    .order_by(CASE.c.id)
)
_DUE = (
    select(CASE)
    .where(CASE.c.look_at <= _AT)
    .order_by(CASE.c.look_at, CASE.c.id)
    .limit(bindparam("most", type_=Integer))
)
_WAITING = select(CASE).where(CASE.c.look_at.is_not(None)).order_by(CASE.c.id)
_ANY_DUE = select(CASE.c.id).where(CASE.c.look_at <= _AT).limit(1)
_NEXT = (
    select(CASE.c.look_at)
    .where(CASE.c.look_at > _AT, CASE.c.look_at <= bindparam("to", type_=Instant))
    .distinct()
)
_LOOK = update(CASE).where(CASE.c.id == _ONE).values(look_at=bindparam("new_look_at"))
_DONE = insert(STEP).values(
    {name: bindparam(name) for name in ("case_id", "step", "done_at", "post", "person")}
)
_STEPS = select(STEP.c.step, STEP.c.done_at, STEP.c.post, STEP.c.person)
_STEPS_OF = _STEPS.where(STEP.c.case_id == _ONE).order_by(STEP.c.id)


_open = select(CASE.c.id).where(CASE.c.state == CaseState.OPEN.value).limit(1)
_OPEN_OF = _open.where(CASE.c.pupil == _ONE)
_OPEN_IN = _open.where(CASE.c.class_id == _ONE)
_OPEN = select(
    func.count().label("number"), func.min(CASE.c.opened_at, type_=Instant()).label("since")
).where(CASE.c.state == CaseState.OPEN.value)
_OF_CHILD = select(CASE.c.id).where(CASE.c.pupil == _ONE)
_ERASE_STEPS = delete(STEP).where(STEP.c.case_id.in_(_OF_CHILD))
_ERASE = delete(CASE).where(CASE.c.pupil == _ONE)


class OpenCases(NamedTuple):
    """How many cases are open, and when the first of them was opened."""

    number: int
    since: datetime | None


def open_cases(tx: Tx) -> OpenCases:
    """The open cases of every school of the tenant, counted."""
    row = tx.first(_OPEN)
    assert row is not None  # noqa: S101 - a count always has its row
    return OpenCases(int(row.number), row.since)


def erase_pupil(tx: Tx, pupil: int) -> int:
    """Destroy every case of a child with its steps; how many cases there were."""
    tx.run(_ERASE_STEPS, one=pupil)
    return tx.run(_ERASE, one=pupil)


def is_open(tx: Tx, pupil: int) -> bool:
    """Whether anybody looks for the child still, on whichever day that began."""
    return tx.first(_OPEN_OF, one=pupil) is not None


def is_open_in(tx: Tx, class_id: int) -> bool:
    """Whether anybody looks for a child of the class still, on whichever day that began."""
    return tx.first(_OPEN_IN, one=class_id) is not None


def get(tx: Tx, case: int) -> Case:
    """The case by id; raises NotFound."""
    row = tx.first(_BY_ID, one=case)
    if row is None:
        raise NotFound(f"case:{case}")
    return _read(row)


def of_pupil(tx: Tx, pupil: int, day: date) -> Case | None:
    """The child's case of a day, open or closed, or None."""
    row = tx.first(_OF_PUPIL, one=pupil, on=day)
    return None if row is None else _read(row)


def of_school(tx: Tx, school: int, day: date) -> tuple[Case, ...]:
    """Every case of a school on a day, closed ones too."""
    return _all(tx.all(_OF_SCHOOL, one=school, on=day))


def unsolved(tx: Tx, school: int, day: date) -> tuple[Case, ...]:
    """The open cases of a school on a day."""
    return tuple(one for one in of_school(tx, school, day) if one.state is CaseState.OPEN)


def standing(tx: Tx, school: int) -> tuple[Case, ...]:
    """The open cases of a school, of whichever day."""
    return _all(tx.all(_STANDING, one=school))


def add(tx: Tx, case: Case, *, look_at: datetime | None) -> Case:
    """Remember a new case; the same with its id."""
    return replace(case, id=int(tx.value(_ADD, **_values(case, look_at))))


def save(tx: Tx, case: Case, *, look_at: datetime | None) -> Case:
    """Remember a changed case whose version was raised by one; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(case, look_at).items()}
    if tx.run(_SAVE, one=case.id, shown=case.version - 1, **values) != 1:
        raise Stale("attendance.refused.changed")
    return case


def look(tx: Tx, case: Case, look_at: datetime | None) -> None:
    """Have the clock take the case up then."""
    tx.run(_LOOK, one=case.id, new_look_at=look_at)


def done(tx: Tx, case: Case, *, at: datetime, post: int, person: int) -> None:
    """Remember who did the case's step, and when."""
    tx.run(_DONE, case_id=case.id, step=case.step.value, done_at=at, post=post, person=person)


def steps(tx: Tx, case: int) -> tuple[tuple[Step, datetime, int, int], ...]:
    """What was done in a case: the step, when, by which post and person, in order."""
    rows = tx.all(_STEPS_OF, one=case)
    return tuple((Step(row.step), row.done_at, row.post, row.person) for row in rows)


def due(tx: Tx, now: datetime, most: int) -> tuple[Case, ...]:
    """Cases that the clock has to take up, the longest waiting first."""
    return _all(tx.all(_DUE, at=now, most=most))


def waiting(tx: Tx) -> tuple[tuple[Case, datetime], ...]:
    """Every case that the clock takes up again, and when it does so next."""
    return tuple((_read(row), row.look_at) for row in tx.all(_WAITING))


def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether the clock has any to take up."""
    return tx.first(_ANY_DUE, at=now) is not None


def looks(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """When, after one moment and until another, the clock takes cases up."""
    return tuple(row.look_at for row in tx.all(_NEXT, at=since, to=until))


def _all(rows: Iterable[Row]) -> tuple[Case, ...]:
    return tuple(map(_read, rows))


def _values(case: Case, look_at: datetime | None) -> dict[str, Any]:
    return {
        **{name: getattr(case, name) for name in _PLAIN},
        "step": case.step.value,
        "state": case.state.value,
        "closing": case.closing.value if case.closing else None,
        "look_at": look_at,
    }


def _read(row: Row) -> Case:
    return Case(
        id=row.id,
        step=Step(row.step),
        state=CaseState(row.state),
        closing=Closing(row.closing) if row.closing else None,
        **{name: getattr(row, name) for name in _PLAIN},
    )
