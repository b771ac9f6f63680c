"""What a machine's clock that was set back leaves behind: moments that seem far away."""

from datetime import datetime

from sqlalchemy import bindparam, null, update

from bot.delivery.rows import BUDGET, DELIVERY
from bot.storage.tx import Tx

_TRY_NOW = (
    update(DELIVERY).where(DELIVERY.c.try_at > bindparam("real")).values(try_at=bindparam("real"))
)
_UNPAUSE = (
    update(BUDGET).where(BUDGET.c.paused_until > bindparam("real")).values(paused_until=null())
)
_STIR = (
    update(DELIVERY).where(DELIVERY.c.still_until > bindparam("real")).values(still_until=null())
)


def mend(tx: Tx, *, real: datetime) -> None:
    """Try everything anew: how long each was to wait can't be told any more.

    Teams says again where it wants silence.
    """
    tx.run(_TRY_NOW, real=real)
    tx.run(_STIR, real=real)
    tx.run(_UNPAUSE, real=real)
