"""Disposals (廃棄) and how far each is; what people wrote, and who is named, stays sealed."""

import secrets
from dataclasses import replace
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

from bot.errors import NotFound, Stale
from bot.records.model.keeping import Disposal, Held, Stage
from bot.storage.columns import Instant, Json
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Row, Tx

CHANGED = "records.keeping.refused.changed"
DISPOSAL = table(
    "disposal",
    Column("id", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("cut", Date, nullable=False),
    Column("count", Integer, nullable=False),
    Column("person", Integer),
    Column("witness", Integer),
    Column("stage", String(10), nullable=False),
    Column("proposed_by", Integer),
    Column("proposed_at", Instant, nullable=False),
    Column("released_by", Integer),
    Column("released_at", Instant),
    Column("begun_at", Instant),
    Column("ended_on", Date),
    Column("after", Integer, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("kept", Json, nullable=False),
    Column("backups", Json, nullable=False),
    Column("words", Sealed(lambda row: row.seal_key), nullable=False),
    Column("seal_key", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "tenant_id", "stage"),
    sqlite_autoincrement=True,
)
_PLAIN = (
    "kind",
    "cut",
    "count",
    "person",
    "witness",
    "proposed_by",
    "proposed_at",
    "released_by",
    "released_at",
    "begun_at",
    "ended_on",
    "after",
    "gone",
    "accounts",
    "version",
)
_WORDS = ("why", "medium", "method", "answer", "responsible", "witnessed")
_COLUMNS = (*_PLAIN, "stage", "kept", "backups", "words", "seal_key")
_ADD = (
    insert(DISPOSAL).values({name: bindparam(name) for name in _COLUMNS}).returning(DISPOSAL.c.id)
)
_SAVE = (
    update(DISPOSAL)
    .where(DISPOSAL.c.id == bindparam("one"), DISPOSAL.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_MOVE = (
    update(DISPOSAL)
    .where(DISPOSAL.c.id == bindparam("one"))
    .values({name: bindparam(f"new_{name}") for name in ("after", "gone", "accounts", "kept")})
)
_GET = select(DISPOSAL).where(DISPOSAL.c.id == bindparam("one"))
_EVERY = select(DISPOSAL).order_by(DISPOSAL.c.id.desc())
_RUNNING = (
    select(DISPOSAL).where(DISPOSAL.c.stage == Stage.RUNNING.value).order_by(DISPOSAL.c.id).limit(1)
)
_FINISHED = (
    select(DISPOSAL.c.id, DISPOSAL.c.kind, DISPOSAL.c.ended_on, DISPOSAL.c.gone)
    .where(DISPOSAL.c.stage == Stage.DONE.value)
    .order_by(DISPOSAL.c.id)
)
_PEOPLE = ("person", "witness", "proposed_by", "released_by")
_FORGET = tuple(
    update(DISPOSAL).where(DISPOSAL.c[name] == bindparam("who")).values({name: null()})
    for name in _PEOPLE
)


def add(tx: Tx, new: Disposal) -> Disposal:
    """Keep a new one, with its id."""
    return replace(new, id=int(tx.value(_ADD, **_values(tx, new))))


def save(tx: Tx, one: Disposal) -> None:
    """Keep what a rule has made of it, the version raised by one; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(tx, one).items()}
    if tx.run(_SAVE, one=one.id, shown=one.version - 1, **values) != 1:
        raise Stale(CHANGED)


def move(tx: Tx, one: Disposal) -> None:
    """Keep how far it is; nothing that a card is pressed on changes."""
    tx.run(
        _MOVE,
        one=one.id,
        new_after=one.after,
        new_gone=one.gone,
        new_accounts=one.accounts,
        new_kept=dict(one.kept),
    )


def get(tx: Tx, disposal: int) -> Disposal:
    """One by id; raises NotFound."""
    if (found := find(tx, disposal)) is None:
        raise NotFound(f"disposal:{disposal}")
    return found


def find(tx: Tx, disposal: int) -> Disposal | None:
    """One by id, or None."""
    row = tx.first(_GET, one=disposal)
    return None if row is None else _read(tx, row)


def every(tx: Tx) -> tuple[Disposal, ...]:
    """All that there ever were, the newest first."""
    return tuple(_read(tx, row) for row in tx.all(_EVERY))


def running(tx: Tx) -> Disposal | None:
    """The one that is under way, the oldest of several."""
    row = tx.first(_RUNNING)
    return None if row is None else _read(tx, row)


def finished(tx: Tx) -> tuple[Row, ...]:
    """Number, kind, day and count of those that are done; no word is opened for it."""
    return tuple(tx.all(_FINISHED))


def forget(tx: Tx, person: int) -> int:
    """Take a person's number out; a certificate names who answered for it as long as it stands."""
    return sum(tx.run(statement, who=person) for statement in _FORGET)


def _values(tx: Tx, one: Disposal) -> dict[str, Any]:
    seal_key = secrets.token_hex(8)
    words = orjson.dumps({name: getattr(one, name) for name in _WORDS})
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "stage": one.stage.value,
        "kept": dict(one.kept),
        "backups": [[each.name, each.until.isoformat()] for each in one.backups],
        "words": tx.seal(DISPOSAL.name, "words", seal_key, words),
        "seal_key": seal_key,
    }


def _read(tx: Tx, row: Row) -> Disposal:
    words = orjson.loads(tx.unseal(DISPOSAL.name, "words", row.seal_key, row.words))
    backups = tuple(Held(name=name, until=date.fromisoformat(day)) for name, day in row.backups)
    own = {name: getattr(row, name) for name in _PLAIN}
    return Disposal(
        id=row.id, stage=Stage(row.stage), kept=dict(row.kept), backups=backups, **own, **words
    )
