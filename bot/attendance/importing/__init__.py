"""Loads the roster of a school year: builds it where nobody sees it, checks it whole, swaps it in.

Every step is a short transaction of its own, so presses go on meanwhile; only the last makes
anything visible. What the files don't hold (a .csv of children alone) stays as it is.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from pathlib import Path

from bot.attendance import leaving
from bot.attendance.importing import checks, clearing, schools
from bot.attendance.importing.adults import look_for_unnamed, read_adults
from bot.attendance.importing.children import carry_over, look_for_moved, read_children
from bot.attendance.importing.staff import read_staff
from bot.attendance.importing.swapping import Announced, swap
from bot.attendance.importing.work import KIND_OF, MOST_FAULTS, POSTS, Imported, Work
from bot.attendance.rules.years import first_day, school_year
from bot.attendance.sheets.roster import Kind, tables
from bot.attendance.store import roster
from bot.clock import real_now
from bot.errors import Unreadable
from bot.people import register
from bot.sheets import BadRows
from bot.storage.store import Storage
from bot.storage.tx import Tx

__all__ = ["Imported", "load"]

_FEW = 20  # so many children may be missing in a file without a question
_SHARE = 10  # and one in so many


def load(
    storage: Storage,
    tenant: str,
    files: Sequence[Path],
    *,
    year: int,
    now: datetime,
    announced_at: datetime | None = None,
    may_shrink: bool = False,
    finally_: Callable[[Tx, Imported], None],
    told: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Load the roster of a school year whole, or not at all. `now` in the tenant's zone.

    `announced_at`: until then nobody but the office is shown who is in which class (embargo); left
    out, a year to come is announced as it begins, and a known one keeps what it has. `may_shrink`:
    more than one in ten of its children may be missing in the files. `finally_` runs in the
    transaction of the swap. Raises Unreadable, with every bad cell; Stale if another import of the
    year was swapped in meanwhile.
    """
    found = tables(files)
    clearing.left_behind(storage, tenant)
    new = register.new_generation()
    fresh = {kind: register.new_generation() for kind in (*KIND_OF.values(), POSTS)}
    storage.write_now(tenant, lambda tx: _begin(tx, (new, *fresh.values())))
    work = Work(
        storage=storage,
        tenant=tenant,
        tables=found,
        year=year,
        today=now.date(),
        new=new,
        fresh=fresh,
        old=storage.read_now(tenant, lambda tx: roster.year(tx, year)),
        told=told,
    )
    try:
        _build(work)
        _require_most(work, may_shrink=may_shrink)
        look_for_unnamed(work)
        look_for_moved(work)
        at = _announced(work, announced_at, now)
        done, dead = work.write(lambda tx: swap(tx, work, now, at, finally_))
    except BaseException:
        work.abandon()
        for generation in (new, *fresh.values()):
            clearing.given_up(storage, tenant, generation)
        raise
    leaving.settle_all(storage, tenant, now)
    for generation in dead.whole:
        clearing.dead(storage, tenant, generation)
    for generation in dead.of_register:
        clearing.over(storage, tenant, generation)
    return done


def _begin(tx: Tx, generations: Sequence[int]) -> None:
    for one in generations:
        roster.begin(tx, one, real_now())


def _build(work: Work) -> None:
    """In this order: each step knows what stands before it. All that is wrong is told together."""
    schools.read_schools(work)
    schools.read_classes(work)
    if not work.is_spoilt:
        schools.put_posts(work)
    for read in (read_staff, read_children, read_adults, checks.look, carry_over):
        if not work.is_full:
            read(work)
    if work.faults:
        order = [kind.value for kind in Kind]
        told = sorted(
            work.faults,
            key=lambda one: (order.index(one.sheet) if one.sheet in order else -1, one.line),
        )
        raise BadRows(tuple(told[:MOST_FAULTS]))


def _require_most(work: Work, *, may_shrink: bool) -> None:
    """A file of one school mustn't empty all others by mistake."""
    if missing := checks.left_without_class(work):
        file = work.tables[Kind.CLASSES].path.name
        raise Unreadable(file, f"leaves out {missing} classes with children; give 児童生徒 too")
    left, named = work.counts.get("left", 0), work.counts.get("pupils", 0)
    if work.has(Kind.PUPILS) and not may_shrink and left > max(_FEW, named // _SHARE):
        file = work.tables[Kind.PUPILS].path.name
        remedy = f"leaves out {left} children of {work.year}; if that is meant, say so"
        raise Unreadable(file, remedy)


def _announced(work: Work, given: datetime | None, now: datetime) -> Announced:
    if given is not None:
        return Announced(given)
    if work.old is not None:
        return Announced(work.old.announced_at)
    if work.year <= school_year(now.date()):
        return Announced(None)
    return Announced(datetime.combine(first_day(work.year), time(), now.tzinfo))
