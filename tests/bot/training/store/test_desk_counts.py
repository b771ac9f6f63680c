"""What the desk counts and reaches, on both databases: each person once, finished before booked."""

from datetime import UTC, date, datetime

import pytest

from bot.storage.store import Storage
from bot.training.model import Completion, Course, CourseState, Enrolment, How, State
from bot.training.store import (
    announcements,
    completing,
    completions,
    courses,
    enrolments,
    progress,
)
from bot.training.store.announcements import Announcement, Purpose

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CITY, TOWN = {"municipality": "あかつき市"}, {"municipality": "ひので町"}


def course(tx, code: str) -> Course:
    new = Course(
        id=0,
        code=code,
        year=2026,
        title=code,
        finish_by=date(2027, 3, 31),
        state=CourseState.OPEN,
    )
    return courses.add(tx, new)


def enrolled(tx, of: Course, person: int, state: State, **place: str) -> None:
    new = Enrolment(
        id=0, course=of.id, session=1, person=person, state=state, since=NOW, version=1, **place
    )
    enrolments.add(tx, new)


def finished(tx, of: Course, person: int, how: How = How.ATTENDANCE, **place: str) -> None:
    done = Completion(course=of.id, person=person, on=date(2026, 11, 20), how=how, **place)
    completions.add(tx, done)


@pytest.mark.parametrize("others", [0, 9])
def test_each_person_is_counted_once_of_few_courses_and_of_many(
    storage: Storage, tenant: str, others: int
) -> None:
    def work(tx):
        one = course(tx, "one")
        enrolled(tx, one, 1, State.BOOKED, department="企画課", **CITY)
        enrolled(tx, one, 2, State.WAITING, department="企画課", **CITY)
        enrolled(tx, one, 3, State.BOOKED, department="総務課", **TOWN)
        finished(tx, one, 3, How.RECORDING, department="総務課", **TOWN)
        enrolled(tx, one, 4, State.CANCELLED, department="総務課", **TOWN)
        more = [course(tx, f"other{n}").id for n in range(others)]
        return progress.counts(tx, [one.id, *more])[one.id]

    assert storage.write_now(tenant, work) == {
        "finished": {("ひので町", "総務課"): 1},
        "booked": {("あかつき市", "企画課"): 1},
        "waiting": {("あかつき市", "企画課"): 1},
    }


def test_everybody_of_a_course_is_named_once_by_how_they_stand(
    storage: Storage, tenant: str
) -> None:
    def work(tx):
        one = course(tx, "one")
        for person in (1, 2, 3):
            enrolled(tx, one, person, State.BOOKED, **CITY)
        finished(tx, one, 2, **CITY)
        finished(tx, one, 9, **TOWN)
        every = [row for page in progress.standings(tx, one.id) for row in page]
        town = [row for page in progress.standings(tx, one.id, "ひので町") for row in page]
        return [(row.person, row.stage) for row in every], [row.person for row in town]

    every, town = storage.write_now(tenant, work)
    assert every == [(1, "booked"), (2, "finished"), (3, "booked"), (9, "finished")]
    assert town == [9]


def test_what_an_lms_said_it_may_correct_and_nothing_else(storage: Storage, tenant: str) -> None:
    def work(tx):
        one = course(tx, "one")
        finished(tx, one, 1)
        first = completing.put(tx, one.id, {1: date(2026, 11, 1), 2: date(2026, 11, 1)}, NOW.date())
        again = completing.put(tx, one.id, {1: date(2026, 11, 2), 2: date(2026, 11, 2)}, NOW.date())
        return first, again, [found.on.day for found in completions.of_course(tx, one.id)]

    assert storage.write_now(tenant, work) == ((1, 0), (0, 1), [20, 2])


def test_an_announcement_is_remembered_until_its_list_is_whole(
    storage: Storage, tenant: str
) -> None:
    from dataclasses import replace

    def work(tx):
        made = Announcement(
            course=1, source_key="enrol:1:0:1", author=1, asked_at=NOW, selector="list:x", cursor=0
        )
        kept = announcements.add(tx, made)
        waiting = announcements.gathering(tx)
        announcements.save(tx, replace(kept, cursor=None, notice=7))
        return (
            waiting == kept,
            announcements.gathering(tx),
            announcements.find(tx, Purpose.ENROL, "enrol:1:0:1").notice,
            announcements.is_announced(tx, 1, 2),
            announcements.erase(tx, 1),
        )

    assert storage.write_now(tenant, work) == (True, None, 7, False, 1)
