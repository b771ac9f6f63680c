"""Why somebody of the school has set who speaks for a child, or protects them: sealed lines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
)

from bot.storage.columns import Instant
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Row, Tx

# The ledger knows that it was done and by whom; the reason may tell of a household, so it is here.
REASON = table(
    "attendance_reason",
    Column("id", Integer, primary_key=True),
    Column("pupil", Integer, nullable=False),
    Column("act", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("person", Integer, nullable=False),
    Column("why", Sealed(lambda row: _key(row.pupil, row.at, row.act)), nullable=False),
    UniqueConstraint("tenant_id", "pupil", "at", "act"),
    Index(None, "tenant_id", "person"),
    sqlite_autoincrement=True,
)
_NAMES = ("pupil", "act", "at", "person", "why")
_ONE: BindParameter[int] = bindparam("one")
_ADD = insert(REASON).values({name: bindparam(name) for name in _NAMES})
_OF = (
    select(REASON)
    .where(REASON.c.pupil == _ONE)
    .order_by(REASON.c.id.desc())
    .limit(bindparam("most"))
)
_ERASE = delete(REASON).where(REASON.c.pupil == _ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One reason; `act` is the verb, `person` who gave it."""

    act: str
    at: datetime
    person: int
    why: str


def add(tx: Tx, *, pupil: int, act: str, at: datetime, person: int, why: str) -> None:
    """Remember why something was done about a child."""
    sealed = tx.seal("attendance_reason", "why", _key(pupil, at, act), why)
    tx.run(_ADD, pupil=pupil, act=act, at=at, person=person, why=sealed)


def of(tx: Tx, pupil: int, most: int = 10) -> tuple[Noted, ...]:
    """The newest reasons of a child, the newest first."""
    return tuple(_read(tx, row) for row in tx.all(_OF, one=pupil, most=most))


def erase(tx: Tx, pupil: int) -> int:
    """Destroy every reason of a child; how many there were."""
    return tx.run(_ERASE, one=pupil)


def _key(pupil: int, at: datetime, act: str) -> str:
    return f"{pupil}:{at.timestamp():.6f}:{act}"


def _read(tx: Tx, row: Row) -> Noted:
    kept: dict[str, Any] = {"act": row.act, "at": row.at, "person": row.person}
    key = _key(row.pupil, row.at, row.act)
    return Noted(**kept, why=tx.unseal("attendance_reason", "why", key, row.why))
