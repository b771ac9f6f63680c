"""After a recording: its questions, and the certificate of whoever has finished a course."""

from collections.abc import Sequence
from typing import Protocol

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    box,
    card,
    choice_input,
    facts,
    note,
    open_url,
    shortened,
    submit,
    text,
)
from cards.lang import Lang
from cards.training.forms import need
from cards.training.matter import Own
from cards.training.standing import NAME_LENGTH, TITLE_LENGTH, subject
from cards.training.steps import back, to_list
from cards.training.verbs import AnswerCheck

QUESTIONS_ASKED = 3
TOLD_AFTER = 3  # tries, before it is told which answers are wrong
QUESTION_LENGTH = 200
CHOICE_LENGTH = 100


class Question(Protocol):
    """A question as it is asked: nothing of it says which answer is right."""

    @property
    def text(self) -> str: ...
    @property
    def choices(self) -> Sequence[str]: ...


def check_form(
    lang: Lang,
    own: Own,
    questions: Sequence[Question],
    *,
    tries: int,
    wrong: Sequence[int] = (),
    answers: Sequence[int] = (),
) -> Card:
    """確認問題. `tries`: how often it was tried in vain; `wrong` and `answers` by the questions'
    index: what was wrong, and what was chosen."""
    asked = questions[:QUESTIONS_ASKED]
    send = submit(lang.t("training.press.answer"), AnswerCheck, {"course_id": own.course.course_id})
    return card(
        lang,
        title=lang.t("training.check.again" if tries else "training.check.title"),
        body=[
            *subject(lang, own.course),
            *_result(lang, tries, wrong),
            text(lang.count("training.check.lead", len(asked))),
            *(_question(lang, nth, one, answers) for nth, one in enumerate(asked)),
        ],
        actions=[send, *_watch(lang, own), back(lang, own.course)],
    )


def _result(lang: Lang, tries: int, wrong: Sequence[int]) -> list[Element]:
    if not tries:
        return []
    if tries < TOLD_AFTER or not wrong:
        return [key_line(lang.t("training.check.not_yet"), urgent=True)]
    named = lang.listed(lang.t("training.check.nth", nth=one + 1) for one in sorted(wrong))
    return [key_line(lang.t("training.check.wrong", questions=named), urgent=True)]


def _question(lang: Lang, nth: int, question: Question, answers: Sequence[int]) -> Element:
    label = lang.t(
        "training.check.question", nth=nth + 1, text=shortened(question.text, QUESTION_LENGTH)
    )
    choices = [
        Choice(title=shortened(words, CHOICE_LENGTH), value=str(index))
        for index, words in enumerate(question.choices)
    ]
    chosen = answers[nth] if nth < len(answers) else -1
    value = str(chosen) if 0 <= chosen < len(choices) else ""
    return choice_input(
        f"answer{nth + 1}", label, choices, need=need(lang), value=value, expanded=True
    )


def _watch(lang: Lang, own: Own) -> list[Action]:
    recording = own.course.recording
    return [open_url(lang.t("training.press.watch"), recording)] if recording else []


def certificate(lang: Lang, own: Own, *, name: str, city: str, print_url: str = "") -> Card:
    """修了証: comes by itself when a course is finished, and whenever it is asked for."""
    on = own.mine.finished_on
    printed = [open_url(lang.t("common.print"), print_url)] if print_url else []
    return card(
        lang,
        title=lang.t("training.certificate.title"),
        body=[
            box(_certified(lang, own, name, city), style="good"),
            facts(
                [
                    (lang.t("training.fact.finished_on"), lang.day(on, era=True) if on else ""),
                    (lang.t("training.fact.how"), lang.t(f"training.how.{own.mine.how}")),
                ]
            ),
            note(lang.t("training.certificate.why")),
        ],
        actions=[*printed, to_list(lang)],
        fallback_text=lang.t("training.certificate.fallback", title=own.course.title),
    )


def _certified(lang: Lang, own: Own, name: str, city: str) -> list[Element]:
    return [
        text(lang.t("training.certificate.document"), weight="bolder"),
        text(lang.t("training.certificate.name", name=shortened(name, NAME_LENGTH)), size="large"),
        text(shortened(own.course.title, TITLE_LENGTH), weight="bolder", size="medium"),
        text(lang.t("training.certificate.certified")),
        text(shortened(city, NAME_LENGTH), spacing="small"),
    ]
