from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cards.dates import WRITTEN
from cards.lang import CODES, Lang, era_year

JA, EN = Lang("ja"), Lang("en")
DAY = date(2026, 12, 28)


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("ja-JP", "ja"),
        ("ja", "ja"),
        ("en-us", "en"),
        ("en-GB", "en"),
        ("EN_US", "en"),
        ("", "ja"),
        (None, "ja"),
    ],
)
def test_a_locale_of_teams_finds_its_language(locale, code):
    assert Lang.of(locale) == Lang(code)


def test_a_language_without_texts_is_read_in_english_unless_it_is_japanese(monkeypatch):
    monkeypatch.setattr("cards.lang.written", lambda: frozenset({"ja", "en"}))
    assert Lang.of("ko-KR") == Lang("en")
    assert Lang.of("ja-easy") == Lang("ja")


def test_easy_japanese_and_kana_are_written_as_japanese():
    assert Lang("ja-easy").tag == "ja"
    assert Lang("ja-kana").tag == "ja"
    assert Lang("zh").tag == "zh"


def test_a_day_shows_its_weekday():
    assert JA.day(DAY) == "2026年12月28日（月）"
    assert EN.day(DAY) == "28 December 2026 (Mon)"
    assert JA.short_day(DAY) == "12月28日（月）"


def test_a_day_of_an_agreement_shows_its_era():
    assert JA.day(DAY, era=True) == "令和8年（2026年）12月28日（月）"
    assert EN.day(DAY, era=True) == "28 December 2026 (Mon, Reiwa 8)"


@pytest.mark.parametrize(
    ("day", "era", "year"),
    [
        (date(2019, 5, 1), "令和", 1),
        (date(2019, 4, 30), "平成", 31),
        (date(1989, 1, 8), "平成", 1),
        (date(1989, 1, 7), "昭和", 64),
        (date(1926, 12, 24), "大正", 15),
        (date(1912, 7, 29), "明治", 45),
    ],
)
def test_each_day_has_the_era_of_its_time(day, era, year):
    assert era_year(day) == (era, year)


def test_the_first_year_of_an_era_is_gannen():
    assert JA.day(date(2019, 5, 1), era=True) == "令和元年（2019年）5月1日（水）"


def test_a_day_before_all_eras_in_use_shows_without_one():
    assert JA.day(date(1, 1, 1), era=True) == "1年1月1日（月）"
    assert EN.day(date(1, 1, 1), era=True) == "1 January 1 (Mon)"
    with pytest.raises(ValueError, match="no era"):
        era_year(date(1, 1, 1))


def test_an_instant_is_told_on_the_clocks_of_its_zone():
    at = datetime(2026, 12, 28, 0, 5, tzinfo=UTC)
    assert JA.instant(at, ZoneInfo("Asia/Tokyo")) == "2026年12月28日（月）9:05"
    assert EN.instant(at, ZoneInfo("Asia/Tokyo")) == "28 December 2026 (Mon), 9:05"
    assert JA.instant(at) == "2026年12月28日（月）0:05"


def test_a_list_counts_what_it_does_not_name():
    assert JA.listed("abcde", most=3) == "a、b、c、ほか2件"
    assert EN.listed("abcde", most=3) == "a, b, c, and 2 more"
    assert JA.listed("ab", most=3) == "a、b"
    assert JA.listed(()) == ""


def test_english_counts_one_and_many():
    assert EN.count("common.left.ahead", 1) == "1 day left"
    assert EN.count("common.left.ahead", 2) == "2 days left"


def test_days_in_a_text_are_written_as_the_language_does():
    assert JA.t("common.due_on", day=DAY, left="本日") == "2026年12月28日（月）・本日"


def test_an_instant_in_a_text_needs_a_zone():
    with pytest.raises(TypeError, match="zone"):
        JA.t("common.due_on", day=datetime(2026, 12, 28, tzinfo=UTC), left="")


def test_what_people_wrote_is_not_read_as_a_template():
    assert JA.t("agreements.partner", names="{count} {0}") == "相手方：{count} {0}"


def test_words_that_nobody_has_show_as_their_key(caplog):
    assert EN.t("common.nothing_of_this_name") == "common.nothing_of_this_name"
    assert "no words for common.nothing_of_this_name" in caplog.text
    caplog.clear()


def test_a_gap_is_said_in_english_abroad_and_in_japanese_where_that_is_read():
    assert Lang("ko").t("agreements.partner", names="A") == EN.t("agreements.partner", names="A")
    assert Lang("ja-easy").t("agreements.partner", names="A") == "相手方：A"


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("ja-easy", "2026年(ねん) 12月(がつ)28日(にち) 月(げつ)曜日(ようび)"),
        ("ja-kana", "2026ねん 12がつ28にち（げつようび）"),
        ("zh", "2026年12月28日（星期一）"),
        ("ko", "2026년 12월 28일(월)"),
        ("vi", "Thứ Hai, ngày 28 tháng 12 năm 2026"),
        ("pt", "28 de dezembro de 2026 (segunda)"),
        ("tl", "Disyembre 28, 2026 (Lunes)"),
        ("es", "28 de diciembre de 2026 (lunes)"),
    ],
)
def test_each_language_writes_days_in_its_own_way(code, written):
    assert Lang(code).day(DAY) == written


def test_plain_japanese_says_which_half_of_the_day():
    assert Lang("ja-easy").time(time(8, 12)) == "午前(ごぜん)8時(じ)12分(ふん)"
    assert Lang("ja-kana").time(time(12, 5)) == "ごご0じ5ふん"
    assert JA.time(time(8, 5)) == "8:05"


def test_every_language_has_dates_of_its_own():
    assert set(WRITTEN) == set(CODES)
