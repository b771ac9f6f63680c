"""From an answer to what Teams shows: a message, or the response to a pressed button."""

from typing import Any

import orjson
from botbuilder.schema import Activity

from bot.turns.door.activities import CARD, message
from bot.turns.heard import Answer

MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"


def as_activity(answer: Answer) -> Activity:
    """A message with the words, the card, or both."""
    return message(card=_as_it_is(answer.card), text=answer.text, summary=answer.summary)


def as_invoke_body(answer: Answer | None) -> dict[str, Any]:
    """What takes the place of the pressed card; words alone are shown beside it.

    https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
    """
    if answer is None:
        return {"statusCode": 200, "type": MESSAGE, "value": ""}
    if answer.status >= 400:
        value: Any = {"code": str(answer.status), "message": answer.text}
        return {"statusCode": answer.status, "type": ERROR, "value": value}
    if answer.card is not None:
        return {"statusCode": answer.status, "type": CARD, "value": _as_it_is(answer.card)}
    return {"statusCode": answer.status, "type": MESSAGE, "value": answer.text}


def _as_it_is(card: bytes | None) -> orjson.Fragment | None:
    """JSON that goes out within JSON."""
    return None if card is None else orjson.Fragment(card)
