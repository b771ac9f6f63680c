"""In which capacity somebody acts: the desk everywhere, a coordinator for their municipality."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.training import acting
from bot.training.model import Course, CourseState
from bot.turns.turn import Turn

from .conftest import COURSE, City

T = TypeVar("T")


def asked(city: City, who: str, question: Callable[[Turn], T]) -> T:
    return city.read(lambda tx: question(city.turn(tx, who)))


def test_the_desk_reads_and_runs_everything(city: City) -> None:
    session = city.session(city.course())
    assert asked(city, "t5", acting.reading) is not None
    assert asked(city, "t5", lambda turn: acting.running(turn, session)) is not None
    assert asked(city, "t5", lambda turn: acting.choosing(turn, "ひので町")) is not None


def test_a_coordinator_runs_what_their_municipality_hosts(city: City) -> None:
    course = city.course()
    own = city.session(course, host="ひので町")
    other = city.session(course, number=2)
    assert asked(city, "t9", lambda turn: acting.running(turn, own)) is not None
    assert asked(city, "t9", lambda turn: acting.running(turn, other)) is None
    assert asked(city, "t9", acting.coordinated) == "ひので町"


def test_a_coordinator_chooses_for_their_own_municipality_alone(city: City) -> None:
    assert asked(city, "t9", lambda turn: acting.choosing(turn, "")) is not None
    assert asked(city, "t9", lambda turn: acting.choosing(turn, "あかつき市")) is None


def test_staff_run_nothing(city: City) -> None:
    session = city.session(city.course())
    assert asked(city, "t1", acting.reading) is None
    assert asked(city, "t1", lambda turn: acting.running(turn, session)) is None
    assert asked(city, "t1", lambda turn: acting.choosing(turn, "")) is None
    assert asked(city, "t1", lambda turn: acting.may(turn, COURSE)) == frozenset()


def may(city: City, who: str, course: Course) -> frozenset[str]:
    return asked(city, who, lambda turn: acting.may(turn, course))


def test_what_the_desk_may_press_follows_the_course(city: City) -> None:
    assert {"close", "announce"} <= may(city, "t5", COURSE)
    draft = replace(COURSE, state=CourseState.DRAFT)
    assert "open" in may(city, "t5", draft)
    assert "announce" not in may(city, "t5", draft)
    ended = replace(COURSE, state=CourseState.ENDED)
    assert may(city, "t5", ended) == {"promise", "meet"}


def test_a_coordinator_is_offered_a_choice_until_the_day(city: City) -> None:
    course = city.course(choose_by=city.now.date())
    city.wave(course, 1)
    assert may(city, "t9", course) == {"waves"}
    city.now += timedelta(days=1)
    assert may(city, "t9", course) == frozenset()
    assert "waves" in may(city, "t5", course)


def test_another_tenants_course_is_only_opened_and_announced(city: City) -> None:
    copy = replace(COURSE, home="hinode", home_course=3)
    assert may(city, "t5", copy) == {"announce"}
    assert may(city, "t5", replace(copy, state=CourseState.DRAFT)) == {"open"}
    assert may(city, "t5", replace(copy, state=CourseState.CLOSED)) == frozenset()
