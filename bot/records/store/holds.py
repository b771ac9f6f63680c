"""Holds and extensions (保留・延長); why they were set stays sealed."""

import secrets
from datetime import date
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    String,
    bindparam,
    insert,
    null,
    select,
    update,
)

from bot.errors import NotFound
from bot.records.model.keeping import Ground, Hold
from bot.storage.columns import Instant
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Row, Tx

HOLD = table(
    "hold",
    Column("id", Integer, primary_key=True),
    Column("ground", String(20), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("words", Sealed(lambda row: row.seal_key), nullable=False),
    Column("seal_key", String(32), nullable=False),
    Column("set_by", Integer),
    Column("set_at", Instant, nullable=False),
    Column("until", Date),
    Column("lifted_by", Integer),
    Column("lifted_at", Instant),
    Index(None, "tenant_id", "subject"),
    sqlite_autoincrement=True,
)
_PLAIN = ("subject", "set_by", "set_at", "until", "lifted_by", "lifted_at")
_COLUMNS = (*_PLAIN, "ground", "words", "seal_key")
_ADD = insert(HOLD).values({name: bindparam(name) for name in _COLUMNS}).returning(HOLD.c.id)
_SAVE = (
    update(HOLD)
    .where(HOLD.c.id == bindparam("one"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_GET = select(HOLD).where(HOLD.c.id == bindparam("one"))
_EVERY = select(HOLD).order_by(HOLD.c.id)
_FORGET = tuple(
    update(HOLD).where(HOLD.c[name] == bindparam("who")).values({name: null()})
    for name in ("set_by", "lifted_by")
)


def add(tx: Tx, new: Hold) -> int:
    """Keep a new one; its id."""
    return int(tx.value(_ADD, **_values(tx, new)))


def save(tx: Tx, one: Hold) -> None:
    """Keep what a rule has made of it."""
    tx.run(_SAVE, one=one.id, **{f"new_{name}": v for name, v in _values(tx, one).items()})


def get(tx: Tx, hold: int) -> Hold:
    """One by id; raises NotFound."""
    row = tx.first(_GET, one=hold)
    if row is None:
        raise NotFound(f"hold:{hold}")
    return _read(tx, row)


def every(tx: Tx) -> tuple[Hold, ...]:
    """All that there ever were, the oldest first."""
    return tuple(_read(tx, row) for row in tx.all(_EVERY))


def standing(tx: Tx, on: date) -> tuple[Hold, ...]:
    """Those that keep something on a day."""
    return tuple(one for one in every(tx) if one.stands(on))


def forget(tx: Tx, person: int) -> int:
    """Take a person out of the holds that they set or lifted; the holds stay."""
    return sum(tx.run(statement, who=person) for statement in _FORGET)


def _values(tx: Tx, one: Hold) -> dict[str, Any]:
    seal_key = secrets.token_hex(8)
    words = orjson.dumps({"why": one.why, "lifted_why": one.lifted_why})
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "ground": one.ground.value,
        "words": tx.seal(HOLD.name, "words", seal_key, words),
        "seal_key": seal_key,
    }


def _read(tx: Tx, row: Row) -> Hold:
    words = orjson.loads(tx.unseal(HOLD.name, "words", row.seal_key, row.words))
    own = {name: getattr(row, name) for name in _PLAIN}
    return Hold(id=row.id, ground=Ground(row.ground), **own, **words)
