"""Waves (受講期) of a course, and which of them each municipality has chosen."""

from datetime import datetime

from sqlalchemy import bindparam, delete, null, select, update

from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx
from bot.training.model import Wave
from bot.training.store.rows import CHOICE, WAVE

_COLUMNS = ("course", "number", "title", "first", "last")
_OF_COURSE = select(WAVE).where(WAVE.c.course == bindparam("one")).order_by(WAVE.c.number)
_FIND = select(WAVE).where(WAVE.c.course == bindparam("one"), WAVE.c.number == bindparam("number"))
_put = upsert(WAVE).values({name: bindparam(name) for name in _COLUMNS})
_PUT = _put.on_conflict_do_update(
    index_elements=["tenant_id", "course", "number"],
    set_={name: _put.excluded[name] for name in ("title", "first", "last")},
)
_choose = upsert(CHOICE).values(
    {name: bindparam(name) for name in ("course", "municipality", "wave", "person", "at")}
)
_CHOOSE = _choose.on_conflict_do_update(
    index_elements=["tenant_id", "course", "municipality"],
    set_={name: _choose.excluded[name] for name in ("wave", "person", "at")},
)
_CHOSEN = select(CHOICE.c.wave).where(
    CHOICE.c.course == bindparam("one"), CHOICE.c.municipality == bindparam("municipality")
)
_CHOICES = (
    select(CHOICE.c.municipality, CHOICE.c.wave)
    .where(CHOICE.c.course == bindparam("one"))
    .order_by(CHOICE.c.municipality)
)
_FORGET = update(CHOICE).where(CHOICE.c.person == bindparam("one")).values(person=null())
_ERASE = delete(WAVE).where(WAVE.c.course == bindparam("one"))
_ERASE_CHOICES = delete(CHOICE).where(CHOICE.c.course == bindparam("one"))


def of_course(tx: Tx, course: int) -> tuple[Wave, ...]:
    """Every wave of a course, in the order of their numbers; `waving` tells whose card is out."""
    return tuple(_wave(row) for row in tx.all(_OF_COURSE, one=course))


def find(tx: Tx, course: int, number: int) -> Wave | None:
    """The wave of that number, or None."""
    row = tx.first(_FIND, one=course, number=number)
    return None if row is None else _wave(row)


def put(tx: Tx, wave: Wave) -> None:
    """Remember a wave, a new one or one that changed."""
    tx.run(_PUT, **{name: getattr(wave, name) for name in _COLUMNS})


def choose(
    tx: Tx, course: int, municipality: str, wave: int, *, person: int | None, at: datetime
) -> None:
    """A municipality attends in this wave; `person` said so, None at the machine."""
    given = {"course": course, "municipality": municipality, "wave": wave}
    tx.run(_CHOOSE, **given, person=person, at=at)


def chosen(tx: Tx, course: int, municipality: str) -> int:
    """The wave that a municipality has chosen; 0 for none yet."""
    return int(tx.value(_CHOSEN, one=course, municipality=municipality) or 0)


def choices(tx: Tx, course: int) -> dict[str, int]:
    """The wave of each municipality that has chosen."""
    return {row.municipality: row.wave for row in tx.all(_CHOICES, one=course)}


def forget(tx: Tx, person: int) -> int:
    """Forget that it was this person who chose; how often it was."""
    return tx.run(_FORGET, one=person)


def erase(tx: Tx, course: int) -> int:
    """Take the waves of a course out for good, with who chose them; how many rows it was."""
    return tx.run(_ERASE, one=course) + tx.run(_ERASE_CHOICES, one=course)


def _wave(row: Row) -> Wave:
    return Wave(**{name: getattr(row, name) for name in _COLUMNS})
