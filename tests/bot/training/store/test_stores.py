"""What the slice remembers, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.errors import NotFound, Stale
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.training.model import (
    Completion,
    Course,
    CourseState,
    Duty,
    Enrolment,
    Entry,
    Head,
    How,
    Offer,
    Org,
    Question,
    Quota,
    Session,
    SessionState,
    State,
    Wave,
)
from bot.training.store import (
    completions,
    courses,
    crowds,
    enrolments,
    entries,
    erasing,
    marks,
    offers,
    quotas,
    sessions,
    shows,
    steps,
    tries,
    waves,
)
from bot.training.store.crowds import Crowd
from bot.training.store.steps import Step

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
COURSE = Course(
    id=0,
    code="security",
    year=2026,
    title="情報セキュリティ研修",
    text="全職員が毎年受けます。",
    series="情報",
    requires=("basic",),
    mandatory=True,
    repeats=True,
    to=("all",),
    but=("department:消防本部",),
    head=Head.APPROVE,
    duty=Duty.EXEMPT,
    minutes=90,
    threshold=75,
    recording="https://video.example/1",
    questions=(Question(text="正しいのは", choices=("ア", "イ"), right=1),),
    topics="情報の持ち出し",
    promise=12,
    opens_at=NOW,
    choose_by=date(2026, 12, 1),
    finish_by=date(2027, 3, 31),
    state=CourseState.OPEN,
)
SESSION = Session(
    id=0,
    course=0,
    number=1,
    starts_at=NOW + timedelta(days=10),
    ends_at=NOW + timedelta(days=10, hours=1),
    place="研修室",
    seats=20,
    deadline=NOW + timedelta(days=7),
    link="https://teams.example/join",
    wave=1,
    host="かわた町",
    organizer="kenshu@akatsuki.example.jp",
)
ENROLMENT = Enrolment(
    id=0,
    course=0,
    session=0,
    person=5,
    municipality="あかつき市",
    department="総務課",
    state=State.WAITING,
    since=NOW,
    approved=False,
)
Write = Callable[[Callable[[Tx], Any]], Any]


@pytest.fixture
def write(storage: Storage, tenant: str) -> Write:
    return lambda work: storage.write_now(tenant, work)


def enrolled(tx: Tx, session: Session, person: int, state: State, **more: Any) -> Enrolment:
    """Somebody's row in a session."""
    given = {"course": session.course, "session": session.id, "person": person, "state": state}
    return enrolments.add(tx, replace(ENROLMENT, **{**given, **more}))


def opened(tx: Tx) -> Session:
    """A session of a course."""
    return sessions.add(tx, replace(SESSION, course=courses.add(tx, COURSE).id))


def test_a_course_comes_back_as_it_was(write: Write) -> None:
    def work(tx: Tx) -> None:
        kept = courses.add(tx, COURSE)
        assert kept == replace(COURSE, id=kept.id) == courses.get(tx, kept.id)
        assert courses.find(tx, "security", 2026) == kept
        assert courses.find(tx, "security", 2027) is None
        assert courses.of_code(tx, "security") == (kept,)
        assert tuple(courses.every(tx)) == courses.open_ones(tx) == (kept,)
        with pytest.raises(NotFound):
            courses.get(tx, 99_999_999)

    write(work)


def test_a_course_that_changed_meanwhile_is_stale(write: Write) -> None:
    def work(tx: Tx) -> None:
        kept = courses.add(tx, COURSE)
        closed = replace(kept, state=CourseState.CLOSED, opens_at=None, version=2)
        assert courses.save(tx, closed) == courses.get(tx, kept.id)
        assert courses.open_ones(tx) == ()
        with pytest.raises(Stale):
            courses.save(tx, replace(kept, version=2))

    write(work)


def test_a_copy_of_another_tenants_course_is_known_by_its_home(write: Write) -> None:
    def work(tx: Tx) -> None:
        own = courses.add(tx, COURSE)
        copy = courses.add(tx, replace(COURSE, home="other", home_course=7))
        assert courses.of_home(tx, "other", 7) == copy
        assert courses.find(tx, "security", 2026) == own

    write(work)


def test_a_session_comes_back_and_is_found_by_the_clock(write: Write) -> None:
    def work(tx: Tx) -> None:
        kept = opened(tx)
        assert sessions.get(tx, kept.id) == sessions.lock(tx, kept.id) == kept
        assert sessions.find(tx, kept.course, 1) == kept
        later = sessions.add(
            tx, replace(kept, number=2, starts_at=kept.starts_at + timedelta(days=1), host="")
        )
        assert sessions.of_course(tx, kept.course) == (kept, later)
        assert sessions.coming(tx, kept.course, kept.ends_at, 9) == (later,)
        assert sessions.between(tx, kept.starts_at, later.starts_at) == (kept,)

    write(work)


def test_what_is_counted_changes_apart_from_the_session(write: Write) -> None:
    def work(tx: Tx) -> None:
        kept = opened(tx)
        counted = replace(kept, held=3, waiting=2)
        sessions.count(tx, counted)
        sessions.lapse(tx, counted.id, NOW)
        closed = replace(kept, state=SessionState.CLOSED, version=2)
        sessions.save(tx, closed)
        assert sessions.locked(tx, kept.id) == (replace(closed, held=3, waiting=2), NOW)
        assert sessions.lapsing(tx, NOW, 9) == (kept.id,)
        assert sessions.lapsing(tx, NOW - timedelta(minutes=1), 9) == ()
        with pytest.raises(Stale):
            sessions.save(tx, closed)

    write(work)


def test_quotas_count_who_is_seated_already(write: Write) -> None:
    def work(tx: Tx) -> None:
        kept = opened(tx)
        enrolled(tx, kept, 1, State.BOOKED)
        enrolled(tx, kept, 2, State.REQUESTED, department="税務課")
        enrolled(tx, kept, 3, State.WAITING)
        city = Quota(org=Org.MUNICIPALITY, name="あかつき市", seats=5)
        tax = Quota(org=Org.DEPARTMENT, name="税務課", seats=2)
        quotas.put(tx, kept, (city, tax))
        assert quotas.of(tx, kept.id) == (replace(tax, held=1), replace(city, held=2))
        assert quotas.matching(tx, kept.id, "あかつき市", "") == (replace(city, held=2),)
        quotas.add(tx, kept.id, "あかつき市", "税務課", -1)
        assert {one.held for one in quotas.of(tx, kept.id)} == {0, 1}
        quotas.add_all(tx, kept.id, {("あかつき市", "税務課"): 1, ("あかつき市", "総務課"): -1})
        assert quotas.of(tx, kept.id) == (replace(tax, held=1), replace(city, held=1))

    write(work)


def test_waves_are_chosen_by_municipality(write: Write) -> None:
    def work(tx: Tx) -> None:
        of = courses.add(tx, COURSE).id
        first, last = date(2026, 12, 1), date(2026, 12, 25)
        one = Wave(course=of, number=1, title="第1期", first=first, last=last)
        waves.put(tx, one)
        waves.put(tx, replace(one, number=2))
        waves.put(tx, replace(one, number=2, title="第2期"))
        assert waves.find(tx, of, 1) == one
        assert [wave.title for wave in waves.of_course(tx, of)] == ["第1期", "第2期"]
        assert waves.chosen(tx, of, "かわた町") == 0
        waves.choose(tx, of, "かわた町", 1, person=5, at=NOW)
        waves.choose(tx, of, "かわた町", 2, person=5, at=NOW)
        assert (waves.chosen(tx, of, "かわた町"), waves.forget(tx, 5)) == (2, 1)
        assert waves.choices(tx, of) == {"かわた町": 2}

    write(work)


def test_an_enrolment_comes_back_and_one_person_has_one_in_a_course(write: Write) -> None:
    def work(tx: Tx) -> None:
        session = opened(tx)
        kept = enrolled(tx, session, 5, State.WAITING)
        assert enrolments.get(tx, kept.id) == enrolments.of(tx, session.course, 5) == kept
        assert enrolments.by(tx, 5) == enrolments.of_course(tx, session.course) == (kept,)
        assert enrolments.undecided(tx) == enrolments.undecided_of(tx, [5]) == (kept,)
        with pytest.raises(Stale):
            enrolled(tx, session, 5, State.BOOKED)
        booked = replace(kept, state=State.BOOKED, approved=True, asked=8, version=2)
        enrolments.save(tx, booked)
        assert enrolments.asking(tx, 8) == (booked,)
        with pytest.raises(Stale):
            enrolments.save(tx, booked)

    write(work)


def test_the_waiting_list_is_in_order_and_leaves_out_who_has_no_quota(write: Write) -> None:
    def work(tx: Tx) -> None:
        session = opened(tx)
        where = (session.course, session.id)
        late = enrolled(tx, session, 1, State.WAITING, since=NOW + timedelta(hours=1))
        early = enrolled(tx, session, 2, State.WAITING, municipality="かわた町")
        next_ = enrolled(tx, session, 3, State.WAITING)
        assert enrolments.of_session(tx, *where, State.WAITING) == (early, next_, late)
        assert [enrolments.place(tx, one) for one in (early, next_, late)] == [1, 2, 3]
        assert enrolments.next_waiting(tx, *where, 2) == (early, next_)
        quotas.put(tx, session, [Quota(org=Org.MUNICIPALITY, name="かわた町", seats=0)])
        assert enrolments.next_waiting(tx, *where, 2) == (next_, late)

    write(work)


def test_the_calendars_side_changes_apart_from_the_seat(write: Write) -> None:
    def work(tx: Tx) -> None:
        kept = enrolled(tx, opened(tx), 5, State.BOOKED, entry=Entry.WANTED)
        assert entries.next_ones(tx, 2) == (kept,)
        entries.asked(tx, [kept])
        assert (entries.wait(tx), enrolments.get(tx, kept.id).entry) == (False, Entry.ASKED)
        enrolments.mark_entry(tx, kept.id, Entry.STANDS, event_id="AAMk", transaction_id="t")
        found = enrolments.get(tx, kept.id)
        assert (found.entry, found.event_id, found.version) == (Entry.STANDS, "AAMk", 1)

    write(work)


def test_a_course_is_finished_once(write: Write) -> None:
    def work(tx: Tx) -> None:
        session = opened(tx)
        done = Completion(
            course=session.course, person=1, on=NOW.date(), how=How.LMS, department="1課"
        )
        assert (completions.add(tx, done), completions.add(tx, done)) == (True, False)
        assert completions.days(tx, session.course) == ((NOW.date(), 1),)
        assert completions.of(tx, session.course, 1) == done
        assert completions.by(tx, 1) == completions.of_course(tx, session.course) == (done,)
        assert (completions.count(tx, session.course), completions.codes(tx, 1)) == (
            1,
            {"security"},
        )

    write(work)


def test_an_offer_to_another_tenant_keeps_its_counts(write: Write) -> None:
    def work(tx: Tx) -> None:
        offer = Offer(course=3, tenant="other", seats=5)
        offers.put(tx, offer)
        assert offers.told(tx, 3, "other", booked=4, finished=1, at=NOW)
        told = replace(offer, booked=4, finished=1, told_at=NOW)
        assert offers.find(tx, 3, "other") == told
        assert offers.every(tx) == (told,)
        assert offers.erase(tx, 3) == 1
        assert not offers.told(tx, 3, "other", booked=4, finished=1, at=NOW)

    write(work)


def test_marks_tries_and_shown_notices_are_kept(write: Write) -> None:
    def work(tx: Tx) -> None:
        assert marks.of(tx, "newcomers") == (None, 0)
        marks.put(tx, "newcomers", NOW.date(), 7)
        assert marks.of(tx, "newcomers") == (NOW.date(), 7)
        assert [tries.add(tx, 1, 5), tries.add(tx, 1, 5), tries.count(tx, 1, 5)] == [1, 2, 2]
        tries.clear(tx, 1, 5)
        assert tries.count(tx, 1, 5) == 0
        shows.add(tx, "enrolment:5", 9)
        shows.add(tx, "enrolment:5", 9)
        assert shows.of(tx, "enrolment:5") == (9,)
        shows.settle(tx, "enrolment:5")
        assert shows.of(tx, "enrolment:5") == ()

    write(work)


def test_a_person_is_erased_everywhere_and_others_steps_stay_without_their_name(
    write: Write,
) -> None:
    def work(tx: Tx) -> None:
        session = opened(tx)
        gone, stays = (enrolled(tx, session, person, State.BOOKED) for person in (5, 6))
        given = {"at": NOW, "session": session.id, "state": State.BOOKED}
        steps.add(tx, Step(enrolment=gone.id, act="enrol", **given))
        steps.add(tx, Step(enrolment=stays.id, act="agree", person=5, **given))
        tries.add(tx, session.course, 5)
        assert erasing.person(tx, 5) == 4
        assert enrolments.by(tx, 5) == steps.of(tx, gone.id) == ()
        assert [step.person for step in steps.of(tx, stays.id)] == [steps.GONE]

    write(work)


def test_a_course_is_erased_with_all_that_hangs_on_it(write: Write) -> None:
    def work(tx: Tx) -> None:
        session, other = opened(tx), sessions.add(tx, replace(SESSION, course=99))
        own = enrolled(tx, session, 5, State.BOOKED)
        quotas.put(tx, session, [Quota(org=Org.DEPARTMENT, name="総務課", seats=3)])
        crowds.reached(tx, Crowd(session=session.id, act="hold", at=NOW), 1)
        shows.add(tx, session.subject, 9)
        shows.add(tx, own.subject, 9)
        assert erasing.course(tx, session.course)
        assert not erasing.course(tx, session.course)
        assert (enrolments.by(tx, 5), quotas.of(tx, session.id)) == ((), ())
        assert shows.of(tx, session.subject) == shows.of(tx, own.subject) == ()
        assert not crowds.waits(tx)
        assert sessions.of_course(tx, session.course) == ()
        assert sessions.get(tx, other.id) == other

    write(work)
