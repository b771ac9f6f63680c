"""A seat came free for somebody who waited: they take it, or it goes to the next."""

from cards.elements import Card, Element, box, card, note, text
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Own
from cards.training.standing import SEAT, appointed, course_facts, subject
from cards.training.steps import changing


def offered(lang: Lang, own: Own) -> Card:
    """席が空きました: until when the reader must say whether they take it."""
    session = own.mine.session
    return card(
        lang,
        title=lang.t("training.offered.title"),
        body=[
            *subject(lang, own.course),
            *_until(lang, own),
            *([appointed(lang, session)] if session else []),
            course_facts(lang, own.course, SEAT),
            text(lang.t(f"training.offered.next.{_head(own)}")),
            note(lang.t("training.offered.why")),
        ],
        actions=changing(lang, own, "accept", "pass"),
        fallback_text=lang.t("training.offered.fallback", title=own.course.title),
    )


def _until(lang: Lang, own: Own) -> list[Element]:
    if own.mine.until is None:
        return []
    lines = [
        text(lang.t("training.offered.until")),
        text(when.until(lang, own.mine.until), weight="bolder", size="large", spacing="none"),
    ]
    return [box(lines, style="warning")]


def _head(own: Own) -> str:
    """Whether the seat is theirs at once, or their head is asked first."""
    return "approve" if own.course.head == "approve" and not own.mine.approved else "book"
