"""Oral disclosures, until the paper is there; what was disclosed stays encrypted."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.agreements.model import Disclosure
from bot.agreements.store.rows import DISCLOSURE
from bot.errors import NotFound, Stale
from bot.storage.tx import Row, Tx

_PLAIN = ("post", "disclosed_on", "ours", "told_confidential", "due_on", "written_on", "version")
_GET = select(DISCLOSURE).where(DISCLOSURE.c.id == bindparam("one"))
_OF = (
    select(DISCLOSURE)
    .where(DISCLOSURE.c.agreement_id == bindparam("one"))
    .order_by(DISCLOSURE.c.id)
)
_UNWRITTEN = (
    select(DISCLOSURE)
    .where(
        DISCLOSURE.c.written_on.is_(None),
        DISCLOSURE.c.due_on >= bindparam("since"),
        DISCLOSURE.c.due_on <= bindparam("until"),
    )
    .order_by(DISCLOSURE.c.due_on, DISCLOSURE.c.id)
)
_ADD = (
    insert(DISCLOSURE)
    .values({name: bindparam(name) for name in ("agreement_id", "topic", "seal_key", *_PLAIN)})
    .returning(DISCLOSURE.c.id)
)
_SAVE = (
    update(DISCLOSURE)
    .where(DISCLOSURE.c.id == bindparam("one"), DISCLOSURE.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _PLAIN})
)
_DROP = delete(DISCLOSURE).where(DISCLOSURE.c.agreement_id == bindparam("one"))


def get(tx: Tx, disclosure: int) -> Disclosure:
    """The disclosure by id; raises NotFound."""
    row = tx.first(_GET, one=disclosure)
    if row is None:
        raise NotFound(f"disclosure:{disclosure}")
    return _disclosure(tx, row)


def of(tx: Tx, agreement: int) -> tuple[Disclosure, ...]:
    """Every disclosure under an agreement, the oldest first."""
    return _all(tx, tx.all(_OF, one=agreement))


def unwritten(tx: Tx, since: date, until: date) -> tuple[Disclosure, ...]:
    """Those without their paper whose day lies between two days, both included."""
    return _all(tx, tx.all(_UNWRITTEN, since=since, until=until))


def add(tx: Tx, disclosure: Disclosure) -> Disclosure:
    """Remember a disclosure; the same with its id."""
    key = secrets.token_hex(8)
    new = tx.value(
        _ADD,
        agreement_id=disclosure.agreement,
        topic=tx.seal("agreement_disclosure", "topic", key, disclosure.topic),
        seal_key=key,
        **_values(disclosure),
    )
    return replace(disclosure, id=int(new))


def save(tx: Tx, disclosure: Disclosure) -> None:
    """Remember a changed disclosure whose version is one higher; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(disclosure).items()}
    if tx.run(_SAVE, one=disclosure.id, shown=disclosure.version - 1, **values) != 1:
        raise Stale("agreements.refused.changed")


def erase(tx: Tx, agreement: int) -> int:
    """Take out every disclosure under an agreement for good."""
    return tx.run(_DROP, one=agreement)


def _values(disclosure: Disclosure) -> dict[str, Any]:
    return {name: getattr(disclosure, name) for name in _PLAIN}


def _all(tx: Tx, rows: Iterable[Row]) -> tuple[Disclosure, ...]:
    return tuple(_disclosure(tx, row) for row in rows)


def _disclosure(tx: Tx, row: Row) -> Disclosure:
    return Disclosure(
        id=row.id,
        agreement=row.agreement_id,
        topic=tx.unseal("agreement_disclosure", "topic", row.seal_key, row.topic),
        **{name: getattr(row, name) for name in _PLAIN},
    )
