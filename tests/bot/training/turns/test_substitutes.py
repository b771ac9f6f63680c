"""代わりの人: a colleague is asked, and the seat stays whose it was until they agree."""

import pytest

from bot.errors import Refused, Stale
from bot.training.model import Course, Session, State
from cards.training import verbs as view

from .conftest import City, said


def seated(city: City, **more: object) -> tuple[Course, Session]:
    course = city.course(**more)
    session = city.session(course, seats=1)
    city.enrolled(session, "t1")
    return course, session


def ask(city: City, course: Course, who: str) -> view.Substitute:
    version = city.mine(course, "t1").version
    return view.Substitute(course_id=course.id, version=version, who=who)


def answer(city: City, course: Course, *, agree: bool) -> view.TakeOver:
    asked = city.mine(course, "t1")
    return view.TakeOver(enrolment_id=asked.id, version=asked.version, agree=agree)


@pytest.mark.parametrize("said_as", ["大野 四", "大野四", "大野", "ono@akatsuki.example.jp"])
def test_a_colleague_is_asked_by_name_or_mail(city: City, said_as: str) -> None:
    course, _ = seated(city)
    card = city.press("t1", ask(city, course, said_as))
    assert city.mine(course, "t1").asked == city.person("t4").id
    assert city.state(course, "t1") is State.BOOKED
    assert "大野 四" in said(card)


@pytest.mark.parametrize(
    "said_as", ["だれか", "久保 七", "nobody@akatsuki.example.jp", "kubo@akatsuki.example.jp"]
)
def test_a_name_that_nobody_on_the_staff_has_comes_back(city: City, said_as: str) -> None:
    course, _ = seated(city)
    assert said_as in city.refused("t1", ask(city, course, said_as))
    assert city.mine(course, "t1").asked is None


def test_oneself_is_no_substitute(city: City) -> None:
    course, _ = seated(city)
    assert "青木 一" in city.refused("t1", ask(city, course, "青木 一"))


def test_whom_the_course_is_not_for_is_not_asked(city: City) -> None:
    course, _ = seated(city, to=("department:企画課",))
    assert "小林" in city.refused("t1", ask(city, course, "小林 八"))
    assert city.mine(course, "t1").asked is None


def test_the_colleague_takes_the_seat(city: City) -> None:
    course, session = seated(city)
    city.press("t1", ask(city, course, "大野 四"))
    card = city.press("t4", answer(city, course, agree=True))
    assert city.state(course, "t1") is State.REPLACED
    assert city.state(course, "t4") is State.BOOKED
    assert city.session_now(session).held == 1
    assert "受講が決まっています" in said(card)


def test_the_colleague_says_no_and_the_seat_stays(city: City) -> None:
    course, _ = seated(city)
    city.press("t1", ask(city, course, "大野 四"))
    city.press("t4", answer(city, course, agree=False))
    assert city.state(course, "t1") is State.BOOKED
    assert city.mine(course, "t1").asked is None
    assert city.state(course, "t4") is None


def test_nobody_else_takes_the_seat(city: City) -> None:
    course, _ = seated(city)
    city.press("t1", ask(city, course, "大野 四"))
    with pytest.raises(Stale) as stale:
        city.press("t2", answer(city, course, agree=True))
    assert stale.value.facts["show"] == view.Mine()
    assert city.state(course, "t1") is State.BOOKED


def test_whoever_was_asked_first_is_not_asked_any_more(city: City) -> None:
    course, _ = seated(city)
    city.press("t1", ask(city, course, "大野 四"))
    early = answer(city, course, agree=True)
    city.press("t1", ask(city, course, "上田 二"))
    with pytest.raises(Stale):
        city.press("t4", early)
    city.press("t2", answer(city, course, agree=True))
    assert city.state(course, "t2") is State.BOOKED


def test_an_answer_after_the_seat_was_given_up_is_too_late(city: City) -> None:
    course, _ = seated(city)
    city.press("t1", ask(city, course, "大野 四"))
    late = answer(city, course, agree=True)
    version = city.mine(course, "t1").version
    city.press("t1", view.Withdraw(course_id=course.id, version=version))
    with pytest.raises(Stale):
        city.press("t4", late)
    assert city.state(course, "t4") is None


def test_who_only_waits_has_no_seat_to_give(city: City) -> None:
    course, session = seated(city)
    city.enrolled(session, "t2", wait=True)
    with pytest.raises(Stale):
        city.press("t2", view.OpenSubstitute(course_id=course.id))


def test_the_form_asks_who_has_a_seat(city: City) -> None:
    course, _ = seated(city)
    form = city.press("t1", view.OpenSubstitute(course_id=course.id))
    assert "推薦" in said(form)


def test_an_old_form_asks_nobody(city: City) -> None:
    course, _ = seated(city)
    old = ask(city, course, "大野 四")
    city.press("t1", old)
    with pytest.raises((Stale, Refused)):
        city.press("t1", old)
