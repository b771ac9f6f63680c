"""A tenant's turn in a rotation: its keys wrapped by the newest envelope key, and a new one."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, insert, select, update

from bot.clock import real_now
from bot.storage.crypto.cipher import KEY_BYTES
from bot.storage.crypto.envelopes import Envelopes, envelope_of
from bot.storage.crypto.tables import DATA_KEY, DIGESTS, ROTATION
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_KEYS = select(DATA_KEY.c.number, DATA_KEY.c.wrapped, DATA_KEY.c.made_at).order_by(
    DATA_KEY.c.number
)
_WRAP = (
    update(DATA_KEY)
    .where(DATA_KEY.c.number == bindparam("one"), DATA_KEY.c.wrapped == bindparam("was"))
    .values(wrapped=bindparam("new_wrapped"))
)
_ADD = (
    upsert(DATA_KEY)
    .values({name: bindparam(name) for name in ("number", "wrapped", "made_at")})
    .on_conflict_do_nothing(index_elements=["tenant_id", "number"])
)
_BEGIN = insert(ROTATION).values(
    number=bindparam("number"), began_at=bindparam("began_at"), ended_at=None, place={}
)
_OPEN = select(ROTATION).where(ROTATION.c.ended_at.is_(None)).order_by(ROTATION.c.number)


class _Crossed(Exception):
    """Somebody else changed the tenant's keys meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A data key as it stands in the database. `envelope` None: wrapped before keys had ids."""

    number: int
    envelope: str | None
    wrapped: bytes
    made_at: datetime | None


def tenants(engine: Engine) -> tuple[str, ...]:
    """Every tenant that has a key in this database, whether it is served here or not."""
    with engine.connect() as connection:
        found = connection.execute(select(DATA_KEY.c.tenant_id).distinct()).scalars()
        return tuple(sorted(found))


def keys(tx: Tx) -> tuple[Key, ...]:
    """The tenant's data keys, that of digests first and the one that seals last."""
    return tuple(
        Key(
            number=row.number,
            envelope=envelope_of(row.wrapped),
            wrapped=row.wrapped,
            made_at=row.made_at,
        )
        for row in tx.all(_KEYS)
    )


def unfinished(tx: Tx) -> Any:
    """The rotation that was begun and isn't at its end, or None."""
    return tx.first(_OPEN)


def turn(storage: Any, tenant: str, began_at: datetime) -> bool:
    """Wrap the tenant's keys anew and give it a new one, unless it has got that one since
    `began_at`; whether anything was to do. What is asked of a vault is asked outside of any
    transaction."""
    while True:
        known = storage.read_now(tenant, keys)
        plan = _plan(storage.vault.envelopes, tenant, known, began_at)
        if plan.is_empty:
            return False
        try:
            storage.write_now(tenant, lambda tx, plan=plan: plan.carry_out(tx, began_at))
        except _Crossed:
            continue
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What the turn writes. `was` is what it was made from."""

    was: tuple[Key, ...]
    rewrapped: Mapping[int, bytes]
    digests: bytes | None
    fresh: bytes | None

    @property
    def is_empty(self) -> bool:
        return not (self.rewrapped or self.digests or self.fresh)

    def carry_out(self, tx: Tx, began_at: datetime) -> None:
        """All of it in one transaction, or nothing."""
        if keys(tx) != self.was:
            raise _Crossed
        old = {key.number: key.wrapped for key in self.was}
        for number, wrapped in self.rewrapped.items():
            if tx.run(_WRAP, one=number, was=old[number], new_wrapped=wrapped) != 1:
                raise _Crossed
        if self.digests is not None:
            self._add(tx, DIGESTS, self.digests)
        if self.fresh is not None:
            number = _next(self.was)
            self._add(tx, number, self.fresh)
            tx.run(_BEGIN, number=number, began_at=began_at)

    def _add(self, tx: Tx, number: int, wrapped: bytes) -> None:
        if tx.run(_ADD, number=number, wrapped=wrapped, made_at=real_now()) != 1:
            raise _Crossed


def _plan(envelopes: Envelopes, tenant: str, known: tuple[Key, ...], began_at: datetime) -> _Plan:
    newest = envelopes.newest()
    opened = {
        key.number: envelopes.unwrap(tenant, key.number, key.wrapped)
        for key in known
        if key.envelope != newest or DIGESTS not in {one.number for one in known}
    }
    return _Plan(
        was=known,
        rewrapped={
            key.number: envelopes.wrap(tenant, key.number, opened[key.number])
            for key in known
            if key.envelope != newest
        },
        digests=_digests(envelopes, tenant, known, opened),
        fresh=None
        if (made := known[-1].made_at) is not None and made >= began_at
        else envelopes.wrap(tenant, _next(known), secrets.token_bytes(KEY_BYTES)),
    )


def _digests(
    envelopes: Envelopes, tenant: str, known: tuple[Key, ...], opened: Mapping[int, bytes]
) -> bytes | None:
    """Before keys were rotated one key did both: it goes on writing digests under its own number,
    and may be retired as the one that seals."""
    first = known[0].number
    return None if first == DIGESTS else envelopes.wrap(tenant, DIGESTS, opened[first])


def _next(known: tuple[Key, ...]) -> int:
    return known[-1].number + 1
