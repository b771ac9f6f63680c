"""研修の管理: the courses that the reader minds, and what the year brings the desk by itself."""

from collections.abc import Sequence

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    actions_row,
    card,
    columns,
    facts,
    note,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.training.desk_words import finished
from cards.training.matter import Course, Managed
from cards.training.others import others
from cards.training.standing import NAME_LENGTH, subject
from cards.training.steps import to_list
from cards.training.verbs import Courses, Manage, Secondments, SelfCheckNumbers

COURSES_SHOWN = 8


def courses(lang: Lang, managed: Sequence[Managed], *, desk: bool = True) -> Card:
    """Each course with how far it is; what the desk alone may see besides."""
    nothing = [text(lang.t("training.desk.courses.none")), note(lang.t("training.desk.import"))]
    return card(
        lang,
        title=lang.t("training.desk.courses.title"),
        body=_list(lang, managed) if managed else nothing,
        actions=[
            to_list(lang),
            *(_desk_alone(lang) if desk else ()),
        ],
    )


def _list(lang: Lang, managed: Sequence[Managed]) -> list[Element]:
    rows = [_row(lang, one) for one in managed[:COURSES_SHOWN]]
    rest = [_choice(one.course) for one in managed[COURSES_SHOWN:]]
    label = lang.t("training.desk.courses.others")
    return [*rows, *others(lang, label, "course_id", rest, Manage)]


def _choice(course: Course) -> Choice:
    return Choice(title=shortened(course.title, NAME_LENGTH), value=str(course.course_id))


def _desk_alone(lang: Lang) -> list[Action]:
    return [
        press(lang.t("training.desk.press.self_check_numbers"), SelfCheckNumbers()),
        press(lang.t("training.desk.press.secondments"), Secondments()),
    ]


def _row(lang: Lang, one: Managed) -> Element:
    course = one.course
    state = lang.t(f"training.desk.course_state.{course.state}")
    words = [
        text(
            lang.t("training.desk.courses.line", state=state, next=_next(lang, course)),
            size="small",
            separator=True,
        ),
        text(shortened(course.title, NAME_LENGTH), weight="bolder", spacing="none"),
        text(finished(lang, one.total), size="small", spacing="none"),
    ]
    button = press(lang.t("common.open"), Manage(course_id=course.course_id))
    return columns(("stretch", words), ("auto", actions_row([button])))


def _next(lang: Lang, course: Course) -> str:
    if course.first is None:
        return lang.t("training.desk.no_session")
    return lang.t("training.desk.courses.next", day=lang.short_day(course.first))


def new_year(lang: Lang, course: Course) -> Card:
    """The next edition of a course that comes back each year is prepared as a draft."""
    return card(
        lang,
        title=lang.t("training.desk.new_year.title"),
        body=[
            *subject(lang, course),
            key_line(lang.t("training.desk.new_year.lead")),
            facts(
                [
                    (lang.t("training.desk.fact.code"), course.code),
                    (lang.t("training.desk.fact.finish_by"), lang.day(course.finish_by)),
                ]
            ),
            text(lang.t("training.desk.new_year.next")),
            note(lang.t("training.desk.import")),
        ],
        actions=_manage(lang, course),
        fallback_text=lang.t("training.desk.new_year.fallback", title=course.title),
    )


def arrived(lang: Lang, course: Course) -> Card:
    """Another organisation offers its course: staff see it once the desk here has opened it."""
    return card(
        lang,
        title=lang.t("training.desk.arrived.title"),
        body=[
            *subject(lang, course),
            key_line(lang.t("training.desk.arrived.lead")),
            facts(
                [
                    (lang.t("training.desk.fact.code"), course.code),
                    (lang.t("training.desk.fact.finish_by"), lang.day(course.finish_by)),
                ]
            ),
            text(lang.t("training.desk.arrived.next")),
        ],
        actions=_manage(lang, course),
        fallback_text=lang.t("training.desk.arrived.fallback", title=course.title),
    )


def sessionless(lang: Lang, course: Course) -> Card:
    """Staff may book this course, but no session of it is to come."""
    return card(
        lang,
        title=lang.t("training.desk.sessionless.title"),
        body=[
            *subject(lang, course),
            key_line(lang.t("training.desk.sessionless.lead"), urgent=True),
            text(lang.t("training.desk.sessionless.next")),
            note(lang.t("training.desk.import")),
        ],
        actions=_manage(lang, course),
        fallback_text=lang.t("training.desk.sessionless.fallback", title=course.title),
    )


def _manage(lang: Lang, course: Course) -> list[Action]:
    return [
        press(
            lang.t("training.desk.press.manage"),
            Manage(course_id=course.course_id),
            style="positive",
        ),
        press(lang.t("training.desk.press.courses"), Courses()),
    ]
