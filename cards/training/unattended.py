"""The desk hears that nobody knows who attended an online session."""

from cards.common import key_line
from cards.elements import Card, card, press, text
from cards.lang import Lang
from cards.training.matter import Course, Session
from cards.training.standing import appointed, subject
from cards.training.verbs import ManageSession


def unattended(lang: Lang, course: Course, session: Session) -> Card:
    """No attendance report was found within a week: who finished is entered by a file instead."""
    return card(
        lang,
        title=lang.t("training.desk.unattended.title"),
        body=[
            *subject(lang, course),
            appointed(lang, session),
            key_line(lang.t("training.desk.unattended.lead"), urgent=True),
            text(lang.t("training.desk.unattended.next")),
        ],
        actions=[
            press(
                lang.t("training.desk.unattended.press"),
                ManageSession(session_id=session.session_id),
                style="positive",
            )
        ],
        fallback_text=lang.t("training.desk.unattended.fallback", title=course.title),
    )
