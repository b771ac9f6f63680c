"""How heavy a part of a card is, for Teams takes 28 KB and no more."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from cards.elements import Element
from cards.elements.words import shown
from cards.lang import ABROAD, SOURCE, Lang
from cards.notices.reading import Content, said

HEAVIEST = 13_000  # bytes of what a notice says: the cards to author and approver hold more


def size(part: Any) -> int:
    """The bytes of a card or of a part of it, as Teams counts them: UTF-16."""
    return len(json.dumps(part, ensure_ascii=False).encode("utf-16-le"))


def weight(content: Content) -> int:
    """What a notice says in both languages: so much of it stands on its approver's card."""
    languages = (Lang(SOURCE), Lang(ABROAD))
    texts = [content.words(lang.code).title for lang in languages]
    return size([texts, *(said(lang, content) for lang in languages), content.link])


def light(words: str, most: int) -> str:
    """`words`, cut with … where they are heavier than `most` bytes as a card shows them."""
    left = words
    while size(shown(left)) > most:
        left = left[: len(left) * 9 // 10]
    return left if left == words else f"{left}…"


def fitting(elements: Iterable[Element], most: int) -> Sequence[Element]:
    """The first of them, as many as are no heavier than `most` bytes together."""
    found: list[Element] = []
    for one in elements:
        most -= size(one)
        if most < 0:
            break
        found.append(one)
    return found
