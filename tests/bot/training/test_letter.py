"""Letters of other tenants are believed only within the bounds of our own sheets."""

from typing import Any

import pytest

from bot.errors import Unreadable
from bot.training import letter
from bot.training.model import CourseState, SessionState

SESSION: dict[str, Any] = {
    "number": 1,
    "starts_at": "2026-12-10T13:30:00+09:00",
    "ends_at": "2026-12-10T15:00:00+09:00",
    "state": "open",
}
QUESTION: dict[str, Any] = {"text": "正しいのは", "choices": ["はい", "いいえ"], "right": 1}
COURSE: dict[str, Any] = {
    "code": "SEC",
    "year": 2026,
    "title": "情報セキュリティ研修",
    "finish_by": "2027-03-31",
    "state": "open",
    "seats": 5,
    "sessions": [SESSION],
    "questions": [QUESTION],
}


def test_the_least_that_a_letter_says_is_enough():
    told = letter.course(COURSE)
    assert (told.state, told.seats) == (CourseState.OPEN, 5)
    assert "topics" not in told.fields
    (session,) = told.sessions
    assert session.state is SessionState.OPEN
    assert session.fields["deadline"] == session.fields["starts_at"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"recording": "javascript:alert(1)"},
        {"recording": "http://video.example"},
        {"seats": -5},
        {"seats": 10**7},
        {"seats": True},
        {"seats": "5"},
        {"title": "x" * 100_000},
        {"title": " "},
        {"code": "x" * 61},
        {"text": "a\0b"},
        {"minutes": 0},
        {"threshold": -1},
        {"threshold": 101},
        {"year": 99_999_999},
        {"finish_by": "0001-01-01"},
        {"finish_by": "tomorrow"},
        {"opens_at": "2026-11-24T10:00:00"},
        {"duty": "leisure"},
        {"duty": ["work"]},
        {"state": "draft"},
        {"questions": [{**QUESTION, "right": 9}]},
        {"questions": [{**QUESTION, "choices": ["はい"], "right": 0}]},
        {"questions": [{**QUESTION, "choices": ["はい", 2]}]},
        {"questions": [QUESTION] * 4},
        {"questions": {}},
        {"sessions": [SESSION, SESSION]},
        {"sessions": [SESSION] * 10_000},
        {"sessions": [None]},
    ],
)
def test_what_is_out_of_bounds_is_not_believed(wrong):
    with pytest.raises(Unreadable):
        letter.course({**COURSE, **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"link": "javascript:alert(1)"},
        {"place": "x" * 101},
        {"ends_at": "2026-12-10T13:30:00+09:00"},
        {"deadline": "2026-12-11T00:00:00+09:00"},
        {"starts_at": "99999999"},
        {"starts_at": None},
        {"state": "cancelled"},
        {"state": "postponed"},
    ],
)
def test_a_session_out_of_bounds_is_not_believed(wrong):
    with pytest.raises(Unreadable):
        letter.course({**COURSE, "sessions": [{**SESSION, **wrong}]})


@pytest.mark.parametrize("needed", ["code", "year", "title", "finish_by", "state", "seats"])
def test_without_what_names_a_course_a_letter_says_nothing(needed):
    with pytest.raises(Unreadable, match=needed):
        letter.course({key: value for key, value in COURSE.items() if key != needed})


def test_a_refusal_never_says_what_stood_there():
    with pytest.raises(Unreadable) as error:
        letter.course({**COURSE, "recording": "http://secret.example"})
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("wrong", [{}, {"booked": 1}, {"booked": -1, "finished": 0}, 7])
def test_counts_are_whole_and_not_negative(wrong):
    assert letter.counts({"booked": 3, "finished": 1}).booked == 3
    with pytest.raises(Unreadable):
        letter.counts(wrong)
