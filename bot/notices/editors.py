"""Everybody who wrote at a draft: none of them approves it, however often others wrote after."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    bindparam,
    delete,
    insert,
    select,
)

from bot.notices.model import Broadcast
from bot.storage.tables import table
from bot.storage.tx import Tx

EDITOR = table(
    "broadcast_editor",
    Column("notice", Integer, nullable=False),
    Column("person", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "notice", "person"),
    Index(None, "tenant_id", "person"),
)
_OF = select(EDITOR.c.person).where(EDITOR.c.notice == bindparam("the_notice"))
BY = select(EDITOR.c.notice).where(EDITOR.c.person == bindparam("one"))  # what somebody wrote at
_ADD = insert(EDITOR).values(notice=bindparam("the_notice"), person=bindparam("the_person"))
_FORGET = delete(EDITOR).where(EDITOR.c.person == bindparam("one"))
_DROP = delete(EDITOR).where(EDITOR.c.notice == bindparam("the_notice"))


def of(tx: Tx, notice: int) -> frozenset[int]:
    """Who wrote at a notice."""
    return frozenset(row.person for row in tx.all(_OF, the_notice=notice))


def keep(tx: Tx, broadcast: Broadcast) -> None:
    """Remember those who weren't known yet."""
    for person in sorted(broadcast.editors - of(tx, broadcast.notice)):
        tx.run(_ADD, the_notice=broadcast.notice, the_person=person)


def forget(tx: Tx, person: int) -> int:
    """Take a person out."""
    return tx.run(_FORGET, one=person)


def dispose(tx: Tx, notice: int) -> None:
    """Destroy what is remembered of a notice."""
    tx.run(_DROP, the_notice=notice)
