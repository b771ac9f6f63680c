"""Reads the ledger back: page by page for an export, the newest first for a card."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from bot.ledger.record import ENTRY, FIELDS
from bot.storage.tx import Tx

_PAGE = 2000
_MATTER = re.compile(r"[a-z_]{1,40}(:[A-Za-z0-9_.:-]{1,150})?")
_COLUMNS = [ENTRY.c[name] for name in (*FIELDS, "hash")]
_AFTER = ENTRY.c.seq > bindparam("after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: between two instants (`until` excluded), of one matter, or one person's own.

    `near`: what belongs to the matter (the duties of an agreement), whose entries count as its own.
    `person`: what they did themselves, what deputies did for them, and what was done to them.
    `pseudonym` is how the ledger names that person.
    """

    since: datetime | None = None
    until: datetime | None = None
    subject: str = ""
    near: tuple[str, ...] = ()
    person: int = 0
    pseudonym: str = ""


EVERYTHING = Wanted()


def is_matter(words: str) -> bool:
    """Whether it is written as the ledger writes a matter (`agreement:7`), and no name."""
    return bool(_MATTER.fullmatch(words))


def rows(tx: Tx, wanted: Wanted = EVERYTHING) -> Iterator[Any]:
    """The entries as they are written, the oldest first, in constant memory: rows of all FIELDS
    and the hash, from which the chain can be computed again."""
    page = _narrowed(select(*_COLUMNS), wanted).where(_AFTER).order_by(ENTRY.c.seq).limit(_PAGE)
    after = 0
    while found := tx.all(page, after=after):
        yield from found
        after = found[-1].seq


def count(tx: Tx, wanted: Wanted = EVERYTHING) -> int:
    """How many entries there are."""
    return int(tx.value(_narrowed(select(func.count()).select_from(ENTRY), wanted)))


def newest(
    tx: Tx, most: int, *, subject: str = "", near: tuple[str, ...] = (), before: int = 0
) -> tuple[Any, ...]:
    """The newest entries, of one matter or of all, the newest first; those before a number."""
    found = _narrowed(select(*_COLUMNS), Wanted(subject=subject, near=near))
    if before:
        found = found.where(ENTRY.c.seq < before)
    return tuple(tx.all(found.order_by(ENTRY.c.seq.desc()).limit(most)))


def of_act(tx: Tx, act: str, subjects: tuple[str, ...]) -> tuple[int, datetime | None]:
    """How often something was done to these matters, and when last."""
    among = (ENTRY.c.act == act, ENTRY.c.subject.in_(subjects))
    found = tx.first(
        select(func.count().label("times"), func.max(ENTRY.c.at).label("last")).where(*among)
    )
    last = found.last if found else None
    return (found.times, datetime.fromisoformat(last)) if found and last else (0, None)


def _narrowed(found: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.since is not None:
        found = found.where(ENTRY.c.at >= _text(wanted.since))
    if wanted.until is not None:
        found = found.where(ENTRY.c.at < _text(wanted.until))
    if wanted.subject:
        found = found.where(ENTRY.c.subject.in_((wanted.subject, *wanted.near)))
    if wanted.person:
        found = found.where(_concerns(wanted))
    return found


def _concerns(wanted: Wanted) -> Any:
    subject = ENTRY.c.subject == f"person:{wanted.person}"
    if not wanted.pseudonym:
        return subject
    name = wanted.pseudonym
    return or_(ENTRY.c.who == name, ENTRY.c.deputy_for == name, subject)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
