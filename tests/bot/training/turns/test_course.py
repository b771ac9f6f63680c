"""The reader's own card of a course: the sessions that are theirs to take, and nobody's name."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import Refused
from bot.training.model import CourseState, SessionState
from bot.training.store import enrolments
from cards.training import verbs as view

from .conftest import NOW, STARTS, City, said, verbs


def test_the_card_says_the_seats_that_are_left_for_the_reader(city: City) -> None:
    course = city.course()
    session = city.session(course, ("ひので町", 1), seats=9)
    city.enrolled(session, "t6")
    assert "空き8席" in said(city.press("t1", view.Show(course_id=course.id)))
    hinode = said(city.press("t9", view.Show(course_id=course.id)))
    assert "空き" not in hinode
    assert "キャンセル待ちに入る" in hinode


def test_nobody_reads_who_else_comes(city: City) -> None:
    course = city.course()
    session = city.session(course)
    city.enrolled(session, "t2")
    city.enrolled(session, "t4")
    words = said(city.press("t1", view.Show(course_id=course.id)))
    assert not any(name in words for name in ("上田", "大野"))


def test_six_sessions_stand_on_the_card_and_the_filter_finds_the_others(city: City) -> None:
    course = city.course()
    for week in range(8):
        place = "東庁舎" if week == 7 else "研修室"
        starts = STARTS + timedelta(weeks=week)
        city.session(course, number=week + 1, starts_at=starts, place=place)
    card = city.press("t1", view.Show(course_id=course.id))
    assert verbs(card).count("training.enrol") == 6
    assert "training.open_filter" in verbs(card)
    east = city.press("t1", view.Show(course_id=course.id, place="東"))
    assert verbs(east).count("training.enrol") == 1
    late = city.press("t1", view.Show(course_id=course.id, since=date(2027, 1, 15)))
    assert verbs(late).count("training.enrol") == 2
    form = city.press("t1", view.OpenFilter(course_id=course.id))
    assert "training.show" in verbs(form)


def test_only_the_sessions_of_ones_own_wave_are_shown(city: City) -> None:
    course = city.course()
    city.wave(course, 1, "あかつき市")
    city.wave(course, 2)
    city.session(course, number=1, wave=1)
    city.session(course, number=2, wave=2)
    card = city.press("t1", view.Show(course_id=course.id))
    assert "第1回" in said(card)
    assert "第2回" not in said(card)
    without = city.press("t6", view.Show(course_id=course.id))
    assert "受講期がまだ決まっていません" in said(without)
    assert "training.enrol" not in verbs(without)


def test_whoever_is_booked_sees_only_sessions_of_their_wave_beside(city: City) -> None:
    course = city.course()
    city.wave(course, 1, "あかつき市")
    own = city.session(course, number=1, wave=1)
    city.session(course, number=2, wave=2)
    city.session(course, number=3)
    city.enrolled(own, "t1")
    card = city.press("t1", view.Show(course_id=course.id))
    assert "第2回" not in said(card)
    assert "第3回" in said(card)


def test_a_booking_stays_when_the_wave_changes_and_the_card_says_so(city: City) -> None:
    course = city.course()
    city.wave(course, 1, "あかつき市")
    city.enrolled(city.session(course, wave=1), "t1")
    city.session(course, number=2, wave=2)
    show = view.Show(course_id=course.id)
    assert "受講期が変わりました" not in said(city.press("t1", show))
    city.wave(course, 2, "あかつき市")
    card = city.press("t1", show)
    assert "受講期が変わりました" in said(card)
    assert "training.withdraw" in verbs(card)
    assert "第2回" in said(card)


def test_cancelled_and_begun_sessions_are_not_offered(city: City) -> None:
    course = city.course()
    city.session(course, number=1, state=SessionState.CANCELLED)
    city.session(course, number=2, starts_at=NOW - timedelta(hours=1))
    words = said(city.press("t1", view.Show(course_id=course.id)))
    assert "第1回" not in words
    assert "第2回" not in words


@pytest.mark.parametrize(
    ("who", "more", "reason"),
    [
        ("t8", {"to": ("department:企画課",)}, "not_for_you"),
        ("t4", {"but": ("department:企画課",)}, "not_for_you"),
        ("t6", {"to": ("municipality:あかつき市",)}, "not_for_you"),
        ("t1", {"state": CourseState.DRAFT}, "not_open"),
        ("t7", {}, "no_role"),
    ],
)
def test_whom_it_is_not_for_sees_no_card(
    city: City, who: str, more: dict[str, object], reason: str
) -> None:
    course = city.course(**more)
    with pytest.raises(Refused, match=reason):
        city.press(who, view.Show(course_id=course.id))
    with pytest.raises(Refused, match=reason):
        city.press(who, view.OpenCannot(course_id=course.id))


def test_who_was_booked_before_they_moved_on_still_sees_their_seat(city: City) -> None:
    course = city.course(to=("department:企画課",))
    session = city.session(course)
    own = city.enrolled(session, "t1")
    moved = city.person("t8").id

    city.write(lambda tx: enrolments.add(tx, replace(own, id=0, person=moved)))
    assert "training.withdraw" in verbs(city.press("t8", view.Show(course_id=course.id)))


def test_the_card_asks_for_news_only_while_something_stands(city: City) -> None:
    course = city.course()
    session = city.session(course)
    assert "refresh" not in city.press("t1", view.Show(course_id=course.id))
    city.enrolled(session, "t1")
    assert "refresh" in city.press("t1", view.Show(course_id=course.id))


def test_in_english_too(city: City) -> None:
    course = city.course(requires=("word",))
    city.session(course)
    card = city.press("t1", view.Show(course_id=course.id), lang="en")
    assert card["lang"] == "en"
