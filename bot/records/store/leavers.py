"""Accounts on their way out, one row each until nothing of them is left."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
    update,
)

from bot.records.model.keeping import Leaver, Phase
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

LEAVER = table(
    "disposal_person",
    Column("person", Integer, nullable=False),
    Column("disposal", Integer, nullable=False),
    Column("phase", String(10), nullable=False),
    Column("after", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "person"),
    Index(None, "tenant_id", "disposal"),
)
_ADD = (
    upsert(LEAVER)
    .values({name: bindparam(name) for name in ("person", "disposal", "phase", "after")})
    .on_conflict_do_nothing()
)
_NEXT = (
    select(LEAVER)
    .where(LEAVER.c.disposal == bindparam("one"), LEAVER.c.phase == bindparam("phase"))
    .order_by(LEAVER.c.person)
    .limit(bindparam("most"))
)
_ANY = select(LEAVER.c.person).where(LEAVER.c.disposal == bindparam("one")).limit(1)
_MOVE = (
    update(LEAVER)
    .where(LEAVER.c.person == bindparam("who"))
    .values(phase=bindparam("new_phase"), after=bindparam("new_after"))
)
_DROP = delete(LEAVER).where(LEAVER.c.person == bindparam("who"))


def add(tx: Tx, new: Leaver) -> None:
    """Take up an account; one that is on its way already stays where it is."""
    tx.run(_ADD, person=new.person, disposal=new.disposal, phase=new.phase.value, after=new.after)


def in_phase(tx: Tx, disposal: int, phase: Phase, most: int) -> tuple[Leaver, ...]:
    """The next accounts of a disposal that are in a phase."""
    rows = tx.all(_NEXT, one=disposal, phase=phase.value, most=most)
    return tuple(
        Leaver(person=row.person, disposal=row.disposal, phase=Phase(row.phase), after=row.after)
        for row in rows
    )


def any_of(tx: Tx, disposal: int) -> bool:
    """Whether an account of a disposal is still on its way."""
    return tx.first(_ANY, one=disposal) is not None


def move(tx: Tx, one: Leaver) -> None:
    """Keep how far an account is."""
    tx.run(_MOVE, who=one.person, new_phase=one.phase.value, new_after=one.after)


def drop(tx: Tx, person: int) -> None:
    """Nothing of it is left."""
    tx.run(_DROP, who=person)
