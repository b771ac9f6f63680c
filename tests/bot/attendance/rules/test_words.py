"""Family words and fixed phrases."""

from bot.attendance.rules import phrases, words
from tests.bot.attendance.rules.made import NOW


def test_a_word_is_known_again_however_it_is_typed() -> None:
    kept = words.hashed(words.fold("さくら・こだま・ひかり"), salt=b"0" * words.SALT_BYTES)
    for typed in (
        "さくら こだま ひかり",
        "サクラ　コダマ　ヒカリ",
        "ｻｸﾗ･ｺﾀﾞﾏ･ﾋｶﾘ",
        "さくらこだまひかり",
    ):
        assert words.matches(words.fold(typed), kept)
    assert not words.matches(words.fold("さくら・こだま・ひばり"), kept)
    assert "さくら" not in kept


def test_the_same_word_of_two_children_is_kept_differently() -> None:
    assert words.hashed("a", salt=b"1") != words.hashed("a", salt=b"2")


def test_a_made_word_folds_to_itself_without_its_dots_and_five_wrong_ones_lock() -> None:
    made = words.made(lambda nouns: nouns[0])
    assert words.fold(made) == words.fold(made.replace("・", ""))
    assert len({words.fold(noun) for noun in words.NOUNS}) == len(words.NOUNS)
    assert [words.is_locked(tries) for tries in (4, 5, 6)] == [False, True, True]


def test_phrases_of_both_ways_have_a_text_key_each() -> None:
    both = (*phrases.TO_SCHOOL, *phrases.TO_FAMILY)
    assert len({phrases.key(one) for one in both}) == len(both)
    assert NOW.tzinfo is not None
