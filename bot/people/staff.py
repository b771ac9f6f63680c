"""Whom somebody may be the head of: the other way round than `heads`, which says it for sure."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from bot.people.tables import HOLDING, ON, POST, STANDING, now, valid
from bot.storage.packed import among
from bot.storage.tx import Tx

_BELOW = (
    select(HOLDING.c.person)
    .join(STANDING, STANDING.c.post == HOLDING.c.post)
    .where(
        among(STANDING.c.superior, "posts"),
        valid(STANDING),
        STANDING.c.since <= ON,
        now(HOLDING),
    )
)
_WITHOUT_POST = (
    select(HOLDING.c.person)
    .join(POST, POST.c.department == HOLDING.c.department)
    .where(
        among(POST.c.id, "posts"), HOLDING.c.post.is_(None), POST.c.department != "", now(HOLDING)
    )
)


def near(tx: Tx, posts: Collection[int], on: date) -> tuple[int, ...]:
    """Everybody whose head one of these posts may be, and some others: who holds a post right
    below, and who holds none in their departments."""
    if not posts:
        return ()
    given = sorted(posts)
    rows = (*tx.all(_BELOW, posts=given, on=on), *tx.all(_WITHOUT_POST, posts=given, on=on))
    return tuple(sorted({row.person for row in rows}))
