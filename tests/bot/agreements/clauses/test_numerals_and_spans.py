"""Numbers and lengths of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.clauses.numerals import number
from bot.agreements.clauses.spans import Span, read_span

KANJI = "〇一二三四五六七八九"


def in_kanji(value: int) -> str:
    text = ""
    for power, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, power)
        if digit:
            text += ("" if digit == 1 else KANJI[digit]) + sign
    return text + (KANJI[value] if value else "")


@given(st.integers(1, 9999))
def test_a_number_with_powers_is_read_back(value: int) -> None:
    assert number(in_kanji(value)) == value


@given(st.integers(0, 999_999))
def test_a_positional_number_is_read_back(value: int) -> None:
    assert number(str(value)) == value
    assert number("".join(KANJI[int(digit)] for digit in str(value))) == value


@pytest.mark.parametrize("text", ["", "甲", "十千", "1" * 20, "三年"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("3年間", Span(months=36)),
        ("一年", Span(months=12)),
        ("1年6か月", Span(months=18)),
        ("1年6ヶ月間", Span(months=18)),
        ("1年半", Span(months=18)),
        ("半年間", Span(months=6)),
        ("六箇月", Span(months=6)),
        ("3ヵ月", Span(months=3)),
        ("3カ月", Span(months=3)),
        ("3ケ月", Span(months=3)),
        ("三か年", Span(months=36)),
        ("30日", Span(days=30)),
        ("2週間", Span(days=14)),
    ],
)
def test_a_length_is_read(text: str, span: Span) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize("text", ["0年", "甲", "", "999999年"])
def test_what_is_no_length_is_none(text: str) -> None:
    assert read_span(text) is None
