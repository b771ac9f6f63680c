"""What came of attempts, written back by the lease's owner alone."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, null, or_, select, update

from bot.delivery import retry
from bot.delivery.claims import STANDING_COLUMNS, Attempt, standing
from bot.delivery.outcomes import Outcome, Sent
from bot.delivery.retry import Standing, Work
from bot.delivery.rows import AT_ONCE, DELIVERY, State
from bot.delivery.stillness import is_urgent, stands_still
from bot.storage.columns import Instant
from bot.storage.packed import among, text_for
from bot.storage.tx import Tx

_CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of an attempt; `outcome` None: it wasn't made, the row goes back to the others
    and waits for `seconds`."""

    attempt: Attempt
    outcome: Outcome | None
    seconds: float = 0.0


# The bound says nothing new, but leads databases without statistics to the index of leases.
_leased = (DELIVERY.c.lease_until.is_not(None), DELIVERY.c.lease_until > AT_ONCE)
_UNDER_LEASE = (
    select(*STANDING_COLUMNS, DELIVERY.c.lease_until)
    .where(
        among(DELIVERY.c.id, "ids"),
        DELIVERY.c.lease_owner == bindparam("owner"),
        *_leased,
    )
    .order_by(DELIVERY.c.id)
    .with_for_update()
)
_SETTLE = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("the_id"), DELIVERY.c.lease_owner == bindparam("owner"))
    .values(
        state=bindparam("new_state"),
        try_at=bindparam("again_at"),
        lease_until=null(),
        lease_owner=null(),
        attempt=bindparam("attempts"),
        uncertain=bindparam("doubts"),
        activity_id=bindparam("shown_as"),
        stray=bindparam("duplicate"),
        shown_revision=bindparam("shown"),
        reason=bindparam("why"),
        still_until=bindparam("still"),
        sent_at=func.coalesce(DELIVERY.c.sent_at, bindparam("taken_at", type_=Instant())),
    )
)


# The common case in one step for all: posted, and nobody has touched the copy meanwhile. Says the
# same as retry.after for it.
_ARRIVED = (
    update(DELIVERY)
    .where(
        among(DELIVERY.c.id, "ids"),
        DELIVERY.c.lease_owner == bindparam("owner"),
        DELIVERY.c.lease_until == bindparam("until"),
        DELIVERY.c.state == State.SENDING,
        DELIVERY.c.wanted_revision == bindparam("revision"),
        DELIVERY.c.activity_id.is_(None),
    )
    .values(
        state=State.SENT.value,
        try_at=null(),
        lease_until=null(),
        lease_owner=null(),
        attempt=0,
        activity_id=text_for(DELIVERY.c.id, "shown_as"),
        shown_revision=bindparam("revision"),
        reason="",
        sent_at=bindparam("taken_at"),
    )
)


def settle(tx: Tx, results: Sequence[Result], *, owner: str, real: datetime) -> None:
    """Write back what came of attempts; only rows that `owner` still leases for them take it.

    A row that ran out of its lease and was claimed anew belongs to the later attempt.
    """
    if _arrived(tx, filter(_is_plain, results), owner, real) == len(results):
        return
    by_id = {result.attempt.delivery: result for result in results}
    found = tx.all(_UNDER_LEASE, ids=by_id, owner=owner)
    rows = [row for row in found if row.lease_until == by_id[row.id].attempt.lease_until]
    tx.many(_SETTLE, [_settled(row, by_id[row.id], owner, real) for row in rows])


def _is_plain(result: Result) -> bool:
    posted = result.attempt.work is Work.POST
    return posted and isinstance(result.outcome, Sent) and bool(result.outcome.activity_id)


def _arrived(tx: Tx, results: Iterable[Result], owner: str, real: datetime) -> int:
    """Write down those that nobody has touched meanwhile; how many. What was claimed together is
    written together."""
    claims: defaultdict[tuple[datetime, int], dict[int, str]] = defaultdict(dict)
    for result in results:
        assert isinstance(result.outcome, Sent)  # noqa: S101 - only plain results come here
        attempt = result.attempt
        shown = claims[attempt.lease_until, attempt.revision]
        shown[attempt.delivery] = result.outcome.activity_id
    written = 0
    for (until, revision), shown in claims.items():
        given = {"owner": owner, "until": until, "revision": revision, "taken_at": real}
        written += tx.run(_ARRIVED, **given, ids=shown, shown_as=shown)
    return written


def _settled(row: Any, result: Result, owner: str, real: datetime) -> dict[str, Any]:
    copy = standing(row)
    if result.outcome is None:
        return _values(row, _returned(copy, result.seconds), owner, real)
    attempt = result.attempt
    copy = retry.after(
        copy,
        work=attempt.work,
        revision=attempt.revision,
        outcome=result.outcome,
        reached=attempt.activity_id or None,
        jitter=random.random(),  # noqa: S311 - spreads retries
    )
    taken = attempt.work is Work.POST and isinstance(result.outcome, Sent)
    return _values(row, copy, owner, real) | {"taken_at": real if taken else None}


def _returned(copy: Standing, seconds: float) -> Standing:
    """A row whose attempt wasn't made; a withdrawal may have come meanwhile."""
    if copy.state is State.SENDING:
        copy = replace(copy, state=State.PENDING)
        if copy.wanted == 0:
            state = State.UNKNOWN if copy.uncertain else State.WITHDRAWN
            return replace(copy, state=state, try_in=None)
    return replace(copy, try_in=None if retry.next_work(copy) is None else seconds)


def _values(row: Any, copy: Standing, owner: str, real: datetime) -> dict[str, Any]:
    work = retry.next_work(copy)
    again_at = None if copy.try_in is None else real + timedelta(seconds=copy.try_in)
    if again_at and work is Work.EDIT and stands_still(row):
        again_at = max(again_at, row.still_until)
    return {
        "the_id": row.id,
        "owner": owner,
        "new_state": copy.state.value,
        "again_at": again_at,
        "attempts": copy.attempt,
        "doubts": copy.uncertain,
        "shown_as": copy.activity_id,
        "duplicate": copy.stray,
        "shown": copy.shown,
        "why": copy.reason,
        "taken_at": None,
        "still": None if work is None and is_urgent(row) else row.still_until,
    }


_ENDED = (
    select(*STANDING_COLUMNS, DELIVERY.c.lease_owner)
    .where(
        *_leased,
        or_(DELIVERY.c.lease_until <= bindparam("real"), DELIVERY.c.lease_owner != bindparam("me")),
    )
    .order_by(DELIVERY.c.id)
    .limit(_CHUNK)
    .with_for_update()
)


def end_leases(tx: Tx, *, owner: str, real: datetime) -> int:
    """Take back what nobody reported on: run out, or claimed by a pump that is no more.

    To be called by the tenant's pump only. Whether such an attempt was made can't be known.
    """
    rows = tx.all(_ENDED, real=real, me=owner)
    tx.many(_SETTLE, [_ended(row, real) for row in rows])
    return len(rows)


def _ended(row: Any, real: datetime) -> dict[str, Any]:
    copy = standing(row)
    work = retry.next_work(copy)
    if copy.state is State.SENDING or (work is not None and work is not Work.POST):
        lost = Work.POST if copy.state is State.SENDING else work
        assert lost is not None  # noqa: S101 - a row in sending was being posted
        copy = retry.after(copy, work=lost, revision=0, outcome=retry.NO_ANSWER, jitter=0.0)
    return _values(row, copy, row.lease_owner, real)
