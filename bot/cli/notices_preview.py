"""A card as text: what its reader will see, without a chat to see it in."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.errors import BotError
from bot.notices.model import Standing
from cards.elements import Card
from cards.lang import Lang
from cards.notices.reading import notice

_RULE = "─" * 40
_ESCAPED = re.compile(r"\\(.)")  # what keeps a card from reading signs as Markdown


def card(standing: Standing, locale: str) -> Card:
    """The card that readers of a language get; raises BotError where another slice draws it."""
    if standing.content is None:
        line = f"notice {standing.notice}: its cards are drawn by another part of Renkei"
        raise BotError(f"{line}; see it on the desk's card in Teams")
    lang = Lang.of(locale)
    return notice(lang, standing.content, notice_id=standing.notice, edition=standing.edition)


def lines(card: Card) -> Iterator[str]:
    """Its texts from top to bottom, its buttons in brackets."""
    yield _RULE
    for element in card["body"]:
        yield from _element(element)
    buttons = [f"［{action['title']}］" for action in card.get("actions", ())]
    if buttons:
        yield " ".join(buttons)
    yield _RULE


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    """Boxes and columns by what is in them; whatever carries no text carries no meaning here."""
    if "text" in element:
        yield _ESCAPED.sub(r"\1", str(element["text"])).replace("\u2060", "")
    for fact in element.get("facts", ()):
        yield f"{fact['title']}: {fact['value']}"
    for name in ("items", "columns", "rows", "cells"):
        for part in element.get(name, ()):
            yield from _element(part)
    buttons = [f"［{action['title']}］" for action in element.get("actions", ())]
    if buttons:
        yield " ".join(buttons)
