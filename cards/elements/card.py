"""A whole card, and how it is addressed to one person."""

from collections.abc import Mapping, Sequence
from typing import Any, NewType

from cards.elements.actions import Action, actions_row, button_rows
from cards.elements.blocks import Element, heading
from cards.elements.words import DELIVERY, RECIPIENT, shortened
from cards.lang import Lang
from cards.verbs import Verb

Card = NewType("Card", dict[str, Any])
FALLBACK_LENGTH = 400


def card(
    lang: Lang,
    *,
    title: str,
    body: Sequence[Element],
    actions: Sequence[Action] = (),
    fallback_text: str = "",
    refresh: Verb | None = None,
) -> Card:
    """A whole card: its heading, what it says, its buttons.

    `fallback_text` is what notifications show, the title where it is empty. With `refresh` the
    recipient's client asks for the current card by itself.
    """
    few = len(button_rows(actions)) <= 1
    made: dict[str, Any] = {
        "type": "AdaptiveCard",
        "$schema": "https://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": lang.tag,
        "fallbackText": shortened(fallback_text or title, FALLBACK_LENGTH),
        "body": [heading(title), *body, *([] if few else actions_row(actions))],
    }
    if actions and few:
        made["actions"] = list(actions)
    return Card(made | ({"refresh": _refresh(refresh)} if refresh else {}))


def _refresh(verb: Verb) -> dict[str, Any]:
    data = {**verb.data(), "delivery": DELIVERY}
    action = {"type": "Action.Execute", "verb": verb.name, "data": data}
    return {"action": action, "userIds": [RECIPIENT]}


def addressed(made: Card, *, recipient: str, delivery: int) -> Card:
    """The card for one person: the two marks filled in, as posting does it."""
    return Card(_filled(made, {RECIPIENT: recipient, DELIVERY: delivery}))


def _filled(part: Any, marks: Mapping[str, object]) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, marks) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, marks) for value in part]
    return marks.get(part, part) if isinstance(part, str) else part
