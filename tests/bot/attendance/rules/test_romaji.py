"""Kana in letters: what is given out on paper can be typed on any keyboard, however it is spelt."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance.rules import romaji, words


@pytest.mark.parametrize(
    ("kana", "letters"),
    [
        ("しずく", "shizuku"),
        ("つくし", "tsukushi"),
        ("ふくろ", "fukuro"),
        ("にんじん", "ninjin"),
        ("ろうそく", "rousoku"),
        ("じゃがいも", "jagaimo"),
        ("まっちゃ", "matcha"),
        ("さくら・ひかり", "sakura・hikari"),
    ],
)
def test_it_is_printed_as_station_signs_write_it(kana: str, letters: str) -> None:
    assert romaji.printed(kana) == letters
    assert words.fold(letters) == words.fold(kana)


@pytest.mark.parametrize(
    ("kana", "typed"),
    [
        ("しずく", "sizuku"),
        ("つくし", "tukusi"),
        ("ろうそく", "rosoku"),
        ("ろうそく", "Rōsoku"),
        ("とんぼ", "tombo"),
        ("にんじん", "ninzin"),
        ("ほしのうみ", "ＨＯＳＨＩ ＮＯ ＵＭＩ"),
        ("ひかり", "hi'kari"),
        ("ひかり", "ヒカリ"),
        ("きって", "kitte"),
    ],
)
def test_each_way_to_spell_a_word_is_that_word(kana: str, typed: str) -> None:
    assert words.fold(typed) == words.fold(kana)


def test_no_two_nouns_are_the_same_in_letters() -> None:
    assert len({words.fold(one) for one in words.NOUNS}) == len(words.NOUNS)


def test_no_two_pairs_of_nouns_run_together_into_the_same() -> None:
    pairs = {words.fold(f"{one}・{two}") for one, two in product(words.NOUNS, repeat=2)}
    assert len(pairs) == len(words.NOUNS) ** 2


@given(st.lists(st.sampled_from(words.NOUNS), min_size=1, max_size=3))
def test_what_the_slip_prints_in_letters_opens_like_the_kana(nouns: list[str]) -> None:
    kana = "・".join(nouns)
    assert words.fold(romaji.printed(kana)) == words.fold(kana)


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing_of_kana_and_letters(typed: str) -> None:
    plain = "".join(one for one in typed if one.isascii() and one.isalpha())
    assert words.fold(words.fold(plain)) == words.fold(plain)
