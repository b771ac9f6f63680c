"""The map from people to the names that the ledger knows them by; it alone can be erased."""

import secrets

from sqlalchemy import (
    Column,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    select,
)

from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

PSEUDONYM = table(
    "pseudonym",
    Column("subject", String(200), nullable=False),  # person:7, or system:NAME of a command's user
    Column("pseudonym", String(32), nullable=False),
    PrimaryKeyConstraint("tenant_id", "subject"),
    UniqueConstraint("tenant_id", "pseudonym"),
)

_FIND = select(PSEUDONYM.c.pseudonym).where(PSEUDONYM.c.subject == bindparam("one"))
_ADD = (
    upsert(PSEUDONYM)
    .values(subject=bindparam("subject"), pseudonym=bindparam("pseudonym"))
    .on_conflict_do_nothing()
)
_WHO = select(PSEUDONYM.c.subject).where(PSEUDONYM.c.pseudonym == bindparam("one"))
_ERASE = delete(PSEUDONYM).where(PSEUDONYM.c.subject == bindparam("one"))


def of(tx: Tx, person: int) -> str:
    """The person's pseudonym, random and made at first need."""
    return _of(tx, f"person:{person}")


def find(tx: Tx, person: int) -> str | None:
    """The person's pseudonym; None where they have none, or it is erased."""
    found: str | None = tx.value(_FIND, one=f"person:{person}")
    return found


def of_system_user(tx: Tx, name: str) -> str:
    """The pseudonym of the system's user who runs a command."""
    return _of(tx, f"system:{name}")


def person_of(tx: Tx, pseudonym: str) -> int | None:
    """The person behind a pseudonym; None when it is erased, or nobody's."""
    subject = tx.value(_WHO, one=pseudonym)
    if subject is None or not subject.startswith("person:"):
        return None
    return int(subject.removeprefix("person:"))


def erase(tx: Tx, person: int) -> bool:
    """Forget whose pseudonym it is: the ledger stays whole; whether there was one."""
    return tx.run(_ERASE, one=f"person:{person}") > 0


def _of(tx: Tx, subject: str) -> str:
    found = tx.value(_FIND, one=subject)
    if found is None:
        # Two processes may make one at the same time; whoever came first stays.
        tx.run(_ADD, subject=subject, pseudonym=secrets.token_hex(12))
        found = tx.value(_FIND, one=subject)
    return str(found)
