"""研修の管理: what the desk and the coordinators press, and what nobody else may."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.delivery.rows import NOTICE
from bot.duties import store as duties
from bot.duties.model import Duty, DutyState, Obligor
from bot.errors import Mistyped, Refused, Stale
from bot.ledger.model import Actor
from bot.ledger.record import history
from bot.slice import Tick
from bot.training import announcing, counting, managing, reminding
from bot.training.managing import Deed
from bot.training.model import Course, CourseState, Offer, SessionState, State
from bot.training.plan import item, many
from bot.training.slice import SLICE
from bot.training.store import announcements, courses, offers, waves
from bot.training.store.announcements import Announcement
from cards.training import verbs as view
from cards.verbs import Verb

from .conftest import NOW, STARTS, City, said, verbs

DESK, COORDINATOR, STAFF = "t5", "t9", "t1"


def press(city: City, aad: str, verb: Verb) -> Any:
    return city.write(lambda tx: SLICE.router.press(city.turn(tx, aad), verb.name, verb.data()))


def told(city: City, kind: str) -> int:
    rows = city.read(lambda tx: tx.all(select(NOTICE.c.kind)))
    return sum(row.kind == kind for row in rows)


def now(city: City, course: Course) -> Course:
    return city.read(lambda tx: courses.get(tx, course.id))


@pytest.mark.parametrize("who", [STAFF, "t7"])
def test_nobody_else_sees_how_courses_are_run(city: City, who: str) -> None:
    course = city.course()
    session = city.session(course)
    for verb in (
        view.Courses(),
        view.Manage(course_id=course.id),
        view.ShowProgress(course_id=course.id),
        view.ManageSession(session_id=session.id),
        view.CloseSession(session_id=session.id, version=1),
        view.OpenCourse(course_id=course.id, version=1),
        view.Announce(course_id=course.id, version=1),
        view.ChooseWave(course_id=course.id, wave=1, municipality="あかつき市"),
        view.MeetPromise(course_id=course.id, version=1),
    ):
        with pytest.raises(Refused):
            press(city, who, verb)


def test_the_desk_sees_every_course_a_coordinator_those_that_staff_see(city: City) -> None:
    city.course()
    city.course(code="draft", title="準備中の研修", state=CourseState.DRAFT)
    assert "準備中の研修" in said(press(city, DESK, view.Courses()))
    seen = said(press(city, COORDINATOR, view.Courses()))
    assert "オンライン会議研修" in seen
    assert "準備中の研修" not in seen


def test_a_coordinator_sees_the_numbers_of_their_own_municipality_alone(city: City) -> None:
    course = city.course()
    session = city.session(course, seats=9)
    city.enrolled(session, "t1")
    city.enrolled(session, "t6")
    seen = said(press(city, COORDINATOR, view.ShowProgress(course_id=course.id, by="municipality")))
    assert "総務課" in seen
    assert "企画課" not in seen
    assert "あかつき市" not in seen


def test_a_course_is_opened_and_closed_with_its_version(city: City) -> None:
    course = city.course(state=CourseState.DRAFT)
    city.session(course)
    press(city, DESK, view.OpenCourse(course_id=course.id, version=course.version))
    assert now(city, course).state is CourseState.OPEN
    with pytest.raises(Stale) as stale:
        press(city, DESK, view.CloseCourse(course_id=course.id, version=course.version))
    assert stale.value.facts["show"] == view.Manage(course_id=course.id)
    press(city, DESK, view.CloseCourse(course_id=course.id, version=course.version + 1))
    assert now(city, course).state is CourseState.CLOSED
    acts = city.read(lambda tx: [one.act for one in history(tx, course.subject)])
    assert acts == ["training.open_course", "training.close_course"]


def test_a_course_for_nobody_is_not_opened(city: City) -> None:
    course = city.course(state=CourseState.DRAFT, to=())
    with pytest.raises(Refused, match="no_audience"):
        press(city, DESK, view.OpenCourse(course_id=course.id, version=course.version))


def test_a_course_without_sessions_shows_that_it_has_none(city: City) -> None:
    course = city.course()
    card = press(city, DESK, view.Manage(course_id=course.id))
    assert "取込み" in said(card)


def test_a_session_is_moved_and_everybody_in_it_is_told(city: City) -> None:
    course = city.course()
    session = city.session(course)
    city.enrolled(session, "t1")
    day = (STARTS + timedelta(days=7)).date()
    move = view.MoveSession(session_id=session.id, version=1, day=day, at="10:00", reason="会場")
    version = city.session_now(session).version
    press(city, DESK, replace(move, version=version))
    after = city.session_now(session)
    assert after.starts_at.astimezone(NOW.tzinfo).date() == day
    assert after.place == "研修室"
    assert told(city, "training.told") == 1
    assert city.state(course, "t1") is State.BOOKED


@pytest.mark.parametrize(("at", "words"), [("25:00", "時刻"), ("13:30", "今と同じ")])
def test_a_move_that_cannot_be_comes_back_with_what_was_typed(
    city: City, at: str, words: str
) -> None:
    session = city.session(city.course())
    move = view.MoveSession(session_id=session.id, version=1, day=STARTS.date(), at=at, reason="あ")
    with pytest.raises(Mistyped) as error:
        press(city, DESK, move)
    assert words in said(error.value.form)


def test_a_session_cancelled_while_somebody_looks_is_cancelled_once(city: City) -> None:
    course = city.course()
    session = city.session(course)
    city.enrolled(session, "t1")
    version = city.session_now(session).version
    cancel = view.CancelSession(session_id=session.id, version=version, reason="台風のため")
    press(city, DESK, cancel)
    assert city.session_now(session).state is SessionState.CANCELLED
    assert city.state(course, "t1") is State.DROPPED
    with pytest.raises(Stale):
        press(city, DESK, cancel)
    assert told(city, "training.told") == 1


def test_the_hosts_coordinator_runs_its_sessions_and_no_other(city: City) -> None:
    course = city.course()
    own = city.session(course, host="ひので町")
    other = city.session(course, number=2)
    press(city, COORDINATOR, view.CloseSession(session_id=own.id, version=1))
    assert city.session_now(own).state is SessionState.CLOSED
    press(city, COORDINATOR, view.OpenSession(session_id=own.id, version=2))
    assert city.session_now(own).state is SessionState.OPEN
    with pytest.raises(Refused, match="not_yours"):
        press(city, COORDINATOR, view.CloseSession(session_id=other.id, version=1))
    card = press(city, COORDINATOR, view.ManageSession(session_id=other.id))
    assert "training.close_session" not in verbs(card)


def test_a_coordinator_chooses_until_the_day_the_desk_also_later(city: City) -> None:
    course = city.course(choose_by=NOW.date())
    city.wave(course, 1)
    city.wave(course, 2)
    choose = view.ChooseWave(course_id=course.id, wave=1)
    press(city, COORDINATOR, choose)
    press(city, COORDINATOR, choose)  # twice is once
    assert city.read(lambda tx: waves.choices(tx, course.id)) == {"ひので町": 1}
    city.now = NOW + timedelta(days=1)
    with pytest.raises(Mistyped) as error:
        press(city, COORDINATOR, replace(choose, wave=2))
    assert "期限" in said(error.value.form)
    press(city, DESK, replace(choose, wave=2, municipality="ひので町"))
    assert city.read(lambda tx: waves.choices(tx, course.id)) == {"ひので町": 2}
    assert len(city.read(lambda tx: list(history(tx, course.subject)))) == 2


def test_another_municipalitys_wave_is_not_a_coordinators(city: City) -> None:
    course = city.course(choose_by=NOW.date())
    city.wave(course, 1)
    choose = view.ChooseWave(course_id=course.id, wave=1, municipality="あかつき市")
    with pytest.raises(Refused, match="not_yours"):
        press(city, COORDINATOR, choose)


def test_a_wave_changed_after_its_card_was_sent_leaves_bookings_as_they_are(city: City) -> None:
    course = city.course(choose_by=NOW.date())
    city.wave(course, 1, "ひので町")
    city.wave(course, 2)
    session = city.session(course, wave=1)
    city.enrolled(session, "t6")
    let_go(city, course, 1)
    change = view.ChooseWave(course_id=course.id, wave=2, municipality="ひので町")
    with pytest.raises(Mistyped):
        press(city, COORDINATOR, change)
    press(city, DESK, change)
    assert city.state(course, "t6") is State.BOOKED


def let_go(city: City, course: Course, wave: int, *aads: str) -> int:
    """The wave's card has gone out to these people."""
    key = f"enrol:{course.id}:{wave}:1"
    to = tuple(city.person(aad).id for aad in aads)

    def post(tx: Any) -> int:
        notice = outbox.post(
            tx,
            kind=item.ENROL,
            source_key=key,
            lane=Lane.BROADCAST,
            due_at=city.now,
            expires_at=city.now + timedelta(days=99),
            cards={"ja": {}},
            summaries={},
            to=to,
        )
        about = Announcement(
            course=course.id,
            wave=wave,
            source_key=key,
            author=0,
            asked_at=city.now,
            notice=notice,
        )
        announcements.add(tx, about)
        return notice

    return city.write(post)


def newcomers_of(city: City, course: Course) -> set[int]:
    """Who gets the card with the next newcomers."""
    found = city.read(lambda tx: [*many.newcomers(tx, course, city.now.date())])
    return {person for one in found for person in one.item.to}


def test_whoever_got_the_old_waves_card_gets_that_of_the_new_one_too(city: City) -> None:
    course = city.course(choose_by=city.now.date())
    city.wave(course, 1, "ひので町")
    city.wave(course, 2, "あかつき市")
    let_go(city, course, 1, "t6", "t9")
    let_go(city, course, 2, "t1")
    assert city.person("t6").id not in newcomers_of(city, course)
    city.now += timedelta(hours=1)
    change = view.ChooseWave(course_id=course.id, wave=2, municipality="ひので町")
    press(city, DESK, change)
    new = newcomers_of(city, course)
    assert {city.person("t6").id, city.person("t9").id} <= new
    assert city.person("t1").id not in new


def test_newcomers_since_the_choice_get_no_second_card(city: City) -> None:
    course = city.course(choose_by=city.now.date())
    city.wave(course, 1, "ひので町")
    let_go(city, course, 1)
    tick = Tick(now=city.now, today=city.now.date(), actor=Actor.job("x"), tx=None)  # type: ignore[arg-type]
    city.write(lambda tx: reminding.welcome(replace(tick, tx=tx), course))
    assert newcomers_of(city, course) == set()


def test_pupils_and_guardians_get_no_card_and_are_not_counted(city: City) -> None:
    course = city.course()
    let_go(city, course, 0)
    assert city.person("t7").id not in newcomers_of(city, course)
    assert len(newcomers_of(city, course)) == 8
    (counted,) = city.read(lambda tx: counting.counted(tx, (course,), city.now.date()))
    assert counted.total().audience == 8


def test_a_draft_that_was_taken_back_leaves_the_wave_open_to_choose(city: City) -> None:
    course = city.course(choose_by=NOW.date() + timedelta(days=9))
    city.wave(course, 1, "ひので町")
    city.wave(course, 2)
    manage = view.Manage(course_id=course.id)
    assert verbs(press(city, DESK, manage)).count("training.announce") == 2
    press(city, DESK, view.Announce(course_id=course.id, version=course.version, wave=1))
    assert verbs(press(city, DESK, manage)).count("training.announce") == 1
    tick = Tick(now=city.now, today=city.now.date(), actor=Actor.job("x"), tx=None)  # type: ignore[arg-type]
    while city.read(announcing.waits):
        city.write(lambda tx: announcing.gather(replace(tick, tx=tx)))
    press(city, COORDINATOR, view.ChooseWave(course_id=course.id, wave=2))
    assert city.read(lambda tx: waves.choices(tx, course.id)) == {"ひので町": 2}


def test_a_draft_course_is_not_a_coordinators_by_a_forged_id(city: City) -> None:
    course = city.course(state=CourseState.DRAFT, choose_by=NOW.date())
    city.wave(course, 1)
    with pytest.raises(Refused, match="not_yours"):
        press(city, COORDINATOR, view.ChooseWave(course_id=course.id, wave=1))
    assert city.read(lambda tx: waves.choices(tx, course.id)) == {}


def test_no_wave_is_chosen_of_a_course_that_is_over(city: City) -> None:
    course = city.course(state=CourseState.ENDED, choose_by=NOW.date())
    city.wave(course, 1)
    with pytest.raises(Mistyped):
        press(city, DESK, view.ChooseWave(course_id=course.id, wave=1, municipality="ひので町"))


def test_another_tenants_session_is_run_at_its_home(city: City) -> None:
    course = city.course(home="hinode", home_course=7)
    session = city.session(course, host="ひので町")
    for who in (DESK, COORDINATOR):
        for verb in (
            view.CancelSession(session_id=session.id, version=1, reason="講師の都合"),
            view.CloseSession(session_id=session.id, version=1),
        ):
            with pytest.raises(Refused):
                press(city, who, verb)
    card = press(city, DESK, view.ManageSession(session_id=session.id))
    assert "training.open_cancel" not in verbs(card)
    deed = Deed(by=0, actor=Actor.command("operator"), now=city.now)
    with pytest.raises(Refused, match="from_elsewhere"):
        city.write(lambda tx: managing.close_session(tx, session.id, deed))
    assert city.session_now(session).state is SessionState.OPEN


def test_the_desk_sees_what_became_of_an_offer_and_coordinators_dont(city: City) -> None:
    course = city.course()
    told_of = Offer(
        course=course.id, tenant="hinode-town", seats=20, booked=12, finished=5, told_at=NOW
    )
    city.write(lambda tx: offers.put(tx, told_of))
    city.write(lambda tx: offers.put(tx, Offer(course=course.id, tenant="minato", seats=3)))
    words = said(press(city, DESK, view.Manage(course_id=course.id)))
    assert "hinode-town　各回20席・申込み12人・修了5人" in words
    assert "minato　各回3席・まだ回答がありません" in words
    assert "hinode-town" not in said(press(city, COORDINATOR, view.Manage(course_id=course.id)))


def test_binding_without_a_choice_unties_nothing(city: City) -> None:
    course = city.course()
    duty = city.write(lambda tx: duties.add(tx, education()))
    bind = view.BindPromise(course_id=course.id, version=course.version, duty_id=duty.id)
    press(city, DESK, bind)
    with pytest.raises(Mistyped):
        press(city, DESK, replace(bind, version=course.version + 1, duty_id=0))
    assert now(city, course).promise == duty.id
    form = press(city, DESK, view.OpenPromise(course_id=course.id))
    assert "training.bind_promise" in verbs(form)
    press(city, DESK, replace(bind, version=course.version + 1, duty_id=0, untie=True))
    assert now(city, course).promise == 0


def test_a_duty_to_teach_is_bound_and_met_with_todays_numbers(city: City) -> None:
    course = city.course()
    duty = city.write(lambda tx: duties.add(tx, education()))
    bind = view.BindPromise(course_id=course.id, version=course.version, duty_id=duty.id)
    press(city, DESK, bind)
    assert now(city, course).promise == duty.id
    meet = view.MeetPromise(course_id=course.id, version=course.version + 1)
    with pytest.raises(Refused, match="nobody_finished"):
        press(city, DESK, meet)
    city.finished(course, "t1")
    press(city, DESK, meet)
    met = city.read(lambda tx: duties.get(tx, duty.id))
    assert (met.state, met.done_on) == (DutyState.DONE, NOW.date())
    assert "オンライン会議研修" in met.evidence
    assert "1人が修了" in met.evidence
    with pytest.raises(Refused, match="no_promise"):
        press(city, DESK, meet)


def test_only_an_open_duty_to_teach_can_be_bound(city: City) -> None:
    course = city.course()
    other = city.write(lambda tx: duties.add(tx, replace(education(), kind="audit")))
    with pytest.raises(Mistyped):
        press(city, DESK, view.BindPromise(course_id=course.id, version=1, duty_id=other.id))


def education() -> Duty:
    return Duty(
        id=0,
        source="agreement:7",
        kind="education",
        obligor=Obligor.OTSU,
        article="第5条",
        items=("個人情報の取扱い",),
        due_on=date(2027, 3, 31),
        title="情報連携協定",
    )
