"""Accounts that a slice has listed and that nobody names any more: no file, no slice, no directory.

Families' accounts are such once a roster has dropped them; no day says when they left.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, exists, select

from bot.people.tables import CURRENT, DIRECTORY, HOLDING, LAST, LISTING, ON, ROLE, valid
from bot.storage.packed import among
from bot.storage.tx import Tx

_OF_PERSON = LISTING.c.person
_HAS_POST = exists().where(HOLDING.c.person == _OF_PERSON, HOLDING.c.until >= ON, valid(HOLDING))
_HAS_ROLE = exists().where(ROLE.c.person == _OF_PERSON, ROLE.c.until >= ON, valid(ROLE))
_IS_THERE = exists().where(
    DIRECTORY.c.aad_object_id == LISTING.c.aad_object_id,
    LISTING.c.aad_object_id != "",
    DIRECTORY.c.gone_on.is_(None),
    DIRECTORY.c.removed == 0,
)
_NAMED_BY_NOBODY: Any = (
    (LISTING.c.generation == CURRENT)
    & (LISTING.c.left_on == LAST)
    & ~_HAS_POST
    & ~_HAS_ROLE
    & ~_IS_THERE
)
_PAGE = (
    select(LISTING.c.person)
    .where(LISTING.c.generation == CURRENT, LISTING.c.person > bindparam("after"))
    .order_by(LISTING.c.person)
    .limit(bindparam("most"))
)
_AMONG = select(LISTING.c.person).where(among(LISTING.c.person, "people"), _NAMED_BY_NOBODY)


def page(tx: Tx, after: int, most: int) -> tuple[int, ...]:
    """The next people of the register, by id."""
    return tuple(row.person for row in tx.all(_PAGE, after=after, most=most))


def among_them(tx: Tx, people: Iterable[int], today: date) -> frozenset[int]:
    """Those of these whom nobody names any more, on this day or later."""
    rows = tx.all(_AMONG, people=sorted(set(people)), on=today)
    return frozenset(row.person for row in rows)


def is_idle(tx: Tx, person: int, today: date) -> bool:
    """Whether nobody names this account any more."""
    return person in among_them(tx, (person,), today)
