"""For whom of an audience a card still is: the database leaves out all others, a page at a time."""

from datetime import date

from bot.people.audience import Audience, parse
from bot.training.model import State
from bot.training.store import reaching
from bot.training.store.reaching import Lacks
from tests.bot.training.clock.conftest import Clock, city

__all__ = ["city"]

STAFF = Audience(to=(parse("role:staff"),))
TODAY = date(2026, 11, 24)
EVERY = {"t1", "t2", "t3", "t4", "t5", "t6", "t8", "t9"}


def few(city: Clock, course: int, most: int = 20, **what: object) -> set[str] | None:
    found = city.read(
        lambda tx: reaching.few(tx, STAFF, TODAY, most, course=course, **what)  # type: ignore[arg-type]
    )
    return None if found is None else {aad for aad in EVERY if city.person(aad).id in found}


def test_it_is_for_who_has_neither_applied_nor_finished(city: Clock) -> None:
    course = city.course()
    session = city.session(course)
    city.enrolled(session, "t1")
    city.enrols(session, "t2")
    city.withdraws(session, "t2")
    city.finished(course, "t4")
    assert city.mine_of(session, "t2").state is State.CANCELLED
    assert few(city, course.id, lacks=Lacks.APPLY) == EVERY - {"t1", "t4"}
    assert few(city, course.id, lacks=Lacks.FINISH) == EVERY - {"t1", "t4"}


def test_too_many_are_not_counted_to_the_end(city: Clock) -> None:
    course = city.course()
    assert few(city, course.id, 7, lacks=Lacks.APPLY) is None
    assert few(city, course.id, 8, lacks=Lacks.APPLY) == EVERY


def test_who_has_a_copy_of_a_notice_has_heard(city: Clock) -> None:
    course = city.course()
    notice = city.announced(course, "t1", "t3")
    found = few(city, course.id, lacks=Lacks.HEAR, notices=(notice,))
    assert found == EVERY - {"t1", "t3"}
    assert few(city, course.id, lacks=Lacks.HEAR, notices=()) == EVERY


def test_towns_narrow_it(city: Clock) -> None:
    course = city.course()
    assert few(city, course.id, lacks=Lacks.APPLY, towns={"ひので町"}) == {"t6", "t9"}
    assert few(city, course.id, lacks=Lacks.APPLY, towns=()) == set()
