"""After a recording: questions that finish a course, and a certificate for whose it is."""

from typing import Any

import pytest

from bot.errors import NotFound, Refused
from bot.storage.tx import Tx
from bot.training.model import Completion, Course, How
from bot.training.store import completions
from bot.training.turns import checks
from bot.turns.links import Link
from cards.training import verbs as view

from .conftest import QUESTIONS, ROUTER, City, said, verbs

RECORDING = "https://video.example.jp/teams"


def recorded(city: City, **more: Any) -> Course:
    return city.course(**{"recording": RECORDING, "questions": QUESTIONS, **more})


def completion(city: City, course: Course, aad: str) -> Completion | None:
    person = city.person(aad).id
    return city.read(lambda tx: completions.of(tx, course.id, person))


def test_right_answers_finish_the_course(city: City) -> None:
    course = recorded(city)
    assert QUESTIONS[0].text in said(city.press("t1", view.OpenCheck(course_id=course.id)))
    card = city.press("t1", view.AnswerCheck(course_id=course.id, answer1=1, answer2=0))
    done = completion(city, course, "t1")
    assert done is not None
    assert (done.how, done.municipality, done.department) == (How.RECORDING, "あかつき市", "企画課")
    assert "青木 一" in said(card)


def test_which_are_wrong_is_told_from_the_third_try_on(city: City) -> None:
    course = recorded(city)
    wrong = view.AnswerCheck(course_id=course.id, answer1=0, answer2=0)
    first, second, third = (said(city.press("t1", wrong)) for _ in range(3))
    assert "問1" in third.replace(" ", "")
    assert first == second != third
    assert completion(city, course, "t1") is None


def test_a_question_left_out_is_no_try(city: City) -> None:
    course = recorded(city)
    left_out = view.AnswerCheck(course_id=course.id, answer1=1)
    for _ in range(3):
        assert QUESTIONS[0].text in city.refused("t1", left_out)
    wrong = view.AnswerCheck(course_id=course.id, answer1=0, answer2=0)
    first = said(city.press("t1", wrong))
    assert said(city.press("t1", wrong)) == first


def test_answering_again_finishes_once(city: City) -> None:
    course = recorded(city)
    right = view.AnswerCheck(course_id=course.id, answer1=1, answer2=0)
    assert said(city.press("t1", right)) == said(city.press("t1", right))
    again = city.press("t1", view.OpenCheck(course_id=course.id))
    assert "青木 一" in said(again)


@pytest.mark.parametrize(
    ("who", "more", "reason"),
    [
        ("t1", {"recording": ""}, "no_check"),
        ("t1", {"questions": ()}, "no_check"),
        ("t1", {"requires": ("word",)}, "no_check"),
        ("t8", {"to": ("department:企画課",)}, "not_for_you"),
        ("t7", {}, "no_role"),
    ],
)
def test_who_cannot_finish_so_gets_no_questions(
    city: City, who: str, more: dict[str, object], reason: str
) -> None:
    course = recorded(city, **more)
    with pytest.raises(Refused, match=reason):
        city.press(who, view.OpenCheck(course_id=course.id))
    with pytest.raises(Refused, match=reason):
        city.press(who, view.AnswerCheck(course_id=course.id, answer1=1, answer2=0))
    assert completion(city, course, who) is None


def test_only_who_has_finished_gets_a_certificate(city: City) -> None:
    course = recorded(city)
    city.finished(course, "t1")
    assert "青木 一" in said(city.press("t1", view.ShowCertificate(course_id=course.id)))
    with pytest.raises(Refused, match="not_finished"):
        city.press("t2", view.ShowCertificate(course_id=course.id))


def test_the_certificate_is_printed_by_whose_it_is(city: City) -> None:
    course = recorded(city)
    city.finished(course, "t1")
    city.public_url = "https://renkei.example.jp"
    card = city.press("t1", view.ShowCertificate(course_id=course.id))
    assert "https://renkei.example.jp/view/city/" in str(card)
    assert "青木 一" in opened(city, "t1", course.subject)
    with pytest.raises(Refused, match="not_finished"):
        opened(city, "t2", course.subject)
    with pytest.raises(NotFound):
        opened(city, "t1", "enrolment:1")


def opened(city: City, who: str, subject: str) -> str:
    link = Link(aad_object_id=who, page=checks.CERTIFICATE, subject=subject)

    def work(tx: Tx) -> bytes:
        return ROUTER.open(city.turn(tx, who), link).body

    return city.write(work).decode()


def test_no_right_answer_stands_on_the_card(city: City) -> None:
    course = recorded(city)
    card = city.press("t1", view.OpenCheck(course_id=course.id))
    assert "right" not in str(card)
    assert "training.answer_check" in verbs(card)
