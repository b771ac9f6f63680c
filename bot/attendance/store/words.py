"""Family words (れんらく用の合言葉): kept as slow hashes, with the tries since one was right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.attendance.rules import words
from bot.attendance.store.tables import WORD
from bot.storage.columns import Instant
from bot.storage.tables import upsert
from bot.storage.tx import Row, Tx

_ONE: Any = bindparam("one")
_STATE = select(WORD.c.set_at, WORD.c.tries, WORD.c.locked_at).where(WORD.c.pupil == _ONE)
_HASH = select(WORD.c.hash, WORD.c.tries, WORD.c.locked_at).where(WORD.c.pupil == _ONE)
_LOCKED = _HASH.with_for_update()
_COUNT = (
    update(WORD)
    .where(WORD.c.pupil == _ONE)
    .values(tries=bindparam("new_tries"), locked_at=bindparam("new_locked_at", type_=Instant))
)
_put = upsert(WORD).values(
    pupil=bindparam("pupil"),
    hash=bindparam("hash"),
    tries=0,
    set_at=bindparam("set_at"),
    locked_at=None,
)
_PUT = _put.on_conflict_do_update(
    index_elements=["tenant_id", "pupil"],
    set_={name: _put.excluded[name] for name in ("hash", "tries", "set_at", "locked_at")},
)
_ERASE = delete(WORD).where(WORD.c.pupil == _ONE)


class Checked(StrEnum):
    """What became of a word that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"  # five wrong ones: until the office unlocks it nothing opens it
    NONE = "none"  # no word was given out


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """That a child has a family word, and how it stands; never the word itself."""

    set_at: datetime
    tries: int
    locked_at: datetime | None = None


def state(tx: Tx, pupil: int) -> Word | None:
    """How a child's word stands, or None where none was given out."""
    row = tx.first(_STATE, one=pupil)
    if row is None:
        return None
    return Word(set_at=row.set_at, tries=row.tries, locked_at=row.locked_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was typed for a child, compared with the hash that was kept at that moment."""

    pupil: int
    peppered: str
    hash: str
    right: bool


def to_try(tx: Tx, pupil: int, typed: str) -> Callable[[], Tried] | None:
    """The slow comparison, to be done outside of any transaction: some 30 ms of one core. None
    where nothing would open it, as no word was given out or it is locked."""
    row = tx.first(_HASH, one=pupil)
    if row is None or row.locked_at is not None:
        return None
    return partial(_tried, pupil, peppered(tx, pupil, typed), row.hash)


def _tried(pupil: int, typed: str, kept: str) -> Tried:
    return Tried(pupil=pupil, peppered=typed, hash=kept, right=words.matches(typed, kept))


def count(tx: Tx, tried: Tried, now: datetime) -> Checked | None:
    """Count a word that was tried and wrong; let the transaction commit. None, and nothing counted,
    where it was right, or the word has been changed since: then it is to be compared anew."""
    row = tx.first(_LOCKED, one=tried.pupil)
    if tried.right or row is None or row.hash != tried.hash:
        return None
    return Checked.LOCKED if row.locked_at is not None else _wrong(tx, tried.pupil, row, now)


def check(tx: Tx, pupil: int, typed: str, now: datetime, *, tried: Tried | None = None) -> Checked:
    """Whether this is the child's family word. `tried` spares the slow comparison where it was made
    of the same word with what is kept still; its wrong word is counted already.

    Once five in a row were wrong even the right one opens nothing. A wrong one that wasn't tried
    before counts here, so let the transaction commit.
    """
    row = tx.first(_LOCKED, one=pupil)
    if row is None:
        return Checked.NONE
    if row.locked_at is not None:
        return Checked.LOCKED
    said = peppered(tx, pupil, typed)
    known = tried if tried and (tried.peppered, tried.hash) == (said, row.hash) else None
    if known.right if known else words.matches(said, row.hash):
        if row.tries:
            tx.run(_COUNT, one=pupil, new_tries=0, new_locked_at=None)
        return Checked.RIGHT
    return Checked.WRONG if known else _wrong(tx, pupil, row, now)


def _wrong(tx: Tx, pupil: int, row: Row, now: datetime) -> Checked:
    tries = row.tries + 1
    locked = words.is_locked(tries)
    tx.run(_COUNT, one=pupil, new_tries=tries, new_locked_at=now if locked else None)
    return Checked.LOCKED if locked else Checked.WRONG


def peppered(tx: Tx, pupil: int, word: str) -> str:
    """What is hashed for a word: without the tenant's key nobody tries words at a stolen table."""
    return tx.digest("attendance_word", "word", f"{pupil}\n{words.fold(word)}")


def put(tx: Tx, pupil: int, hash: str, now: datetime) -> None:
    """Give a child a new word, as `rules.words.hashed` made it of `peppered`; the old one is void,
    and no try has been wrong."""
    tx.run(_PUT, pupil=pupil, hash=hash, set_at=now)


def unlock(tx: Tx, pupil: int) -> bool:
    """Let a locked word be tried again; whether there is one. Whose right is checked before."""
    return tx.run(_COUNT, one=pupil, new_tries=0, new_locked_at=None) > 0


def erase(tx: Tx, pupil: int) -> None:
    """The child has no word any more."""
    tx.run(_ERASE, one=pupil)
