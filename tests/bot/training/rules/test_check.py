"""The questions after a recording: wrong ones aren't told before the third try."""

import pytest

from bot.errors import Refused
from bot.training.rules import check
from bot.training.rules.check import Result
from tests.bot.training.rules.made import QUESTIONS

RIGHT = (0, 1, 2)


def test_all_right_passes_at_any_try() -> None:
    assert check.marked(QUESTIONS, RIGHT, 0) == Result(passed=True, tries=1)
    assert check.marked(QUESTIONS, RIGHT, 7) == Result(passed=True, tries=8)


def test_which_are_wrong_is_told_from_the_third_try_on() -> None:
    told = [check.marked(QUESTIONS, (0, 2, 1), tried).wrong for tried in range(4)]
    assert told == [(), (), (2, 3), (2, 3)]
    assert not check.marked(QUESTIONS, (0, 2, 1), 0).passed


@pytest.mark.parametrize("answers", [(0, 1, -1), (0, 1), (0, 1, 3), ()])
def test_what_is_not_answered_is_no_try(answers: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match="answer_all"):
        check.marked(QUESTIONS, answers, 0)


def test_a_course_asks_as_many_questions_as_it_has() -> None:
    assert check.marked(QUESTIONS[:1], (0, -1, -1), 0).passed
    with pytest.raises(Refused, match="no_check"):
        check.marked((), (0, 1, 2), 0)
