"""How long errands wait: for whoever watches over them."""

from datetime import datetime

from sqlalchemy import bindparam, case, func, select

from bot.errands import paces
from bot.errands.model import State
from bot.errands.rows import ERRAND
from bot.storage.columns import Instant
from bot.storage.tx import Tx

# When it could be run: civil and real time are one but in the practice tenant.
_could_run = case((ERRAND.c.try_at > ERRAND.c.due, ERRAND.c.try_at), else_=ERRAND.c.due)
_OLDEST = select(func.min(_could_run, type_=Instant())).where(
    ERRAND.c.state == State.WAITING.value,
    ERRAND.c.try_at <= bindparam("real", type_=Instant),
    ERRAND.c.due <= bindparam("civil", type_=Instant),
    ERRAND.c.kind.not_in(paces.HELD_BACK),
)


def oldest_due(tx: Tx, *, civil: datetime, real: datetime) -> datetime | None:
    """Since when the oldest errand that could be run now waits; None where none does.

    Those that a neighbour asked to hold back aren't among them.
    """
    found: datetime | None = tx.value(_OLDEST, civil=civil, real=real, **paces.horizon(real))
    return found
