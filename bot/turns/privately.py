"""What only the presser may read, although they pressed where others read along."""

import uuid
from datetime import timedelta

from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.errors import Refused
from bot.people import references
from bot.turns.turn import Card, Turn
from cards import common

_WAITS = timedelta(hours=1)


def privately(turn: Turn, card: Card, *, kind: str = "turns.privately") -> Card:
    """The card itself in the presser's own chat; from a staff place it is posted to that chat, and
    the answer says so. It stays there and is never changed: it may name nobody. Raises Refused
    where no such chat is known."""
    if not turn.place:
        return card
    if references.find(turn.tx, turn.person.id) is None:
        raise Refused("common.refused.no_chat")
    notice = outbox.post(
        turn.tx,
        kind=kind,
        source_key=f"{turn.place}:{turn.person.id}:{uuid.uuid4()}",
        lane=Lane.ANSWER,
        due_at=turn.now,
        expires_at=turn.now + _WAITS,
        cards={turn.lang.code: card},
        summaries={},
        to=(turn.person.id,),
    )
    outbox.close(turn.tx, notice=notice, now=turn.now)
    return common.answer(turn.lang, turn.lang.t("common.privately"))
