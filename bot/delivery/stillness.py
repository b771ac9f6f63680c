"""A copy stands still while somebody fills in a form on it: an edit would wipe what they typed.

The form is the answer of a press; Teams shows it in the place of the card. Edits of that one copy
wait until the next press on it, `LONGEST` at most. Deletions never wait, nor do edits that end a
matter or take names away: they are asked for with `at_once`.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, null, or_, update

from bot.clock import real_now
from bot.delivery.rows import AT_ONCE, DELIVERY
from bot.delivery.turnstile import wake
from bot.storage.columns import Instant
from bot.storage.tx import Tx

LONGEST = timedelta(minutes=2)
"""Real time from the press that opened the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """The posted copy that a press stands on. `waits`: it was to be edited before the press, and
    the edit may wait; what the press itself changes is shown at once, as everywhere."""

    delivery: int
    activity_id: str
    waits: bool


def is_urgent(row: Any) -> bool:
    """Whether what this copy is to show waits for no form."""
    return bool(row.still_until == AT_ONCE)


def stands_still(row: Any) -> bool:
    """Whether an answer on this copy was a form, and no press has come since."""
    return row.still_until is not None and not is_urgent(row)


_AT = bindparam("at", type_=Instant())
_LET_GO = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("the_delivery"))
    .values(
        still_until=null(),
        try_at=case((DELIVERY.c.try_at == DELIVERY.c.still_until, _AT), else_=DELIVERY.c.try_at),
    )
)


def let_go(tx: Tx, delivery: int) -> None:
    """The form was sent or given up: what waited for it goes now."""
    tx.run(_LET_GO, the_delivery=delivery, at=real_now())
    wake(tx)


_UNTIL = bindparam("until", type_=Instant())
_waits = and_(bindparam("waits", type_=Integer()) == 1, DELIVERY.c.try_at.is_not(None))
_STAND_STILL = (
    update(DELIVERY)
    .where(
        DELIVERY.c.id == bindparam("the_delivery"),
        DELIVERY.c.activity_id == bindparam("shown_as"),
        DELIVERY.c.wanted_revision > 0,
        or_(
            DELIVERY.c.still_until.is_(None),
            DELIVERY.c.still_until > AT_ONCE,
            DELIVERY.c.wanted_revision == DELIVERY.c.shown_revision,
        ),
    )
    .values(
        still_until=_UNTIL,
        try_at=case((_waits, _UNTIL), else_=DELIVERY.c.try_at),
    )
)


def stand_still(tx: Tx, pressed: Pressed) -> None:
    """The answer of the press is a form: from now on edits of the copy wait for it.

    What is just on its way to Teams can't be called back.
    """
    given = {"the_delivery": pressed.delivery, "shown_as": pressed.activity_id}
    tx.run(_STAND_STILL, **given, waits=int(pressed.waits), until=real_now() + LONGEST)
    if pressed.waits:
        wake(tx)  # the pump may have claimed it
