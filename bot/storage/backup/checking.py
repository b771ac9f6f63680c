"""Tries a backup out: restores it beside the database, compares, verifies, opens what is sealed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Column, Engine, bindparam, select

from bot.errors import BotError, Misconfigured, Unreadable
from bot.settings import Settings
from bot.storage import schema
from bot.storage.backup.loading import Loaded, load
from bot.storage.backup.register import Check
from bot.storage.backup.rows import Sum, encoder
from bot.storage.backup.scratch import scratch
from bot.storage.backup.snapshot import snapshot
from bot.storage.backup.steps import OnStep, Told, unseen
from bot.storage.backup.trailer import Head
from bot.storage.sealed import place_of, sealed_columns
from bot.storage.store import Storage, engine_of, open_storage
from bot.storage.tx import Tx

SAMPLES = 20  # of each sealed column and tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What verifying one tenant's ledger found: its newest entry, and what is wrong, in words."""

    entries: int
    seq: int
    hash: str
    faults: tuple[str, ...] = ()


Verify = Callable[[Tx], Proof]


@dataclass(slots=True)
class _Findings:
    rows: int = 0
    entries: int = 0
    samples: int = 0
    faults: list[str] = field(default_factory=list)


def check(
    settings: Settings,
    engine: Engine,
    file: Path,
    *,
    now: datetime,
    verify: Verify,
    told: Told = unseen,
    step: OnStep = unseen,
) -> Check:
    """What came of restoring `file` into a scratch place beside `engine`'s database.

    A file that can't be read, or opened with the keys at hand, is a result too. Raises Unavailable
    or OSError where the check itself couldn't be done.
    """
    found, loaded = _Findings(), None
    with scratch(settings, engine) as there:
        try:
            loaded = _restored(there, file, told, step)
        except (Unreadable, Misconfigured) as error:
            found.faults.append(str(error))
        else:
            _look(there, loaded, found, verify)
    header = None if loaded is None else loaded.header
    return Check(
        key=str(uuid4()),
        backup="" if header is None else header.key,
        name=file.name,
        made_at=None if header is None else header.made_at,
        checked_at=now,
        whole=not found.faults,
        rows=found.rows,
        entries=found.entries,
        samples=found.samples,
        faults=tuple(found.faults),
    )


def _restored(there: Settings, file: Path, told: Told, step: OnStep) -> Loaded:
    engine = engine_of(there)
    try:
        return load(
            engine.engine,
            file,
            envelopes=engine.vault.envelopes,
            lasting=False,
            told=told,
            step=step,
        )
    finally:
        engine.close()


def _look(there: Settings, loaded: Loaded, found: _Findings, verify: Verify) -> None:
    engine = engine_of(there)
    try:
        _compare(engine.engine, loaded, found)
        schema.upgrade(engine.engine)
    finally:
        engine.close()
    storage = open_storage(there)
    try:
        for tenant, head in loaded.trailer.tenants.items():
            _prove(storage, tenant, head, found, verify)
            _open_samples(storage, tenant, found)
    finally:
        storage.close()


def _compare(engine: Engine, loaded: Loaded, found: _Findings) -> None:
    """Every table is read back: as many rows, and the same."""
    with snapshot(engine) as state:
        for shape in loaded.shapes:
            total, encode = Sum(), encoder(shape)
            for rows in state.batches(shape):
                total.add(encode(rows))
            wanted = loaded.trailer.tables[shape.name]
            found.rows += total.rows
            if total.rows != wanted.rows:
                line = f"table {shape.name}: {total.rows} rows instead of {wanted.rows}"
                found.faults.append(line)
            elif total.hash != wanted.hash:
                found.faults.append(f"table {shape.name}: its rows are others")


def _prove(
    storage: Storage, tenant: str, head: Head | None, found: _Findings, verify: Verify
) -> None:
    proof = storage.read_now(tenant, verify)
    found.entries += proof.entries
    found.faults += [f"ledger of {tenant}: {fault}" for fault in proof.faults]
    if head is not None and (proof.seq, proof.hash) != (head.seq, head.hash):
        found.faults.append(f"ledger of {tenant}: ends otherwise than when the backup was made")


def _open_samples(storage: Storage, tenant: str, found: _Findings) -> None:
    for column in sealed_columns():
        try:
            opened, failed = storage.read_now(tenant, partial(_sample, column=column))
        except ValueError:  # of the driver's or a column type's: such values nobody writes
            found.faults.append(f"{column.table.name} of {tenant}: a row can't be read")
            continue
        found.samples += opened
        if failed:
            line = f"{column.table.name}.{column.name} of {tenant}: {failed} of {opened + failed}"
            found.faults.append(f"{line} don't open")


def _sample(tx: Tx, *, column: Column[bytes]) -> tuple[int, int]:
    """How many fields of a column open, and how many don't."""
    some = select(column.table).where(column.is_not(None)).limit(bindparam("most"))
    tried = [_opens(tx, column, row) for row in tx.all(some, most=SAMPLES)]
    return sum(tried), len(tried) - sum(tried)


def _opens(tx: Tx, column: Column[bytes], row: object) -> bool:
    try:
        tx.unseal(column.table.name, column.name, place_of(column, row), getattr(row, column.name))
    except BotError:
        return False
    return True
