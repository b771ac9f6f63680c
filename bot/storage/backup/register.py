"""Which backups there are, and when one was last tried out: what a disposal must count.

A backup holds every tenant's rows; each of these tenants has a row of its own, under one key.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Engine,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.storage.backup.trouble import trouble
from bot.storage.columns import Instant, Json
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx


class Stage(StrEnum):
    """How far a backup is; what has begun may exist whatever became of it."""

    BEGUN = "begun"
    MADE = "made"
    RESTORED = "restored"  # these rows came out of it; the ledger hasn't been told yet
    GONE = "gone"  # deleted, as somebody has said


BACKUP = table(
    "backup",
    Column("key", String(36), nullable=False),
    Column("name", String(255), nullable=False),  # of the file, without its folder
    Column("stage", String(10), nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("made_at", Instant),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("envelopes", Json, nullable=False),
    Column("until", Date, nullable=False),
    PrimaryKeyConstraint("tenant_id", "key"),
)
BACKUP_CHECK = table(
    "backup_check",
    Column("key", String(36), nullable=False),
    Column("backup", String(36), nullable=False),
    Column("name", String(255), nullable=False),
    Column("made_at", Instant),
    Column("checked_at", Instant, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("samples", Integer, nullable=False),
    Column("faults", Json, nullable=False),
    PrimaryKeyConstraint("tenant_id", "key"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One file. `digest`: SHA-256 of it, empty while it is being made; `envelopes`: the ids of the
    envelope keys without which it, or a data key in it, doesn't open; `until`: the day by which
    the city deletes it."""

    key: str
    name: str
    stage: Stage
    begun_at: datetime
    made_at: datetime | None
    size: int
    digest: str
    envelopes: tuple[str, ...]
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One file tried out in a scratch place; `backup` is empty where the file couldn't be read.

    `rows`: compared; `entries`: of all ledgers, verified; `samples`: sealed fields that opened.
    """

    key: str
    backup: str
    name: str
    made_at: datetime | None
    checked_at: datetime
    whole: bool
    rows: int = 0
    entries: int = 0
    samples: int = 0
    faults: tuple[str, ...] = ()


_FIELDS = tuple(column.name for column in BACKUP.columns if column.name != "tenant_id")
_BEGIN = upsert(BACKUP).values({name: bindparam(name) for name in _FIELDS}).on_conflict_do_nothing()
_FINISH = (
    update(BACKUP)
    .where(BACKUP.c.key == bindparam("the_key"))
    .values(
        stage=bindparam("new_stage"),
        made_at=bindparam("new_made_at"),
        size=bindparam("new_size"),
        digest=bindparam("new_digest"),
        envelopes=bindparam("new_envelopes"),
    )
)
_GONE = (
    update(BACKUP)
    .where(BACKUP.c.key == bindparam("the_key"), BACKUP.c.stage != Stage.GONE)
    .values(stage=Stage.GONE)
)
_DROP = delete(BACKUP).where(BACKUP.c.key == bindparam("the_key"))
_ALL = select(BACKUP).order_by(BACKUP.c.begun_at.desc())
_NEWEST = select(BACKUP).where(BACKUP.c.stage == Stage.MADE).order_by(BACKUP.c.made_at.desc())
_CHECKED = insert(BACKUP_CHECK).values(
    {one.name: bindparam(one.name) for one in BACKUP_CHECK.c if one.name != "tenant_id"}
)
_LAST = select(BACKUP_CHECK).order_by(BACKUP_CHECK.c.checked_at.desc()).limit(1)


def begin(tx: Tx, backup: Backup) -> None:
    """Note a backup before its first byte is written."""
    tx.run(_BEGIN, **_values(backup, _FIELDS) | {"envelopes": list(backup.envelopes)})


def finish(tx: Tx, backup: Backup) -> None:
    """The file is whole and has its name; also for a tenant that had no row before."""
    begin(tx, backup)
    tx.run(
        _FINISH,
        the_key=backup.key,
        new_stage=Stage.MADE,
        new_made_at=backup.made_at,
        new_size=backup.size,
        new_digest=backup.digest,
        new_envelopes=list(backup.envelopes),
    )


def drop(tx: Tx, key: str) -> None:
    """It was begun and nothing came of it."""
    tx.run(_DROP, the_key=key)


def gone(tx: Tx, key: str) -> bool:
    """Somebody says that the file, and every copy of it, is deleted; whether that is news."""
    return tx.run(_GONE, the_key=key) == 1


def tenants(engine: Engine, key: str) -> tuple[str, ...]:
    """Those that have a row of the backup."""
    with trouble(engine), engine.connect() as connection:
        held = select(BACKUP.c.tenant_id).where(BACKUP.c.key == key)
        return tuple(sorted(connection.execute(held).scalars()))


def every(tx: Tx) -> tuple[Backup, ...]:
    """All that were ever begun, the newest first."""
    return tuple(_backup(row) for row in tx.all(_ALL))


def standing(tx: Tx, today: date) -> tuple[Backup, ...]:
    """Those whose file may exist: nobody has said that it is deleted, and its day hasn't passed."""
    return tuple(one for one in every(tx) if one.stage is not Stage.GONE and one.until >= today)


def envelopes(tx: Tx, today: date) -> frozenset[str]:
    """The envelope keys that standing backups can't be opened without."""
    return frozenset(key for one in standing(tx, today) for key in one.envelopes)


def newest(tx: Tx) -> Backup | None:
    """The last one that was made and isn't deleted."""
    row = tx.first(_NEWEST)
    return None if row is None else _backup(row)


def checked(tx: Tx, check: Check) -> None:
    """Keep the result of a check."""
    tx.run(_CHECKED, **_values(check, Check.__slots__) | {"faults": list(check.faults)})


def last_check(tx: Tx) -> Check | None:
    """The last backup that was tried out, whatever came of it."""
    row = tx.first(_LAST)
    if row is None:
        return None
    return Check(**_read(row, Check.__slots__) | {"faults": tuple(row.faults)})


def _backup(row: Any) -> Backup:
    own = {"stage": Stage(row.stage), "envelopes": tuple(row.envelopes)}
    return Backup(**_read(row, _FIELDS) | own)


def _read(row: Any, names: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _values(found: Backup | Check, names: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names}
