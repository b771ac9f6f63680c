"""A course that one tenant offers to another: two tenants on one storage."""

import asyncio
import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot import exchange, slices
from bot.delivery import outbox
from bot.delivery.rows import NOTICE
from bot.errors import Refused, Unreadable
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY
from bot.people import imports
from bot.people import store as people
from bot.storage.store import Storage
from bot.training import managing, offering, seats
from bot.training.managing import Deed
from bot.training.model import (
    Completion,
    Course,
    CourseState,
    Enrolment,
    How,
    Offer,
    Question,
    Session,
    SessionState,
    State,
)
from bot.training.plan import item
from bot.training.store import completions, courses, enrolments, offers, sessions

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 11, 24)
NOW = datetime.combine(TODAY, time(10), TOKYO)
HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles")
PEOPLE = (
    ("a1", "青木 主事", "aoki@midorigawa.example", "企画課", "主事", "課長", "staff"),
    ("a2", "上田 課長", "ueda@midorigawa.example", "企画課", "課長", "", "manager"),
    ("a3", "江口 担当", "desk@midorigawa.example", "人事課", "研修担当", "", "training_desk"),
)
COURSE = Course(
    id=0,
    code="SEC",
    year=2026,
    title="情報セキュリティ研修",
    text="最初の一時間で学びます。",
    requires=("BASE",),
    to=("department:企画課",),
    promise=9,
    questions=(Question(text="正しいのは", choices=("はい", "いいえ"), right=1),),
    finish_by=date(2027, 3, 31),
    state=CourseState.OPEN,
)


def session(number: int = 1, **more: Any) -> Session:
    start = NOW + timedelta(days=10 + number)
    given: dict[str, Any] = {
        "starts_at": start,
        "ends_at": start + timedelta(hours=1),
        "deadline": start - timedelta(days=1),
        "place": "市役所 3階",
        "seats": 50,
        "organizer": "someone@akatsuki.example",
    }
    return Session(id=0, course=0, number=number, **(given | more))


class Pair:
    """A home that offers, and a neighbour that gets a copy."""

    def __init__(self, storage: Storage, home: str, tmp_path: Path) -> None:
        self.storage, self.home, self.other = storage, home, f"{home[:30]}-n"
        self.now = NOW
        file = tmp_path / "people.csv"
        with file.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows((HEADINGS, *PEOPLE))
        imports.load(storage, self.other, file, today=TODAY, finally_=lambda tx, done: None)
        self.course = self.at_home(lambda tx: courses.add(tx, COURSE))
        self.add(session())
        self.at_home(lambda tx: offering.offer(tx, self.course.id, self.other, 1))

    def at_home(self, work: Callable[[Any], Any]) -> Any:
        return self.storage.write_now(self.home, work)

    def there(self, work: Callable[[Any], Any]) -> Any:
        return self.storage.write_now(self.other, work)

    def add(self, one: Session) -> Session:
        made = replace(one, course=self.course.id)
        return self.at_home(lambda tx: sessions.add(tx, made))

    def carry(self) -> None:
        both = (self.home, self.other)
        asyncio.run(exchange.carry(self.storage, both, self.now, TOKYO))

    def arrive(self) -> None:
        """The copy comes, and the desk there opens it."""
        self.carry()
        copy = self.copy
        assert copy is not None
        self.there(lambda tx: managing.open_course(tx, copy.id, self.deed()))

    def deed(self) -> Deed:
        return Deed(by=0, actor=Actor.job("test"), now=self.now)

    @property
    def copy(self) -> Course | None:
        return self.there(lambda tx: courses.of_home(tx, self.home, self.course.id))

    def copied(self, number: int = 1) -> Session:
        copy = self.copy
        assert copy is not None
        return self.there(lambda tx: sessions.find(tx, copy.id, number))

    def enrol(self, aad: str, *, wait: bool = False) -> Any:
        def work(tx: Any) -> Any:
            outbox.turnstile(tx)
            person = people.find_by_aad(tx, aad, TODAY)
            return seats.enrol(tx, person, self.copied_id, self.now, wait)

        self.copied_id = self.copied().id
        return self.there(work)

    def enrolments(self) -> tuple[Enrolment, ...]:
        copy = self.copy
        assert copy is not None
        return self.there(lambda tx: enrolments.of_course(tx, copy.id))

    def offer(self) -> Offer:
        return self.at_home(lambda tx: offers.find(tx, self.course.id, self.other))

    def notices(self) -> int:
        return len(self.there(lambda tx: tx.all(NOTICE.select())))

    def arrivals(self) -> int:
        """Cards that tell the desk there of a course to open."""
        rows = self.there(lambda tx: tx.all(NOTICE.select()))
        return len([row for row in rows if row.kind == item.ARRIVED])


@pytest.fixture
def pair(storage: Storage, tenant: str, tmp_path: Path) -> Pair:
    return Pair(storage, tenant, tmp_path)


def test_the_other_tenant_gets_a_copy_with_seats_of_its_own(pair):
    pair.arrive()
    copy = pair.copy
    assert (copy.title, copy.state, copy.home_course) == (
        COURSE.title,
        CourseState.OPEN,
        pair.course.id,
    )
    assert copy.questions == COURSE.questions
    assert pair.copied().seats == 1
    assert pair.copied().place == "市役所 3階"


def test_a_copy_arrives_as_a_draft_of_which_the_desk_there_hears_once(pair):
    pair.carry()
    assert (pair.copy.state, pair.arrivals()) == (CourseState.DRAFT, 1)
    renamed = replace(pair.course, title="改訂", version=2)
    pair.at_home(lambda tx: courses.save(tx, renamed))
    pair.carry()
    assert (pair.copy.state, pair.copy.title, pair.arrivals()) == (CourseState.DRAFT, "改訂", 1)
    copy = pair.copy
    pair.there(lambda tx: managing.open_course(tx, copy.id, pair.deed()))
    pair.carry()
    assert pair.copy.state is CourseState.OPEN


def close(pair: Pair) -> None:
    pair.at_home(lambda tx: managing.close_course(tx, pair.course.id, pair.deed()))
    pair.carry()


def reopen(pair: Pair) -> None:
    pair.at_home(lambda tx: managing.open_course(tx, pair.course.id, pair.deed()))
    pair.carry()


def test_an_unopened_copy_is_over_when_its_home_closes_and_a_draft_when_it_opens_again(pair):
    pair.carry()
    close(pair)
    assert pair.copy.state is CourseState.ENDED
    reopen(pair)
    assert (pair.copy.state, pair.arrivals()) == (CourseState.DRAFT, 2)


def test_an_opened_copy_closes_and_opens_with_its_home(pair):
    pair.arrive()
    close(pair)
    copy = pair.copy
    assert copy.state is CourseState.CLOSED
    with pytest.raises(Refused):
        pair.there(lambda tx: managing.open_course(tx, copy.id, pair.deed()))
    reopen(pair)
    assert (pair.copy.state, pair.arrivals()) == (CourseState.OPEN, 1)


def test_neither_audience_nor_duty_nor_whom_to_ask_for_attendance_leaves_the_home(pair):
    pair.carry()
    copy = pair.copy
    assert (copy.to, copy.promise, copy.requires) == (("role:staff",), 0, ())
    assert pair.copied().organizer == ""


def test_only_counts_come_back(pair):
    pair.arrive()
    assert pair.enrol("a1").enrolment.state is State.BOOKED
    person = pair.there(lambda tx: people.find_by_aad(tx, "a3", TODAY)).id
    done = Completion(course=pair.copy.id, person=person, on=TODAY, how=How.LMS)
    pair.there(lambda tx: completions.add(tx, done))
    pair.carry()
    found = pair.offer()
    assert (found.booked, found.finished, found.told_at) == (1, 1, pair.now)
    letters = pair.there(slices.letters)
    assert [one.body for _, one in letters] == [{"booked": 1, "finished": 1}]


def test_seats_of_both_are_counted_apart(pair):
    pair.arrive()
    pair.enrol("a1")
    assert pair.enrol("a2", wait=True).enrolment.state is State.WAITING
    at_home = pair.at_home(lambda tx: sessions.of_course(tx, pair.course.id))
    assert [(one.seats, one.held) for one in at_home] == [(50, 0)]


def test_nothing_is_written_while_nothing_changes(pair):
    pair.arrive()
    pair.carry()
    before = pair.copy, pair.copied(), _entries(pair)
    pair.now += timedelta(days=1)
    pair.carry()
    assert (pair.copy, pair.copied(), _entries(pair)) == before


def _entries(pair: Pair) -> int:
    return len(pair.there(lambda tx: tx.all(ENTRY.select())))


def test_a_session_that_moves_takes_its_people_along(pair):
    pair.arrive()
    pair.enrol("a1")
    told = pair.notices()
    own = pair.at_home(lambda tx: sessions.find(tx, pair.course.id, 1))
    starts_at = own.starts_at + timedelta(days=2)
    pair.at_home(
        lambda tx: managing.move_session(
            tx, own.id, pair.deed(), starts_at=starts_at, reason="講師の都合のため"
        )
    )
    pair.carry()
    assert (pair.copied().starts_at, pair.copied().reason) == (starts_at, "講師の都合のため")
    assert pair.copied().held == 1
    assert pair.notices() > told


def test_a_session_that_is_cancelled_is_cancelled_there_too(pair):
    pair.arrive()
    pair.enrol("a1")
    told = pair.notices()
    own = pair.at_home(lambda tx: sessions.find(tx, pair.course.id, 1))
    pair.at_home(
        lambda tx: managing.cancel_session(tx, own.id, pair.deed(), reason="講師の都合のため")
    )
    pair.carry()
    assert pair.copied().state is SessionState.CANCELLED
    (dropped,) = pair.enrolments()
    assert dropped.state is State.DROPPED
    assert pair.notices() > told


def test_a_session_closes_and_opens_with_its_home(pair):
    pair.carry()
    own = pair.at_home(lambda tx: sessions.find(tx, pair.course.id, 1))
    pair.at_home(lambda tx: managing.close_session(tx, own.id, pair.deed()))
    pair.carry()
    assert pair.copied().state is SessionState.CLOSED
    pair.at_home(lambda tx: managing.open_session(tx, own.id, pair.deed()))
    pair.carry()
    assert pair.copied().state is SessionState.OPEN


def test_new_sessions_and_more_seats_arrive(pair):
    pair.arrive()
    pair.enrol("a1")
    pair.enrol("a2", wait=True)
    pair.add(session(2))
    pair.at_home(lambda tx: offering.offer(tx, pair.course.id, pair.other, 2))
    pair.carry()
    assert pair.copied(2).seats == 2
    states = {one.state for one in pair.enrolments()}
    assert states == {State.BOOKED, State.OFFERED}


def test_fewer_seats_take_nobodys(pair):
    pair.at_home(lambda tx: offering.offer(tx, pair.course.id, pair.other, 2))
    pair.arrive()
    pair.enrol("a1")
    pair.enrol("a2")
    pair.at_home(lambda tx: offering.offer(tx, pair.course.id, pair.other, 1))
    pair.carry()
    assert pair.copied().seats == 2


def test_an_offer_that_is_taken_back_closes_the_copy(pair):
    pair.arrive()
    pair.enrol("a1")
    pair.at_home(lambda tx: offering.offer(tx, pair.course.id, pair.other, 0))
    pair.carry()
    assert pair.copy.state is CourseState.CLOSED
    assert pair.copied().held == 1


def test_a_draft_stays_at_home(pair):
    draft = replace(COURSE, code="NEXT", state=CourseState.DRAFT)
    made = pair.at_home(lambda tx: courses.add(tx, draft))
    pair.at_home(lambda tx: offering.offer(tx, made.id, pair.other, 5))
    pair.carry()
    assert pair.there(lambda tx: courses.of_home(tx, pair.home, made.id)) is None


def test_what_is_decided_there_stays(pair):
    pair.arrive()
    own = replace(pair.copy, to=("department:企画課",), version=pair.copy.version + 1)
    pair.there(lambda tx: courses.save(tx, own))
    renamed = replace(pair.course, title="情報セキュリティ研修（改訂）", version=2)
    pair.at_home(lambda tx: courses.save(tx, renamed))
    pair.carry()
    assert (pair.copy.title, pair.copy.to) == (renamed.title, ("department:企画課",))


def test_a_copy_is_not_offered_on(pair):
    pair.carry()
    copy = pair.copy
    with pytest.raises(Refused):
        pair.there(lambda tx: offering.offer(tx, copy.id, pair.home, 5))
    with pytest.raises(Refused):
        pair.at_home(lambda tx: offering.offer(tx, pair.course.id, pair.home, 5))
    with pytest.raises(Refused):
        pair.at_home(lambda tx: offering.offer(tx, pair.course.id, pair.other, -1))


def test_a_tenant_that_is_not_served_gets_nothing(pair):
    asyncio.run(exchange.carry(pair.storage, (pair.home, "somebody-else"), pair.now, TOKYO))
    asyncio.run(exchange.carry(pair.storage, (pair.home,), pair.now, TOKYO))
    assert pair.copy is None


def test_counts_for_an_offer_that_is_no_more_change_nothing(pair):
    pair.carry()
    pair.at_home(lambda tx: offers.erase(tx, pair.course.id))
    pair.carry()
    assert pair.at_home(offers.every) == ()


def test_two_processes_carry_the_same_letter_once(pair):
    async def both() -> None:
        tenants = (pair.home, pair.other)
        one = exchange.carry(pair.storage, tenants, pair.now, TOKYO)
        await asyncio.gather(one, exchange.carry(pair.storage, tenants, pair.now, TOKYO))

    asyncio.run(both())
    assert pair.copied().seats == 1
    assert _entries(pair) == 1


def test_a_letter_that_fails_leaves_the_others_alone(pair, monkeypatch):
    second = pair.at_home(lambda tx: courses.add(tx, replace(COURSE, code="OTHER")))
    pair.at_home(lambda tx: offering.offer(tx, second.id, pair.other, 3))
    real = slices.hear

    def fails(tx, sender, name, letter, now):
        if letter.key == f"course:{pair.course.id}":
            raise ZeroDivisionError
        real(tx, sender, name, letter, now)

    monkeypatch.setattr(slices, "hear", fails)
    pair.carry()
    assert pair.copy is None
    assert pair.there(lambda tx: courses.of_home(tx, pair.home, second.id)) is not None
    monkeypatch.undo()
    pair.carry()
    assert pair.copy is not None


def other_letters(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], Any]
) -> None:
    """The home's letters about courses come changed."""
    real = slices.letters

    def changed(tx: Any) -> Any:
        return tuple((name, replace(one, **change(one))) for name, one in real(tx))

    monkeypatch.setattr(slices, "letters", changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: {"body": {**one.body, "state": "suspended"}},
        lambda one: {"body": ["a list"]},
        lambda one: {"body": {**one.body, "more": "x" * exchange.MOST_BYTES}},
        lambda one: {"key": "survey:1"},
        lambda one: {"key": "course:first"},
    ],
)
def test_what_cannot_be_understood_is_left_with_one_line(pair, monkeypatch, change):
    with monkeypatch.context() as patch, capture_logs() as logs:
        other_letters(pair, patch, change)
        pair.carry()
        pair.carry()
    assert [one["event"] for one in logs] == ["letter_left"]
    assert pair.copy is None
    pair.carry()
    assert pair.copy is not None


def test_a_newer_release_reads_what_an_older_one_left(pair, monkeypatch):
    real = slices.hear
    with capture_logs() as logs:
        monkeypatch.setattr(slices, "hear", _leaves)
        pair.carry()
        pair.carry()
    assert len(logs) == 1
    monkeypatch.setattr(slices, "hear", real)
    pair.carry()
    assert pair.copy is None
    monkeypatch.setattr(exchange, "_RELEASE", b"99.0.0")
    pair.carry()
    assert pair.copy is not None


def _leaves(*_: Any) -> None:
    raise Unreadable("a letter", "is of a later release")


def test_an_older_letter_leaves_alone_what_it_does_not_know(pair, monkeypatch):
    pair.carry()
    before = pair.copy

    def older(one: Any) -> Any:
        body = {key: value for key, value in one.body.items() if key not in ("text", "questions")}
        return {"body": {**body, "minutes": 45, "colour": "of a later release"}}

    other_letters(pair, monkeypatch, older)
    pair.carry()
    assert pair.copy == replace(before, minutes=45, version=before.version + 1)
