"""The self check of PC skills: ten questions, and what the reader alone is told of them."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from cards.common import group, key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    actions_row,
    bullets,
    card,
    choice_input,
    columns,
    note,
    press,
    shortened,
    submit,
    table,
    text,
)
from cards.lang import Lang
from cards.training.desk_words import cut, need
from cards.training.matter import Course, SkillGroup
from cards.training.standing import NAME_LENGTH, minutes
from cards.training.steps import to_list
from cards.training.verbs import (
    AnswerSelfCheck,
    Courses,
    ForgetSelfCheck,
    Mine,
    OpenSelfCheck,
    Show,
    ShowSelfCheck,
)

Level = Literal["first", "basic", "steady", "leading"]

QUESTIONS = 10
POINTS = 3  # for each question, from 0
COURSES_SHOWN = 5
GROUPS_SHOWN = 12
WEAK_NAMED = 2


def self_check_form(lang: Lang) -> Card:
    """PCスキルの自己診断: how sure one is of each of ten skills."""
    return card(
        lang,
        title=lang.t("training.self_check.form.title"),
        body=[
            _promise(lang),
            text(lang.t("training.self_check.form.lead")),
            *(_question(lang, nth) for nth in range(1, QUESTIONS + 1)),
        ],
        actions=[
            submit(lang.t("training.self_check.form.send"), AnswerSelfCheck, {}),
            press(lang.t("training.self_check.press.show"), ShowSelfCheck()),
            press(lang.t("common.back"), Mine()),
        ],
    )


def _promise(lang: Lang) -> Element:
    """結果は上司・人事には見えません."""
    return key_line(lang.t("training.self_check.promise"))


def _question(lang: Lang, nth: int) -> Element:
    choices = [
        Choice(title=lang.t(f"training.self_check.answer.a{n}"), value=str(n))
        for n in range(POINTS + 1)
    ]
    asked = lang.t(f"training.self_check.question.q{nth}")
    label = lang.t("training.self_check.form.question", nth=nth, question=asked)
    missing = lang.t("training.self_check.form.missing")
    return choice_input(f"q{nth}", label, choices, need=need(lang), placeholder=missing)


def self_check_result(
    lang: Lang,
    level: Level,
    recommended: Sequence[Course],
    *,
    points: int,
    answered_on: date,
    weak: Sequence[int] = (),
) -> Card:
    """自分の診断結果: the level, what it means, which courses help. No notification tells it."""
    return card(
        lang,
        title=lang.t("training.self_check.result.title"),
        body=[
            key_line(lang.t(f"training.self_check.level.{level}")),
            text(lang.t(f"training.self_check.meaning.{level}")),
            note(_scored(lang, points, answered_on)),
            *group(
                lang.t("training.self_check.result.weak"),
                bullets(skill(lang, nth) for nth in weak),
            ),
            *group(
                lang.t("training.self_check.result.recommended"), _recommended(lang, recommended)
            ),
            _promise(lang),
        ],
        actions=_own(lang),
    )


def _scored(lang: Lang, points: int, answered_on: date) -> str:
    return lang.t(
        "training.self_check.result.scored",
        points=points,
        most=QUESTIONS * POINTS,
        day=lang.day(answered_on),
    )


def skill(lang: Lang, nth: int) -> str:
    """What the question of this number is about, in a word."""
    return lang.t(f"training.self_check.skill.s{nth}")


def _recommended(lang: Lang, courses: Sequence[Course]) -> list[Element]:
    if not courses:
        return [text(lang.t("training.self_check.result.no_course"))]
    return cut(lang, [_course(lang, one) for one in courses], COURSES_SHOWN)


def _course(lang: Lang, course: Course) -> Element:
    words = [
        text(shortened(course.title, NAME_LENGTH), weight="bolder"),
        text(minutes(lang, course), size="small", spacing="none"),
    ]
    button = press(lang.t("common.open"), Show(course_id=course.course_id))
    return columns(("stretch", words), ("auto", actions_row([button])))


def _own(lang: Lang) -> list[Action]:
    return [
        press(lang.t("training.self_check.press.again"), OpenSelfCheck()),
        to_list(lang),
        press(lang.t("training.self_check.press.forget"), ForgetSelfCheck(), style="destructive"),
    ]


def self_check_none(lang: Lang) -> Card:
    """Nothing of a self check is kept of the reader."""
    return _plain(lang, "none")


def self_check_forgotten(lang: Lang) -> Card:
    """診断結果を消しました."""
    return _plain(lang, "forgotten")


def _plain(lang: Lang, state: Literal["none", "forgotten"]) -> Card:
    return card(
        lang,
        title=lang.t(f"training.self_check.{state}.title"),
        body=[text(lang.t(f"training.self_check.{state}.body")), _promise(lang)],
        actions=[
            press(lang.t("training.self_check.press.open"), OpenSelfCheck()),
            to_list(lang),
        ],
    )


def self_check_numbers(lang: Lang, groups: Sequence[SkillGroup]) -> Card:
    """自己診断の統計: departments with five answers or more; no answer of anybody."""
    shown = sorted(groups, key=lambda one: one.average)[:GROUPS_SHOWN]
    more = len(groups) - GROUPS_SHOWN
    return card(
        lang,
        title=lang.t("training.self_check.numbers.title"),
        body=[
            text(lang.t("training.self_check.numbers.lead")),
            *([_groups(lang, shown)] if shown else [_too_few(lang)]),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
            note(lang.t("training.self_check.numbers.note")),
        ],
        actions=[press(lang.t("training.desk.press.courses"), Courses())],
    )


def _too_few(lang: Lang) -> Element:
    return key_line(lang.t("training.self_check.numbers.none"))


def _groups(lang: Lang, groups: Sequence[SkillGroup]) -> Element:
    names = ("org", "people", "average", "weak")
    head = [lang.t(f"training.self_check.numbers.{name}") for name in names]
    return table(head, (_group(lang, one) for one in groups), (4, 2, 2, 4))


def _group(lang: Lang, one: SkillGroup) -> Sequence[str]:
    weak = lang.listed(skill(lang, nth) for nth in one.weak[:WEAK_NAMED])
    return shortened(one.org, 24), str(one.people), str(one.average), weak
