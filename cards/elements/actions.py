"""Buttons, and the rows they stand in."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NewType

from cards.elements.blocks import Element
from cards.elements.words import DELIVERY
from cards.verbs import Verb, inputs_of

Action = NewType("Action", dict[str, Any])
ACTIONS_IN_A_ROW = 6
ROW_WIDTH = 284  # a card 320 pixels wide, less its padding
ActionStyle = Literal["default", "positive", "destructive"]


def actions_row(actions: Sequence[Action]) -> list[Element]:
    """Buttons inside the body, in rows that fit a narrow screen and hold at most six."""
    made = [Element({"type": "ActionSet", "actions": row}) for row in button_rows(actions)]
    return [*made[:1], *(Element({**row, "spacing": "Small"}) for row in made[1:])]


def button_rows(actions: Sequence[Action]) -> list[list[Action]]:
    """The buttons in rows that fit a narrow screen and hold at most six."""
    rows: list[list[Action]] = []
    for action in actions:
        wanted = [*(rows[-1] if rows else []), action]
        if rows and len(wanted) <= ACTIONS_IN_A_ROW and _width(wanted) <= ROW_WIDTH:
            rows[-1] = wanted
        else:
            rows.append([action])
    return rows


def _width(actions: Sequence[Action]) -> int:
    """About how many pixels the buttons take side by side."""
    return sum(_letters(str(action["title"])) + 24 for action in actions) - 8


@lru_cache(1024)  # buttons say the same on every card
def _letters(words: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in words)
    return 16 * wide + 9 * (len(words) - wide)


def press(title: str, verb: Verb, *, style: ActionStyle = "default") -> Action:
    """A button that says all by itself: no input of the card goes with it."""
    return _execute(title, verb.name, verb.data(), style=style, alone=True)


def submit(
    title: str,
    verb: type[Verb],
    known: Mapping[str, object],
    *,
    style: ActionStyle = "positive",
) -> Action:
    """The button of a form: `known` fields are in it, the inputs bring the others."""
    strange = known.keys() - inputs_of(verb)
    if strange:
        raise TypeError(f"{verb.name} has no {sorted(strange)}")
    return _execute(title, verb.name, known, style=style, alone=False)


def _execute(
    title: str, name: str, known: Mapping[str, object], *, style: ActionStyle, alone: bool
) -> Action:
    """Where Action.Execute is not known, Action.Submit brings the same to the same handler."""
    data = {**known, "delivery": DELIVERY}
    shared: dict[str, Any] = {"title": title} | ({"style": style} if style != "default" else {})
    shared |= {"associatedInputs": "none"} if alone else {}
    fallback = {"type": "Action.Submit", **shared, "data": {"verb": name, **data}}
    made = {"type": "Action.Execute", **shared, "verb": name, "data": data}
    return Action(made | {"fallback": fallback})


def show_card(title: str, body: Sequence[Element], actions: Sequence[Action] = ()) -> Action:
    """A button that unfolds more of the same card."""
    inner: dict[str, Any] = {"type": "AdaptiveCard", "body": list(body)}
    return Action(
        {
            "type": "Action.ShowCard",
            "title": title,
            "card": inner | ({"actions": list(actions)} if actions else {}),
        }
    )


def open_url(title: str, url: str) -> Action:
    """A button that leaves Teams."""
    return Action({"type": "Action.OpenUrl", "title": title, "url": url})


def toggle(title: str, *targets: str) -> Action:
    """A button that shows or hides elements by their ids."""
    return Action(
        {"type": "Action.ToggleVisibility", "title": title, "targetElements": list(targets)}
    )
