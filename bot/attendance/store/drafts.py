"""What a family has begun to report, sealed, until it is sent or its day is over.

It waits here and not in the chat: a device that locks, or is handed to somebody else, keeps none.
Of a sent draft only its report's id stays: who presses twice is told of the first.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    bindparam,
    delete,
    insert,
    null,
    select,
    update,
)

from bot.attendance.model import Content, Kind
from bot.attendance.store import content
from bot.storage.sealed import Sealed
from bot.storage.tables import table
from bot.storage.tx import Row, Tx

# `ends_on`: the last day on which it is kept. `report`: what it became, and then no payload.
DRAFT = table(
    "attendance_draft",
    Column("id", Integer, primary_key=True),
    Column("key", String(32), nullable=False),
    Column("person", Integer, nullable=False),
    Column("pupil", Integer, nullable=False),
    Column("same", Boolean, nullable=False),
    Column("payload", Sealed(lambda row: row.key)),
    Column("ends_on", Date, nullable=False),
    Column("report", Integer, nullable=False),
    Index(None, "tenant_id", "person", "pupil"),
    Index(None, "tenant_id", "ends_on"),
    sqlite_autoincrement=True,
)
_ONE: Any = bindparam("one")
_WHO: Any = bindparam("who")
_COLUMNS = ("key", "person", "pupil", "same", "payload", "ends_on")
_ADD = (
    insert(DRAFT)
    .values({name: bindparam(name) for name in _COLUMNS} | {"report": 0})
    .returning(DRAFT.c.id)
)
_SAVE = (
    update(DRAFT)
    .where(DRAFT.c.id == _ONE, DRAFT.c.report == 0)
    .values(payload=bindparam("new_payload"), ends_on=bindparam("new_end"))
)
_GET = select(DRAFT).where(DRAFT.c.id == _ONE, DRAFT.c.person == _WHO)
_LOCKED = _GET.with_for_update()
_OPEN = (
    select(DRAFT)
    .where(
        DRAFT.c.person == _WHO, DRAFT.c.report == 0, DRAFT.c.ends_on >= bindparam("day", type_=Date)
    )
    .order_by(DRAFT.c.id.desc())
    .limit(1)
)
_SPEND = (
    update(DRAFT).where(DRAFT.c.id == _ONE).values(payload=null(), report=bindparam("new_report"))
)
_DROP = delete(DRAFT).where(
    DRAFT.c.person == _WHO, DRAFT.c.pupil == bindparam("child"), DRAFT.c.report == 0
)
_PURGE = delete(DRAFT).where(DRAFT.c.ends_on < bindparam("day", type_=Date))
_OF_PERSON = select(DRAFT).where(DRAFT.c.person == _WHO).order_by(DRAFT.c.id)
_ERASE = delete(DRAFT).where(DRAFT.c.person == _WHO)
_ERASE_PUPIL = delete(DRAFT).where(DRAFT.c.pupil == _ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report as far as it was typed, by one account for one child. `same`: as one sent before,
    whose content its account may not read again."""

    id: int
    person: int
    pupil: int
    since: date
    until: date
    kind: Kind
    content: Content = field(default_factory=Content)
    same: bool = False
    report: int = 0


def begin(tx: Tx, draft: Draft, *, today: date) -> Draft:
    """Keep a new draft; what the account had begun for that child before it is dropped."""
    tx.run(_DROP, who=draft.person, child=draft.pupil)
    key = secrets.token_hex(16)
    values = {"key": key, "person": draft.person, "pupil": draft.pupil, "same": draft.same}
    sealed = tx.seal("attendance_draft", "payload", key, _written(draft))
    ends_on = max(today, draft.until)
    return replace(draft, id=int(tx.value(_ADD, **values, payload=sealed, ends_on=ends_on)))


def save(tx: Tx, draft: Draft, *, today: date) -> None:
    """Keep what was typed since; nothing once it was sent."""
    row = tx.first(_GET, one=draft.id, who=draft.person)
    if row is not None:
        sealed = tx.seal("attendance_draft", "payload", row.key, _written(draft))
        tx.run(_SAVE, one=draft.id, new_payload=sealed, new_end=max(today, draft.until))


def locked(tx: Tx, draft: int, person: int) -> Draft | int | None:
    """The account's own draft, for nobody else to send until the transaction ends; the id of its
    report once it was sent; None where there is none, whosesoever the id may be."""
    row = tx.first(_LOCKED, one=draft, who=person)
    if row is None or row.payload is None:
        return row.report if row is not None else None
    return _draft(tx, row)


def pupil_of(tx: Tx, draft: int, person: int) -> int | None:
    """Of which child the account's own draft is that it hasn't sent yet."""
    row = tx.first(_GET, one=draft, who=person)
    return row.pupil if row is not None and row.payload is not None else None


def find_open(tx: Tx, person: int, today: date) -> Draft | None:
    """What the account began last and hasn't sent, while its day isn't over."""
    row = tx.first(_OPEN, who=person, day=today)
    return None if row is None else _draft(tx, row)


def spend(tx: Tx, draft: Draft, report: int) -> None:
    """It was sent as this report: what was typed is destroyed here."""
    tx.run(_SPEND, one=draft.id, new_report=report)


def drop(tx: Tx, person: int, pupil: int) -> None:
    """What an account had begun for a child is destroyed."""
    tx.run(_DROP, who=person, child=pupil)


def purge(tx: Tx, today: date) -> int:
    """Destroy those whose day is over; how many."""
    return tx.run(_PURGE, day=today)


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """What an account has begun, for itself alone; of what was sent before nothing is shown."""
    found = (_draft(tx, row) for row in tx.all(_OF_PERSON, who=person) if row.payload)
    return tuple(
        {"draft": one.id, "since": one.since, "until": one.until, "text": one.content.text}
        for one in found
        if not one.same
    )


def erase(tx: Tx, person: int) -> int:
    """Destroy all drafts of an account; how many."""
    return tx.run(_ERASE, who=person)


def erase_pupil(tx: Tx, pupil: int) -> int:
    """Destroy all drafts about a child; how many."""
    return tx.run(_ERASE_PUPIL, one=pupil)


def _written(draft: Draft) -> bytes:
    days = {"since": draft.since, "until": draft.until, "kind": draft.kind.value}
    return orjson.dumps({**days, "content": content.written(draft.content).decode()})


def _draft(tx: Tx, row: Row) -> Draft:
    said = orjson.loads(tx.unseal("attendance_draft", "payload", row.key, row.payload))
    return Draft(
        id=row.id,
        person=row.person,
        pupil=row.pupil,
        since=date.fromisoformat(said["since"]),
        until=date.fromisoformat(said["until"]),
        kind=Kind(said["kind"]),
        content=content.read(said["content"]),
        same=bool(row.same),
        report=row.report,
    )
