"""Who finished which course: on which day, and what shows it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Integer, bindparam, delete, func, select

from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx
from bot.training.model import Completion, How
from bot.training.store.rows import COMPLETION, COURSE

PAGE = 2000
_PLAIN = ("course", "person", "on", "municipality", "department")
_COLUMNS = (*_PLAIN, "how")
_ADD = (
    upsert(COMPLETION)
    .values({name: bindparam(name) for name in _COLUMNS})
    .on_conflict_do_nothing(index_elements=["tenant_id", "person", "course"])
)
_OF = select(COMPLETION).where(
    COMPLETION.c.person == bindparam("person"), COMPLETION.c.course == bindparam("course")
)
_BY = (
    select(COMPLETION)
    .where(COMPLETION.c.person == bindparam("one"))
    .order_by(COMPLETION.c.on, COMPLETION.c.course)
)
_CODES = (
    select(COURSE.c.code)
    .join(COMPLETION, COMPLETION.c.course == COURSE.c.id)
    .where(COMPLETION.c.person == bindparam("one"))
)
_OF_COURSE = (
    select(COMPLETION)
    .where(COMPLETION.c.course == bindparam("one"), COMPLETION.c.person > bindparam("last"))
    .order_by(COMPLETION.c.person)
    .limit(bindparam("most", type_=Integer))
)
_DAYS = (
    select(COMPLETION.c.on, func.count().label("people"))
    .where(COMPLETION.c.course == bindparam("one"))
    .group_by(COMPLETION.c.on)
    .order_by(COMPLETION.c.on)
)
_COUNT = select(func.count()).where(COMPLETION.c.course == bindparam("one"))
_FORGET = delete(COMPLETION).where(COMPLETION.c.person == bindparam("one"))
_ERASE = delete(COMPLETION).where(COMPLETION.c.course == bindparam("one"))


def add(tx: Tx, completion: Completion) -> bool:
    """Remember that somebody finished; whether it is new: the first time counts."""
    values = {name: getattr(completion, name) for name in _PLAIN}
    return tx.run(_ADD, **values, how=completion.how.value) > 0


def of(tx: Tx, course: int, person: int) -> Completion | None:
    """When and how a person finished a course, or None."""
    row = tx.first(_OF, course=course, person=person)
    return None if row is None else _completion(row)


def by(tx: Tx, person: int) -> tuple[Completion, ...]:
    """Everything that a person has finished, the earliest first."""
    return _all(tx.all(_BY, one=person))


def codes(tx: Tx, person: int) -> frozenset[str]:
    """The codes of the courses that a person has finished, in any year."""
    return frozenset(row.code for row in tx.all(_CODES, one=person))


def of_course(tx: Tx, course: int, after: int = 0, most: int = PAGE) -> tuple[Completion, ...]:
    """Who finished a course, after this person, a page of them in the order of their ids."""
    return _all(tx.all(_OF_COURSE, one=course, last=after, most=most))


def count(tx: Tx, course: int) -> int:
    """How many have finished a course."""
    return int(tx.value(_COUNT, one=course))


def days(tx: Tx, course: int) -> tuple[tuple[date, int], ...]:
    """The days on which people finished a course, each with how many."""
    return tuple((row.on, row.people) for row in tx.all(_DAYS, one=course))


def forget(tx: Tx, person: int) -> int:
    """Take what a person finished out; how much it was."""
    return tx.run(_FORGET, one=person)


def erase(tx: Tx, course: int) -> int:
    """Take out for good who finished a course; how many there were."""
    return tx.run(_ERASE, one=course)


def _all(rows: Iterable[Row]) -> tuple[Completion, ...]:
    return tuple(_completion(row) for row in rows)


def _completion(row: Row) -> Completion:
    return Completion(how=How(row.how), **{name: getattr(row, name) for name in _PLAIN})
