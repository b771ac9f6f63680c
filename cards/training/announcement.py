"""The one enrolment card that a whole audience gets; nothing on it is about its reader."""

from typing import Literal

from cards.common import key_line
from cards.elements import Action, Card, Element, box, card, note, shortened, text
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Course
from cards.training.standing import DATED, NAME_LENGTH, about, course_facts, head_part, subject
from cards.training.steps import opening, watching

Why = Literal["audience", "wave", "newcomer"]


def announcement(lang: Lang, course: Course, *, why: Why, wave: str = "") -> Card:
    """A course that takes applications, and that it does no more once it is closed.

    `wave`: the title of the wave for which the reader's municipality gets it.
    """
    taking = course.state == "open"
    return card(
        lang,
        title=lang.t(f"training.announcement.title.{_state(course)}"),
        body=[
            *subject(lang, course),
            *_deadline(lang, course),
            *(about(course) if taking else []),
            course_facts(lang, course, DATED),
            *(head_part(lang, course) if taking else []),
            note(_why(lang, why, wave)),
        ],
        actions=_actions(lang, course, taking=taking),
        fallback_text=lang.t("training.announcement.fallback", title=course.title),
    )


def _state(course: Course) -> str:
    if course.state != "open":
        return "closed"
    if not course.sessions:
        return "recording" if course.recording and course.questions else "no_session"
    return "mandatory" if course.mandatory else "open"


def _deadline(lang: Lang, course: Course) -> list[Element]:
    if course.state != "open":
        return [key_line(lang.t("training.announcement.closed"))]
    if not course.sessions or course.deadline is None:
        return []
    lines = [
        text(lang.t("training.announcement.deadline")),
        text(when.until(lang, course.deadline), weight="bolder", size="large", spacing="none"),
    ]
    return [box(lines, style="accent")]


def _why(lang: Lang, why: Why, wave: str) -> str:
    return lang.t(f"training.why.{why}", wave=shortened(wave, NAME_LENGTH))


def _actions(lang: Lang, course: Course, *, taking: bool) -> list[Action]:
    if taking and course.sessions:
        return opening(lang, course, "see_sessions", "cannot")
    last = ("cannot",) if taking else ("show",)
    return [*watching(lang, course), *opening(lang, course, *last)]
