"""A colleague is asked to take somebody's seat; the seat stays where it is until they agree."""

from cards.common import key_line
from cards.elements import Action, Card, card, note, press, shortened, text
from cards.lang import Lang
from cards.training.matter import Request
from cards.training.standing import (
    NAME_LENGTH,
    SEAT,
    about,
    appointed,
    course_facts,
    head_part,
    subject,
)
from cards.training.steps import to_list
from cards.training.verbs import TakeOver


def substitute_asked(lang: Lang, request: Request, *, by: str) -> Card:
    """代わりの受講のお願い, from `by`."""
    asked = lang.t("training.substitute.asked", name=shortened(by, NAME_LENGTH))
    return card(
        lang,
        title=lang.t("training.substitute.title"),
        body=[
            key_line(asked),
            *subject(lang, request.course),
            appointed(lang, request.session),
            *about(request.course),
            course_facts(lang, request.course, SEAT),
            *head_part(lang, request.course),
            note(lang.t("training.substitute.why")),
        ],
        actions=[_answer(lang, request, agree=True), _answer(lang, request, agree=False)],
        fallback_text=lang.t("training.substitute.fallback", title=request.course.title),
    )


def _answer(lang: Lang, request: Request, *, agree: bool) -> Action:
    verb = TakeOver(enrolment_id=request.enrolment_id, version=request.version, agree=agree)
    title = lang.t("training.press.take_over" if agree else "training.press.not_take_over")
    return press(title, verb, style="positive" if agree else "default")


def not_taken(lang: Lang, request: Request) -> Card:
    """The reader has said no; the seat stays with who asked, who is told."""
    return card(
        lang,
        title=lang.t("training.substitute.declined"),
        body=[*subject(lang, request.course), text(lang.t("training.substitute.declined_next"))],
        actions=[to_list(lang)],
    )


def unasked(lang: Lang, request: Request) -> Card:
    """Nobody waits for the reader's answer any more: given, withdrawn, or another one is asked."""
    return card(
        lang,
        title=lang.t("training.substitute.over"),
        body=[*subject(lang, request.course), text(lang.t("training.substitute.over_next"))],
        actions=[to_list(lang)],
    )
