"""PCスキルの自己診断: its result is the reader's alone. No press here enters the ledger."""

from collections.abc import Iterator

from bot.errors import Refused
from bot.training import acting, shown_lines
from bot.training.model import CourseState
from bot.training.rules.shown import ShownCourse
from bot.training.rules.years import fiscal_year
from bot.training.self_check import store as self_check_store
from bot.training.self_check.answers import Check, is_sound, teaches
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards import training as cards
from cards.elements import Card
from cards.training import verbs as view

router = Router()
MOST_COURSES = 5


@router.on(view.OpenSelfCheck)
def open_self_check(turn: Turn, verb: view.OpenSelfCheck) -> Card:
    """The ten questions."""
    del verb
    acting.staff_only(turn)
    return cards.self_check_form(turn.lang)


@router.hears(r"自己診断|(?:pc\s*)?スキル診断|pcスキルの自己診断|self[- ]?check")
def hear(turn: Turn, words: str) -> Card:
    """「自己診断」: one's own result, or the questions."""
    del words
    acting.staff_only(turn)
    check = self_check_store.of(turn.tx, turn.person.id)
    return cards.self_check_form(turn.lang) if check is None else _result(turn, check)


@router.on(view.AnswerSelfCheck)
def answer(turn: Turn, verb: view.AnswerSelfCheck) -> Card:
    """診断する; an earlier result is replaced."""
    acting.staff_only(turn)
    answers = tuple(getattr(verb, f"q{nth}") for nth in range(1, 11))
    if not is_sound(answers):
        raise Refused("common.refused.malformed", field="q1")
    check = Check(on=turn.today, answers=answers)
    self_check_store.keep(turn.tx, turn.person, check)
    return _result(turn, check)


@router.on(view.ShowSelfCheck)
def show(turn: Turn, verb: view.ShowSelfCheck) -> Card:
    """自分の診断結果."""
    del verb
    acting.staff_only(turn)
    check = self_check_store.of(turn.tx, turn.person.id)
    return cards.self_check_none(turn.lang) if check is None else _result(turn, check)


@router.on(view.ForgetSelfCheck)
def forget(turn: Turn, verb: view.ForgetSelfCheck) -> Card:
    """診断結果を消す."""
    del verb
    acting.staff_only(turn)
    self_check_store.forget(turn.tx, turn.person.id)
    return cards.self_check_forgotten(turn.lang)


@router.on(view.SelfCheckNumbers)
def numbers(turn: Turn, verb: view.SelfCheckNumbers) -> Card:
    """自己診断の統計 of this fiscal year, for the desk: departments, in whole fives."""
    del verb
    if acting.at_desk(turn) is None:
        raise Refused(acting.NOT_YOURS)
    found = self_check_store.tallies(turn.tx, fiscal_year(turn.today))
    return cards.self_check_numbers(turn.lang, found)


def _result(turn: Turn, check: Check) -> Card:
    return cards.self_check_result(
        turn.lang,
        check.level.value,
        _recommended(turn, check),
        points=check.points,
        answered_on=check.on,
        weak=check.weak,
    )


def _recommended(turn: Turn, check: Check) -> list[ShownCourse]:
    """Courses that the reader may book and that teach what they are least sure of."""
    courses = [
        line.course
        for line in shown_lines.lines(turn.tx, turn.person, turn.now)
        if line.course.state == CourseState.OPEN and line.mine.finished_on is None
    ]
    found = {one.course_id: one for one in _teaching(courses, check)}
    return list(found.values())[:MOST_COURSES]


def _teaching(courses: list[ShownCourse], check: Check) -> Iterator[ShownCourse]:
    for skill in check.weak:
        for course in courses:
            if teaches(f"{course.title} {course.series} {course.topics}", skill):
                yield course
