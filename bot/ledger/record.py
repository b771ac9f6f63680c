"""Writes the ledger: append-only entries, each chained to the one before by its hash."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    bindparam,
    insert,
    select,
    update,
)

from bot.ledger import pseudonyms
from bot.ledger.chain import START, chained
from bot.ledger.model import Actor, Door, Entry
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

# Plain texts and numbers only: what is hashed is what stands in the column, byte for byte.
ENTRY = table(
    "ledger_entry",
    Column("seq", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("who", String(100), nullable=False),
    Column("via", String(100), nullable=False),
    Column("post", Integer),
    Column("deputy_for", String(100), nullable=False),
    Column("door", String(10), nullable=False),
    Column("act", String(100), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("why", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("tenant_id", "seq"),
    Index(None, "tenant_id", "subject"),
    Index(None, "tenant_id", "deputy_for"),
)
HEAD = table(
    "ledger_head",
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)
FIELDS = (
    "seq",
    "at",
    "who",
    "via",
    "post",
    "deputy_for",
    "door",
    "act",
    "subject",
    "why",
    "detail",
)

_BEGIN = upsert(HEAD).values(seq=bindparam("seq"), hash=bindparam("hash")).on_conflict_do_nothing()
_LOCK = select(HEAD.c.seq, HEAD.c.hash).with_for_update()
_ADD = insert(ENTRY).values({name: bindparam(name) for name in (*FIELDS, "hash")})
_MOVE = update(HEAD).values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))


def record(
    tx: Tx,
    actor: Actor,
    *,
    at: datetime,
    act: str,
    subject: str,
    why: str = "",
    detail: Any = None,
) -> int:
    """Append one entry in the caller's transaction; its number, without gaps from 1.

    `act` is the verb or command, `subject` the matter (`agreement:7`), `why` the purpose where the
    law wants one, `detail` any JSON value without personal data: an entry is never erased.
    """
    head = _head(tx)
    represented = actor.deputy_for
    fields: dict[str, Any] = {
        "seq": head.seq + 1,
        "at": _text(at),
        "who": actor.pseudonym,
        "via": actor.via,
        "post": actor.post,
        "deputy_for": "" if represented is None else pseudonyms.of(tx, represented),
        "door": actor.door.value,
        "act": act,
        "subject": subject,
        "why": why,
        "detail": "" if detail is None else _json(detail),
    }
    digest = chained(head.hash, tuple(fields.values()))
    tx.run(_ADD, **fields, hash=digest)
    tx.run(_MOVE, new_seq=head.seq + 1, new_hash=digest)
    return int(head.seq) + 1


def _head(tx: Tx) -> Any:
    """The end of the chain, held until the transaction ends: entries come one after another."""
    head = tx.first(_LOCK)
    if head is None:
        tx.run(_BEGIN, seq=0, hash=START)
        head = tx.first(_LOCK)
    return head


def _json(detail: Any) -> str:
    return orjson.dumps(detail, option=orjson.OPT_SORT_KEYS).decode()


_OF_SUBJECT = select(ENTRY).where(ENTRY.c.subject == bindparam("one")).order_by(ENTRY.c.seq)
_AS_DEPUTY = (
    select(ENTRY)
    .where(
        ENTRY.c.deputy_for == bindparam("one"),
        ENTRY.c.at >= bindparam("from_"),
        ENTRY.c.at < bindparam("to"),
    )
    .order_by(ENTRY.c.seq)
)


def history(tx: Tx, subject: str) -> Iterator[Entry]:
    """Everything recorded of one matter, the oldest first."""
    return map(_entry, tx.all(_OF_SUBJECT, one=subject))


def done_for(tx: Tx, person: int, since: datetime, until: datetime) -> Iterator[Entry]:
    """What deputies did for a person between two instants (後閲)."""
    who = pseudonyms.of(tx, person)
    return map(_entry, tx.all(_AS_DEPUTY, one=who, from_=_text(since), to=_text(until)))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _entry(row: Any) -> Entry:
    return Entry(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        who=row.who,
        post=row.post,
        deputy_for=row.deputy_for,
        door=Door(row.door),
        act=row.act,
        subject=row.subject,
        why=row.why,
        detail=orjson.loads(row.detail) if row.detail else None,
    )
