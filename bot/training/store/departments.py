"""The departments (所属) and grades (職位) that the lines of the register name."""

from sqlalchemy import select

from bot.people.tables import CURRENT, HOLDING, ONE
from bot.storage.tx import Tx

_ANY = (
    select(HOLDING.c.person)
    .where(HOLDING.c.department == ONE, HOLDING.c.generation == CURRENT)
    .limit(1)
)
_EVERY = select(HOLDING.c.department).where(HOLDING.c.generation == CURRENT).distinct()
_GRADES = select(HOLDING.c.grade).where(HOLDING.c.generation == CURRENT).distinct()


def has(tx: Tx, name: str) -> bool:
    """Whether anybody of the register works there, now or by a line that is to come."""
    return bool(name) and tx.first(_ANY, one=name) is not None


def every(tx: Tx) -> tuple[str, ...]:
    """All departments by name, in no order."""
    return tuple(row.department for row in tx.all(_EVERY))


def grades(tx: Tx) -> tuple[str, ...]:
    """All grades, in no order."""
    return tuple(row.grade for row in tx.all(_GRADES))
