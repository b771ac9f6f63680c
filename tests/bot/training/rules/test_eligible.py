"""Who may enrol in what, and which of several reasons against it is told."""

from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.training.model import CourseState, SessionState, State
from bot.training.rules import eligible
from bot.training.rules.eligible import Reader
from tests.bot.training.rules.made import (
    COURSE,
    DAY,
    NOW,
    QUESTIONS,
    SESSION,
    course,
    enrolment,
    session,
)

READER = Reader(meant=True)
TICK = timedelta(microseconds=1)


def reason(given=COURSE, held=SESSION, reader=READER, now=NOW) -> str:
    refused = eligible.refusal(given, held, reader, now)
    return refused.reason.removeprefix("training.refused.") if refused else ""


def test_whoever_is_meant_may_enrol_in_an_open_session() -> None:
    assert reason() == ""
    assert eligible.may_enrol(COURSE, SESSION, READER, NOW)


def test_the_first_reason_in_the_order_is_told() -> None:
    """Everything is against it; one after another is mended."""
    given = course(state=CourseState.CLOSED, opens_at=NOW + DAY, requires=("BASIC",))
    held = session(state=SessionState.CLOSED, wave=2)
    reader = Reader(meant=False, done=True, enrolment=enrolment(session=9))
    told = [reason(given, held, reader)]
    given = course(opens_at=NOW + DAY, requires=("BASIC",))
    told.append(reason(given, held, reader))
    given = course(opens_at=NOW, requires=("BASIC",))
    told.append(reason(given, held, reader))
    own = enrolment(session=9)
    told.append(reason(given, held, Reader(meant=True, done=True, enrolment=own)))
    basic = frozenset(["BASIC"])
    finished = Reader(meant=True, finished=basic, done=True, enrolment=own)
    told.append(reason(given, held, finished))
    told.append(reason(given, held, Reader(meant=True, finished=basic, enrolment=own)))
    told.append(reason(given, held, Reader(meant=True, finished=basic, wave=1, enrolment=own)))
    ready = Reader(meant=True, finished=basic, wave=2, enrolment=own)
    told.append(reason(given, held, ready))
    told.append(reason(given, session(state=SessionState.CANCELLED, wave=2), ready))
    told.append(reason(given, session(wave=2), ready, SESSION.deadline))
    told.append(reason(given, session(wave=2), ready, SESSION.starts_at))
    told.append(reason(given, session(wave=2), ready))
    assert told == [
        *("not_open", "not_yet", "not_for_you", "requires", "finished", "wave_unchosen"),
        *("other_wave", "session_closed", "session_cancelled", "deadline", "begun", "already"),
    ]


def test_nobody_enrols_from_the_instant_of_the_deadline_on() -> None:
    assert reason(now=SESSION.deadline - TICK) == ""
    assert reason(now=SESSION.deadline) == "deadline"


def test_enrolling_opens_at_its_instant() -> None:
    assert reason(course(opens_at=NOW)) == ""
    assert reason(course(opens_at=NOW + TICK)) == "not_yet"


def test_a_refusal_tells_instants_as_words_of_the_tenants_day() -> None:
    refused = eligible.refusal(COURSE, SESSION, READER, SESSION.deadline + DAY)
    assert refused is not None
    assert refused.facts == {"day": SESSION.deadline.date(), "time": "17:00"}


def test_a_session_for_all_asks_for_no_wave() -> None:
    assert reason(reader=Reader(meant=True, wave=None)) == ""
    assert reason(held=session(wave=2), reader=Reader(meant=True, wave=2)) == ""


@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED, State.DROPPED, State.ABSENT])
def test_who_left_may_come_back(state: State) -> None:
    assert reason(reader=Reader(meant=True, enrolment=enrolment(state=state))) == ""


def test_all_missing_courses_are_told_in_order() -> None:
    refused = eligible.refusal(
        course(requires=("A", "B", "C")), SESSION, Reader(meant=True, finished=frozenset("B")), NOW
    )
    assert refused is not None
    assert refused.facts == {"courses": "A、C"}


def test_of_a_course_without_sessions_that_is_told() -> None:
    refused = eligible.refusal_of_all(COURSE, (), READER, NOW)
    assert refused is not None
    assert refused.reason == "training.refused.no_sessions"


def test_of_several_sessions_one_that_can_be_had_is_enough() -> None:
    late = session(id=8, deadline=NOW)
    assert eligible.refusal_of_all(COURSE, (late, SESSION), READER, NOW) is None


def test_of_several_reasons_the_one_nearest_to_a_yes_is_told() -> None:
    cancelled, late = session(state=SessionState.CANCELLED), session(id=8, deadline=NOW)
    for sessions in ((cancelled, late), (late, cancelled)):
        refused = eligible.refusal_of_all(COURSE, sessions, READER, NOW)
        assert refused is not None
        assert refused.reason == "training.refused.deadline"


def test_what_is_against_the_course_is_told_before_its_sessions() -> None:
    refused = eligible.refusal_of_all(course(state=CourseState.DRAFT), (), READER, NOW)
    assert refused is not None
    assert refused.reason == "training.refused.not_open"


def test_a_substitute_may_come_after_the_deadline_and_from_the_same_waiting_list() -> None:
    late = session(deadline=NOW, state=SessionState.CLOSED)
    waits = Reader(meant=True, enrolment=enrolment(state=State.WAITING))
    for reader in (READER, waits):
        eligible.check_substitute(course(state=CourseState.CLOSED), late, reader)


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (Reader(meant=False), "not_for_you"),
        (Reader(meant=True, done=True), "finished"),
        (Reader(meant=True, wave=1), "other_wave"),
        (Reader(meant=True, wave=2, enrolment=enrolment()), "already"),
        (
            Reader(meant=True, wave=2, enrolment=enrolment(state=State.WAITING, session=8)),
            "already",
        ),
    ],
)
def test_a_substitute_must_be_meant_and_free(reader: Reader, told: str) -> None:
    with pytest.raises(Refused, match=rf"training\.refused\.{told}"):
        eligible.check_substitute(COURSE, session(wave=2), reader)


def test_the_recording_is_for_who_is_meant_with_or_without_a_seat() -> None:
    given = course(recording="https://video.example/1", questions=QUESTIONS)
    assert eligible.may_watch(given, READER)
    assert not eligible.may_watch(given, Reader(meant=False))
    assert not eligible.may_watch(course(recording="https://video.example/1"), READER)
    ended = course(recording="https://v.example", questions=QUESTIONS, state=CourseState.ENDED)
    assert not eligible.may_watch(ended, READER)


def test_a_seat_can_be_handed_on_but_not_an_offer_or_a_place_in_the_list() -> None:
    can = {s for s in State if eligible.is_substitutable(enrolment(state=s))}
    assert can == {State.BOOKED, State.REQUESTED}
