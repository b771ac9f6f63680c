"""引継ぎ: who leaves, who comes, and what nobody has taken over."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.common import Due, due_lines, group
from cards.elements import Card, Element, bullets, card, note, press, shortened, text
from cards.home.days import DEADLINE_LINES
from cards.home.verbs import Deadlines, TookOver
from cards.lang import Lang

NOTES_SHOWN = 8


class Handover(Protocol):
    """What goes over with a post."""

    @property
    def post_id(self) -> int: ...
    @property
    def post(self) -> str: ...
    @property
    def on(self) -> date:
        """The first day of the new holder."""

    @property
    def items(self) -> Sequence[Due]: ...
    @property
    def notes(self) -> Sequence[str]: ...


def handover_leaving(lang: Lang, handover: Handover, *, day: date) -> Card:
    """3/25, to who leaves: what goes over to the next holder of the post."""
    return card(
        lang,
        title=lang.t("home.handover.leaving", post=handover.post),
        body=[
            text(lang.t("home.handover.leaving_lead", on=handover.on)),
            *_handed(lang, handover, day),
            note(lang.t("home.handover.leaving_note")),
        ],
        fallback_text=lang.t("home.handover.fallback"),
    )


def handover_arriving(lang: Lang, handover: Handover, *, day: date) -> Card:
    """The first working day, to who comes: what was taken over, and 「引き継ぎました」."""
    took = press(
        lang.t("home.handover.took_over"), TookOver(post_id=handover.post_id), style="positive"
    )
    return card(
        lang,
        title=lang.t("home.handover.arriving", post=handover.post),
        body=[text(lang.t("home.handover.arriving_lead")), *_handed(lang, handover, day)],
        actions=[took, press(lang.t("home.press.deadlines"), Deadlines())],
        fallback_text=lang.t("home.handover.fallback"),
    )


def handover_open(lang: Lang, handover: Handover, *, day: date) -> Card:
    """4/10, to the superior: nobody has taken the post's matters over yet."""
    return card(
        lang,
        title=lang.t("home.handover.open", post=handover.post),
        body=[text(lang.t("home.handover.open_lead")), *_handed(lang, handover, day)],
        actions=[press(lang.t("home.press.deadlines"), Deadlines())],
        fallback_text=lang.t("home.handover.fallback"),
    )


def handover_vacant(lang: Lang, handover: Handover, *, day: date) -> Card:
    """To the desk, later to the superior: nobody is registered who came for the post."""
    return card(
        lang,
        title=lang.t("home.handover.vacant", post=handover.post),
        body=[text(lang.t("home.handover.vacant_lead")), *_handed(lang, handover, day)],
        fallback_text=lang.t("home.handover.fallback"),
    )


def handover_done(lang: Lang, handover: Handover, *, by: str) -> Card:
    """引き継ぎました."""
    return card(
        lang,
        title=lang.t("home.handover.done"),
        body=[text(lang.t("home.handover.done_by", by=by, post=handover.post))],
        actions=[press(lang.t("home.press.deadlines"), Deadlines())],
    )


def _handed(lang: Lang, handover: Handover, day: date) -> list[Element]:
    ordered = sorted(handover.items, key=lambda item: item.day)
    lines = due_lines(lang, ordered, today=day, most=DEADLINE_LINES)
    notes = [shortened(line, 200) for line in handover.notes[:NOTES_SHOWN]]
    nothing = [text(lang.t("home.handover.nothing"))]
    return [
        *group(lang.t("home.handover.items"), lines or nothing),
        *group(lang.t("home.handover.notes"), bullets(notes)),
    ]
