"""The pump's side of the rows: claim what is due, write back what came of it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, bindparam, case, null, or_, select, update

from bot.delivery import payload, retry
from bot.delivery.orders import Order, orders
from bot.delivery.outcomes import Place
from bot.delivery.payload import Payload
from bot.delivery.places import place_of
from bot.delivery.retry import Standing, Work
from bot.delivery.rows import DELIVERY, NOTICE, Lane, State
from bot.storage.crypto import Unopened
from bot.storage.packed import among
from bot.storage.tx import Tx

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A claimed copy, and all that is needed to attempt it without asking the database."""

    delivery: int
    notice: int
    lane: int
    not_before: datetime
    expires_at: datetime
    lease_until: datetime
    work: Work
    revision: int
    attempt: int
    place: Place
    activity_id: str
    language: str
    teams_id: str
    payload: Payload | None
    still_until: datetime | None = None  # a form was open there when it was claimed
    shared: int = 0  # the place that it goes to, which others read; 0: a person's own chat

    def activity(self) -> bytes:
        """The message to post or to put in the place of the old one."""
        assert self.payload is not None  # noqa: S101 - only deletions are claimed without one
        return self.payload.activity(self.language, delivery=self.delivery, teams_id=self.teams_id)


class Shelf:
    """The payloads that a pump has opened, a few at a time."""

    def __init__(self, most: int = 32) -> None:
        self._most = most
        self._kept: dict[tuple[int, int], Payload | None] = {}

    def get(
        self, notice: int, revision: int, unseal: Callable[[], Payload | None]
    ) -> Payload | None:
        """The payload of that revision, opened at most once while it is in use."""
        if (notice, revision) not in self._kept:
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[notice, revision] = unseal()
        return self._kept[notice, revision]


STANDING_COLUMNS = (
    DELIVERY.c.id,
    DELIVERY.c.state,
    DELIVERY.c.attempt,
    DELIVERY.c.uncertain,
    DELIVERY.c.activity_id,
    DELIVERY.c.stray,
    DELIVERY.c.wanted_revision,
    DELIVERY.c.shown_revision,
    DELIVERY.c.reason,
    DELIVERY.c.still_until,
)
_DUE = (
    select(
        *STANDING_COLUMNS,
        DELIVERY.c.notice_id,
        DELIVERY.c.recipient,
        DELIVERY.c.language,
        DELIVERY.c.conversation,
        DELIVERY.c.service_url,
        DELIVERY.c.teams_id,
        DELIVERY.c.lane,
        DELIVERY.c.not_before,
        DELIVERY.c.expires_at,
    )
    .where(
        DELIVERY.c.lane == bindparam("the_lane"),
        DELIVERY.c.not_before <= bindparam("now"),
        DELIVERY.c.try_at.is_not(None),
        DELIVERY.c.try_at <= bindparam("real"),
        DELIVERY.c.lease_until.is_(None),
        or_(DELIVERY.c.state != State.PENDING, DELIVERY.c.expires_at > bindparam("now")),
    )
    .order_by(DELIVERY.c.not_before, DELIVERY.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(DELIVERY)
    .where(among(DELIVERY.c.id, "ids"))
    .values(
        lease_until=bindparam("until"),
        lease_owner=bindparam("owner"),
        wanted_revision=bindparam("wanted"),
        state=case(
            (DELIVERY.c.state == State.PENDING, State.SENDING.value), else_=DELIVERY.c.state
        ),
    )
)


def claim(
    tx: Tx, *, owner: str, now: datetime, real: datetime, most: int, lease: float, shelf: Shelf
) -> tuple[Attempt, ...]:
    """Lease up to `most` due copies for `owner`, the most urgent first.

    `now` is civil (what is due), `real` real (what may be tried again).
    """
    rows: list[Any] = []
    until = real + timedelta(seconds=lease)
    for lane in Lane:
        if len(rows) < most:
            rows += tx.all(_DUE, the_lane=lane.value, most=most - len(rows), now=now, real=real)
    stand = orders(tx, (row.notice_id for row in rows))
    held, free = _parted(rows, stand, now)
    tx.many(_HOLD_BACK, [{"the_id": row.id} for row in held])
    found = [_attempt(tx, row, stand[row.notice_id], until, shelf) for row in free]
    claimed = tuple(attempt for attempt in found if attempt is not None)
    _lease(tx, claimed, owner, until)
    return claimed


def _parted(
    rows: Iterable[Any], stand: Mapping[int, Order], now: datetime
) -> tuple[list[Any], list[Any]]:
    """What must wait for a gate, and what may go."""
    parts: tuple[list[Any], list[Any]] = ([], [])
    for row in rows:
        parts[0 if _is_held(row, stand[row.notice_id], now) else 1].append(row)
    return parts


def _lease(tx: Tx, claimed: Iterable[Attempt], owner: str, until: datetime) -> None:
    """One statement for all that show the same revision: mostly one for all."""
    by_revision: dict[int, list[int]] = {}
    for attempt in claimed:
        by_revision.setdefault(attempt.revision, []).append(attempt.delivery)
    for revision, ids in by_revision.items():
        tx.run(_LEASE, ids=ids, until=until, owner=owner, wanted=revision)


_STILL = select(DELIVERY.c.id, DELIVERY.c.still_until).where(
    among(DELIVERY.c.id, "ids"), DELIVERY.c.still_until > bindparam("real")
)


def overtaken(
    tx: Tx, attempts: Collection[Attempt], now: datetime, real: datetime
) -> frozenset[int]:
    """The copies of these claimed ones whose notice was stopped or changed since, and those to be
    edited on which a form was opened."""
    stand = orders(tx, (attempt.notice for attempt in attempts))
    changed = {
        one.delivery
        for one in attempts
        if one.notice in stand and stand[one.notice].overtakes(one.work, one.revision, now)
    }
    return frozenset(changed | _stilled(tx, attempts, real))


def _stilled(tx: Tx, attempts: Iterable[Attempt], real: datetime) -> set[int]:
    edited = {one.delivery: one for one in attempts if one.work is Work.EDIT}
    rows = tx.all(_STILL, ids=edited, real=real) if edited else []
    return {row.id for row in rows if row.still_until != edited[row.id].still_until}


def _is_held(row: Any, order: Order, now: datetime) -> bool:
    return order.holds(standing(row), recipient=row.recipient, now=now)


_HOLD_BACK = (
    update(DELIVERY).where(DELIVERY.c.id == bindparam("the_id")).values(held=1, try_at=null())
)


_CONTENT = select(NOTICE.c.kind, NOTICE.c.source_key, NOTICE.c.payload, NOTICE.c.guard).where(
    NOTICE.c.id == bindparam("the_notice")
)


def _attempt(tx: Tx, row: Any, order: Order, until: datetime, shelf: Shelf) -> Attempt | None:
    """None, and the row at rest, where nothing can be attempted."""
    copy = order.obeyed(standing(row))
    work = retry.next_work(copy)
    shown = None
    if work in (Work.POST, Work.EDIT):
        try:
            shown = shelf.get(row.notice_id, copy.wanted, lambda: _open(tx, row.notice_id))
        except Unopened as error:
            log.error(
                "delivery.unopened", tenant=tx.tenant, notice=row.notice_id, reason=str(error)
            )
            tx.run(_DAMAGED, the_id=row.id)
            return None
        work = work if shown else None
    if work is None:
        _rest(tx, row.id, copy)
        return None
    return Attempt(
        delivery=row.id,
        notice=row.notice_id,
        lane=row.lane,
        not_before=row.not_before,
        expires_at=row.expires_at,
        lease_until=until,
        work=work,
        revision=copy.wanted,
        attempt=row.attempt,
        place=Place(service_url=row.service_url, conversation=row.conversation),
        activity_id=(row.stray if work is Work.TIDY else row.activity_id) or "",
        language=row.language,
        teams_id=row.teams_id,
        payload=shown,
        still_until=row.still_until,
        shared=place_of(row.recipient),
    )


def _open(tx: Tx, notice: int) -> Payload | None:
    row = tx.first(_CONTENT, the_notice=notice)
    if row is None or row.payload is None:
        return None
    key = payload.sealing_key(row.kind, row.source_key)
    return payload.unseal(tx, key=key, sealed=row.payload, guard=row.guard)


# Nothing to do until a new revision, a revealing press or an installation asks for it.
_REST = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("the_id"))
    .values(
        state=bindparam("new_state"),
        wanted_revision=bindparam("wanted"),
        reason=bindparam("why"),
        try_at=null(),
    )
)


def _rest(tx: Tx, delivery: int, copy: Standing) -> None:
    given = {"new_state": copy.state.value, "wanted": copy.wanted, "why": copy.reason}
    tx.run(_REST, the_id=delivery, **given)


# Its slice finds it among the lapses; where an earlier card stands, that one is left.
_waiting = DELIVERY.c.state == State.PENDING
_DAMAGED = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("the_id"))
    .values(
        state=case(
            (and_(_waiting, DELIVERY.c.uncertain > 0), State.UNKNOWN.value),
            (_waiting, State.FAILED.value),
            else_=DELIVERY.c.state,
        ),
        reason="unopened",
        try_at=null(),
    )
)


def standing(row: Any) -> Standing:
    """The part of a row that outcomes change."""
    return Standing(
        state=State(row.state),
        wanted=row.wanted_revision,
        shown=row.shown_revision,
        attempt=row.attempt,
        uncertain=row.uncertain,
        activity_id=row.activity_id,
        stray=row.stray,
        reason=row.reason,
    )
