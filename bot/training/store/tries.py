"""How often a person has answered the check after a recording without passing it."""

from sqlalchemy import bindparam, delete, select

from bot.storage.tables import upsert
from bot.storage.tx import Tx
from bot.training.store.rows import TRY

_ONE = (TRY.c.person == bindparam("person"), TRY.c.course == bindparam("course"))
_OF = select(TRY.c.count).where(*_ONE)
_first = upsert(TRY).values(course=bindparam("course"), person=bindparam("person"), count=1)
_ADD = _first.on_conflict_do_update(
    index_elements=["tenant_id", "person", "course"], set_={"count": TRY.c.count + 1}
).returning(TRY.c.count)
_DROP = delete(TRY).where(*_ONE)
_FORGET = delete(TRY).where(TRY.c.person == bindparam("one"))
_ERASE = delete(TRY).where(TRY.c.course == bindparam("one"))


def count(tx: Tx, course: int, person: int) -> int:
    """How often it was tried in vain."""
    return int(tx.value(_OF, course=course, person=person) or 0)


def add(tx: Tx, course: int, person: int) -> int:
    """It was tried in vain once more; how often by now."""
    return int(tx.value(_ADD, course=course, person=person))


def clear(tx: Tx, course: int, person: int) -> None:
    """It was passed: how often it took is nobody's matter."""
    tx.run(_DROP, course=course, person=person)


def forget(tx: Tx, person: int) -> int:
    """Drop a person's tries; of how many courses they were."""
    return tx.run(_FORGET, one=person)


def erase(tx: Tx, course: int) -> int:
    """Drop the tries of a course; of how many people they were."""
    return tx.run(_ERASE, one=course)
