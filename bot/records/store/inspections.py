"""The table of inspections; what was found, asked and answered is sealed."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    bindparam,
    delete,
    insert,
    select,
    true,
    update,
)

from bot.errors import NotFound, Stale
from bot.records.model.inspections import Inspection
from bot.records.store.bodies import opened, sealed
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Tx

# `look_on`: the next day on which the clock has something to say, NULL for none.
INSPECTION = table(
    "inspection",
    Column("id", Integer, primary_key=True),
    Column("key", String(32), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("post", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("said_on", Date, nullable=False),
    Column("look_on", Date),
    Column("body", Sealed(lambda row: row.key), nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "tenant_id", "subject"),
    Index(None, "tenant_id", "look_on"),
    sqlite_autoincrement=True,
)
_APART = frozenset(("id", "subject", "post", "planned_on", "said_on", "version"))
_NAMES = ("subject", "post", "open", "planned_on", "said_on", "look_on", "version", "body")
_ONE: BindParameter[int] = bindparam("one")
_ADD = (
    insert(INSPECTION)
    .values({name: bindparam(name) for name in (*_NAMES, "key")})
    .returning(INSPECTION.c.id)
)
_SAVE = (
    update(INSPECTION)
    .where(INSPECTION.c.id == _ONE, INSPECTION.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _NAMES})
)
_SAID = (
    update(INSPECTION)
    .where(INSPECTION.c.id == _ONE, INSPECTION.c.version == bindparam("shown"))
    .values(said_on=bindparam("new_said_on"), look_on=bindparam("new_look_on"))
)
_GET = select(INSPECTION).where(INSPECTION.c.id == _ONE)
_KEY = select(INSPECTION.c.key).where(INSPECTION.c.id == _ONE)
_EVERY = select(INSPECTION).order_by(INSPECTION.c.planned_on, INSPECTION.c.id)
_SUBJECTS = select(INSPECTION.c.subject).distinct()
_OPEN = _EVERY.where(INSPECTION.c.open == true())
_OF = _EVERY.where(INSPECTION.c.subject == bindparam("whose"))
_DUE = _EVERY.where(INSPECTION.c.look_on <= bindparam("today")).limit(bindparam("most"))
_ERASE = delete(INSPECTION).where(INSPECTION.c.id == _ONE)


def add(tx: Tx, one: Inspection, *, look_on: date | None) -> Inspection:
    """Enter an inspection; the same with its id. `look_on`: when the clock looks at it first."""
    key = secrets.token_hex(16)
    return replace(one, id=int(tx.value(_ADD, **_values(tx, one, look_on, key), key=key)))


def save(tx: Tx, one: Inspection, *, look_on: date | None) -> Inspection:
    """Keep what a rule has made of it, its version one higher already; raises Stale."""
    key = tx.value(_KEY, one=one.id)
    values = {f"new_{name}": value for name, value in _values(tx, one, look_on, key).items()}
    if tx.run(_SAVE, one=one.id, shown=one.version - 1, **values) != 1:
        raise Stale("records.inspections.refused.changed")
    return one


def said(tx: Tx, one: Inspection, on: date, *, look_on: date | None) -> None:
    """Remember up to when the clock has said everything; a card on a desk stays as fresh."""
    tx.run(_SAID, one=one.id, shown=one.version, new_said_on=on, new_look_on=look_on)


def get(tx: Tx, inspection: int) -> Inspection:
    """The inspection by id; raises NotFound."""
    if (row := tx.first(_GET, one=inspection)) is None:
        raise NotFound(f"inspection:{inspection}")
    return _read(tx, row)


def every(tx: Tx) -> Iterator[Inspection]:
    """All of them, the earliest first."""
    return (_read(tx, row) for row in tx.all(_EVERY))


def subjects(tx: Tx) -> frozenset[str]:
    """Everything that was ever to be looked at."""
    return frozenset(row.subject for row in tx.all(_SUBJECTS))


def open_ones(tx: Tx) -> tuple[Inspection, ...]:
    """Those of which something waits for somebody, the earliest first."""
    return tuple(_read(tx, row) for row in tx.all(_OPEN))


def of(tx: Tx, subject: str) -> tuple[Inspection, ...]:
    """Every inspection of a subject, the earliest first."""
    return tuple(_read(tx, row) for row in tx.all(_OF, whose=subject))


def due(tx: Tx, today: date, most: int) -> tuple[Inspection, ...]:
    """Those of which the clock has something to say by a day."""
    return tuple(_read(tx, row) for row in tx.all(_DUE, today=today, most=most))


def erase(tx: Tx, inspection: int) -> int:
    """Destroy an inspection; whether there was one."""
    return tx.run(_ERASE, one=inspection)


def _values(tx: Tx, one: Inspection, look_on: date | None, key: str) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "post": one.post,
        "open": one.is_open,
        "planned_on": one.planned_on,
        "said_on": one.said_on,
        "look_on": look_on,
        "version": one.version,
        "body": sealed(tx, "inspection", key, one, _APART),
    }


def _read(tx: Tx, row: Any) -> Inspection:
    own = {name: getattr(row, name) for name in _APART}
    return opened(tx, "inspection", row.key, row.body, Inspection, **own)
