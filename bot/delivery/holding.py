"""Who pumps a tenant: one leased row, renewed while its owner lives."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from bot.delivery import setback
from bot.delivery.rows import PUMP
from bot.storage.tables import upsert
from bot.storage.tx import Tx


def new_owner() -> str:
    """A name for one pump that no other has, in any process."""
    return secrets.token_hex(8)


_HELD = select(PUMP.c.owner, PUMP.c.held_until).with_for_update()
_FIRST = (
    upsert(PUMP)
    .values(owner=bindparam("owner"), held_until=bindparam("held_until"))
    .on_conflict_do_nothing(index_elements=["tenant_id"])
)
_HOLD = update(PUMP).values(owner=bindparam("new_owner"), held_until=bindparam("until"))
_RELEASE = (
    update(PUMP).where(PUMP.c.owner == bindparam("old_owner")).values(held_until=bindparam("until"))
)


def hold(tx: Tx, owner: str, *, real: datetime, seconds: float, renew: float) -> bool:
    """Make or keep `owner` the pump of this tenant; False while another process holds it.

    Whoever gets True holds the tenant's turnstile until the end of the transaction.
    """
    row = tx.first(_HELD)
    until = real + timedelta(seconds=seconds)
    if row is None:
        tx.run(_FIRST, owner=owner, held_until=until)
        row = tx.first(_HELD)
    set_back = row is not None and row.held_until > real + timedelta(seconds=2 * seconds)
    if set_back:  # nobody holds a tenant so far ahead: the machine's clock was set back
        setback.mend(tx, real=real)
    if row is None or (row.owner != owner and row.held_until > real and not set_back):
        return False
    if set_back or row.owner != owner or row.held_until < until - timedelta(seconds=renew):
        tx.run(_HOLD, new_owner=owner, until=until)
    return True


def held_for(tx: Tx, *, real: datetime) -> float:
    """Seconds until the present owner's hold ends unless it is renewed."""
    row = tx.first(_HELD)
    return 0.0 if row is None else max(0.0, (row.held_until - real).total_seconds())


_END = (
    update(PUMP).where(PUMP.c.owner.like(bindparam("owners"))).values(held_until=bindparam("until"))
)


def new_owner_of(job: int) -> str:
    """A name for the pump that runs as this job, told apart from every other."""
    return f"{job}.{new_owner()}"


def end(tx: Tx, job: int, *, real: datetime) -> None:
    """Let others pump at once: who ran as this job is dead."""
    tx.run(_END, owners=f"{job}.%", until=real)


def release(tx: Tx, owner: str, *, real: datetime) -> None:
    """Let others pump at once."""
    tx.run(_RELEASE, old_owner=owner, until=real)
