"""Makes a backup that the register knows of before its first byte is written."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, select

from bot.errors import BotError, Unreadable
from bot.storage.backup import header as headers
from bot.storage.backup import register
from bot.storage.backup.place import look
from bot.storage.backup.register import Backup, Stage
from bot.storage.backup.steps import OnStep, Step, Told, unseen
from bot.storage.backup.trailer import Trailer
from bot.storage.backup.trouble import trouble
from bot.storage.backup.writing import write
from bot.storage.crypto.tables import DATA_KEY
from bot.storage.store import Storage
from bot.storage.tx import Tx

Recorded = Callable[[Tx, Backup], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was made, and what it holds."""

    backup: Backup
    trailer: Trailer


def make(
    storage: Storage,
    file: Path,
    *,
    home: str,
    now: datetime,
    until: date,
    recorded: Recorded,
    overwrite: bool = False,
    told: Told = unseen,
    step: OnStep = unseen,
) -> Made:
    """Everything in the database, of every tenant, into `file`; `home` has a row of it in any case.

    `recorded` enters it into a tenant's ledger, together with its row. A backup that breaks off
    leaves no file and no row; one that had its name by then, or whose process is killed, is
    counted as if it might exist.
    Raises Misconfigured, Unavailable or OSError.
    """
    look(file, overwrite=overwrite)
    engine, envelopes = storage.engine.engine, storage.vault.envelopes
    begun = Backup(
        key=str(uuid4()),
        name=file.name,
        stage=Stage.BEGUN,
        begun_at=now,
        made_at=None,
        size=0,
        digest="",
        envelopes=envelopes.held(),
        until=until,
    )
    tenants = {home, *_tenants(engine)}
    try:
        for tenant in tenants:
            storage.write_now(tenant, lambda tx: register.begin(tx, begun))
        step(Step.NOTED)
        written = write(
            engine,
            file,
            envelopes=envelopes,
            key=begun.key,
            now=now,
            overwrite=overwrite,
            told=told,
            step=step,
        )
    except BaseException:
        if not _stands(file, begun):
            _forget(storage, tenants, begun)
        raise
    made = replace(
        begun,
        stage=Stage.MADE,
        made_at=now,
        size=written.size,
        digest=written.digest,
        envelopes=tuple(sorted(written.envelopes)),
    )
    for tenant in sorted(tenants | written.trailer.tenants.keys()):
        storage.write_now(tenant, lambda tx: _finished(tx, made, recorded))
        step(Step.COUNTED)
    return Made(backup=made, trailer=written.trailer)


def _finished(tx: Tx, made: Backup, recorded: Recorded) -> None:
    recorded(tx, made)
    register.finish(tx, made)


def _tenants(engine: Engine) -> set[str]:
    """Those with anything that was ever sealed: who comes later is found in the rows."""
    with trouble(engine), engine.connect() as connection:
        return set(connection.execute(select(DATA_KEY.c.tenant_id).distinct()).scalars())


def _stands(file: Path, begun: Backup) -> bool:
    """Whether it had its name already when it broke off; where nobody can tell, it may stand."""
    try:
        with file.open("rb") as raw:
            return headers.read(raw, name=file.name)[0].key == begun.key
    except (FileNotFoundError, Unreadable):
        return False
    except OSError:
        return True


def _forget(storage: Storage, tenants: set[str], begun: Backup) -> None:
    """Nothing is left of it; where not even that can be written down, it goes on being counted."""
    for tenant in tenants:
        with suppress(BotError):
            storage.write_now(tenant, lambda tx: register.drop(tx, begun.key))
