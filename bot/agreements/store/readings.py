"""What the clause reader found, until the desk has accepted, corrected or rejected it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.agreements.model import Agreement, Reading, ReadingState
from bot.agreements.store.rows import READING
from bot.agreements.store.written import read, written
from bot.errors import NotFound, Stale
from bot.storage.tx import Row, Tx

_PLAIN = ("file", "document", "read_at", "version")
_COLUMNS = ("proposal", "state", "agreement_id", *_PLAIN)
_GET = select(READING).where(READING.c.id == bindparam("one"))
_WAITING = (
    select(READING)
    .where(READING.c.state == ReadingState.WAITING.value)
    .order_by(READING.c.read_at, READING.c.id)
)
_ADD = insert(READING).values({name: bindparam(name) for name in _COLUMNS}).returning(READING.c.id)
_SAVE = (
    update(READING)
    .where(READING.c.id == bindparam("one"), READING.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)

_OF = select(READING.c.id).where(READING.c.agreement_id == bindparam("one"))
_DROP = delete(READING).where(READING.c.agreement_id == bindparam("one"))


def get(tx: Tx, reading: int) -> Reading:
    """The reading by id; raises NotFound."""
    row = tx.first(_GET, one=reading)
    if row is None:
        raise NotFound(f"reading:{reading}")
    return _reading(row)


def waiting(tx: Tx) -> tuple[Reading, ...]:
    """Readings that the desk hasn't decided about, the oldest first."""
    return tuple(map(_reading, tx.all(_WAITING)))


def add(tx: Tx, reading: Reading) -> Reading:
    """Remember a reading; the same with its id."""
    return replace(reading, id=int(tx.value(_ADD, **_values(reading))))


def save(tx: Tx, reading: Reading) -> None:
    """Remember a changed reading whose version is one higher; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(reading).items()}
    if tx.run(_SAVE, one=reading.id, shown=reading.version - 1, **values) != 1:
        raise Stale("agreements.refused.changed")


def of(tx: Tx, agreement: int) -> tuple[str, ...]:
    """The subjects of what was read for an agreement."""
    return tuple(f"reading:{row.id}" for row in tx.all(_OF, one=agreement))


def erase(tx: Tx, agreement: int) -> int:
    """Take out for good what was read for an agreement."""
    return tx.run(_DROP, one=agreement)


def _values(reading: Reading) -> dict[str, Any]:
    return {
        "proposal": written(reading.proposal),
        "state": reading.state.value,
        "agreement_id": reading.agreement,
        **{name: getattr(reading, name) for name in _PLAIN},
    }


def _reading(row: Row) -> Reading:
    return Reading(
        id=row.id,
        proposal=read(Agreement, row.proposal),
        state=ReadingState(row.state),
        agreement=row.agreement_id,
        **{name: getattr(row, name) for name in _PLAIN},
    )
