"""Hands out each tenant's ring of keys; learns by itself what another process has rotated."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import bindparam, select

from bot.clock import real_now, real_seconds
from bot.errors import Misconfigured, Unavailable
from bot.storage.crypto.cipher import KEY_BYTES, DataKey
from bot.storage.crypto.envelopes import Envelopes
from bot.storage.crypto.ring import Blank, Ring
from bot.storage.crypto.tables import DATA_KEY, DIGESTS
from bot.storage.tables import upsert

log = structlog.get_logger()

FRESH_SECONDS = 30.0  # so long after a rotation others may seal with the old key
# Who can't open a newer key seals with the old one for so long and no longer: some time after
# that it is dropped, and what it sealed since would be lost.
PATIENCE = timedelta(minutes=10)
_EVERY = select(DATA_KEY.c.number, DATA_KEY.c.wrapped).order_by(DATA_KEY.c.number)
_NEWEST = select(DATA_KEY.c.number, DATA_KEY.c.made_at).order_by(DATA_KEY.c.number.desc()).limit(1)
_ADD = (
    upsert(DATA_KEY)
    .values({name: bindparam(name) for name in ("number", "wrapped", "made_at")})
    .on_conflict_do_nothing()
)


class Rows(Protocol):
    """As much of a transaction as finding a data key takes."""

    @property
    def tenant(self) -> str: ...
    @property
    def reads(self) -> bool: ...
    def first(self, statement: Any, **values: Any) -> Any: ...
    def all(self, statement: Any, **values: Any) -> list[Any]: ...
    def run(self, statement: Any, **values: Any) -> int: ...
    def after_commit(self, call: Callable[[], None]) -> None: ...


class Vault:
    """Opens data keys with the envelope key, and keeps them as long as the process lives."""

    def __init__(self, envelopes: Envelopes) -> None:
        self.envelopes = envelopes
        self._rings: dict[str, tuple[Ring, float, datetime]] = {}
        self._opened: dict[tuple[str, int, bytes], bytes] = {}

    def key(self, tx: Rows) -> Ring:
        """The tenant's keys as they were within the last half minute; the first are made here."""
        known = self._rings.get(tx.tenant)
        if known is None:
            return self.read(tx)
        ring, until, read_at = known
        # A machine that slept counts no seconds meanwhile, but its clock is set.
        fresh = real_seconds() < until and (real_now() - read_at).total_seconds() < FRESH_SECONDS
        return ring if fresh else self._again(tx, ring)

    def forget(self, tenant: str) -> None:
        """Look at the tenant's keys anew the next time: they were rotated here."""
        self._rings.pop(tenant, None)

    def read(self, tx: Rows) -> Ring:
        """The tenant's keys as they stand in the database now."""
        rows = tx.all(_EVERY)
        if not rows and tx.reads:
            return Blank()
        rows = rows or self._made(tx)
        wrapped = {row.number: row.wrapped for row in rows}
        newest, digests = max(wrapped), DIGESTS if DIGESTS in wrapped else min(wrapped)
        tenant = tx.tenant  # the ring outlives the transaction

        def open_(number: int, found: bytes) -> DataKey:
            return self._open(tenant, number, found)

        ring = Ring(
            open_(newest, wrapped[newest]), open_(digests, wrapped[digests]), wrapped, open_
        )
        # A key made in this transaction, or in one that is committed with it, counts only then.
        tx.after_commit(lambda: self._keep(tenant, ring))
        return ring

    def _again(self, tx: Rows, known: Ring) -> Ring:
        """What runs goes on with the keys that it has while others can't be had."""
        try:
            return self.read(tx)
        except (Misconfigured, Unavailable) as error:
            if _is_outlived(tx, known):
                raise
            log.error("keys_not_refreshed", tenant=tx.tenant, reason=str(error))
            self._keep(tx.tenant, known)
            return known

    def _keep(self, tenant: str, ring: Ring) -> None:
        self._rings[tenant] = (ring, real_seconds() + FRESH_SECONDS, real_now())

    def _made(self, tx: Rows) -> list[Any]:
        for number in (DIGESTS, DIGESTS + 1):
            wrapped = self.envelopes.wrap(tx.tenant, number, secrets.token_bytes(KEY_BYTES))
            tx.run(_ADD, number=number, wrapped=wrapped, made_at=real_now())
        return tx.all(_EVERY)  # another process may have been first

    def _open(self, tenant: str, number: int, wrapped: bytes) -> DataKey:
        """A key once unwrapped isn't asked for again: that may cost a call to another machine."""
        place = (tenant, number, wrapped)
        if place not in self._opened:
            self._opened[place] = self.envelopes.unwrap(*place)
        return DataKey(number, self._opened[place])


def _is_outlived(tx: Rows, known: Ring) -> bool:
    """Whether the key that seals here was replaced so long ago that it may be dropped soon."""
    newest = tx.first(_NEWEST)
    if newest is None or newest.number <= known.newest.number:
        return False
    return newest.made_at is None or real_now() - newest.made_at > PATIENCE
