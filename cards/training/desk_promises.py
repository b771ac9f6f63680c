"""A course as the evidence of an agreement's duty to teach."""

from collections.abc import Sequence

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    card,
    choice_input,
    note,
    press,
    shortened,
    submit,
    text,
)
from cards.lang import Lang
from cards.training.desk_waves import back
from cards.training.desk_words import finished, need, unfinished
from cards.training.matter import EducationDuty, Managed
from cards.training.standing import NAME_LENGTH, TITLE_LENGTH, subject
from cards.training.verbs import BindPromise
from cards.verbs import Verb

DUTIES_OFFERED = 12


def promise_form(lang: Lang, managed: Managed, duties: Sequence[EducationDuty]) -> Card:
    """協定の教育義務と結ぶ: which duty the course's numbers are to prove."""
    course = managed.course
    known = {"course_id": course.course_id, "version": course.version}
    send = submit(lang.t("training.desk.promise.send"), BindPromise, known)
    return card(
        lang,
        title=lang.t("training.desk.promise.title"),
        body=[*subject(lang, course), *_taught(lang, managed), *_offered(lang, duties)],
        actions=[
            *([send] if duties else []),
            *(_untie(lang, managed) if course.promise else ()),
            back(lang, course),
        ],
    )


def _taught(lang: Lang, managed: Managed) -> list[Element]:
    course = managed.course
    topics = lang.t("training.desk.promise.topics", topics=shortened(course.topics, TITLE_LENGTH))
    now = lang.t("training.desk.promise.now", promise=shortened(course.promise, TITLE_LENGTH))
    return [
        *([text(topics)] if course.topics else []),
        *([key_line(now)] if course.promise else []),
    ]


def _offered(lang: Lang, duties: Sequence[EducationDuty]) -> list[Element]:
    if not duties:
        return [text(lang.t("training.desk.promise.none"))]
    offered = sorted(duties, key=lambda one: not one.bound)[:DUTIES_OFFERED]
    bound = next((str(one.duty_id) for one in offered if one.bound), "")
    choices = [Choice(title=_said(lang, one), value=str(one.duty_id)) for one in offered]
    label = lang.t("training.desk.promise.duty")
    more = len(duties) - DUTIES_OFFERED
    return [
        choice_input("duty_id", label, choices, need=need(lang), value=bound, expanded=True),
        *([note(lang.t("common.more", count=more))] if more > 0 else []),
    ]


def _said(lang: Lang, duty: EducationDuty) -> str:
    known = {
        "title": shortened(duty.title, NAME_LENGTH),
        "text": shortened(duty.text, TITLE_LENGTH),
    }
    if duty.due_on is None:
        return lang.t("training.desk.promise.line", **known)
    return lang.t("training.desk.promise.line_due", day=lang.day(duty.due_on), **known)


def _untie(lang: Lang, managed: Managed) -> list[Action]:
    course = managed.course
    verb = BindPromise(course_id=course.course_id, version=course.version, untie=True)
    return [press(lang.t("training.desk.promise.untie"), verb)]


def promise_met(lang: Lang, managed: Managed, *, show: Verb | None = None) -> Card:
    """教育義務の履行を記録しました; `show` opens the agreement."""
    opened = [] if show is None else [press(lang.t("training.desk.promise.show"), show)]
    promise = shortened(managed.course.promise, TITLE_LENGTH)
    return card(
        lang,
        title=lang.t("training.desk.promise.met_title"),
        body=[
            *subject(lang, managed.course),
            *([key_line(promise)] if promise else []),
            text(finished(lang, managed.total), weight="bolder"),
            text(unfinished(lang, managed.total), spacing="none"),
            note(lang.t("training.desk.promise.met_note")),
        ],
        actions=[*opened, back(lang, managed.course)],
    )
