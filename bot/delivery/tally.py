"""How far a broadcast is, counted and copy by copy."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select

from bot.delivery.feeding import CANARY_OF, canary_stride
from bot.delivery.rows import DELIVERY, NOTICE, State
from bot.errors import NotFound
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The counts of one moment. `numbers` always sum to `audience`, `canary` to its one percent.

    `held`: the gate has not let them through; `due`: something is still to be done in Teams;
    `walked`: every copy knows of the notice's last change.
    """

    audience: int
    numbers: dict[State, int]
    held: int
    due: int
    read: int
    walked: bool
    canary: dict[State, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One recipient's copy, as it is exported. `posted`: it is known to stand, or to have stood,
    in the recipient's chat."""

    recipient: int
    state: State
    reason: str
    attempt: int
    uncertain: int
    sent_at: datetime | None
    read_at: datetime | None
    posted: bool


_NOTICE = select(NOTICE.c.audience, NOTICE.c.feed_at, NOTICE.c.expires_at).where(
    NOTICE.c.id == bindparam("the_notice")
)
_is_canary = DELIVERY.c.recipient % bindparam("every") == bindparam("rest")
_COUNTS = (
    select(
        DELIVERY.c.state,
        func.count().label("copies"),
        func.sum(DELIVERY.c.held).label("held"),
        func.count(DELIVERY.c.try_at).label("due"),
        func.count(DELIVERY.c.read_at).label("read"),
        func.sum(case((_is_canary, 1), else_=0)).label("canaries"),
    )
    .where(DELIVERY.c.notice_id == bindparam("the_notice"))
    .group_by(DELIVERY.c.state)
)


def progress(tx: Tx, notice: int) -> Progress:
    """Everything that is counted about a notice, in one look. Raises NotFound."""
    row = tx.first(_NOTICE, the_notice=notice)
    if row is None:
        raise NotFound(f"notice:{notice}")
    stride = canary_stride(tx, notice)
    counts = tx.all(_COUNTS, the_notice=notice, every=CANARY_OF, rest=stride)
    return Progress(
        audience=row.audience,
        numbers=_by_state({State(found.state): found.copies for found in counts}),
        held=sum(int(found.held) for found in counts),
        due=sum(found.due for found in counts),
        read=sum(found.read for found in counts),
        walked=row.feed_at in (None, row.expires_at),
        canary=_by_state({State(found.state): int(found.canaries) for found in counts}),
    )


def _by_state(found: dict[State, int]) -> dict[State, int]:
    return {state: found.get(state, 0) for state in State}


_ROWS = (
    select(
        DELIVERY.c.recipient,
        DELIVERY.c.state,
        DELIVERY.c.reason,
        DELIVERY.c.attempt,
        DELIVERY.c.uncertain,
        DELIVERY.c.sent_at,
        DELIVERY.c.read_at,
        DELIVERY.c.activity_id,
    )
    .where(
        DELIVERY.c.notice_id == bindparam("the_notice"), DELIVERY.c.recipient > bindparam("last")
    )
    .order_by(DELIVERY.c.recipient)
    .limit(bindparam("most"))
)


def rows(tx: Tx, notice: int, after: int, most: int) -> tuple[Row, ...]:
    """The next copies of a notice after the recipient `after` (0: from the first), by recipient."""
    found = tx.all(_ROWS, the_notice=notice, last=after, most=most)
    return tuple(_row(row) for row in found)


def _row(row: Any) -> Row:
    return Row(
        recipient=row.recipient,
        state=State(row.state),
        reason=row.reason,
        attempt=row.attempt,
        uncertain=row.uncertain,
        sent_at=row.sent_at,
        read_at=row.read_at,
        posted=row.activity_id is not None,
    )
