"""What cards read: names instead of ids, times of the tenant, the seats that one may have."""

from dataclasses import replace
from datetime import UTC, date, timedelta

from bot.errors import Refused
from bot.training.model import (
    Completion,
    Entry,
    How,
    Org,
    Progress,
    Quota,
    Session,
    SessionState,
    State,
)
from bot.training.rules import seats, shown
from cards.training import matter
from tests.bot.training.rules.made import (
    COURSE,
    DAY,
    ENROLMENT,
    FIRST,
    NOW,
    QUESTIONS,
    SESSION,
    TOKYO,
    course,
    enrolment,
    session,
)

COURSE_CARD: matter.Course = shown.course(COURSE, now=NOW)
TOTAL: matter.Bar = Progress(org="", audience=9, finished=3, booked=2, waiting=1)


def test_a_session_is_shown_in_the_tenants_time() -> None:
    stored = session(
        starts_at=SESSION.starts_at.astimezone(UTC), deadline=SESSION.deadline.astimezone(UTC)
    )
    found: matter.Session = shown.session(stored, now=NOW)
    assert (found.starts_at.hour, found.deadline.hour) == (14, 17)
    assert found.starts_at.tzinfo is TOKYO
    assert (found.left, found.over, found.closed, found.state) == (2, False, False, "open")


def test_the_seats_left_are_those_that_the_reader_may_have() -> None:
    quota = Quota(org=Org.DEPARTMENT, name="総務課", seats=1, held=1)
    room = seats.room_of(SESSION, [quota])
    assert shown.session(SESSION, now=NOW, room=room, reader=ENROLMENT).left == 0
    assert shown.session(SESSION, now=NOW, room=room).left == 2


def test_a_session_says_when_it_is_closed_or_has_begun() -> None:
    after = shown.session(SESSION, now=SESSION.deadline)
    assert (after.closed, after.over) == (True, False)
    begun = shown.session(SESSION, now=SESSION.starts_at)
    assert (begun.closed, begun.over) == (True, True)


def _later(number: int, **given: object) -> Session:
    start = SESSION.starts_at + number * DAY
    return replace(session(**given), id=number, number=number, starts_at=start)  # type: ignore[arg-type]


def test_a_course_tells_of_its_coming_sessions_alone() -> None:
    sessions = (
        _later(-40),
        SESSION,
        _later(5, deadline=SESSION.deadline + DAY),
        _later(9, state=SessionState.CANCELLED),
    )
    found = shown.course(COURSE, now=NOW, sessions=sessions)
    assert (found.first, found.last, found.sessions) == (date(2026, 12, 10), date(2026, 12, 15), 2)
    assert found.deadline == SESSION.deadline + DAY


def test_a_course_without_sessions_has_neither_days_nor_deadline() -> None:
    assert (COURSE_CARD.first, COURSE_CARD.deadline, COURSE_CARD.sessions) == (None, None, 0)
    late = shown.course(COURSE, now=SESSION.deadline, sessions=[SESSION])
    assert (late.sessions, late.deadline) == (1, None)


def test_a_course_names_what_it_requires_and_promises() -> None:
    given = course(
        requires=("BASIC", "OLD"), questions=QUESTIONS, opens_at=NOW.astimezone(UTC), home="hinode"
    )
    found = shown.course(given, now=NOW, requires={"BASIC": "基礎研修"}, promise="第8条 教育")
    assert (found.requires, found.promise) == (("基礎研修", "OLD"), "第8条 教育")
    assert (found.questions, found.from_elsewhere) == (3, True)
    assert found.opens_at is not None
    assert found.opens_at.tzinfo is TOKYO


def test_somebody_who_never_enrolled_stands_nowhere() -> None:
    found: matter.Standing = shown.standing(None, now=NOW)
    assert (found.state, found.session, found.finished_on) == ("", None, None)


def test_a_place_in_the_list_is_shown_only_to_who_waits() -> None:
    waits = enrolment(state=State.WAITING, approved=False)
    found = shown.standing(waits, now=NOW, place=4, head="総務課長")
    assert (found.state, found.place, found.head, found.approved) == (
        *("waiting", 4, "総務課長", False),
    )
    booked = shown.standing(enrolment(entry=Entry.STANDS), now=NOW, place=4, head="総務課長")
    assert (booked.place, booked.head, booked.calendar) == (0, "", "stands")


def test_an_offer_tells_until_when_in_the_tenants_time() -> None:
    offer = enrolment(state=State.OFFERED, until=(NOW + DAY).astimezone(UTC))
    found = shown.standing(offer, now=NOW)
    assert found.until == NOW + DAY
    assert found.until is not None
    assert found.until.tzinfo is TOKYO


def test_who_finished_without_enrolling_is_shown_as_finished() -> None:
    done = Completion(course=5, person=3, on=NOW.date(), how=How.RECORDING)
    for given in (None, enrolment(state=State.ABSENT)):
        found = shown.standing(given, now=NOW, completion=done)
        assert (found.finished_on, found.how) == (NOW.date(), "recording")


def test_the_own_card_shows_the_six_earliest_and_counts_the_rest() -> None:
    sessions = [shown.session(_later(n), now=NOW) for n in (9, 3, 1, 8, 2, 5, 4, 7)]
    found: matter.Own = shown.own(COURSE_CARD, shown.standing(None, now=NOW), sessions)
    assert [one.number for one in found.sessions] == [1, 2, 3, 4, 5, 7]
    assert (found.more, found.refused, found.facts) == (2, "", {})


def test_the_own_card_tells_why_one_can_not_enrol() -> None:
    refused = Refused("training.refused.requires", courses="BASIC")
    found = shown.own(COURSE_CARD, shown.standing(None, now=NOW), (), refused=refused)
    assert (found.refused, found.facts) == (refused.reason, {"courses": "BASIC"})


def test_a_request_names_who_asks_for_what() -> None:
    asks = enrolment(state=State.WAITING, approved=False)
    found: matter.Request = shown.request(
        asks, name="青木", course=COURSE_CARD, session=shown.session(SESSION, now=NOW)
    )
    assert (found.name, found.department, found.waiting) == ("青木", "総務課", True)


def test_a_managed_course_orders_its_sessions_by_time() -> None:
    sessions = [shown.session(_later(n), now=NOW) for n in (3, 1)]
    first: matter.Wave = shown.wave(
        replace(FIRST, sent_at=NOW - timedelta(days=1)), seats=40, municipalities=["あかつき市"]
    )
    found: matter.Managed = shown.managed(
        COURSE_CARD, sessions=sessions, total=TOTAL, waves=[first], may=["open", "close"]
    )
    assert [one.number for one in found.sessions] == [1, 3]
    assert (found.waves[0].sent, found.waves[0].municipalities) == (True, ("あかつき市",))
    assert found.may == {"open", "close"}
    line: matter.Line = shown.line(COURSE_CARD, shown.standing(None, now=NOW))
    assert line.course is COURSE_CARD
