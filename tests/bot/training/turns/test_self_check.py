"""The self check in chat: its result is the reader's alone."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import Refused
from bot.ledger.record import ENTRY
from bot.training.self_check import store as self_check_store
from bot.training.turns import self_check
from cards.training import verbs as view
from cards.verbs import Verb

from .conftest import City, said


def press(city: City, aad: str, verb: Verb) -> Any:
    return city.write(lambda tx: self_check.router.answer(city.turn(tx, aad), verb))


def answered(*answers: int) -> view.AnswerSelfCheck:
    return view.AnswerSelfCheck(**{f"q{n}": one for n, one in enumerate(answers, 1)})


MIDDLING = answered(3, 3, 2, 0, 3, 3, 2, 1, 1, 2)


def test_the_questions_promise_that_nobody_else_sees_the_result(city: City) -> None:
    assert "結果は上司・人事には見えません" in said(press(city, "t1", view.OpenSelfCheck()))


def test_the_result_says_level_and_what_to_learn(city: City) -> None:
    city.course(code="a", title="Excel 関数入門")
    city.course(code="b", title="接遇研修")
    city.course(code="c", title="情報セキュリティ研修", to=("department:水道課",))
    words = said(press(city, "t1", MIDDLING))
    assert "Excel 関数入門" in words
    assert "接遇研修" not in words
    assert "情報セキュリティ研修" not in words
    assert words == said(press(city, "t1", view.ShowSelfCheck()))


def test_a_course_that_is_finished_is_not_recommended(city: City) -> None:
    course = city.course(code="a", title="Excel 関数入門")
    city.finished(course, "t1")
    assert "Excel 関数入門" not in said(press(city, "t1", MIDDLING))


def test_words_open_the_questions_and_later_the_result(city: City) -> None:
    def say() -> str:
        return said(city.write(lambda tx: self_check.router.say(city.turn(tx, "t1"), "自己診断")))

    assert "診断する" in say()
    press(city, "t1", MIDDLING)
    assert say() == said(press(city, "t1", view.ShowSelfCheck()))


def test_nobody_else_sees_it_neither_head_nor_desk(city: City) -> None:
    press(city, "t1", MIDDLING)
    none = said(press(city, "t2", view.ShowSelfCheck()))
    assert none == said(press(city, "t5", view.ShowSelfCheck()))
    assert none != said(press(city, "t1", view.ShowSelfCheck()))


def test_no_press_enters_the_ledger(city: City) -> None:
    before = city.read(lambda tx: len(tx.all(select(ENTRY.c.seq))))
    verbs = (view.OpenSelfCheck(), MIDDLING, view.ShowSelfCheck(), view.ForgetSelfCheck())
    for verb in verbs:
        press(city, "t1", verb)
    assert city.read(lambda tx: len(tx.all(select(ENTRY.c.seq)))) == before


def test_forgetting_takes_the_answers_out(city: City) -> None:
    press(city, "t1", MIDDLING)
    press(city, "t1", view.ForgetSelfCheck())
    person = city.person("t1").id
    assert city.read(lambda tx: self_check_store.of(tx, person)) is None
    assert city.read(lambda tx: self_check_store.personal_data(tx, person)) == ()


def test_answers_that_the_form_does_not_offer_are_refused(city: City) -> None:
    with pytest.raises(Refused, match="malformed"):
        press(city, "t1", answered(*[4] * 10))


def test_the_numbers_are_the_desks_and_come_in_fives(city: City) -> None:
    for who in ("t1", "t2", "t9"):
        with pytest.raises(Refused, match="not_yours"):
            press(city, who, view.SelfCheckNumbers())
    for who in ("t1", "t2", "t4"):
        press(city, who, MIDDLING)
    assert "企画課" not in said(press(city, "t5", view.SelfCheckNumbers()))


def test_pupils_get_help_and_no_questions(city: City) -> None:
    with pytest.raises(Refused, match="no_role"):
        press(city, "t7", view.OpenSelfCheck())
