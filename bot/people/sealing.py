"""The names of people, sealed: whoever has the database alone reads nobody's name.

A name is looked for by what stands for its first letter; those few are opened and compared.
"""

from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.people import rules
from bot.people.tables import DIRECTORY, LISTING, STAGED
from bot.storage.tx import Tx

NAMED = (LISTING, DIRECTORY)
_COLUMN = "sealed_name"
_CLEAR_LISTED = (
    select(LISTING.c.person, LISTING.c.generation, LISTING.c.name)
    .where(LISTING.c.sealed_name.is_(None))
    .limit(bindparam("most"))
)
_CLEAR_COUNTS = (
    select(func.count()).select_from(LISTING).where(LISTING.c.sealed_name.is_(None)),
    select(func.count())
    .select_from(DIRECTORY)
    .where(DIRECTORY.c.sealed_name.is_(None), DIRECTORY.c.name.is_not(None)),
    select(func.count()).select_from(STAGED).where(STAGED.c.sealed_name.is_(None)),
)
_SEAL_LISTED = (
    update(LISTING)
    .where(
        LISTING.c.person == bindparam("one"),
        LISTING.c.generation == bindparam("in_generation"),
        LISTING.c.sealed_name.is_(None),
    )
    .values(name="", sealed_name=bindparam("new_name"), folded=bindparam("new_initial"))
)
# Of a file whose import was broken off in that release: nobody goes on with it.
_DROP_STAGED = delete(STAGED).where(STAGED.c.sealed_name.is_(None))
_CLEAR_ACCOUNT = (
    select(DIRECTORY.c.aad_object_id, DIRECTORY.c.name)
    .where(DIRECTORY.c.sealed_name.is_(None), DIRECTORY.c.name.is_not(None))
    .limit(bindparam("most"))
)
_SEAL_ACCOUNT = (
    update(DIRECTORY)
    .where(DIRECTORY.c.aad_object_id == bindparam("one"), DIRECTORY.c.sealed_name.is_(None))
    .values(name=None, sealed_name=bindparam("new_name"))
)


def sealed(tx: Tx, person: int, name: str) -> bytes:
    """A person's name as the register keeps it, in whichever generation."""
    return tx.seal("listing", _COLUMN, str(person), name)


def name_of(tx: Tx, row: Any) -> str:
    """The name in a row of the register that has `person`, `name` and `sealed_name`."""
    if row.sealed_name is None:
        return str(row.name)
    return tx.unseal("listing", _COLUMN, str(row.person), row.sealed_name)


def initial(tx: Tx, name: str) -> str:
    """What stands for the first letter of a name; "" for none."""
    first = rules.folded(name)[:1]
    return tx.digest("listing", "initial", first) if first else ""


def sealed_account(tx: Tx, aad_object_id: str, name: str | None) -> bytes | None:
    """What the directory calls an account; None where it says nothing."""
    return None if name is None else tx.seal("directory", _COLUMN, aad_object_id, name)


def account_name(tx: Tx, row: Any) -> str | None:
    """The name in a row of the directory."""
    if row.sealed_name is None:
        return None if row.name is None else str(row.name)
    return tx.unseal("directory", _COLUMN, row.aad_object_id, row.sealed_name)


def staged_name(tx: Tx, place: str, name: str) -> bytes:
    """A name of a row of a file that is put aside."""
    return tx.seal("staged", _COLUMN, place, name)


def clear(tx: Tx) -> int:
    """How many names an earlier release has left in clear."""
    return sum(int(tx.value(statement)) for statement in _CLEAR_COUNTS)


def seal_clear(tx: Tx, most: int) -> int:
    """Seal the next names that an earlier release has left in clear; how many there were."""
    dropped = tx.run(_DROP_STAGED)
    listed, accounts = tx.all(_CLEAR_LISTED, most=most), tx.all(_CLEAR_ACCOUNT, most=most)
    tx.many(_SEAL_LISTED, [_listed(tx, row) for row in listed])
    tx.many(
        _SEAL_ACCOUNT,
        [
            {"one": row.aad_object_id, "new_name": sealed_account(tx, row.aad_object_id, row.name)}
            for row in accounts
        ],
    )
    return dropped + len(listed) + len(accounts)


def _listed(tx: Tx, row: Any) -> dict[str, Any]:
    return {
        "one": row.person,
        "in_generation": row.generation,
        "new_name": sealed(tx, row.person, row.name),
        "new_initial": initial(tx, row.name),
    }
