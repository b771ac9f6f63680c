"""個人番号: the ordinance's check digit, and texts that hold one in whatever shape."""

import random
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.rules.numbers import check_digit, holds_number, is_number

BODIES = st.text("0123456789", min_size=11, max_size=11)
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def whole(body: str) -> str:
    return f"{body}{check_digit(body)}"


def official(body: str) -> int:
    """平成26年総務省令85号5条, written as the ordinance writes it: P1 is the lowest digit."""
    p = {n: int(body[11 - n]) for n in range(1, 12)}
    q = {n: n + 1 if n <= 6 else n - 5 for n in range(1, 12)}
    rest = sum(p[n] * q[n] for n in range(1, 12)) % 11
    return 0 if rest <= 1 else 11 - rest


@given(BODIES)
def test_the_check_digit_is_the_ordinances(body: str) -> None:
    assert check_digit(body) == official(body)
    assert is_number(whole(body))


def test_a_known_number_is_one() -> None:
    assert check_digit("12345678901") == 8
    assert holds_number("番号は123456789018です")


@given(BODIES, st.integers(0, 9))
def test_no_other_digit_ends_it(body: str, digit: int) -> None:
    assert is_number(f"{body}{digit}") is (digit == check_digit(body))


@given(BODIES, st.sampled_from(["", " ", "-", "－", "ー", "　", "・", "‐", ".", "--", "\n"]))
def test_groups_and_widths_hide_nothing(body: str, mark: str) -> None:
    number = whole(body)
    grouped = mark.join((number[:4], number[4:8], number[8:]))
    for text in (grouped, grouped.translate(FULL), f"保険証{grouped}番"):
        assert holds_number(text)
    assert holds_number(f"熱が38.5あり、{grouped}")


@pytest.mark.parametrize(
    "typed",
    [
        "1234-5678 9018",
        "1234,5678,9018",
        "1234/5678/9018",
        "1234、5678、9018",
        "(1234)(5678)(9018)",
        "1234　　　　5678　　　　9018",
        "一二三四五六七八九〇一八",
    ],
)
def test_signs_of_several_kinds_hide_nothing(typed: str) -> None:
    assert holds_number(typed)


@given(st.datetimes())
def test_a_day_and_a_time_are_no_number(at: datetime) -> None:
    assert not holds_number(at.strftime("%Y/%m/%d %H:%M"))


def test_a_number_is_found_behind_other_figures() -> None:
    assert holds_number("3-2 1234 5678 9018")
    assert holds_number("11-25 1234-5678-9018")


def test_what_takes_no_room_hides_nothing() -> None:
    assert holds_number("1234\u200b5678\u200b9018")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "38.5度です",
        "0000-00-0001",
        "2026-11-25 8:15",
        "123456789019",
        "1234567890180",
        "91234567890180000",
        "090 0000 0000",
    ],
)
def test_other_figures_pass(text: str) -> None:
    assert not holds_number(text)


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    assert holds_number(text) in (True, False)


def test_ten_thousand_characters_are_looked_through_at_once() -> None:
    figures = random.Random(1).choices("0123456789 -", k=10_000)
    assert holds_number("".join(figures)) in (True, False)
    assert not holds_number("😀" * 10_000)


def test_eleven_digits_are_asked_for() -> None:
    with pytest.raises(ValueError, match="eleven"):
        check_digit("123")
