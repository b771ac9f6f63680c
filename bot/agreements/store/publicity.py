"""Requests of publicity, and what the partner answered."""

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.agreements.model import Answer, Publicity
from bot.agreements.store.rows import PUBLICITY
from bot.errors import NotFound, Stale
from bot.storage.tx import Row, Tx

_PLAIN = ("post", "medium", "planned_on", "text", "requested_on", "answered_on", "version")
_COLUMNS = ("agreement_id", "answer", *_PLAIN)
_GET = select(PUBLICITY).where(PUBLICITY.c.id == bindparam("one"))
_OF = select(PUBLICITY).where(PUBLICITY.c.agreement_id == bindparam("one")).order_by(PUBLICITY.c.id)
_ADD = (
    insert(PUBLICITY).values({name: bindparam(name) for name in _COLUMNS}).returning(PUBLICITY.c.id)
)
_SAVE = (
    update(PUBLICITY)
    .where(PUBLICITY.c.id == bindparam("one"), PUBLICITY.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_DROP = delete(PUBLICITY).where(PUBLICITY.c.agreement_id == bindparam("one"))


def get(tx: Tx, publicity: int) -> Publicity:
    """The request by id; raises NotFound."""
    row = tx.first(_GET, one=publicity)
    if row is None:
        raise NotFound(f"publicity:{publicity}")
    return _publicity(row)


def of(tx: Tx, agreement: int) -> tuple[Publicity, ...]:
    """Every request under an agreement, the oldest first."""
    return tuple(map(_publicity, tx.all(_OF, one=agreement)))


def add(tx: Tx, publicity: Publicity) -> Publicity:
    """Remember a request; the same with its id."""
    return replace(publicity, id=int(tx.value(_ADD, **_values(publicity))))


def save(tx: Tx, publicity: Publicity) -> None:
    """Remember a changed request whose version is one higher; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(publicity).items()}
    if tx.run(_SAVE, one=publicity.id, shown=publicity.version - 1, **values) != 1:
        raise Stale("agreements.refused.changed")


def erase(tx: Tx, agreement: int) -> int:
    """Take out every request under an agreement for good."""
    return tx.run(_DROP, one=agreement)


def _values(publicity: Publicity) -> dict[str, Any]:
    plain = {name: getattr(publicity, name) for name in _PLAIN}
    return {"agreement_id": publicity.agreement, "answer": publicity.answer.value, **plain}


def _publicity(row: Row) -> Publicity:
    return Publicity(
        id=row.id,
        agreement=row.agreement_id,
        answer=Answer(row.answer),
        **{name: getattr(row, name) for name in _PLAIN},
    )
