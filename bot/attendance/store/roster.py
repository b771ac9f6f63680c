"""Rosters by school year: which generation holds, when it is announced, what is being built."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.attendance.store.tables import CLASSES, ROSTER, ROSTER_BUILD
from bot.storage.columns import Instant
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_KEPT = ("kind", "year", "generation", "announced_at", "imported_at")
_OF_YEAR = select(ROSTER).where(ROSTER.c.year == bindparam("year"))
_LOCKED = _OF_YEAR.with_for_update()
_YEARS = select(ROSTER.c.year).distinct().order_by(ROSTER.c.year)
_put = upsert(ROSTER).values({name: bindparam(name) for name in _KEPT})
_PUT = _put.on_conflict_do_update(
    index_elements=["tenant_id", "kind", "year"],
    set_={name: _put.excluded[name] for name in _KEPT[2:]},
)
_ANNOUNCE = (
    update(ROSTER)
    .where(ROSTER.c.kind == CLASSES, ROSTER.c.year == bindparam("one"))
    .values(announced_at=bindparam("at", type_=Instant))
)
_BEGIN = insert(ROSTER_BUILD).values(
    generation=bindparam("generation"), begun_at=bindparam("begun_at")
)
_END = delete(ROSTER_BUILD).where(ROSTER_BUILD.c.generation == bindparam("one"))
_LEFT_BEHIND = select(ROSTER_BUILD.c.generation).where(
    ROSTER_BUILD.c.begun_at < bindparam("before", type_=Instant)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A school year's roster. `announced_at`: before it nobody is shown who is in which class
    (embargo); None: it is known. `generations` by kind: classes, pupils, staff."""

    year: int
    generations: dict[str, int]
    announced_at: datetime | None
    imported_at: datetime


def year(tx: Tx, year: int) -> Roster | None:
    """The roster of a school year, or None."""
    return _roster(tx.all(_OF_YEAR, year=year))


def take(tx: Tx, year: int) -> Roster | None:
    """The same; nobody else swaps it until the end of this transaction."""
    return _roster(tx.all(_LOCKED, year=year))


def years(tx: Tx) -> tuple[int, ...]:
    """The school years of which there is a roster."""
    return tuple(row.year for row in tx.all(_YEARS))


def announce(tx: Tx, year: int, at: datetime | None) -> bool:
    """Set when the classes of a year are announced; whether there is such a roster."""
    return tx.run(_ANNOUNCE, one=year, at=at) > 0


def put(
    tx: Tx,
    kind: str,
    year: int,
    generation: int,
    *,
    announced_at: datetime | None,
    imported_at: datetime,
) -> None:
    """Make a generation the one that holds for a kind and year."""
    tx.run(
        _PUT,
        kind=kind,
        year=year,
        generation=generation,
        announced_at=announced_at,
        imported_at=imported_at,
    )


def begin(tx: Tx, generation: int, at: datetime) -> None:
    """A generation is being built from now (real time) on."""
    tx.run(_BEGIN, generation=generation, begun_at=at)


def end(tx: Tx, generation: int) -> None:
    """It is complete, or cleared."""
    tx.run(_END, one=generation)


def left_behind(tx: Tx, before: datetime) -> tuple[int, ...]:
    """Generations that were begun before then and neither completed nor cleared."""
    return tuple(row.generation for row in tx.all(_LEFT_BEHIND, before=before))


def _roster(rows: list[Any]) -> Roster | None:
    if not rows:
        return None
    classes = next((row for row in rows if row.kind == CLASSES), rows[0])
    return Roster(
        year=rows[0].year,
        generations={row.kind: row.generation for row in rows},
        announced_at=classes.announced_at,
        imported_at=max(row.imported_at for row in rows),
    )
