"""How far each enrolment card, and each reminder to many, is on its way into the notices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.storage.columns import Instant
from bot.storage.tables import table
from bot.storage.tx import Tx

ANNOUNCEMENT = table(
    "training_announcement",
    Column("id", Integer, primary_key=True),
    Column("course", Integer, nullable=False),
    Column("wave", Integer, nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("source_key", String(80), nullable=False),
    Column("author", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("selector", String(160), nullable=False),  # "" where the course's own audience gets it
    Column("cursor", Integer),  # up to which person it was looked at; None: nothing more to do
    Column("people", Integer, nullable=False),
    Column("notice", Integer),
    Column("said", String(64), nullable=False),  # the digest of what its copies say
    UniqueConstraint("tenant_id", "purpose", "source_key"),
    Index(None, "tenant_id", "course"),
    Index(None, "tenant_id", "cursor"),
)


class Purpose(StrEnum):
    """What is sent."""

    ENROL = "enrol"  # the enrolment card
    APPLY = "apply"  # who hasn't applied is reminded of the last deadline
    UNFINISHED = "unfinished"  # who hasn't finished is reminded of the last day
    NEWCOMER = "newcomer"  # who came after the enrolment card went out, where they are many


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One card to many of a course. `selector`: the list of those who get it, "" where the course's
    own audience does. `cursor`: up to which person the list was filled, None once it is whole."""

    id: int = 0
    course: int
    wave: int = 0
    purpose: Purpose = Purpose.ENROL
    source_key: str
    author: int
    asked_at: datetime
    selector: str = ""
    cursor: int | None = None
    people: int = 0
    notice: int | None = None
    said: str = ""


_FIELDS = [column.name for column in ANNOUNCEMENT.c if column.name not in ("tenant_id", "id")]
_ADD = (
    insert(ANNOUNCEMENT)
    .values({name: bindparam(name) for name in _FIELDS})
    .returning(ANNOUNCEMENT.c.id)
)
_SAVE = (
    update(ANNOUNCEMENT)
    .where(ANNOUNCEMENT.c.id == bindparam("one"))
    .values({name: bindparam(f"new_{name}") for name in ("cursor", "people", "notice", "said")})
)
_OF_COURSE = (
    select(ANNOUNCEMENT)
    .where(ANNOUNCEMENT.c.course == bindparam("one"))
    .order_by(ANNOUNCEMENT.c.id)
)
_FIND = select(ANNOUNCEMENT).where(
    ANNOUNCEMENT.c.purpose == bindparam("purpose"),
    ANNOUNCEMENT.c.source_key == bindparam("source_key"),
)
_UNFINISHED = (
    select(ANNOUNCEMENT)
    .where(ANNOUNCEMENT.c.cursor.is_not(None))
    .order_by(ANNOUNCEMENT.c.id)
    .limit(1)
)
_ERASE = delete(ANNOUNCEMENT).where(ANNOUNCEMENT.c.course == bindparam("one"))


def add(tx: Tx, announcement: Announcement) -> Announcement:
    """Remember that it was asked for; the same with the id that it got."""
    return replace(announcement, id=int(tx.value(_ADD, **_values(announcement))))


def save(tx: Tx, announcement: Announcement) -> Announcement:
    """Remember how far it is."""
    changed = ("cursor", "people", "notice", "said")
    values = {f"new_{name}": getattr(announcement, name) for name in changed}
    tx.run(_SAVE, one=announcement.id, **values)
    return announcement


def find(tx: Tx, purpose: Purpose, source_key: str) -> Announcement | None:
    """The one of this key, or None."""
    row = tx.first(_FIND, purpose=purpose.value, source_key=source_key)
    return None if row is None else _announcement(row)


def of_course(tx: Tx, course: int) -> tuple[Announcement, ...]:
    """Everything that was sent, or is to be sent, to many of a course, the oldest first."""
    return tuple(map(_announcement, tx.all(_OF_COURSE, one=course)))


def is_announced(tx: Tx, course: int, wave: int | None = None) -> bool:
    """Whether the enrolment card of a course was made; of one wave alone, where one is named."""
    return any(wave in (None, one.wave) for one in cards(of_course(tx, course)))


def cards(announcements: Sequence[Announcement]) -> tuple[Announcement, ...]:
    """Those of them that are enrolment cards."""
    return tuple(one for one in announcements if one.purpose is Purpose.ENROL)


def gathering(tx: Tx) -> Announcement | None:
    """The oldest whose list isn't whole yet."""
    row = tx.first(_UNFINISHED)
    return None if row is None else _announcement(row)


def erase(tx: Tx, course: int) -> int:
    """Forget everything about a course's announcements; how many there were."""
    return tx.run(_ERASE, one=course)


def _values(announcement: Announcement) -> dict[str, Any]:
    values = {name: getattr(announcement, name) for name in _FIELDS}
    return {**values, "purpose": announcement.purpose.value}


def _announcement(row: Any) -> Announcement:
    values = {name: getattr(row, name) for name in ("id", *_FIELDS)}
    return Announcement(**{**values, "purpose": Purpose(row.purpose)})
