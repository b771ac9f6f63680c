"""Which posted cards name a child or a class: what must be emptied, and what follows a change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    bindparam,
    delete,
    select,
)

from bot.storage.packed import among
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

# A card that stands in Teams for one school and day. `about` groups what is kept in few cards
# (`class:3`, `office:1`), `slot` counts them.
CARD = table(
    "attendance_card",
    Column("notice", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("about", String(40), nullable=False),
    Column("slot", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "notice"),
    Index(None, "tenant_id", "school", "day"),
    Index(None, "tenant_id", "day"),
    Index(None, "tenant_id", "about", "day"),
)
# Whom a card names (`pupil:7`) and what it shows (`report:5`).
SHOWN = table(
    "attendance_shown",
    Column("subject", String(40), nullable=False),
    Column("notice", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "subject", "notice"),
    Index(None, "tenant_id", "notice"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A card that stands: its notice, what it is about and which of its kind it is that day."""

    notice: int
    school: int
    day: date
    about: str
    slot: int


_one: Any = bindparam("one")
_ADD = (
    upsert(CARD)
    .values({name: bindparam(name) for name in ("notice", "school", "day", "about", "slot")})
    .on_conflict_do_nothing(index_elements=["tenant_id", "notice"])
)
_NAME = (
    upsert(SHOWN)
    .values(subject=bindparam("subject"), notice=bindparam("notice"))
    .on_conflict_do_nothing(index_elements=["tenant_id", "subject", "notice"])
)
_OF = (
    select(CARD)
    .join(SHOWN, SHOWN.c.notice == CARD.c.notice)
    .where(SHOWN.c.subject == _one)
    .order_by(CARD.c.notice)
)
_ABOUT = (
    select(CARD)
    .where(CARD.c.about == _one, CARD.c.day == bindparam("on"))
    .order_by(CARD.c.slot, CARD.c.notice)
)
_STANDING = (
    select(CARD)
    .where(CARD.c.school == _one, CARD.c.day <= bindparam("on"))
    .order_by(CARD.c.day, CARD.c.notice)
)
_SUBJECTS = (
    select(SHOWN.c.subject, SHOWN.c.notice)
    .where(among(SHOWN.c.notice, "notices"))
    .order_by(SHOWN.c.notice, SHOWN.c.subject)
)
_GET = select(CARD).where(CARD.c.notice == _one)
_DROP = delete(CARD).where(CARD.c.notice == _one)
_FORGET = delete(SHOWN).where(SHOWN.c.notice == _one)
_UNNAME = delete(SHOWN).where(SHOWN.c.notice == _one, SHOWN.c.subject == bindparam("the_subject"))


def add(
    tx: Tx,
    notice: int,
    *,
    school: int,
    day: date,
    about: str = "",
    slot: int = 0,
    subjects: Iterable[str] = (),
) -> None:
    """A notice names these children and shows these matters until it is emptied.

    A second call for the same notice adds its subjects.
    """
    tx.run(_ADD, notice=notice, school=school, day=day, about=about, slot=slot)
    tx.many(_NAME, [{"subject": subject, "notice": notice} for subject in subjects])


def of(tx: Tx, subject: str) -> tuple[Shown, ...]:
    """The cards that show a subject (`pupil:7`, `report:5`), the oldest first."""
    return tuple(map(_shown, tx.all(_OF, one=subject)))


def about(tx: Tx, what: str, day: date) -> tuple[Shown, ...]:
    """The cards that stand about a class, office or roster on a day, in their order."""
    return tuple(map(_shown, tx.all(_ABOUT, one=what, on=day)))


def standing(tx: Tx, school: int, upto: date) -> tuple[Shown, ...]:
    """Every card of a school's day, and of the days before, that was not emptied yet."""
    return tuple(map(_shown, tx.all(_STANDING, one=school, on=upto)))


def get(tx: Tx, notice: int) -> Shown | None:
    """The card of a notice; None once it is emptied."""
    row = tx.first(_GET, one=notice)
    return None if row is None else _shown(row)


def subjects(tx: Tx, notices: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What each of these cards names and shows."""
    found: dict[int, tuple[str, ...]] = dict.fromkeys(notices, ())
    for row in tx.all(_SUBJECTS, notices=tuple(found)):
        found[row.notice] += (row.subject,)
    return found


def drop(tx: Tx, notice: int) -> None:
    """The card names nobody any more."""
    tx.run(_DROP, one=notice)
    tx.run(_FORGET, one=notice)


def unname(tx: Tx, notice: int, subject: str) -> None:
    """The card doesn't show this subject any more; the others it does."""
    tx.run(_UNNAME, one=notice, the_subject=subject)


def keep(tx: Tx, notice: int, subjects: Iterable[str]) -> None:
    """The card shows these subjects from now on, and no others."""
    tx.run(_FORGET, one=notice)
    tx.many(_NAME, [{"subject": subject, "notice": notice} for subject in subjects])


def _shown(row: Any) -> Shown:
    return Shown(notice=row.notice, school=row.school, day=row.day, about=row.about, slot=row.slot)
