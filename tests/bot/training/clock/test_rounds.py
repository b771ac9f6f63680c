"""What working mornings bring: editions, endings, newcomers, certificates, and what is kept."""

from datetime import date, datetime, timedelta

from bot.duties import store as duties
from bot.duties.model import Duty, Obligor
from bot.retention import Kind, Wanted
from bot.training import keeping
from bot.training.due import due_for, due_of
from bot.training.model import CourseState, Head, State
from bot.training.plan import item
from bot.training.store import courses, enrolments
from bot.training.titles import title_of
from tests.bot.training.clock.conftest import Clock
from tests.bot.training.turns.conftest import NOW, TOKYO


def test_a_course_that_repeats_comes_back_as_a_draft_in_april(city: Clock) -> None:
    city.course(repeats=True)
    city.at(date(2027, 3, 31)).run(date(2027, 4, 2))
    (made,) = [one for one in city.read(lambda tx: [*courses.every(tx)]) if one.year == 2027]
    assert (made.state, made.finish_by) == (CourseState.DRAFT, date(2028, 3, 31))
    assert city.who(item.NEW_YEAR) == [{"t5"}]


def test_a_course_ends_after_its_last_day(city: Clock) -> None:
    course = city.course(finish_by=date(2026, 11, 30))
    city.at(date(2026, 11, 30)).run(date(2026, 12, 1))
    assert city.read(lambda tx: courses.get(tx, course.id)).state is CourseState.ENDED


def test_newcomers_get_the_card_once_a_week(city: Clock) -> None:
    course = city.course(to=("department:企画課",))
    city.announced(course, "t1")
    city.tick()
    assert city.who(item.ENROL)[1:] == [{"t2", "t4"}]
    city.run(city.today + timedelta(days=7))
    assert len(city.who(item.ENROL)) == 2


def test_nobody_gets_a_card_that_hasnt_been_let_go(city: Clock) -> None:
    city.course()
    city.tick()
    assert city.notices(item.ENROL) == []


def test_who_was_entered_from_a_file_gets_the_certificate_once(city: Clock) -> None:
    course = city.course()
    city.finished(course, "t1")
    city.tick()
    city.tick()
    assert city.who(item.FINISHED) == [{"t1"}]


def test_dues_name_offers_bookings_requests_and_what_is_unfinished(city: Clock) -> None:
    course = city.course(mandatory=True, head=Head.APPROVE, finish_by=date(2026, 12, 20))
    session = city.session(course, starts_at=datetime(2026, 12, 2, 10, tzinfo=TOKYO))
    city.announced(course, "t1", "t4")
    city.enrolled(session, "t1")
    today = NOW.date()

    def whats(aad: str) -> list[str]:
        person = city.person(aad)
        return [one.what for one in city.read(lambda tx: due_for(tx, person, today))]

    assert whats("t2") == ["training.what.request", "training.what.finish"]
    assert whats("t4") == ["training.what.finish"]
    assert whats("t1") == []
    post = city.post("課長")
    assert len(city.read(lambda tx: due_of(tx, post, today))) == 1


def test_a_coordinator_owes_a_wave(city: Clock) -> None:
    course = city.course(choose_by=date(2026, 12, 1))
    city.wave(course, 1)
    who = city.person("t9")
    (due,) = city.read(lambda tx: due_for(tx, who, NOW.date()))
    assert due.what == "training.what.wave"


def test_titles_name_courses_sessions_and_enrolments(city: Clock) -> None:
    course = city.course()
    session = city.session(course)
    one = city.enrolled(session, "t1")
    subjects = (course.subject, session.subject, one.subject)
    found = city.read(lambda tx: {title_of(tx, subject) for subject in subjects})
    assert found == {course.title}
    assert city.read(lambda tx: title_of(tx, "course:99")) == ""
    assert city.read(lambda tx: title_of(tx, "agreement:1")) == ""


def test_completions_are_evidence_for_the_article_of_a_duty(city: Clock) -> None:
    duty = Duty(id=0, source="agreement:7", kind="education", obligor=Obligor.OTSU, article="第8条")
    owed = city.write(lambda tx: duties.add(tx, duty))
    course = city.course(promise=owed.id)
    assert city.read(lambda tx: keeping.evidence(tx, "第8条")) == ()
    city.finished(course, "t1")
    (found,) = city.read(lambda tx: keeping.evidence(tx, "第8条"))
    assert (found["finished"], found["subject"]) == (1, course.subject)
    assert city.read(lambda tx: keeping.evidence(tx, "第9条")) == ()


def test_an_erased_person_gives_back_their_seat_and_leaves_no_trace(city: Clock) -> None:
    session = city.session(city.course(), seats=1)
    city.enrolled(session, "t1")
    city.enrolled(session, "t4", wait=True)
    who = city.person("t1").id
    assert city.read(lambda tx: keeping.personal_data(tx, who))
    assert city.write(lambda tx: keeping.erase(tx, who, city.now)) > 0
    assert city.read(lambda tx: keeping.personal_data(tx, who)) == ()
    assert city.read(lambda tx: enrolments.by(tx, who)) == ()
    assert city.mine_of(session, "t4").state is State.OFFERED


def test_courses_are_kept_five_years_and_promised_ones_ten(city: Clock) -> None:
    old = city.course(state=CourseState.ENDED)
    city.course(code="promised", promise=1, state=CourseState.ENDED)
    later = datetime(2032, 4, 1, tzinfo=TOKYO)
    five = Wanted(kind=Kind.TRAINING, years=5)
    ten = Wanted(kind=Kind.TRAINING_PROMISED, years=10)
    found = city.read(lambda tx: keeping.expired(tx, later, five))
    assert [one.id for one in found] == [old.id]
    assert city.read(lambda tx: keeping.expired(tx, later, ten)) == ()
    assert city.write(lambda tx: keeping.dispose(tx, (old.id,), later)) == 1
    assert city.read(lambda tx: courses.find_one(tx, old.id)) is None
