"""What stands on a posted copy, for who presses on it and needs to see it once more."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from bot.delivery import payload
from bot.delivery.rows import DELIVERY, NOTICE, OPEN
from bot.delivery.stillness import Pressed
from bot.storage.tx import Tx

_SHOWN = (
    select(NOTICE.c.kind, NOTICE.c.source_key, NOTICE.c.payload)
    .join_from(DELIVERY, NOTICE, NOTICE.c.id == DELIVERY.c.notice_id)
    .where(
        DELIVERY.c.id == bindparam("the_delivery"),
        DELIVERY.c.recipient == bindparam("person"),
        DELIVERY.c.wanted_revision > 0,  # else it is being deleted
        NOTICE.c.state == OPEN,  # of many copies the deletion comes later
        NOTICE.c.payload.is_not(None),
    )
)


def shown(tx: Tx, pressed: Pressed, person: int, language: str) -> Mapping[str, Any] | None:
    """The card as the notice has it now, in the nearest language, its marks still to be filled.

    None where the copy is another's, is being taken back, or the matter is over.
    """
    row = tx.first(_SHOWN, the_delivery=pressed.delivery, person=person)
    if row is None:
        return None
    key = payload.sealing_key(row.kind, row.source_key)
    return payload.nearest(payload.cards(tx, key=key, sealed=row.payload), language)
