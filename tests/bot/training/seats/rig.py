"""A course with sessions, and people who press; the counters held against the rows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.people.model import Person, Role
from bot.storage.tx import Tx
from bot.training import seats
from bot.training.model import (
    SEATED,
    Course,
    CourseState,
    Enrolment,
    Org,
    Quota,
    Session,
    State,
)
from bot.training.rules.seats import binds
from bot.training.store import courses, enrolments, quotas, sessions

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 10, tzinfo=TOKYO)  # a Tuesday after a holiday
STARTS = datetime(2026, 12, 10, 1, tzinfo=UTC)
COURSE = Course(
    id=0,
    code="teams",
    year=2026,
    title="オンライン会議研修",
    to=("all",),
    finish_by=date(2027, 3, 31),
    state=CourseState.OPEN,
)
SESSION = Session(
    id=0,
    course=0,
    number=1,
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=1),
    place="研修室",
    seats=2,
    deadline=STARTS - timedelta(days=3),
)


def person(number: int, municipality: str = "あかつき市", department: str = "総務課") -> Person:
    """Somebody of the city's staff."""
    return Person(
        id=number,
        aad_object_id=f"aad-{number}",
        name=f"職員 {number}",
        mail=f"shokuin{number}@akatsuki.example.jp",
        municipality=municipality,
        department=department,
        roles=frozenset({Role.STAFF}),
    )


def course(tx: Tx, **changes: Any) -> Course:
    """An open course for everybody."""
    return courses.add(tx, replace(COURSE, **changes))


def session(tx: Tx, course: Course, *quotas_: Quota, **changes: Any) -> Session:
    """A session of the course with so many seats."""
    added = sessions.add(tx, replace(SESSION, course=course.id, **changes))
    quotas.put(tx, added, quotas_)
    return added


def quota(name: str, most: int, org: Org = Org.MUNICIPALITY) -> Quota:
    return Quota(org=org, name=name, seats=most)


def enrol(tx: Tx, who: int | Person, session: int, *, wait: bool = True) -> seats.Outcome:
    """Somebody presses 申し込む, or キャンセル待ちに入る where it is full."""
    return seats.enrol(tx, who if isinstance(who, Person) else person(who), session, NOW, wait)


def states(tx: Tx, course: int) -> dict[int, State]:
    """How everybody stands to the course."""
    return {one.person: one.state for one in enrolments.of_course(tx, course)}


def own(tx: Tx, course: int, person: int) -> Enrolment:
    found = enrolments.of(tx, course, person)
    assert found
    return found


def check(tx: Tx, session: int) -> None:
    """Nothing is oversold, no quota is broken, every counter says what the rows say."""
    found = sessions.get(tx, session)
    rows = [one for one in enrolments.of_course(tx, found.course) if one.session == session]
    seated = [one for one in rows if one.state in SEATED]
    assert found.held == len(seated) <= max(found.seats, 0)
    assert found.waiting == sum(one.state is State.WAITING for one in rows)
    for one in quotas.of(tx, session):
        assert one.held == sum(binds(one, row) for row in seated) <= one.seats
    assert all((one.until is not None) == (one.state is State.OFFERED) for one in rows)
