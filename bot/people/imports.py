"""Loads the people file: stages its rows, builds a new generation beside the current, swaps.

Every step is a short transaction of its own, so presses go on meanwhile; only the last, which
changes one row, makes anything visible. People whom the file doesn't name stay as they are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.clock import real_now
from bot.errors import Stale
from bot.people import acting, directory, generation, ladder, listing, register, sheet, sync_state
from bot.people.tables import BUILD, REGISTER
from bot.sheets import BadCell, BadRows
from bot.storage.columns import Instant
from bot.storage.store import Storage
from bot.storage.tx import Tx

_CHUNK = 200
_SWEPT = 2000
_ABANDONED = timedelta(days=1)

_SWAP = (
    update(REGISTER)
    .where(REGISTER.c.generation == bindparam("old"))
    .values(generation=bindparam("new"))
)
_BEGIN = insert(BUILD).values(generation=bindparam("generation"), begun_at=bindparam("begun_at"))
_FORGET = delete(BUILD).where(BUILD.c.generation == bindparam("one"))
_LEFT_BEHIND = select(BUILD.c.generation).where(
    BUILD.c.begun_at < bindparam("before", type_=Instant)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. `vacant`: posts that the file names as superior and nobody holds."""

    rows: int
    people: int
    posts: int
    vacant: tuple[str, ...]


def load(
    storage: Storage,
    tenant: str,
    path: Path,
    *,
    today: date,
    finally_: Callable[[Tx, Imported], None],
    told: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Load a people file whole, or not at all.

    `finally_` runs in the transaction of the swap (the ledger's entry); `told` hears how many
    rows each step has dealt with. Raises Unreadable for the file, with every bad row; Stale if
    another import was swapped in meanwhile.
    """
    new = register.new_generation()
    old = storage.write_now(tenant, register.current)
    _clear_left_behind(storage, tenant, old)
    seen = storage.write_now(tenant, lambda tx: _begin(tx, new))
    try:
        rows = _stage(storage, tenant, new, path, today, told)
        people = _build(storage, tenant, new, today, told)
        _carry_over(storage, tenant, new, today)
        done = storage.read_now(tenant, lambda tx: _counted(tx, new, rows, people))
        seen = _catch_up(storage, tenant, new, seen, today)
        storage.write_now(tenant, lambda tx: _swap(tx, old, new, done, seen, today, finally_))
    except BaseException:
        _clear(storage, tenant, new)
        raise
    _repeat(storage, tenant, partial(generation.clear_staged, generation=new, most=_SWEPT))
    _clear(storage, tenant, old)
    return done


def _begin(tx: Tx, new: int) -> int:
    """Begin a generation; up to which step of the directory's it will have followed."""
    tx.run(_BEGIN, generation=new, begun_at=real_now())
    return sync_state.stamp(tx)


def _stage(
    storage: Storage,
    tenant: str,
    new: int,
    path: Path,
    today: date,
    told: Callable[[int], None],
) -> int:
    count = 0
    for chunk in _chunks(sheet.rows(path, today)):
        storage.write_now(tenant, partial(generation.stage, new=new, rows=chunk, today=today))
        count += len(chunk)
        told(len(chunk))
    return count


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, _CHUNK)):
        yield chunk


def _build(
    storage: Storage, tenant: str, new: int, today: date, told: Callable[[int], None]
) -> int:
    """People in the order of their keys, a page at a time; every fault is gathered first."""
    people, after = 0, ""
    faults: list[BadCell] = []
    while True:
        page = storage.write_now(
            tenant, partial(generation.build, new=new, after=after, most=_CHUNK, today=today)
        )
        if page is None:
            break
        after = page.last
        people += page.people
        faults += page.faults
        told(page.rows)
    if faults:
        raise BadRows(tuple(sorted(faults, key=lambda fault: fault.line)))
    return people


def _carry_over(storage: Storage, tenant: str, new: int, today: date) -> None:
    def people(tx: Tx, after: int) -> int | None:
        return generation.carry_people(tx, new, after, _CHUNK)

    def posts(tx: Tx, after: int) -> int | None:
        return ladder.carry(tx, new, after, _CHUNK, today)

    for step in (people, posts):
        after: int | None = 0
        while after is not None:
            after = storage.write_now(tenant, partial(step, after=after))


def _counted(tx: Tx, new: int, rows: int, people: int) -> Imported:
    posts, vacant = ladder.counted(tx, new)
    return Imported(rows=rows, people=people, posts=posts, vacant=vacant)


def _catch_up(storage: Storage, tenant: str, new: int, seen: int, today: date) -> int:
    """Follow what the directory has said since the generation was begun; up to which step."""
    after: int | None = seen
    while after is not None:
        seen = after
        step = partial(_follow_on, generation=new, after=after, today=today)
        after = storage.write_now(tenant, step)
    return seen


def _follow_on(tx: Tx, generation: int, after: int, today: date) -> int | None:
    step = directory.next_step(tx, after)
    if step is not None:
        listing.follow(tx, generation, directory.of_step(tx, step), today)
    return step


def _swap(
    tx: Tx,
    old: int,
    new: int,
    done: Imported,
    seen: int,
    today: date,
    finally_: Callable[[Tx, Imported], None],
) -> None:
    sync_state.take(tx)  # what the directory says from now on is said of the new generation
    late: int | None = 0  # whoever was listed since people were carried over
    while late is not None:
        late = generation.carry_people(tx, new, late, _CHUNK)
    after: int | None = seen
    while after is not None:
        after = _follow_on(tx, new, after, today)
    if tx.run(_SWAP, old=old, new=new) != 1:
        raise Stale("people.refused.changed")
    tx.run(_FORGET, one=new)
    acting.forget(tx)
    finally_(tx, done)


def _clear_left_behind(storage: Storage, tenant: str, current: int) -> None:
    before = real_now() - _ABANDONED
    for row in storage.read_now(tenant, lambda tx: tx.all(_LEFT_BEHIND, before=before)):
        if row.generation != current:
            _clear(storage, tenant, row.generation)


def _clear(storage: Storage, tenant: str, dead: int) -> None:
    """Delete what nobody sees any more, in steps that hold nobody up."""
    _repeat(storage, tenant, partial(generation.clear, dead=dead, most=_SWEPT))
    storage.write_now(tenant, lambda tx: tx.run(_FORGET, one=dead))


def _repeat(storage: Storage, tenant: str, step: Callable[[Tx], bool]) -> None:
    while storage.write_now(tenant, step):
        continue
