"""Exposures that the destination guard has written down, and of which no case was opened yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, select

from bot.delivery.rows import EXPOSURE, NOTICE
from bot.records.store.incident_rows import INCIDENT
from bot.storage.packed import among
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Guarded cards that stood where somebody might have read them: ids alone.

    `since`: when all was last found in order there, in real time; `notices`: which cards.
    """

    id: int
    destination: str
    since: datetime
    notices: tuple[int, ...]

    @property
    def token(self) -> str:
        """One case for one exposure."""
        return f"exposure:{self.id}"


_case = exists().where(INCIDENT.c.exposure == EXPOSURE.c.id)
_NEW = (
    select(EXPOSURE.c.id, EXPOSURE.c.destination, EXPOSURE.c.since, EXPOSURE.c.notices)
    .where(~_case)
    .order_by(EXPOSURE.c.id)
    .limit(bindparam("most"))
)
_KINDS = (
    select(NOTICE.c.kind, func.count().label("number"))
    .where(among(NOTICE.c.id, "ids"))
    .group_by(NOTICE.c.kind)
    .order_by(NOTICE.c.kind)
)
_NOTICES = select(EXPOSURE.c.notices).where(EXPOSURE.c.id == bindparam("one"))
_ERASE = delete(EXPOSURE).where(EXPOSURE.c.id == bindparam("one"))


def erase(tx: Tx, exposure: int) -> int:
    """Destroy what the guard wrote down; whether there was such a row."""
    return tx.run(_ERASE, one=exposure)


def notices(tx: Tx, exposure: int) -> tuple[int, ...]:
    """Which cards stood where somebody might have read them."""
    return tuple(tx.value(_NOTICES, one=exposure) or ())


def new(tx: Tx, most: int) -> tuple[Exposure, ...]:
    """Those that have no case yet, the oldest first."""
    return tuple(
        Exposure(
            id=row.id,
            destination=row.destination,
            since=row.since,
            notices=tuple(row.notices),
        )
        for row in tx.all(_NEW, most=most)
    )


def kinds(tx: Tx, notices: Iterable[int]) -> dict[str, int]:
    """How many cards of each kind these are."""
    return {row.kind: row.number for row in tx.all(_KINDS, ids=list(notices))}
