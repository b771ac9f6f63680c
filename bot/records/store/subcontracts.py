"""The table of applications to subcontract; their words are sealed."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Date,
    Index,
    Integer,
    String,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.errors import NotFound, Stale
from bot.records.model.subcontracts import Stage, Subcontract
from bot.records.store.bodies import opened, sealed
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Tx

SUBCONTRACT = table(
    "subcontract",
    Column("id", Integer, primary_key=True),
    Column("key", String(32), nullable=False),
    Column("agreement", Integer, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("body", Sealed(lambda row: row.key), nullable=False),
    Column("applied_on", Date),
    Column("version", Integer, nullable=False),
    Index(None, "tenant_id", "agreement"),
    Index(None, "tenant_id", "stage"),
    sqlite_autoincrement=True,
)
_APART = frozenset(("id", "agreement", "stage", "applied_on", "version"))
_NAMES = ("agreement", "stage", "applied_on", "version", "body")
_ONE: BindParameter[int] = bindparam("one")
_ADD = (
    insert(SUBCONTRACT)
    .values({name: bindparam(name) for name in (*_NAMES, "key")})
    .returning(SUBCONTRACT.c.id)
)
_SAVE = (
    update(SUBCONTRACT)
    .where(SUBCONTRACT.c.id == _ONE, SUBCONTRACT.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _NAMES})
)
_GET = select(SUBCONTRACT).where(SUBCONTRACT.c.id == _ONE)
_KEY = select(SUBCONTRACT.c.key).where(SUBCONTRACT.c.id == _ONE)
_OF = select(SUBCONTRACT).where(SUBCONTRACT.c.agreement == _ONE).order_by(SUBCONTRACT.c.id)
_EVERY = select(SUBCONTRACT).order_by(SUBCONTRACT.c.id)
_AGREEMENTS = select(SUBCONTRACT.c.agreement).distinct()
_WAITING = _EVERY.where(SUBCONTRACT.c.stage == _ONE)
_ERASE = delete(SUBCONTRACT).where(SUBCONTRACT.c.id == _ONE)


def add(tx: Tx, one: Subcontract) -> Subcontract:
    """Enter an application; the same with its id."""
    key = secrets.token_hex(16)
    return replace(one, id=int(tx.value(_ADD, **_values(tx, one, key), key=key)))


def save(tx: Tx, one: Subcontract) -> Subcontract:
    """Keep what a rule has made of it, its version one higher already; raises Stale."""
    key = tx.value(_KEY, one=one.id)
    values = {f"new_{name}": value for name, value in _values(tx, one, key).items()}
    if tx.run(_SAVE, one=one.id, shown=one.version - 1, **values) != 1:
        raise Stale("records.subcontracts.refused.changed")
    return one


def get(tx: Tx, subcontract: int) -> Subcontract:
    """The application by id; raises NotFound."""
    if (row := tx.first(_GET, one=subcontract)) is None:
        raise NotFound(f"subcontract:{subcontract}")
    return _read(tx, row)


def of(tx: Tx, agreement: int) -> tuple[Subcontract, ...]:
    """Every application under an agreement, in the order in which they came."""
    return tuple(_read(tx, row) for row in tx.all(_OF, one=agreement))


def agreements(tx: Tx) -> frozenset[int]:
    """Every agreement under which there is one."""
    return frozenset(int(row.agreement) for row in tx.all(_AGREEMENTS))


def every(tx: Tx) -> Iterator[Subcontract]:
    """All of them."""
    return (_read(tx, row) for row in tx.all(_EVERY))


def waiting(tx: Tx) -> tuple[Subcontract, ...]:
    """Those that wait for the city's decision."""
    return tuple(_read(tx, row) for row in tx.all(_WAITING, one=Stage.APPLIED.value))


def erase(tx: Tx, subcontract: int) -> int:
    """Destroy an application; whether there was one."""
    return tx.run(_ERASE, one=subcontract)


def _values(tx: Tx, one: Subcontract, key: str) -> dict[str, Any]:
    return {
        "agreement": one.agreement,
        "stage": one.stage.value,
        "applied_on": one.applied_on,
        "version": one.version,
        "body": sealed(tx, "subcontract", key, one, _APART),
    }


def _read(tx: Tx, row: Any) -> Subcontract:
    own: dict[str, Any] = {name: getattr(row, name) for name in _APART}
    own |= {"stage": Stage(row.stage)}
    return opened(tx, "subcontract", row.key, row.body, Subcontract, **own)
