"""Errands as rows: asked for in the transaction that needs them, claimed by whoever is free."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog
from sqlalchemy import (
    Column,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from bot.errands import paces
from bot.errands.model import NOT_CONSENTED, Errand, State
from bot.errands.registry import written
from bot.storage.bell import Bell
from bot.storage.columns import Instant
from bot.storage.crypto import Unopened
from bot.storage.sealed import Sealed
from bot.storage.tables import table, upsert
from bot.storage.tx import Tx

log = structlog.get_logger("errands")

# `due` is civil time; `try_at` (the next attempt) and `lease_until` are real time.
ERRAND = table(
    "errand",
    Column("id", Integer, primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("key", String(200), nullable=False),
    Column("due", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("try_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("lease_owner", String(64), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("uncertain", Integer, nullable=False),
    Column("payload", Sealed(lambda row: row.key)),
    Column("result", String(100), nullable=False),
    UniqueConstraint("tenant_id", "key"),
    Index(None, "tenant_id", "state", "try_at"),
)

_ADD = (
    upsert(ERRAND)
    .values({c.name: bindparam(c.name) for c in ERRAND.c if c.name not in ("tenant_id", "id")})
    .on_conflict_do_nothing()
)
_free = or_(ERRAND.c.lease_until.is_(None), ERRAND.c.lease_until < bindparam("real", type_=Instant))
_DUE = (
    select(ERRAND)
    .where(
        ERRAND.c.state == State.WAITING.value,
        ERRAND.c.try_at <= bindparam("real", type_=Instant),
        ERRAND.c.due <= bindparam("civil", type_=Instant),
        ERRAND.c.kind.not_in(paces.HELD_BACK),
        _free,
    )
    .order_by(ERRAND.c.due, ERRAND.c.id)
    .limit(bindparam("most"))
)
_DUE_LOCKED = _DUE.with_for_update(skip_locked=True)
_LEASE = (
    update(ERRAND)
    .where(ERRAND.c.id == bindparam("one"))
    .values(
        lease_until=bindparam("new_until"),
        lease_owner=bindparam("new_owner"),
        attempt=bindparam("new_attempt"),
        uncertain=bindparam("new_uncertain"),
    )
)
_owned = (ERRAND.c.id == bindparam("one")) & (ERRAND.c.lease_owner == bindparam("mine"))
_AGAIN = (
    update(ERRAND)
    .where(_owned)
    .values(
        try_at=bindparam("new_try_at"),
        uncertain=bindparam("new_uncertain"),
        lease_until=None,
        lease_owner="",
    )
)
_END = (
    update(ERRAND)
    .where(_owned)
    .values(
        state=bindparam("new_state"),
        result=bindparam("new_result"),
        payload=None,
        lease_until=None,
        lease_owner="",
    )
)
_UNOPENED = (
    update(ERRAND)
    .where(ERRAND.c.id == bindparam("one"))
    .values(
        state=State.FAILED.value,
        result="unopened",
        payload=None,
        lease_until=None,
        lease_owner="",
    )
)
_FORGET = delete(ERRAND).where(
    ERRAND.c.id.in_(
        select(ERRAND.c.id)
        .where(
            ERRAND.c.state.in_(one.value for one in State if one is not State.WAITING),
            ERRAND.c.try_at < bindparam("before", type_=Instant),
        )
        .limit(bindparam("most"))
    )
)
_WAITING = (
    select(ERRAND.c.id)
    .where(
        ERRAND.c.key >= bindparam("begins"),
        ERRAND.c.key < bindparam("beyond"),
        ERRAND.c.state == State.WAITING.value,
    )
    .limit(1)
)
_UNASK = delete(ERRAND).where(
    ERRAND.c.key >= bindparam("begins"),
    ERRAND.c.key < bindparam("beyond"),
    ERRAND.c.state == State.WAITING.value,
    ERRAND.c.attempt == 0,
)
BELL = Bell()


def ask(tx: Tx, kind: str, *, key: str, job: Any, due: datetime, now: datetime) -> bool:
    """Have an errand run from `due` (civil) on; False where one of this key was asked for before.

    `key` names the reason, once per tenant (`book:12:2027-01-15`); `now` is real time.
    """
    added = tx.run(
        _ADD,
        kind=kind,
        key=key,
        due=due,
        state=State.WAITING.value,
        try_at=now,
        lease_until=None,
        lease_owner="",
        attempt=0,
        uncertain=0,
        payload=tx.seal("errand", "payload", key, written(job)),
        result="",
    )
    tenant = tx.tenant
    tx.after_commit(lambda: BELL.ring(tenant))
    return added == 1


def unask(tx: Tx, begins: str) -> int:
    """Take errands back whose key begins so, unless somebody has begun them; how many."""
    return tx.run(_UNASK, begins=begins, beyond=f"{begins}\U0010ffff")


def is_waiting(tx: Tx, begins: str) -> bool:
    """Whether an errand whose key begins so has not ended yet."""
    return tx.first(_WAITING, begins=begins, beyond=f"{begins}\U0010ffff") is not None


def any_due(tx: Tx, *, civil: datetime, real: datetime) -> bool:
    """Whether there is something to claim."""
    return tx.first(_DUE, civil=civil, real=real, most=1, **paces.horizon(real)) is not None


def claim(
    tx: Tx,
    *,
    owner: str,
    civil: datetime,
    real: datetime,
    lease: timedelta,
    most: int,
    each_second: Mapping[str, float] | None = None,
) -> tuple[Errand, ...]:
    """Lease up to `most` due errands to `owner`. A lease that ran out left an uncertain attempt.

    `each_second` names the kinds that have a pace: of these as many as may begin soon.
    """
    found = tx.all(_DUE_LOCKED, civil=civil, real=real, most=most, **paces.horizon(real))
    moments = _moments(tx, Counter(row.kind for row in found), each_second or {}, real)
    leased = []
    for row in found:
        at = next(moments[row.kind], None) if row.kind in moments else real
        if at is not None:
            leased.append(_leased(tx, row, owner, at, real + lease))
    return tuple(errand for errand in leased if errand is not None)


def _moments(
    tx: Tx, wanted: Mapping[str, int], each_second: Mapping[str, float], real: datetime
) -> dict[str, Iterator[datetime]]:
    paced = sorted(wanted.keys() & each_second.keys())  # one order for all, so that none deadlocks
    return {
        kind: iter(paces.moments(tx, kind, wanted[kind], each_second[kind], real)) for kind in paced
    }


def _leased(tx: Tx, row: Any, owner: str, at: datetime, until: datetime) -> Errand | None:
    """None, and the errand ended, where nobody can read any more what was asked for."""
    try:
        text = tx.unseal("errand", "payload", row.key, row.payload)
    except Unopened as error:
        log.error("errand_unopened", tenant=tx.tenant, errand=row.id, reason=str(error))
        tx.run(_UNOPENED, one=row.id)
        return None
    uncertain = row.uncertain + (row.lease_until is not None)
    tx.run(
        _LEASE,
        one=row.id,
        new_until=until,
        new_owner=owner,
        new_attempt=row.attempt + 1,
        new_uncertain=uncertain,
    )
    return Errand(
        id=row.id,
        kind=row.kind,
        key=row.key,
        at=at,
        attempt=row.attempt + 1,
        uncertain=uncertain,
        payload=orjson.loads(text),
    )


def again(tx: Tx, errand: Errand, *, owner: str, at: datetime, uncertain: int) -> bool:
    """Give the errand back for another attempt at `at` (real); False if the lease was lost."""
    return tx.run(_AGAIN, one=errand.id, mine=owner, new_try_at=at, new_uncertain=uncertain) == 1


def end(tx: Tx, errand: Errand, *, owner: str, state: State, result: str) -> bool:
    """Close the errand and empty its payload; False if the lease was lost: then apply nothing."""
    ended = tx.run(_END, one=errand.id, mine=owner, new_state=state.value, new_result=result[:100])
    return ended == 1


def forget(tx: Tx, before: datetime, most: int) -> int:
    """Forget some errands that ended before `before` (real time); how many."""
    return tx.run(_FORGET, before=before, most=most)


_later = ERRAND.alias("later")
_REFUSED = (
    select(ERRAND.c.result)
    .where(
        ERRAND.c.state == State.FAILED.value,
        ERRAND.c.result.startswith(NOT_CONSENTED, autoescape=True),
        ~select(_later.c.id)
        .where(
            _later.c.kind == ERRAND.c.kind,
            _later.c.id > ERRAND.c.id,
            _later.c.state == State.DONE.value,
        )
        .exists(),
    )
    .distinct()
    .order_by(ERRAND.c.result)
)


def not_consented(tx: Tx) -> tuple[str, ...]:
    """The permissions for want of which errands have failed that nobody could run since."""
    return tuple(row.result.removeprefix(NOT_CONSENTED).strip() for row in tx.all(_REFUSED))
