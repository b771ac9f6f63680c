"""The desk hears that a session's online meeting couldn't be put into its organiser's calendar."""

from typing import Literal

from cards.common import key_line
from cards.elements import Card, card, press, text
from cards.lang import Lang
from cards.training.matter import Course, Session
from cards.training.standing import appointed, subject
from cards.training.verbs import ManageSession

Hindrance = Literal["unknown", "mailbox", "consent", "failed"]


def ungathered(lang: Lang, course: Course, session: Session, why: Hindrance) -> Card:
    """Why, and what helps: the meeting's address may be entered by hand."""
    return card(
        lang,
        title=lang.t("training.desk.ungathered.title"),
        body=[
            *subject(lang, course),
            appointed(lang, session),
            key_line(lang.t(f"training.desk.ungathered.{why}"), urgent=True),
            text(lang.t(f"training.desk.ungathered.next_{why}")),
            text(lang.t("training.desk.ungathered.by_hand")),
        ],
        actions=[
            press(
                lang.t("training.desk.unattended.press"),
                ManageSession(session_id=session.session_id),
                style="positive",
            )
        ],
        fallback_text=lang.t("training.desk.ungathered.fallback", title=course.title),
    )
