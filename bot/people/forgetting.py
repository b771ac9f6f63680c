"""Takes a person out of the register for good: who left, and what was kept of them."""

import secrets
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.people.tables import (
    CURRENT,
    DEPUTY,
    DIRECTORY,
    HOLDING,
    LEAVE,
    LISTING,
    PERSON,
    REFERENCE,
    ROLE,
    STAGED,
)
from bot.storage.tx import Tx

GONE = "gone:"  # a key that nobody has; the number stays, so that it is never another person's

_who: Any = bindparam("who")
_aad: Any = bindparam("aad")
_LEFT = (
    select(LISTING.c.person, LISTING.c.left_on)
    .where(
        LISTING.c.generation == CURRENT,
        LISTING.c.left_on < bindparam("before"),
        LISTING.c.person > bindparam("after"),
    )
    .order_by(LISTING.c.person)
    .limit(bindparam("most"))
)
_KEY = select(PERSON.c.key).where(PERSON.c.id == _who)
_ACCOUNTS = select(LISTING.c.aad_object_id, LISTING.c.mail).where(LISTING.c.person == _who)
_ROWS = tuple(
    delete(table).where(table.c.person == _who) for table in (LISTING, HOLDING, ROLE, LEAVE, DEPUTY)
)
_DEPUTISED = delete(DEPUTY).where(DEPUTY.c.deputy == _who)
_ACCOUNT_ROWS = (
    delete(DIRECTORY).where(DIRECTORY.c.aad_object_id == _aad),
    delete(REFERENCE).where(REFERENCE.c.aad_object_id == _aad),
    delete(STAGED).where(STAGED.c.key == _aad),
)
_NOBODY = update(PERSON).where(PERSON.c.id == _who).values(key=bindparam("new_key"), language="")


def left_before(tx: Tx, day: date, *, after: int, most: int) -> tuple[tuple[int, date], ...]:
    """The next people, by id, who left before a day, each with the day on which they were gone."""
    found = tx.all(_LEFT, before=day, after=after, most=most)
    return tuple((row.person, row.left_on) for row in found)


def words(tx: Tx, person: int) -> tuple[str, ...]:
    """By what texts could name them beside their name: ids and addresses."""
    return tuple(sorted(_accounts(tx, person)))


def _accounts(tx: Tx, person: int) -> frozenset[str]:
    rows: list[Any] = tx.all(_ACCOUNTS, who=person)
    found = {part for row in rows for part in (row.aad_object_id, row.mail)}
    key = tx.value(_KEY, who=person) or ""
    return frozenset(filter(None, (*found, key.removeprefix("mail:"))))


def forget(tx: Tx, person: int) -> int:
    """Erase who they were; their number stays and is nobody's. How many rows there were."""
    accounts = _accounts(tx, person)
    gone = sum(tx.run(statement, who=person) for statement in (*_ROWS, _DEPUTISED))
    for account in accounts:
        gone += sum(tx.run(statement, aad=account) for statement in _ACCOUNT_ROWS)
        gone += tx.run(_ACCOUNT_ROWS[-1], aad=f"mail:{account}")
    tx.run(_NOBODY, who=person, new_key=f"{GONE}{secrets.token_hex(8)}")
    return gone
