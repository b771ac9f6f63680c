"""What every change of delivery rows does besides: take its turn, and wake the pump."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.delivery.bell import BELL
from bot.delivery.rows import PUMP
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_TURNSTILE = select(PUMP.c.owner).with_for_update()
_NOBODY = (
    upsert(PUMP)
    .values(owner="", held_until=datetime.min.replace(tzinfo=UTC))
    .on_conflict_do_nothing(index_elements=["tenant_id"])
)


def turnstile(tx: Tx) -> None:
    """Wait for others who change delivery rows of this tenant, so that none deadlocks.

    Whoever changes other rows as well comes here first: one order for all. A transaction that
    has passed it holds it to its end.
    """
    if not tx.passes("turnstile"):
        return
    if tx.first(_TURNSTILE) is None:
        tx.run(_NOBODY)
        tx.first(_TURNSTILE)


def wake(tx: Tx) -> None:
    """Have the pump look as soon as this transaction is committed."""
    tenant = tx.tenant
    tx.after_commit(lambda: BELL.ring(tenant))
