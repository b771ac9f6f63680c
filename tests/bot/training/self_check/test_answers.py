"""What a self check comes to, and what departments may be told of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.self_check.answers import (
    BEST,
    GROUP,
    QUESTIONS,
    SKILLS,
    Check,
    Level,
    Tally,
    counted,
    is_sound,
    teaches,
)

DAY = date(2026, 11, 24)
ANSWERS = st.tuples(*[st.integers(0, BEST)] * QUESTIONS)


def check(*answers: int) -> Check:
    return Check(on=DAY, answers=answers)


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (0, Level.FIRST),
        (9, Level.FIRST),
        (10, Level.BASIC),
        (17, Level.BASIC),
        (18, Level.STEADY),
        (24, Level.STEADY),
        (25, Level.LEADING),
        (30, Level.LEADING),
    ],
)
def test_the_level_follows_from_the_points(points, level):
    answers = [points // QUESTIONS + (nth < points % QUESTIONS) for nth in range(QUESTIONS)]
    assert check(*answers).level is level


def test_the_weakest_answers_say_what_to_learn():
    assert check(3, 3, 1, 0, 3, 3, 3, 1, 1, 3).weak == (4, 3, 8)
    assert check(*[2] * 10).weak == ()


def test_only_ten_answers_of_the_form_are_sound():
    assert is_sound([0] * 10)
    assert not is_sound([0] * 9)
    assert not is_sound([4] + [0] * 9)
    assert not is_sound([-1] + [0] * 9)


def test_a_course_is_recommended_by_what_it_is_called():
    assert len(SKILLS) == QUESTIONS
    assert teaches("Excel 関数入門", 4)
    assert teaches("情報セキュリティ研修", 8)
    assert not teaches("接遇研修", 4)


@given(st.lists(ANSWERS, max_size=23))
def test_only_whole_fives_are_counted_the_earliest_first(answers):
    checks = [check(*one) for one in answers]
    tally, many = counted(Tally(org="企画課"), checks)
    assert many % GROUP == 0
    whole = checks[: len(checks) // GROUP * GROUP]
    assert many == (len(whole) if len({one.points for one in whole}) > 1 else 0)
    assert tally.people == many
    assert sum(tally.sums) == sum(one.points for one in checks[:many])


@given(st.lists(ANSWERS, max_size=4))
def test_fewer_than_five_are_never_counted(answers):
    tally = Tally(org="企画課", people=5, sums=(5,) * 10)
    assert counted(tally, [check(*one) for one in answers]) == (tally, 0)


def test_five_who_answered_alike_wait_for_the_next_five():
    alike = [check(*[1] * 10)] * 5
    assert counted(Tally(org="企画課"), alike) == (Tally(org="企画課"), 0)
    tally, many = counted(Tally(org="企画課"), [*alike, *[check(*[3] * 10)] * 5])
    assert (many, tally.average) == (10, 20)


def test_the_average_and_the_lowest_questions_of_a_department():
    tally = Tally(org="企画課", people=5, sums=(15, 15, 0, 15, 15, 15, 5, 15, 10, 15))
    assert tally.average == 24
    assert tally.weak == (3, 7, 9)
