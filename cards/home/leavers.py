"""To the desk: whose account is gone, and what is theirs."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.common import Due
from cards.elements import Card, Element, bullets, card, note, shortened, text
from cards.lang import Lang

LEAVERS_SHOWN = 10
_ITEMS_SHOWN = 3


class Leaver(Protocol):
    """A post and who held it until their account was deleted or disabled."""

    @property
    def post(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def on(self) -> date:
        """The first day on which they are no longer here."""

    @property
    def vacant(self) -> bool:
        """Nobody else holds the post."""

    @property
    def items(self) -> Sequence[Due]: ...


def people_left(lang: Lang, leavers: Sequence[Leaver]) -> Card:
    """One card for all who were found gone, with the posts that they held."""
    more = len(leavers) - LEAVERS_SHOWN
    return card(
        lang,
        title=lang.count("home.leavers.title", len(leavers)),
        body=[
            text(lang.t("home.leavers.lead")),
            *(part for one in leavers[:LEAVERS_SHOWN] for part in _leaver(lang, one)),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
            note(lang.t("home.leavers.note")),
        ],
        fallback_text=lang.t("home.leavers.fallback"),
    )


def _leaver(lang: Lang, one: Leaver) -> list[Element]:
    who = lang.t("home.leavers.who", post=shortened(one.post, 60), name=shortened(one.name, 40))
    state = "home.leavers.vacant" if one.vacant else "home.leavers.held"
    ordered = sorted(one.items, key=lambda item: item.day)
    titles = [_item(lang, item) for item in ordered[:_ITEMS_SHOWN]]
    more = len(ordered) - _ITEMS_SHOWN
    return [
        text(who, weight="bolder", separator=True),
        text(lang.t(state, on=one.on), size="small", spacing="none"),
        *bullets(titles),
        *([note(lang.t("common.more", count=more))] if more > 0 else []),
    ]


def _item(lang: Lang, item: Due) -> str:
    title = shortened(item.title, 60)
    return lang.t("home.leavers.item", title=title, what=lang.t(item.what), day=item.day)
