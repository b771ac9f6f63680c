"""A course opened, closed, ended, and bound to a duty."""

from datetime import date, datetime

import pytest

from bot.errors import Refused, Stale
from bot.training.model import CourseState, SessionState
from bot.training.rules import courses
from tests.bot.training.rules.made import COURSE, TODAY, TOKYO, course, session

DRAFT = course(state=CourseState.DRAFT)
LAST = COURSE.finish_by


def test_a_draft_opens_closes_and_opens_again() -> None:
    found = courses.opened(DRAFT, version=1, today=TODAY)
    found = courses.closed(found, version=2)
    assert found.state is CourseState.CLOSED
    assert courses.opened(found, version=3, today=TODAY).state is CourseState.OPEN


def test_an_old_card_and_a_second_press_change_nothing() -> None:
    for press in (
        lambda: courses.opened(DRAFT, version=2, today=TODAY),
        lambda: courses.opened(COURSE, version=1, today=TODAY),
        lambda: courses.closed(DRAFT, version=1),
        lambda: courses.bound(COURSE, version=1, promise=0),
    ):
        with pytest.raises(Stale, match="changed"):
            press()


def test_a_course_whose_last_day_has_passed_does_not_open() -> None:
    assert courses.opened(DRAFT, version=1, today=LAST).state is CourseState.OPEN
    with pytest.raises(Refused, match="ended"):
        courses.opened(DRAFT, version=1, today=date(2027, 4, 1))
    with pytest.raises(Refused, match="ended"):
        courses.closed(course(state=CourseState.ENDED), version=1)


def test_another_tenants_course_is_changed_at_home() -> None:
    with pytest.raises(Refused, match="from_elsewhere"):
        courses.closed(course(home="hinode"), version=1)
    with pytest.raises(Refused, match="from_elsewhere"):
        closed = course(home="hinode", state=CourseState.CLOSED)
        courses.opened(closed, version=1, today=TODAY)


def test_another_tenants_course_is_opened_here_first() -> None:
    draft = course(home="hinode", state=CourseState.DRAFT)
    assert courses.opened(draft, version=1, today=TODAY).state is CourseState.OPEN
    with pytest.raises(Stale):
        courses.opened(draft, version=2, today=TODAY)


def test_a_course_is_over_after_its_last_day_and_its_last_session() -> None:
    first_of_april = datetime(2027, 4, 1, 9, tzinfo=TOKYO)
    late = session(
        starts_at=datetime(2027, 4, 2, 9, tzinfo=TOKYO),
        ends_at=datetime(2027, 4, 2, 10, tzinfo=TOKYO),
    )
    assert not courses.is_over(COURSE, (), datetime(2027, 3, 31, 23, 59, tzinfo=TOKYO))
    assert courses.is_over(COURSE, (session(),), first_of_april)
    assert not courses.is_over(COURSE, (late,), first_of_april)
    assert courses.is_over(COURSE, (session(state=SessionState.CANCELLED),), first_of_april)
    assert not courses.is_over(DRAFT, (), first_of_april)
    assert courses.ended(COURSE).state is CourseState.ENDED


def test_a_course_is_bound_to_a_duty_and_untied() -> None:
    found = courses.bound(COURSE, version=1, promise=12)
    assert (found.promise, found.version) == (12, 2)
    assert courses.bound(found, version=2, promise=0).promise == 0
