"""Who of the people listed is a guest of the tenant, by the directory."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from bot.people.tables import CURRENT, DIRECTORY, LISTING
from bot.storage.packed import among
from bot.storage.tx import Tx

_GUESTS: Any = (
    select(LISTING.c.person)
    .join(DIRECTORY, DIRECTORY.c.aad_object_id == LISTING.c.aad_object_id)
    .where(
        LISTING.c.generation == CURRENT,
        among(LISTING.c.person, "people"),
        DIRECTORY.c.guest == 1,
    )
)


def guests(tx: Tx, people: Iterable[int]) -> frozenset[int]:
    """Which of these people have the account of a guest; nobody where the directory isn't read."""
    wanted = sorted(set(people))
    return (
        frozenset(row.person for row in tx.all(_GUESTS, people=wanted)) if wanted else frozenset()
    )
