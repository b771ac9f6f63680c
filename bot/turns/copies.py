"""The posted copy that a press stands on, and the card as its one reader gets it."""

import orjson

from bot.delivery import outbox, places
from bot.delivery.outbox import Pressed
from bot.turns import elsewhere
from bot.turns.heard import Answer, Event, Heard
from bot.turns.turn import Card, Turn

_INPUT = b'"type":"Input.'  # in words that somebody typed the quotation marks are escaped


def _copy(heard: Heard) -> int:
    """The delivery id that the card carries, 0 where it carries none of ours."""
    found = heard.data.get("delivery")
    return found if type(found) is int and 0 < found < 2**63 else 0


def reveal(turn: Turn, heard: Heard) -> Pressed | None:
    """A press tells which copy it stands on, where an answer of Teams was lost; the copy that was
    pressed, None where a client only looks at it."""
    copy = _copy(heard)
    if not copy or not heard.replied_to:
        return None
    there, message = places.root(heard.conversation.id), heard.replied_to
    if heard.event is Event.PRESS:
        return outbox.pressed(turn.tx, delivery=copy, conversation=there, activity_id=message)
    outbox.reveal(turn.tx, delivery=copy, conversation=there, activity_id=message)
    return None


def replaced(turn: Turn, card: Card, heard: Heard, pressed: Pressed | None) -> Answer:
    """The answer of a press; a form that takes the place of the card may be filled in in peace."""
    answer = answered(card, heard)
    if pressed and heard.execute and answer.card and _INPUT in answer.card:
        outbox.stand_still(turn.tx, pressed)
    return answer


def answered(card: Card, heard: Heard) -> Answer:
    """The card for its one reader: the copy's id and the reader's Teams id are filled in.

    In a channel or group chat a pressed card stays as it is, for nobody has looked who would see
    another: its presser alone is told in words.
    """
    if elsewhere.is_shared(heard) and heard.execute:
        pressed = heard.event is Event.PRESS
        return Answer(text=str(card.get("fallbackText", "")) if pressed else "")
    copy, reader = str(_copy(heard)).encode(), orjson.dumps(heard.teams_id)
    written = orjson.dumps(card).replace(b'"@delivery@"', copy).replace(b'"@recipient@"', reader)
    return Answer(card=written, summary=str(card.get("fallbackText", "")))
