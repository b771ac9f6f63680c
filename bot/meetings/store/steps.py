"""The last press on a series, a follow-up or an item, for as long as it may be taken back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, select

from bot.ledger.model import UNDO
from bot.meetings.store.rows import STEP
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx

_PLAIN = ("person", "at", "act", "version", "seal_key", "before")
_add = upsert(STEP).values({name: bindparam(name) for name in ("subject", *_PLAIN)})
_KEEP = _add.on_conflict_do_update(
    index_elements=["tenant_id", "subject"],
    set_={name: _add.excluded[name] for name in _PLAIN},
)
_OF = select(STEP).where(STEP.c.subject == bindparam("one"))
_DROP = delete(STEP).where(STEP.c.subject == bindparam("one"))
_EXPIRE = delete(STEP).where(STEP.c.at < bindparam("first"))
_FORGET = delete(STEP).where(STEP.c.person == bindparam("one"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a person made of a subject (`series:2`), and the version that it led to.

    `before`: what can't be told from the subject as it stands now.
    """

    subject: str
    person: int
    at: datetime
    act: str
    version: int = 0
    before: Mapping[str, Any]


def keep(tx: Tx, step: Step) -> None:
    """Remember the last step on its subject; those that can be taken back no more are dropped."""
    tx.run(_EXPIRE, first=step.at - UNDO)
    key = secrets.token_hex(8)
    words = orjson.dumps(dict(step.before)).decode()
    tx.run(
        _KEEP,
        subject=step.subject,
        person=step.person,
        at=step.at,
        act=step.act,
        version=step.version,
        seal_key=key,
        before=tx.seal("meeting_step", "before", key, words),
    )


def of(tx: Tx, subject: str) -> Step | None:
    """The last step on this subject, or None."""
    row = tx.first(_OF, one=subject)
    return None if row is None else _step(tx, row)


def drop(tx: Tx, subject: str) -> None:
    """It was taken back, or its subject is no more."""
    tx.run(_DROP, one=subject)


def forget(tx: Tx, person: int) -> int:
    """Drop what a person pressed; how much it was."""
    return tx.run(_FORGET, one=person)


def _step(tx: Tx, row: Row) -> Step:
    words = tx.unseal("meeting_step", "before", row.seal_key, row.before)
    return Step(
        subject=row.subject,
        person=row.person,
        at=row.at,
        act=row.act,
        version=row.version,
        before=orjson.loads(words),
    )
