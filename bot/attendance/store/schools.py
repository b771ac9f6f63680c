"""Schools: what rosters call them, and what each has decided for itself."""

from dataclasses import asdict, fields, replace
from datetime import time
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.attendance.model import School, SchoolKind, Times
from bot.attendance.store.tables import ROSTER_BUILD, SCHOOL
from bot.errors import NotFound, Stale
from bot.storage.tx import Row, Tx

_PLAIN = (
    "code",
    "name",
    "phone",
    "holds_pupils",
    "shows_teacher",
    "meals_days",
    "closure_percent",
    "version",
)
_COLUMNS = (*_PLAIN, "kind", "times")
_GET = select(SCHOOL).where(SCHOOL.c.id == bindparam("one"))
# What an import that isn't complete has brought is no school yet.
_STANDING = select(SCHOOL).where(SCHOOL.c.batch.not_in(select(ROSTER_BUILD.c.generation)))
_BY_CODE = _STANDING.where(SCHOOL.c.code == bindparam("one"))
_EVERY = _STANDING.order_by(SCHOOL.c.code)
_ADD = (
    insert(SCHOOL)
    .values({name: bindparam(name) for name in (*_COLUMNS, "batch")})
    .returning(SCHOOL.c.id)
)
_UNDO = delete(SCHOOL).where(SCHOOL.c.batch == bindparam("one"))
_SAVE = (
    update(SCHOOL)
    .where(SCHOOL.c.id == bindparam("one"), SCHOOL.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)


def get(tx: Tx, school: int) -> School:
    """The school by id; raises NotFound."""
    if (found := find(tx, school)) is None:
        raise NotFound(f"school:{school}")
    return found


def find(tx: Tx, school: int) -> School | None:
    """The school by id, or None."""
    row = tx.first(_GET, one=school)
    return None if row is None else _school(row)


def find_by_code(tx: Tx, code: str) -> School | None:
    """The school that rosters call by this code (学校コード), or None."""
    row = tx.first(_BY_CODE, one=code)
    return None if row is None else _school(row)


def every(tx: Tx) -> tuple[School, ...]:
    """All schools, in the order of their codes."""
    return tuple(_school(row) for row in tx.all(_EVERY))


def add(tx: Tx, school: School, batch: int = 0) -> School:
    """Remember a new school, unseen while the generation `batch` is built; the same with its id."""
    return replace(school, id=int(tx.value(_ADD, **_values(school), batch=batch)))


def undo(tx: Tx, batch: int) -> None:
    """Forget the schools of an import that was given up."""
    tx.run(_UNDO, one=batch)


def save(tx: Tx, school: School) -> School:
    """Remember a changed school whose version was raised by one; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(school).items()}
    if tx.run(_SAVE, one=school.id, shown=school.version - 1, **values) != 1:
        raise Stale("attendance.refused.changed")
    return school


def _values(school: School) -> dict[str, Any]:
    plain = {name: getattr(school, name) for name in _PLAIN}
    return {**plain, "kind": school.kind.value, "times": _written(school.times)}


def _school(row: Row) -> School:
    return School(
        id=row.id,
        kind=SchoolKind(row.kind),
        times=_read(row.times),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _written(times: Times) -> dict[str, Any]:
    return {
        name: value.isoformat("minutes") if isinstance(value, time) else list(value)
        for name, value in asdict(times).items()
    }


def _read(found: dict[str, Any]) -> Times:
    """A time that an earlier release didn't know has its usual value."""
    known = {one.name: _value(found[one.name]) for one in fields(Times) if one.name in found}
    return replace(Times(), **known)


def _value(written: Any) -> Any:
    return time.fromisoformat(written) if isinstance(written, str) else tuple(written)
