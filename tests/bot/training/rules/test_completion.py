"""When somebody has finished: minutes against the course's share of the session."""

from datetime import timedelta

import pytest

from bot.training.model import How
from bot.training.rules import completion
from tests.bot.training.rules.made import ENROLMENT, SESSION, TODAY, course, session


@pytest.mark.parametrize(
    ("threshold", "length", "needed"), [(80, 90, 72), (80, 91, 73), (100, 60, 60), (0, 60, 0)]
)
def test_the_share_of_the_sessions_length_is_needed_rounded_up(
    threshold: int, length: int, needed: int
) -> None:
    held = session(ends_at=SESSION.starts_at + timedelta(minutes=length))
    given = course(threshold=threshold)
    assert completion.needed(given, held) == needed
    assert completion.is_enough(given, held, max(needed, 1))
    assert not completion.is_enough(given, held, needed - 1)


def test_who_never_came_has_not_finished_whatever_the_course_asks_for() -> None:
    assert not completion.is_enough(course(threshold=0), SESSION, 0)


def test_attending_counts_for_where_one_enrolled_from() -> None:
    found = completion.by_attendance(ENROLMENT, TODAY)
    assert (found.course, found.person, found.on, found.how) == (5, 3, TODAY, How.ATTENDANCE)
    assert (found.municipality, found.department) == ("あかつき市", "総務課")
