"""What all cards of families have in common: heading, purpose, telephone numbers, days."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.attendance.beside import beside, both, unread
from cards.elements import Action, Card, Element, card, note, shortened, text
from cards.lang import Lang

NAME_LENGTH = 40
DISTRESS = "reluctant"
PHRASED = ("mourning", DISTRESS)  # reasons that get words of their own
PREVIEW = "attendance.family.preview"


class Named(Protocol):
    """A child by name."""

    @property
    def name(self) -> str: ...


def frame(
    lang: Lang,
    body: Sequence[Element],
    actions: Sequence[Action] = (),
    *,
    title: str = "",
    purpose: bool = True,
    preview: str = "",
) -> Card:
    """A card of the family. No notification of it tells of what or whom it speaks; `preview` is
    for a card that speaks of nobody."""
    aim = [note(both(lang, "attendance.family.purpose"))] if purpose else []
    return card(
        lang,
        title=title or both(lang, "attendance.family.title"),
        body=[*aim, *body, *unread(lang)],
        actions=actions,
        fallback_text=preview or both(lang, PREVIEW),
    )


def telephone(lang: Lang, phones: Sequence[str]) -> list[Element]:
    """Whom to ring: the school, and the whole country's line for children. It promises nothing."""
    school = [text(both(lang, "attendance.family.phone", phone=one)) for one in phones]
    return [*school, note(both(lang, "attendance.family.sos"))]


def days(lang: Lang, since: date, until: date) -> str:
    """The day or the days, with weekdays, in the family's language and in Japanese."""
    return beside(lang, lambda one: _days(one, since, until))


def _days(lang: Lang, since: date, until: date) -> str:
    first = lang.short_day(since)
    if since == until:
        return first
    return lang.t("attendance.family.period", since=first, until=lang.short_day(until))


def name_of(child: Named) -> str:
    """A child's name, as long as a button or line bears."""
    return shortened(child.name, NAME_LENGTH)
