"""Since when an account is named by nobody any more, and how far the day's look has come."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import (
    Column,
    Date,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
)

from bot.storage.marks import Marks
from bot.storage.packed import among
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

IDLE = table(
    "account_idle",
    Column("person", Integer, nullable=False),
    Column("since", Date, nullable=False),
    PrimaryKeyConstraint("tenant_id", "person"),
)
MARK = table(
    "records_mark",
    Column("name", String(40), nullable=False),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "name"),
)
marks = Marks(MARK)
_ADD = (
    upsert(IDLE)
    .values(person=bindparam("person"), since=bindparam("since"))
    .on_conflict_do_nothing()
)
_KNOWN = select(IDLE.c.person).where(among(IDLE.c.person, "people"))
_DROP = delete(IDLE).where(IDLE.c.person == bindparam("one"))
_BEFORE = (
    select(IDLE.c.person, IDLE.c.since)
    .where(IDLE.c.since < bindparam("before", type_=Date), IDLE.c.person > bindparam("after"))
    .order_by(IDLE.c.person)
    .limit(bindparam("most"))
)


def keep(tx: Tx, people: Iterable[int], idle: frozenset[int], today: date) -> None:
    """Of these people those are idle now; who is so already keeps their day."""
    known = {row.person for row in tx.all(_KNOWN, people=sorted(set(people)))}
    tx.many(_ADD, [{"person": one, "since": today} for one in sorted(idle - known)])
    for one in known - idle:
        drop(tx, one)


def before(tx: Tx, day: date, *, after: int, most: int) -> tuple[tuple[int, date], ...]:
    """The next people, by id, who are idle since before a day, each with the day."""
    found = tx.all(_BEFORE, before=day, after=after, most=most)
    return tuple((row.person, row.since) for row in found)


def drop(tx: Tx, person: int) -> int:
    """They are named again, or gone."""
    return tx.run(_DROP, one=person)
