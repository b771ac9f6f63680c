"""How much waits to go out, and for how long: for whoever watches over delivery."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, or_, select

from bot.delivery.rows import DELIVERY, NOTICE, Lane, State
from bot.storage.columns import Instant
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Copies of a lane that could go out now, and by how many seconds the oldest is late."""

    lane: Lane
    copies: int
    late: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """How many copies of a lane are in a state."""

    lane: Lane
    state: State
    copies: int


# When it could go: civil and real time are one but in the practice tenant.
_could_go = case(
    (DELIVERY.c.try_at > DELIVERY.c.not_before, DELIVERY.c.try_at), else_=DELIVERY.c.not_before
)
# The lowest bound says nothing new, but leads databases without statistics to the right index.
_DUE = (
    select(
        DELIVERY.c.lane,
        func.count().label("copies"),
        func.min(_could_go, type_=Instant()).label("since"),
    )
    .where(
        DELIVERY.c.lane >= 0,
        DELIVERY.c.not_before <= bindparam("now"),
        DELIVERY.c.try_at.is_not(None),
        DELIVERY.c.try_at <= bindparam("real"),
        or_(DELIVERY.c.state != State.PENDING, DELIVERY.c.expires_at > bindparam("now")),
    )
    .group_by(DELIVERY.c.lane)
)
_COPIES = (
    select(DELIVERY.c.lane, DELIVERY.c.state, func.count().label("copies"))
    .select_from(NOTICE)
    .join(
        DELIVERY,
        (DELIVERY.c.tenant_id == NOTICE.c.tenant_id) & (DELIVERY.c.notice_id == NOTICE.c.id),
    )
    .where(NOTICE.c.payload.is_not(None))
    .group_by(DELIVERY.c.lane, DELIVERY.c.state)
)


def due(tx: Tx, *, civil: datetime, real: datetime) -> tuple[Due, ...]:
    """Every lane, also those in which nothing waits."""
    found = {row.lane: row for row in tx.all(_DUE, now=civil, real=real)}
    return tuple(
        Due(lane=lane, copies=found[lane].copies, late=_late(real, found[lane].since))
        if lane in found
        else Due(lane=lane, copies=0, late=0.0)
        for lane in Lane
    )


def _late(real: datetime, since: datetime) -> float:
    return max(0.0, (real - since).total_seconds())


def copies(tx: Tx) -> tuple[Copies, ...]:
    """The copies of every notice whose content isn't emptied yet: they add up to its audience."""
    found = {(row.lane, row.state): int(row.copies) for row in tx.all(_COPIES)}
    return tuple(
        Copies(lane=lane, state=state, copies=found.get((lane.value, state.value), 0))
        for lane in Lane
        for state in State
    )
