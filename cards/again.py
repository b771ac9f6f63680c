"""A card that a press was refused on comes back with the reason above it, a form as it was sent."""

from collections.abc import Mapping
from typing import Any

from cards.common import key_line
from cards.elements import Card
from cards.verbs import Verb


def above(card: Mapping[str, Any], said: str) -> Card:
    """The card with words that are to be read first.

    It asks for no news by itself: they would come without those words.
    """
    kept = {key: one for key, one in card.items() if key != "refresh"}
    body = [*card["body"][:1], key_line(said, urgent=True), *card["body"][1:]]
    return Card({**kept, "fallbackText": said, "body": body})


def again(form: Mapping[str, Any], typed: Verb, said: str) -> Card:
    """The form as `typed` was sent from it, and what can't be so in words."""
    return above({**form, "body": _refilled(form["body"], typed)}, said)


def _refilled(part: Any, typed: Verb) -> Any:
    """What was folded away stands open: something may be typed there."""
    if isinstance(part, list):
        return [_refilled(one, typed) for one in part if not _unfolds(one)]
    if not isinstance(part, dict):
        return part
    if str(part.get("type", "")).startswith("Input."):
        return _with_value(part, getattr(typed, part["id"], None))
    kept = {key: one for key, one in part.items() if key != "isVisible"}
    return {key: _refilled(one, typed) if key == "items" else one for key, one in kept.items()}


def _unfolds(part: Any) -> bool:
    """Whether it only brings out what stands open now."""
    actions = part.get("actions", []) if isinstance(part, dict) else []
    return any(action["type"] == "Action.ToggleVisibility" for action in actions)


def _with_value(asked: dict[str, Any], value: Any) -> dict[str, Any]:
    bare = {key: one for key, one in asked.items() if key != "value"}
    written = _written(asked["type"], value)
    return bare if written in (None, "") else {**bare, "value": written}


def _written(kind: str, value: Any) -> object:
    """As an input of this kind holds it; a number that nobody typed came back as 0."""
    if value is None:
        return None
    if kind == "Input.Number":
        return value or None
    if kind == "Input.Toggle":
        return "true" if value else "false"
    return str(value)
