"""What waits for a place is refused, what stands there is taken back."""

from sqlalchemy import bindparam, case, null, update

from bot.clock import real_now
from bot.delivery.places import recipient
from bot.delivery.rows import DELIVERY, State
from bot.delivery.turnstile import turnstile, wake
from bot.storage.columns import Instant
from bot.storage.tx import Tx

_FAIL = (
    update(DELIVERY)
    .where(
        DELIVERY.c.recipient == bindparam("copy_of"),
        DELIVERY.c.state == State.PENDING,
        DELIVERY.c.uncertain == 0,
    )
    .values(state=State.FAILED.value, reason=bindparam("why"), try_at=null(), held=0)
)


def refuse(tx: Tx, place: int, why: str) -> None:
    """What waits for this place is never sent; its slice finds it among the lapses."""
    turnstile(tx)
    tx.run(_FAIL, copy_of=recipient(place), why=why)


_posted = DELIVERY.c.activity_id.is_not(None)
_waiting = DELIVERY.c.state == State.PENDING
_AT = bindparam("at", type_=Instant())
_TAKE_BACK = (
    update(DELIVERY)
    .where(DELIVERY.c.recipient == bindparam("copy_of"), DELIVERY.c.wanted_revision > 0)
    .values(
        wanted_revision=0,
        state=case((_waiting, State.UNKNOWN.value), else_=DELIVERY.c.state),
        try_at=case((_posted, _AT), (_waiting, null()), else_=DELIVERY.c.try_at),
        attempt=case((_posted, 0), else_=DELIVERY.c.attempt),
    )
)


def take_back(tx: Tx, place: int, why: str) -> None:
    """Nothing stands there any longer: what waits is refused, what was posted is deleted."""
    refuse(tx, place, why)
    tx.run(_TAKE_BACK, copy_of=recipient(place), at=real_now())
    wake(tx)
