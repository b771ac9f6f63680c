"""What may be asked about notices and their copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update

from bot.delivery.places import place_of
from bot.delivery.rows import DELIVERY, NOTICE, OPEN, Gate, State
from bot.errors import NotFound
from bot.storage import like
from bot.storage.packed import among
from bot.storage.tx import Tx

_LAPSED = (State.EXPIRED, State.UNREACHABLE, State.FAILED, State.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as slices see it: what it is about and how far it is, never its content."""

    id: int
    kind: str
    source_key: str
    lane: int
    due_at: datetime
    expires_at: datetime
    revision: int
    state: str  # draft | open | cancelled | withdrawn | closed
    gate: Gate
    audience: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One recipient's copy of a notice; `recipient` is a person's id, or a place's, negative."""

    id: int
    notice: int
    recipient: int
    state: State
    reason: str
    conversation: str | None
    activity_id: str | None

    @property
    def place(self) -> int:
        """The place that it stands in; 0 for a person's chat."""
        return place_of(self.recipient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A copy that never surely arrived: its slice escalates what it was about.

    `recipient` is a person's id, or a place's, negative.
    """

    delivery: int
    notice: int
    kind: str
    source_key: str
    recipient: int
    state: State
    reason: str

    @property
    def place(self) -> int:
        """The place that it was for; 0 for a person's chat."""
        return place_of(self.recipient)


_NOTICE_COLUMNS = (
    NOTICE.c.id,
    NOTICE.c.kind,
    NOTICE.c.source_key,
    NOTICE.c.lane,
    NOTICE.c.due_at,
    NOTICE.c.expires_at,
    NOTICE.c.revision,
    NOTICE.c.state,
    NOTICE.c.gate,
    NOTICE.c.audience,
)
_BY_KEY = select(*_NOTICE_COLUMNS).where(
    NOTICE.c.kind == bindparam("kind"), NOTICE.c.source_key == bindparam("source_key")
)
_BY_ID = select(*_NOTICE_COLUMNS).where(NOTICE.c.id == bindparam("the_notice"))
_BY_DELIVERY = select(*_NOTICE_COLUMNS).where(
    NOTICE.c.id
    == select(DELIVERY.c.notice_id)
    .where(DELIVERY.c.id == bindparam("the_delivery"))
    .scalar_subquery()
)
_BY_PREFIX = (
    select(*_NOTICE_COLUMNS)
    .where(
        NOTICE.c.kind == bindparam("kind"),
        NOTICE.c.source_key.like(bindparam("pattern"), escape=like.ESCAPE),
        NOTICE.c.state == OPEN,
    )
    .order_by(NOTICE.c.due_at, NOTICE.c.id)
)
_NUMBERS = (
    select(DELIVERY.c.state, func.count().label("copies"))
    .where(DELIVERY.c.notice_id == bindparam("the_notice"))
    .group_by(DELIVERY.c.state)
)


def numbers(tx: Tx, notice: int) -> dict[State, int]:
    """How many copies stand in each state; together always the whole audience."""
    found = {State(row.state): row.copies for row in tx.all(_NUMBERS, the_notice=notice)}
    return {state: found.get(state, 0) for state in State}


def get(tx: Tx, notice: int) -> Notice:
    """The notice with this id; raises NotFound."""
    row = tx.first(_BY_ID, the_notice=notice)
    if row is None:
        raise NotFound(f"notice:{notice}")
    return _notice(row)


def find(tx: Tx, *, kind: str, source_key: str) -> Notice | None:
    """The notice of this kind and key, whatever its state."""
    row = tx.first(_BY_KEY, kind=kind, source_key=source_key)
    return None if row is None else _notice(row)


def of_delivery(tx: Tx, delivery: int) -> Notice | None:
    """The notice that a copy belongs to: a card carries only its delivery id."""
    row = tx.first(_BY_DELIVERY, the_delivery=delivery)
    return None if row is None else _notice(row)


def of(tx: Tx, *, kind: str, prefix: str) -> tuple[Notice, ...]:
    """Open notices of one kind whose key starts so (`renewal:7:`), the earliest due first."""
    rows = tx.all(_BY_PREFIX, kind=kind, pattern=f"{like.literal(prefix)}%")
    return tuple(_notice(row) for row in rows if row.source_key.startswith(prefix))


_LANGUAGES = (
    select(DELIVERY.c.language)
    .where(DELIVERY.c.notice_id == bindparam("the_notice"))
    .distinct()
    .order_by(DELIVERY.c.language)
)


def languages(tx: Tx, notice: int) -> tuple[str, ...]:
    """The languages that its copies are read in; for the small audiences of reminders."""
    return tuple(row.language for row in tx.all(_LANGUAGES, the_notice=notice))


_COPIES = (
    select(
        DELIVERY.c.id,
        DELIVERY.c.notice_id,
        DELIVERY.c.recipient,
        DELIVERY.c.state,
        DELIVERY.c.reason,
        DELIVERY.c.conversation,
        DELIVERY.c.activity_id,
    )
    .where(DELIVERY.c.notice_id == bindparam("the_notice"))
    .order_by(DELIVERY.c.id)
)


def copies(tx: Tx, notice: int) -> tuple[Copy, ...]:
    """Every recipient's copy; for the small audiences of reminders."""
    return tuple(
        Copy(
            id=row.id,
            notice=row.notice_id,
            recipient=row.recipient,
            state=State(row.state),
            reason=row.reason,
            conversation=row.conversation,
            activity_id=row.activity_id,
        )
        for row in tx.all(_COPIES, the_notice=notice)
    )


_ADDRESSED = (
    select(DELIVERY.c.recipient)
    .where(
        DELIVERY.c.notice_id.in_(bindparam("notices", expanding=True)),
        DELIVERY.c.recipient.in_(bindparam("people", expanding=True)),
    )
    .distinct()
)


def has_copy(person: ColumnElement[int], notices: str) -> ColumnElement[bool]:
    """The condition that somebody has a copy of any of the notices in the parameter of that name,
    for statements that look for people who have none."""
    copy = select(DELIVERY.c.id).where(
        DELIVERY.c.recipient == person, among(DELIVERY.c.notice_id, notices)
    )
    return copy.exists()


def addressed(tx: Tx, notices: Sequence[int], people: Sequence[int]) -> frozenset[int]:
    """Who of some people has a copy of any of these notices, whatever became of it."""
    if not (notices and people):
        return frozenset()
    rows = tx.all(_ADDRESSED, notices=list(notices), people=list(people))
    return frozenset(row.recipient for row in rows)


_LAPSES = (
    select(
        DELIVERY.c.id,
        DELIVERY.c.notice_id,
        NOTICE.c.kind,
        NOTICE.c.source_key,
        DELIVERY.c.recipient,
        DELIVERY.c.state,
        DELIVERY.c.reason,
    )
    .join_from(DELIVERY, NOTICE, NOTICE.c.id == DELIVERY.c.notice_id)
    .where(
        DELIVERY.c.state.in_([state.value for state in _LAPSED]),
        DELIVERY.c.told == 0,
        NOTICE.c.kind == bindparam("kind"),
    )
    .order_by(DELIVERY.c.id)
    .limit(bindparam("most"))
)
_TOLD = update(DELIVERY).where(DELIVERY.c.id == bindparam("the_delivery")).values(told=1)


def lapses(tx: Tx, *, kind: str, most: int = 1000) -> tuple[Lapse, ...]:
    """Copies of one kind that expired or never surely arrived and were not yet reported.

    The caller escalates them and calls `heard` in the same transaction.
    """
    return tuple(
        Lapse(
            delivery=row.id,
            notice=row.notice_id,
            kind=row.kind,
            source_key=row.source_key,
            recipient=row.recipient,
            state=State(row.state),
            reason=row.reason,
        )
        for row in tx.all(_LAPSES, kind=kind, most=most)
    )


def heard(tx: Tx, lapsed: Sequence[Lapse]) -> None:
    """The slice has taken these lapses up; they are not reported again."""
    if lapsed:
        tx.many(_TOLD, [{"the_delivery": lapse.delivery} for lapse in lapsed])


def _notice(row: Any) -> Notice:
    return Notice(
        id=row.id,
        kind=row.kind,
        source_key=row.source_key,
        lane=row.lane,
        due_at=row.due_at,
        expires_at=row.expires_at,
        revision=row.revision,
        state=row.state,
        gate=Gate(row.gate),
        audience=row.audience,
    )
