"""Rotation of keys while everything runs: `rotate` begins and ends one, `retire` drops what is old.

Every step is found again in what stands in the key file and the database: a rotation that was
killed goes on where it stopped when it is called again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, update

from bot.clock import real_now
from bot.errors import Misconfigured
from bot.storage.columns import Instant
from bot.storage.crypto import turning
from bot.storage.crypto.tables import DATA_KEY, DIGESTS, ROTATION
from bot.storage.resealing import counts, has_older, reseal
from bot.storage.sealed import sealed_columns
from bot.storage.store import Storage
from bot.storage.tables import strangers
from bot.storage.tx import Tx

# Others learn of a new key within half a minute; links that it hasn't sealed live for 15 minutes.
SETTLED = timedelta(minutes=20)
Told = Callable[[int], None]
_END = (
    update(ROTATION)
    .where(ROTATION.c.number == bindparam("one"))
    .values(ended_at=bindparam("now", type_=Instant))
)
_DROP = delete(DATA_KEY).where(DATA_KEY.c.number == bindparam("one"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What a rotation did. `envelope`: the id of the key that wraps now; `unopened`: columns with
    values that the tenant's keys don't open, by tenant and column."""

    envelope: str
    renewed: bool
    tenants: int
    resealed: int
    unopened: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """What was dropped: data keys by tenant, and envelope keys by id; and what had to stay."""

    data_keys: Mapping[str, tuple[int, ...]]
    envelopes: tuple[str, ...]
    stayed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A data key of a tenant, and how much it has sealed, by column."""

    tenant: str
    number: int
    envelope: str | None
    made_at: datetime | None
    seals: bool
    sealed: Mapping[str, int]


def rotate(storage: Storage, told: Told = lambda _: None) -> Rotated:
    """Wrap every tenant's keys by a new envelope key, give each a new data key, and seal all anew.

    Goes on with a rotation that was interrupted, and begins no second one then. Raises
    Misconfigured or Unavailable where a key doesn't open; nothing is lost by that.
    """
    _refuse_strangers(storage)
    began_at, renewed = _begun(storage)
    for tenant in turning.tenants(storage.engine.engine):
        turning.turn(storage, tenant, began_at)
        storage.vault.forget(tenant)
    done = _Counter(told)
    unopened: dict[str, int] = {}
    found = turning.tenants(storage.engine.engine)
    for tenant in found:
        unopened |= _resealed(storage, tenant, done)
    return Rotated(
        envelope=storage.vault.envelopes.newest(),
        renewed=renewed,
        tenants=len(found),
        resealed=done.count,
        unopened=unopened,
    )


class _Counter:
    def __init__(self, told: Told) -> None:
        self.count = 0
        self._told = told

    def __call__(self, more: int) -> None:
        self.count += more
        self._told(more)


def _begun(storage: Storage) -> tuple[datetime, bool]:
    """Since when this rotation runs, and whether the envelope key is a new one."""
    under_way = [
        row.began_at
        for tenant in turning.tenants(storage.engine.engine)
        if (row := storage.read_now(tenant, turning.unfinished)) is not None
    ]
    if under_way:
        return min(under_way), False
    used = _wrapping(storage)
    storage.vault.envelopes.renew(used)
    return real_now(), storage.vault.envelopes.newest() not in used


def _wrapping(storage: Storage) -> frozenset[str]:
    """The envelope keys by which any tenant's key is wrapped; the newest too where one is wrapped
    without a name, for that may be it."""
    found = {
        key.envelope
        for tenant in turning.tenants(storage.engine.engine)
        for key in storage.read_now(tenant, turning.keys)
    }
    unnamed = storage.vault.envelopes.held() if None in found else ()
    return frozenset(name for name in (*found, *unnamed) if name is not None)


def _resealed(storage: Storage, tenant: str, told: Told) -> dict[str, int]:
    row = storage.read_now(tenant, turning.unfinished)
    if row is None:
        return {}
    reseal(storage, tenant, row.number, row.place, told)
    reseal(storage, tenant, row.number, {}, told)  # what was written by the old key meanwhile
    storage.write_now(tenant, lambda tx: tx.run(_END, one=row.number, now=real_now()))
    left = storage.read_now(tenant, lambda tx: _older(tx, row.number))
    return {f"{tenant} {name}": many for name, many in left.items()}


def _older(tx: Tx, number: int) -> dict[str, int]:
    found = {}
    for column in sealed_columns():
        if has_older(tx, column, number):
            many = sum(many for by, many in counts(tx, column).items() if by != number)
            found[f"{column.table.name}.{column.name}"] = many
    return found


def retire(
    storage: Storage, kept: Mapping[str, str] | None = None, told: Told = lambda _: None
) -> Retired:
    """Drop data keys that have sealed nothing any more, and envelope keys that wrap nothing.

    `kept`: envelope keys that something outside of the database needs (a backup), with its name.
    Raises Misconfigured where a rotation isn't at its end, or not long enough ago.
    """
    _refuse_strangers(storage)
    _refuse_early(storage)
    dropped, stayed = {}, []
    for tenant in turning.tenants(storage.engine.engine):
        gone, left = _retired(storage, tenant, told)
        stayed += left
        if gone:
            dropped[tenant] = gone
    outside = dict(kept or {})
    in_use = _wrapping(storage)
    envelopes = storage.vault.envelopes.keep(in_use | outside.keys())
    others = set(storage.vault.envelopes.held()[1:]) & outside.keys() - in_use
    stayed += [f"envelope key {one}: {outside[one]} needs it" for one in sorted(others)]
    return Retired(data_keys=dropped, envelopes=envelopes, stayed=tuple(stayed))


def _refuse_strangers(storage: Storage) -> None:
    """What stands in a table that isn't known would lose the key that sealed it."""
    with storage.engine.engine.connect() as connection:
        for name in strangers(connection):
            raise Misconfigured(f"table {name}: this release doesn't know it; install a newer")


def _refuse_early(storage: Storage) -> None:
    known = turning.tenants(storage.engine.engine)
    if any(storage.read_now(tenant, turning.unfinished) is not None for tenant in known):
        raise Misconfigured("a rotation isn't at its end; go on with it: renkei keys rotate")
    newest = (storage.read_now(tenant, turning.keys)[-1] for tenant in known)
    made = [one.made_at for one in newest if one.made_at and one.number > DIGESTS + 1]
    ready = max(made, default=real_now() - SETTLED) + SETTLED
    if real_now() < ready:
        minutes = int((ready - real_now()) / timedelta(minutes=1)) + 1
        line = "other processes and links may still use the old key"
        raise Misconfigured(f"{line}; try again in {minutes} minutes")


def _retired(storage: Storage, tenant: str, told: Told) -> tuple[tuple[int, ...], list[str]]:
    newest = storage.read_now(tenant, turning.keys)[-1].number
    reseal(storage, tenant, newest, {}, told)
    used = storage.read_now(tenant, _used)
    found = [key.number for key in storage.read_now(tenant, turning.keys)]
    old = [number for number in found if number not in (DIGESTS, newest)]
    if DIGESTS not in found:  # the first one writes the digests
        old = [number for number in old if number != found[0]]
    gone = tuple(number for number in old if number not in used)
    storage.write_now(tenant, lambda tx: tx.many(_DROP, [{"one": one} for one in gone]))
    storage.vault.forget(tenant)
    left = [number for number in old if number in used]
    return gone, [
        f"{tenant}: data key {number}: {', '.join(sorted(used[number]))} doesn't open"
        for number in left
    ]


def _used(tx: Tx) -> dict[int, dict[str, int]]:
    """How much each data key has sealed, by column."""
    found: dict[int, dict[str, int]] = {}
    for column in sealed_columns():
        for number, many in counts(tx, column).items():
            found.setdefault(number, {})[f"{column.table.name}.{column.name}"] = many
    return found


def held(storage: Storage) -> tuple[Held, ...]:
    """Every data key of every tenant, and how much it has sealed."""
    _refuse_strangers(storage)
    found = []
    for tenant in turning.tenants(storage.engine.engine):
        used: dict[int, dict[str, int]] = storage.read_now(tenant, _used)
        keys: tuple[Any, ...] = storage.read_now(tenant, turning.keys)
        found += [
            Held(
                tenant=tenant,
                number=key.number,
                envelope=key.envelope,
                made_at=key.made_at,
                seals=key is keys[-1],
                sealed=used.get(key.number, {}),
            )
            for key in keys
        ]
    return tuple(found)
