"""What the ledger's head was on each day, until it is noted where the database isn't."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    select,
    update,
)

from bot.ledger.verify import head
from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

ANCHOR = table(
    "ledger_anchor",
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("filed", Integer, nullable=False),  # it stands in the file
    Column("told", String(7), nullable=False),  # the month (2026-11) whose card shows it, or ""
    PrimaryKeyConstraint("tenant_id", "day"),
)
_NEW = {"filed": 0, "told": ""}
_NOTE = (
    upsert(ANCHOR)
    .values(
        {name: bindparam(name) for name in ("day", "at", "seq", "hash")} | {"filed": 0, "told": ""}
    )
    .on_conflict_do_nothing()
)
_OF = select(ANCHOR).where(ANCHOR.c.day == bindparam("one", type_=Date))
_UNFILED = select(ANCHOR).where(ANCHOR.c.filed == 0).order_by(ANCHOR.c.day)
_ONCE_FILED = select(ANCHOR.c.seq, ANCHOR.c.hash).where(ANCHOR.c.filed == 1)
_FILED = (
    update(ANCHOR)
    .where(ANCHOR.c.filed == 0, ANCHOR.c.day <= bindparam("to", type_=Date))
    .values(filed=1)
)
_NEWEST = select(ANCHOR).order_by(ANCHOR.c.day.desc()).limit(1)
_UNTOLD = select(ANCHOR.c.day).where(ANCHOR.c.told == "").limit(1)
_TELL = update(ANCHOR).where(ANCHOR.c.told == "").values(told=bindparam("month"))
_OF_MONTH = select(ANCHOR).where(ANCHOR.c.told == bindparam("one")).order_by(ANCHOR.c.day.desc())


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The ledger's newest entry at an instant of a day: who has its hash can prove all before."""

    day: date
    at: datetime
    seq: int
    hash: str

    @property
    def written(self) -> str:
        """As it is noted down, and given to `renkei ledger verify --anchor`."""
        return f"{self.seq}:{self.hash}"


def note(tx: Tx, day: date, at: datetime) -> Anchor | None:
    """Note the head for this day; None where it was noted before, or nothing is in the ledger.

    What is recorded in the same transaction counts: it commits with the note or not at all.
    """
    seq, digest = head(tx)
    if seq == 0 or not tx.run(_NOTE, day=day, at=at, seq=seq, hash=digest):
        return None
    return of(tx, day)


def of(tx: Tx, day: date) -> Anchor | None:
    """The day's note."""
    row = tx.first(_OF, one=day)
    return None if row is None else _anchor(row)


def newest(tx: Tx) -> Anchor | None:
    """The note of the last day that has one."""
    row = tx.first(_NEWEST)
    return None if row is None else _anchor(row)


def tell(tx: Tx, month: str) -> tuple[Anchor, ...]:
    """Count what no card has shown yet to the card of this month (2026-11): all that it shows then,
    the newest first. () where it shows nothing new."""
    if not tx.run(_TELL, month=month):
        return ()
    return tuple(map(_anchor, tx.all(_OF_MONTH, one=month)))


def is_untold(tx: Tx) -> bool:
    """Whether a note stands on no card yet."""
    return tx.first(_UNTOLD) is not None


def unfiled(tx: Tx) -> tuple[Anchor, ...]:
    """What isn't in the file yet, the oldest first: committed, or it could name what never was."""
    return tuple(map(_anchor, tx.all(_UNFILED)))


def once_filed(tx: Tx) -> frozenset[tuple[int, str]]:
    """Numbers and hashes of all that stood in the file once."""
    return frozenset((row.seq, row.hash) for row in tx.all(_ONCE_FILED))


def filed(tx: Tx, last: date) -> int:
    """The notes up to this day stand in the file now; how many they were."""
    return tx.run(_FILED, to=last)


def _anchor(row: Any) -> Anchor:
    return Anchor(day=row.day, at=row.at, seq=row.seq, hash=row.hash)
