"""How often errands of a kind may begin in a tenant, kept in rows that all processes share."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Column, PrimaryKeyConstraint, String, bindparam, select

from bot.storage.columns import Instant
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

AHEAD = timedelta(seconds=0.6)  # so early an errand is claimed before its moment comes
LONGEST_PAUSE = timedelta(hours=1)

# `free_at`: from when the next errand of this kind may begin, in real time. What has a pace goes
# one after the other, what was throttled waits.
ERRAND_PACE = table(
    "errand_pace",
    Column("kind", String(60), nullable=False),
    Column("free_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "kind"),
)
# Farther ahead than the longest pause means that the machine's clock was set back.
HELD_BACK = select(ERRAND_PACE.c.kind).where(
    ERRAND_PACE.c.free_at > bindparam("soon", type_=Instant),
    ERRAND_PACE.c.free_at <= bindparam("far", type_=Instant),
)
_LOOK = select(ERRAND_PACE.c.free_at).where(ERRAND_PACE.c.kind == bindparam("one"))
_FREE_AT = _LOOK.with_for_update()
_set = upsert(ERRAND_PACE).values(kind=bindparam("one"), free_at=bindparam("at", type_=Instant))
_FIRST = _set.on_conflict_do_nothing(index_elements=["tenant_id", "kind"])
_SET = _set.on_conflict_do_update(
    index_elements=["tenant_id", "kind"], set_={"free_at": _set.excluded.free_at}
)


def horizon(real: datetime) -> Mapping[str, datetime]:
    """What `HELD_BACK` wants to know of the present."""
    return {"soon": real + AHEAD, "far": real + AHEAD + LONGEST_PAUSE}


def apart(each_second: float) -> timedelta:
    """What lies between two that begin; never less, so that a second holds no more."""
    return timedelta(microseconds=ceil(1_000_000 / each_second))


def moments(tx: Tx, kind: str, wanted: int, each_second: float, real: datetime) -> list[datetime]:
    """When the next errands of this kind may begin, evenly spaced: as many as will do so soon."""
    at = _free_at(tx, kind, real)
    found: list[datetime] = []
    while len(found) < wanted and at <= real + AHEAD:
        found.append(at)
        at += apart(each_second)
    if found:
        tx.run(_SET, one=kind, at=at)
    return found


def is_free(tx: Tx, kind: str, real: datetime) -> bool:
    """Whether `take` would find its moment come."""
    row = tx.first(_LOOK, one=kind)
    return row is None or _sane(row.free_at, real) <= real


def take(tx: Tx, kind: str, every: timedelta, real: datetime) -> bool:
    """Whether something that all processes together do so often may be done now, by this one."""
    if _free_at(tx, kind, real) > real:
        return False
    tx.run(_SET, one=kind, at=real + every)
    return True


def pause(tx: Tx, kinds: Iterable[str], real: datetime, seconds: float) -> None:
    """Nothing of these kinds begins for so long: it was throttled."""
    until = real + min(timedelta(seconds=seconds), LONGEST_PAUSE)
    for kind in sorted(kinds):  # one order for all, so that none deadlocks
        if _free_at(tx, kind, real) < until:
            tx.run(_SET, one=kind, at=until)


def _free_at(tx: Tx, kind: str, real: datetime) -> datetime:
    """Never in the past; the row is locked to the end of the transaction."""
    row = tx.first(_FREE_AT, one=kind)
    if row is None:
        tx.run(_FIRST, one=kind, at=real)
        row = tx.first(_FREE_AT, one=kind)
    assert row is not None  # noqa: S101 - inserted just now
    return _sane(row.free_at, real)


def _sane(free_at: datetime, real: datetime) -> datetime:
    return real if free_at > real + AHEAD + LONGEST_PAUSE else max(free_at, real)
