"""A course that is disposed of takes every card about it along, with what it says."""

from datetime import date
from typing import Any

from bot.people import members
from bot.people.selectors import parse
from bot.training import asked, keeping, seats, telling
from bot.training.model import Course, CourseState, Head
from bot.training.plan import item
from bot.training.questions import TELL
from bot.training.store import announcements
from bot.training.store.announcements import Announcement
from tests.bot.training.clock.conftest import Clock


def busy(city: Clock, course: Course) -> None:
    """Heads were asked of its people, who lost their session and aren't all told of it yet."""
    session = city.session(course)
    city.enrols(session, "t1")
    city.enrols(session, "t4")
    city.announced(course, "t1")
    city.write(lambda tx: seats.cancel_session(tx, session.id, city.now, 1, reason="台風"))
    own = city.mine_of(session, "t1")
    city.write(lambda tx: telling.told(tx, course, own, "cancelled", city.now))
    city.write(lambda tx: asked.ask_tell(tx, own, "cancelled", city.now))


def test_no_card_and_no_question_is_left_of_a_disposed_course(city: Clock) -> None:
    gone = city.course(state=CourseState.OPEN, head=Head.APPROVE)
    kept = city.course(state=CourseState.OPEN, head=Head.APPROVE, code="kept", year=2027)
    for course in (gone, kept):
        busy(city, course)
    city.write(lambda tx: keeping.dispose(tx, (gone.id,), city.now))
    assert sorted(row.kind for row in city.notices()) == sorted(
        [item.REQUEST, item.REQUEST, item.ENROL, item.TOLD]
    )
    assert len(city.errands(TELL)) == 1


def test_what_stands_in_chats_of_a_course_is_taken_back_before_it_goes(city: Clock) -> None:
    course = city.course(state=CourseState.OPEN, head=Head.APPROVE)
    other = city.course(state=CourseState.OPEN, head=Head.APPROVE, code="kept", year=2027)
    for one in (course, other):
        busy(city, one)
    standing = len(city.notices())
    city.write(lambda tx: keeping.empty(tx, course.id, city.now))
    withdrawn = [row.kind for row in city.notices() if row.state == "withdrawn"]
    assert sorted(withdrawn) == sorted([item.REQUEST, item.REQUEST, item.ENROL, item.TOLD])
    assert len(city.notices()) == standing
    assert city.write(lambda tx: keeping.empty(tx, course.id, city.now)) is True
    assert city.write(lambda tx: keeping.empty(tx, -3, city.now)) is True


def test_digests_of_those_years_go_and_later_ones_stay(city: Clock) -> None:
    course = city.course(head=Head.NOTIFIED)
    city.enrols(city.session(course), "t1")
    city.at(date(2026, 11, 25)).tick()
    assert city.notices(item.NOTIFIED)
    later = city.course(code="earlier", year=2025)
    city.write(lambda tx: keeping.dispose(tx, (later.id,), city.now))
    assert city.notices(item.NOTIFIED)
    city.write(lambda tx: keeping.dispose(tx, (course.id,), city.now))
    assert city.notices(item.NOTIFIED) == []


def test_lists_of_whom_it_was_announced_to_are_forgotten(city: Clock) -> None:
    course = city.course()
    list_ = parse(f"list:training-enrol:{course.id}:1:1")

    def fill(tx: Any) -> None:
        members.begin(tx, list_, at=city.now)
        members.put(tx, list_, [city_person], at=city.now)
        made = Announcement(
            course=course.id, source_key="one", author=0, asked_at=city.now, selector=str(list_)
        )
        announcements.add(tx, made)

    city_person = city.person("t1").id
    city.write(fill)
    city.write(lambda tx: keeping.dispose(tx, (course.id,), city.now))
    assert city.read(lambda tx: members.of_person(tx, city_person)) == ()
