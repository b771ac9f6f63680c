"""案内を作る: the enrolment card becomes a draft of the notices, for exactly whom it is for."""

from typing import Any

import pytest

from bot.delivery import outbox
from bot.delivery.rows import Gate
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.notices import conductor
from bot.people import audience
from bot.slice import Tick
from bot.training import announcing, waving
from bot.training.model import Course, CourseState
from bot.training.store import announcements, courses, sessions
from bot.training.store.announcements import Purpose
from cards.training import verbs as view

from .conftest import City, said
from .test_desk import DESK, press


def announce(city: City, course: Course, wave: int = 0) -> Any:
    version = city.read(lambda tx: courses.get(tx, course.id)).version
    return press(city, DESK, view.Announce(course_id=course.id, version=version, wave=wave))


def gathered(city: City) -> None:
    """Let the pulse fill every list."""

    def step(tx: Any) -> bool:
        actor = Actor.job("training.gather")
        return announcing.gather(Tick(now=city.now, today=city.now.date(), actor=actor, tx=tx))

    while city.read(announcing.waits):
        city.write(step)


def drafts(city: City) -> tuple[outbox.Draft, ...]:
    return city.read(outbox.drafts)


def people(city: City, draft: outbox.Draft) -> set[str]:
    """Whose mails the draft's audience has."""

    def find(tx: Any) -> set[str]:
        whom = audience.read(draft.audience)
        return {
            city.person(aad).mail.partition("@")[0]
            for aad in (f"t{n}" for n in range(1, 10))
            if city.person(aad).id in audience.chunk(tx, whom, city.now.date(), 0, 100)
        }

    return city.read(find)


def test_the_first_card_goes_to_the_courses_own_audience(city: City) -> None:
    course = city.course(to=("department:企画課",))
    city.session(course)
    card = announce(city, course)
    (draft,) = drafts(city)
    assert (draft.kind, draft.source_key) == ("training.enrol", f"enrol:{course.id}:0:1")
    assert draft.audience == {"to": ["department:企画課"], "but": []}
    assert draft.author == city.person(DESK).id
    assert "お知らせ" in said(card)


def test_it_enters_the_notices_lifecycle(city: City) -> None:
    course = city.course()
    city.session(course)
    announce(city, course)

    def conduct(tx: Any) -> bool:
        actor = Actor.job("notices")
        return conductor.conduct(Tick(now=city.now, today=city.now.date(), actor=actor, tx=tx))

    for _ in range(20):
        city.write(conduct)
    (draft,) = drafts(city)
    assert draft.copies > 0


def test_one_that_waits_is_not_made_twice(city: City) -> None:
    course = city.course()
    city.session(course)
    announce(city, course)
    with pytest.raises(Refused, match="already_announced"):
        announce(city, course)


def test_a_further_one_goes_to_who_has_neither_applied_nor_finished(city: City) -> None:
    course = city.course()
    session = city.session(course, seats=9)
    announce(city, course)
    (first,) = drafts(city)
    city.write(lambda tx: outbox.cancel(tx, first.notice))
    city.enrolled(session, "t1")
    city.finished(course, "t2")
    announce(city, course)
    gathered(city)
    further = drafts(city)[0]
    assert further.source_key == f"enrol:{course.id}:0:2"
    assert {"aoki", "ueda"} & people(city, further) == set()
    assert {"ono", "kobayashi"} <= people(city, further)


def test_a_waves_card_goes_to_its_municipalities_staff_of_the_audience(city: City) -> None:
    course = city.course(choose_by=city.now.date())
    city.wave(course, 1, "ひので町")
    city.wave(course, 2, "あかつき市")
    announce(city, course, wave=1)
    assert drafts(city) == ()
    gathered(city)
    (draft,) = drafts(city)
    assert people(city, draft) == {"kimura", "sato"}
    assert [one.sent_at for one in city.read(lambda tx: waving.of_course(tx, course))] == [None] * 2
    assert city.read(lambda tx: waving.made(tx, course)) == {1}
    city.write(lambda tx: outbox.release(tx, draft.notice, Gate.OPEN))
    first, second = city.read(lambda tx: waving.of_course(tx, course))
    assert first.sent_at == draft.due_at
    assert second.sent_at is None
    city.write(lambda tx: outbox.withdraw(tx, notice=draft.notice))
    assert city.read(lambda tx: waving.made(tx, course)) == frozenset()


def test_a_draft_course_is_not_announced(city: City) -> None:
    course = city.course(state=CourseState.DRAFT)
    with pytest.raises(Refused, match="not_open"):
        announce(city, course)


def test_posted_cards_follow_what_the_course_says_and_nothing_else(city: City) -> None:
    course = city.course()
    session = city.session(course)
    announce(city, course)
    (draft,) = drafts(city)
    before = outbox_revision(city, draft.notice)
    city.enrolled(session, "t1")
    city.write(lambda tx: announcing.changed(tx, courses.get(tx, course.id), city.now))
    assert outbox_revision(city, draft.notice) == before
    press(city, DESK, view.CloseSession(session_id=session.id, version=1))
    assert outbox_revision(city, draft.notice) == before + 1
    version = city.read(lambda tx: courses.get(tx, course.id)).version
    press(city, DESK, view.CloseCourse(course_id=course.id, version=version))
    assert outbox_revision(city, draft.notice) == before + 2


def outbox_revision(city: City, notice: int) -> int:
    return city.read(lambda tx: outbox.get(tx, notice)).revision


def test_few_are_reminded_at_once_and_once(city: City) -> None:
    course = city.course(to=("department:企画課",))
    session = city.session(course)
    city.enrolled(session, "t1")

    def remind(tx: Any) -> None:
        author = city.person(DESK).id
        announcing.remind(tx, course, Purpose.APPLY, key="x", author=author, now=city.now)

    city.write(remind)
    city.write(remind)
    gathered(city)
    (one,) = city.read(lambda tx: announcements.of_course(tx, course.id))
    assert one.notice is not None
    assert drafts(city) == ()
    told = city.read(lambda tx: {copy.recipient for copy in outbox.copies(tx, one.notice)})
    assert city.person("t1").id not in told
    assert city.person("t4").id in told


def test_many_are_reminded_by_a_draft(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "AT_ONCE", 2)
    course = city.course()
    city.session(course)
    author = city.person(DESK).id
    city.write(
        lambda tx: announcing.remind(
            tx, course, Purpose.APPLY, key="y", author=author, now=city.now
        )
    )
    gathered(city)
    (draft,) = drafts(city)
    assert draft.kind == "training.apply"


def test_a_course_that_is_gone_leaves_no_list_behind(city: City) -> None:
    course = city.course(choose_by=city.now.date())
    city.wave(course, 1, "ひので町")
    announce(city, course, wave=1)
    city.write(lambda tx: courses.erase(tx, course.id))
    gathered(city)
    assert city.read(lambda tx: announcements.of_course(tx, course.id)) == ()
    assert city.read(lambda tx: sessions.of_course(tx, course.id)) == ()
