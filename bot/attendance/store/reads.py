"""Who has read what a family wrote, once for each person, matter and hour."""

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
)

from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

READ = table(
    "attendance_read",
    Column("person", Integer, nullable=False),
    Column("subject", String(40), nullable=False),
    Column("hour", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "person", "subject", "hour"),
    Index(None, "tenant_id", "hour"),
)
_ADD = (
    upsert(READ)
    .values({name: bindparam(name) for name in ("person", "subject", "hour")})
    .on_conflict_do_nothing(index_elements=["tenant_id", "person", "subject", "hour"])
)
_FIND = select(READ.c.hour).where(
    READ.c.person == bindparam("person"),
    READ.c.subject == bindparam("subject"),
    READ.c.hour == bindparam("hour", type_=Instant()),
)
_DROP = delete(READ).where(READ.c.hour < bindparam("before", type_=Instant()))


def first(tx: Tx, person: int, subject: str, now: datetime) -> bool:
    """Whether the person opens this for the first time in this hour: then the ledger has it."""
    return tx.run(_ADD, person=person, subject=subject, hour=_hour(now)) > 0


def known(tx: Tx, person: int, subject: str, now: datetime) -> bool:
    """Whether the ledger has it for this hour already; it only looks."""
    return tx.first(_FIND, person=person, subject=subject, hour=_hour(now)) is not None


def _hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def forget(tx: Tx, before: datetime) -> int:
    """The ledger keeps who read what; these marks only spare it the same line twice."""
    return tx.run(_DROP, before=before)
