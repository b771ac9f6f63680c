"""Puts a backup back for use: its rows, this release's tables, and a word in every ledger."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import Engine, inspect, select

from bot.settings import Settings
from bot.storage import schema
from bot.storage.backup import register
from bot.storage.backup.header import Header
from bot.storage.backup.loading import Loaded, load
from bot.storage.backup.reading import reading
from bot.storage.backup.register import BACKUP, Backup, Stage
from bot.storage.backup.steps import OnStep, Step, Told, unseen
from bot.storage.backup.trouble import trouble
from bot.storage.store import engine_of, open_storage
from bot.storage.tx import Tx

Recorded = Callable[[Tx, Backup], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back; `loaded` is None where an earlier attempt had done all but the end."""

    header: Header
    tenants: tuple[str, ...]
    loaded: Loaded | None


def restore(
    settings: Settings,
    file: Path,
    *,
    recorded: Recorded,
    told: Told = unseen,
    step: OnStep = unseen,
) -> Restored:
    """Everything in `file` into the empty database that the settings name.

    All or nothing; where a process was killed on the way, the next one goes on or begins anew.
    `recorded` enters it into a tenant's ledger. Raises Misconfigured, Unreadable or Unavailable.
    """
    engine = engine_of(settings)
    try:
        envelopes = engine.vault.envelopes
        with reading(file, envelopes) as found:
            header = found.header
        loaded = None
        if not _waiting(engine.engine, header.key):
            loaded = load(engine.engine, file, envelopes=envelopes, told=told, step=step)
        schema.upgrade(engine.engine)
        step(Step.UPGRADED)
        tenants = _waiting(engine.engine, header.key)
    finally:
        engine.close()
    _finish(settings, file, header, tenants, recorded, step)
    return Restored(header=header, tenants=tenants, loaded=loaded)


def _waiting(engine: Engine, key: str) -> tuple[str, ...]:
    """The tenants whose rows came out of this backup and whose ledger doesn't say so yet."""
    with trouble(engine), engine.connect() as connection:
        if not inspect(connection).has_table(BACKUP.name):
            return ()
        own = (BACKUP.c.key == key) & (BACKUP.c.stage == Stage.RESTORED)
        found = connection.execute(select(BACKUP.c.tenant_id).where(own)).scalars()
        return tuple(sorted(found))


def _finish(
    settings: Settings,
    file: Path,
    header: Header,
    tenants: tuple[str, ...],
    recorded: Recorded,
    step: OnStep,
) -> None:
    with file.open("rb") as whole:
        digest = file_digest(whole, "sha256").hexdigest()
    storage = open_storage(settings)

    def one(tx: Tx) -> None:
        begun = next(one for one in register.every(tx) if one.key == header.key)
        made = replace(
            begun,
            stage=Stage.MADE,
            made_at=header.made_at,
            size=file.stat().st_size,
            digest=digest,
        )
        recorded(tx, made)
        register.finish(tx, made)

    try:
        for tenant in tenants:
            storage.write_now(tenant, one)
            step(Step.TOLD)
    finally:
        storage.close()
