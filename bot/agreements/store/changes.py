"""The history of each agreement: what was pressed, in which capacity, and how it stood before."""

from datetime import datetime

import orjson
from sqlalchemy import bindparam, delete, insert, null, select, update

from bot.agreements.model import Agreement, Change
from bot.agreements.store.rows import CHANGE
from bot.agreements.store.written import read, written
from bot.storage.tx import Row, Tx

_COLUMNS = (
    "agreement_id",
    "at",
    "person",
    "post",
    "deputy_for",
    "act",
    "version",
    "undoable",
    "evidence",
    "before",
)
_ADD = insert(CHANGE).values({name: bindparam(name) for name in _COLUMNS})
_OF = (
    select(CHANGE)
    .where(CHANGE.c.agreement_id == bindparam("one"))
    .order_by(CHANGE.c.version, CHANGE.c.id)
)
_AT = select(CHANGE).where(
    CHANGE.c.agreement_id == bindparam("one"), CHANGE.c.version == bindparam("version")
)
_BY = select(CHANGE).where(CHANGE.c.person == bindparam("one")).order_by(CHANGE.c.id)
_FORGET = update(CHANGE).where(CHANGE.c.person == bindparam("one")).values(person=null())
_FORGET_DEPUTY = (
    update(CHANGE).where(CHANGE.c.deputy_for == bindparam("one")).values(deputy_for=null())
)
_DROP = delete(CHANGE).where(CHANGE.c.agreement_id == bindparam("one"))


def add(
    tx: Tx,
    after: Agreement,
    *,
    before: Agreement | None,
    act: str,
    at: datetime,
    person: int | None = None,
    post: int | None = None,
    deputy_for: int | None = None,
    undoable: bool = False,
    evidence: str = "",
) -> None:
    """Remember that `act` made `after` of `before` (None: it was entered)."""
    tx.run(
        _ADD,
        agreement_id=after.id,
        at=at,
        person=person,
        post=post,
        deputy_for=deputy_for,
        act=act,
        version=after.version,
        undoable=undoable,
        evidence=evidence,
        before=None if before is None else _sealed(tx, before),
    )


def of(tx: Tx, agreement: int) -> tuple[Change, ...]:
    """Everything that happened to an agreement, the oldest first."""
    return tuple(_change(tx, row) for row in tx.all(_OF, one=agreement))


def at_version(tx: Tx, agreement: int, version: int) -> Change | None:
    """The change that led to this version."""
    row = tx.first(_AT, one=agreement, version=version)
    return None if row is None else _change(tx, row)


def by(tx: Tx, person: int) -> tuple[Change, ...]:
    """What one person did, the oldest first."""
    return tuple(_change(tx, row) for row in tx.all(_BY, one=person))


def forget(tx: Tx, person: int) -> int:
    """Take a person's id out of the history; the posts stay. How many changes were theirs."""
    return tx.run(_FORGET, one=person) + tx.run(_FORGET_DEPUTY, one=person)


def erase(tx: Tx, agreement: int) -> int:
    """Take the whole history of an agreement out for good."""
    return tx.run(_DROP, one=agreement)


def _place(before: Agreement) -> str:
    return f"{before.id}:{before.version}"


def _sealed(tx: Tx, before: Agreement) -> bytes:
    text = orjson.dumps(written(before))
    return tx.seal("agreement_change", "before", _place(before), text)


def _change(tx: Tx, row: Row) -> Change:
    before: Agreement | None = None
    if row.before is not None:
        place = f"{row.agreement_id}:{row.version - 1}"
        text = tx.unseal("agreement_change", "before", place, row.before)
        before = read(Agreement, orjson.loads(text))
    return Change(
        id=row.id,
        agreement=row.agreement_id,
        at=row.at,
        person=row.person,
        post=row.post,
        deputy_for=row.deputy_for,
        act=row.act,
        version=row.version,
        undoable=row.undoable,
        before=before,
        evidence=row.evidence,
    )
