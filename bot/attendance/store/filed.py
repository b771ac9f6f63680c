"""Which guardian links the newest roster still names, and what an import has brought of them.

A link that no file names any more stays as it is: the office is told of it and decides.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam, delete, func, select

from bot.attendance.model import LinkState
from bot.attendance.store.tables import (
    ENROLMENT,
    GONE_LINKS,
    GUARDIAN,
    GUARDIANS,
    PUPILS,
    ROSTER,
    ROSTER_BUILD,
    standing,
)
from bot.storage.packed import among
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_GENERATION: Any = bindparam("generation")
_AFTER: Any = bindparam("after")
_BROUGHT = (
    GUARDIAN.c.state != LinkState.REMOVED.value,
    GUARDIAN.c.batch != 0,
    GUARDIAN.c.batch.not_in(select(ROSTER_BUILD.c.generation)),
)


def _is_named_in(roster: Any) -> Any:
    """A generation of children names the link's child."""
    named = (ENROLMENT.c.pupil == GUARDIAN.c.pupil) & (ENROLMENT.c.generation == roster)
    return select(ENROLMENT.c.pupil).where(named).exists()


_FILE, _CHILDREN = ROSTER.alias(), ROSTER.alias()
# The newest year that names the child and its guardians.
_NEWEST = (
    select(_FILE.c.generation)
    .join(_CHILDREN, _CHILDREN.c.year == _FILE.c.year)
    .where(
        _FILE.c.kind == GUARDIANS,
        _CHILDREN.c.kind == PUPILS,
        _is_named_in(_CHILDREN.c.generation),
    )
    .order_by(_FILE.c.year.desc())
    .limit(1)
    .scalar_subquery()
)
_MISSING = select(GUARDIAN.c.id).where(
    *_BROUGHT, GUARDIAN.c.seen != func.coalesce(_NEWEST, GUARDIAN.c.seen)
)
_AMONG = _MISSING.where(among(GUARDIAN.c.id, "links"))
_COMING = select(ENROLMENT.c.pupil).where(
    ENROLMENT.c.school == bindparam("school"),
    ENROLMENT.c.until >= bindparam("day", type_=Date),
    standing(ENROLMENT, PUPILS),
)
_AT_SCHOOL = _MISSING.where(GUARDIAN.c.pupil.in_(_COMING))
_FIRST = _AT_SCHOOL.order_by(GUARDIAN.c.id).limit(bindparam("most"))
_COUNT = select(func.count()).select_from(_AT_SCHOOL.subquery())
_UNNAMED = (
    select(GUARDIAN.c.id, GUARDIAN.c.pupil)
    .where(
        *_BROUGHT,
        GUARDIAN.c.id > _AFTER,
        GUARDIAN.c.seen != _GENERATION,
        _is_named_in(bindparam("roster")),
    )
    .order_by(GUARDIAN.c.id)
    .limit(bindparam("most"))
)
_NEXT = (
    select(GUARDIAN.c.pupil)
    .where(GUARDIAN.c.batch == _GENERATION, GUARDIAN.c.pupil > _AFTER)
    .order_by(GUARDIAN.c.pupil)
    .limit(bindparam("most"))
)
_UNDO = delete(GUARDIAN).where(
    GUARDIAN.c.batch == _GENERATION,
    GUARDIAN.c.pupil > _AFTER,
    GUARDIAN.c.pupil <= bindparam("last"),
    GUARDIAN.c.state == LinkState.INACTIVE.value,
)
_found = upsert(GONE_LINKS).values(school=bindparam("school"), batch=bindparam("batch"))
_FOUND = _found.on_conflict_do_update(
    index_elements=["tenant_id", "school"], set_={"batch": _found.excluded.batch}
)
_UNTOLD = select(GONE_LINKS).order_by(GONE_LINKS.c.school).limit(1)
_ANY_UNTOLD = select(GONE_LINKS.c.school).limit(1)
_TOLD = delete(GONE_LINKS).where(GONE_LINKS.c.school == bindparam("one"))


class Unnamed(NamedTuple):
    """A link that a file once brought and another doesn't name, and its child."""

    link: int
    pupil: int


def unnamed(
    tx: Tx, generation: int, roster: int, after: int = 0, most: int = 500
) -> tuple[Unnamed, ...]:
    """The next links that an import doesn't name, of the children of a generation of the roster;
    by id, () at the end."""
    rows = tx.all(_UNNAMED, generation=generation, roster=roster, after=after, most=most)
    return tuple(Unnamed(row.id, row.pupil) for row in rows)


def missing_among(tx: Tx, links: Sequence[int]) -> frozenset[int]:
    """Which of these links the newest roster of their child's doesn't name any more."""
    return frozenset(row.id for row in tx.all(_AMONG, links=sorted(links)))


def missing_at(tx: Tx, school: int, day: date, most: int = 50) -> tuple[int, ...]:
    """The first links that the newest roster doesn't name any more, of children who are at a school
    on a day or come there later; by id."""
    return tuple(row.id for row in tx.all(_FIRST, school=school, day=day, most=most))


def count_missing(tx: Tx, school: int, day: date) -> int:
    """How many there are."""
    return int(tx.value(_COUNT, school=school, day=day))


def undo(tx: Tx, generation: int, after: int, most: int) -> int | None:
    """Delete the next links of an import that was given up; where to go on, None at the end."""
    rows = tx.all(_NEXT, generation=generation, after=after, most=most)
    if not rows:
        return None
    last = int(rows[-1].pupil)
    tx.run(_UNDO, generation=generation, after=after, last=last)
    return last


# schools whose office hasn't been told yet


def found(tx: Tx, schools: Sequence[int], generation: int) -> None:
    """At these schools an import has found links that it doesn't name any more."""
    tx.many(_FOUND, [{"school": one, "batch": generation} for one in sorted(schools)])


def is_any_untold(tx: Tx) -> bool:
    """Whether there is a school whose office is to be told."""
    return tx.first(_ANY_UNTOLD) is not None


def untold(tx: Tx) -> tuple[int, int] | None:
    """A school whose office is to be told, with the import that found it."""
    row = tx.first(_UNTOLD)
    return None if row is None else (row.school, row.batch)


def told(tx: Tx, school: int) -> None:
    """Its office was told."""
    tx.run(_TOLD, one=school)
