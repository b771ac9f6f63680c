"""A card that another slice wrote, for who decides about it: all that it says, no buttons."""

from collections.abc import Iterator, Mapping
from typing import Any

from cards.elements import Element, box, note, section
from cards.lang import ABROAD, SOURCE, Lang
from cards.notices.size import HEAVIEST, fitting

Cards = Mapping[str, Mapping[str, Any]]
"""Adaptive Cards by language."""

# What is pressed or typed into; and what only such a press would unfold, or what would be a second
# heading on the card around it.
_PRESSED = ("ActionSet", "Input.")
_LEFT_OUT = frozenset(("id", "isVisible", "style:heading", "selectAction", "actions", "refresh"))
_ROWS = {"ColumnSet": "columns", "TableRow": "cells"}
_TOLD = ("text", "title", "value", "altText")


def as_written(lang: Lang, cards: Cards) -> list[Element]:
    """届く内容: the card of another slice in the reader's language, without what can be pressed.

    Nothing where it was emptied since.
    """
    body = _body(_nearest(lang, cards))
    if not body:
        return []
    shown = fitting(body, HEAVIEST)
    rest = [note(lang.t("notices.draft.goes_on"))] if len(shown) < len(body) else []
    return [section(lang.t("notices.draft.seen")), box(shown), *rest]


def _nearest(lang: Lang, cards: Cards) -> Mapping[str, Any]:
    for code in (lang.code, SOURCE, ABROAD):
        if code in cards:
            return cards[code]
    return next(iter(cards.values()), {})


def written_lines(cards: Cards) -> tuple[str, ...]:
    """All that it says in every language, line by line, to be held against a later draft."""
    found = (line for card in cards.values() for line in _lines(_body(card)))
    return tuple(dict.fromkeys(found))


def _lines(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _lines(one)
    elif isinstance(part, dict) and part.get("type") in _ROWS:
        yield from _row([list(_lines(one)) for one in part[_ROWS[part["type"]]]])
    elif isinstance(part, dict):
        told = (part[name] for name in _TOLD if isinstance(part.get(name), str))
        yield from (line for text in told for line in text.splitlines() if line.strip())
        for value in part.values():
            yield from _lines(value)


def _row(cells: list[list[str]]) -> Iterator[str]:
    """A name beside its value is one line; what is longer stays as many."""
    if any(len(cell) > 1 for cell in cells):
        yield from (line for cell in cells for line in cell)
    elif any(cells):
        yield " ".join(line for cell in cells for line in cell)


def _body(card: Mapping[str, Any]) -> list[Element]:
    return [Element(one) for one in _unpressed(card.get("body", []))]


def _unpressed(part: Any) -> Any:
    """The same without actions and inputs, wherever they stand."""
    if isinstance(part, list):
        return [_unpressed(one) for one in part if not _is_pressed(one)]
    if not isinstance(part, dict):
        return part
    kept = {name: value for name, value in part.items() if not _is_left_out(name, value)}
    return {name: _unpressed(value) for name, value in kept.items()}


def _is_pressed(part: Any) -> bool:
    kind = str(part.get("type", "")) if isinstance(part, dict) else ""
    return kind.startswith(_PRESSED)


def _is_left_out(name: str, value: Any) -> bool:
    return name in _LEFT_OUT or f"{name}:{value}" in _LEFT_OUT or _is_pressed(value)
