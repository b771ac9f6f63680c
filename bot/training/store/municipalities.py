"""The municipalities (市町村) that the people of the register belong to."""

from sqlalchemy import select

from bot.people.tables import CURRENT, LISTING, ONE
from bot.storage.tx import Tx

_EVERY = (
    select(LISTING.c.municipality)
    .where(LISTING.c.generation == CURRENT, LISTING.c.municipality != "")
    .distinct()
    .order_by(LISTING.c.municipality)
)
_ANY = (
    select(LISTING.c.person)
    .where(LISTING.c.municipality == ONE, LISTING.c.generation == CURRENT)
    .limit(1)
)


def every(tx: Tx) -> tuple[str, ...]:
    """All of them, by name."""
    return tuple(row.municipality for row in tx.all(_EVERY))


def has(tx: Tx, name: str) -> bool:
    """Whether anybody of the register belongs to it."""
    return bool(name) and tx.first(_ANY, one=name) is not None
