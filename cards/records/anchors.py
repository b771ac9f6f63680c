"""台帳の控え: what the ledger's head was on each day, on a card that stands outside of it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.elements import Card, Element, card, note, text
from cards.lang import Lang


class Anchor(Protocol):
    """The ledger's newest entry on a day."""

    @property
    def day(self) -> date: ...
    @property
    def seq(self) -> int: ...
    @property
    def hash(self) -> str: ...


def month(lang: Lang, day: date) -> str:
    """2026年11月."""
    return lang.t("records.anchors.month", year=day.year, month=f"{day.month:02}")


def noted(lang: Lang, anchors: Sequence[Anchor], *, month: date) -> Card:
    """The month's card for the desk, the newest day first."""
    return card(
        lang,
        title=lang.t("records.anchors.title", month=_month(lang, month)),
        body=[
            text(lang.t("records.anchors.lead")),
            *(_line(lang, one) for one in anchors),
            note(lang.t("records.anchors.how")),
        ],
    )


_month = month


def _line(lang: Lang, one: Anchor) -> Element:
    return text(
        lang.t("records.anchors.line", day=one.day, seq=one.seq, hash=one.hash),
        size="small",
        spacing="small",
    )
