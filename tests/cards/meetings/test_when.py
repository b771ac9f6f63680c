from datetime import date, datetime, timedelta, timezone

import pytest

from cards.lang import Lang
from cards.meetings import when
from cards.samples.diary import Slot

JA, EN = Lang("ja"), Lang("en")
TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("first", "last", "ja", "en"),
    [
        ((2026, 4, 1), (2026, 6, 30), "第1四半期（4～6月）", "Quarter 1 (Apr–Jun)"),
        ((2026, 10, 1), (2026, 12, 31), "第3四半期（10～12月）", "Quarter 3 (Oct–Dec)"),
        ((2027, 1, 1), (2027, 3, 31), "第4四半期（1～3月）", "Quarter 4 (Jan–Mar)"),
        ((2026, 4, 1), (2026, 9, 30), "上半期（4～9月）", "First half (Apr–Sep)"),
        ((2026, 10, 1), (2027, 3, 31), "下半期（10～3月）", "Second half (Oct–Mar)"),
        ((2026, 4, 1), (2027, 3, 31), "令和8年度", "FY 2026"),
        ((2026, 12, 1), (2026, 12, 31), "12月分", "Dec"),
        ((2026, 4, 1), (2026, 5, 31), "4～5月", "Apr–May"),
        ((2026, 5, 1), (2026, 7, 31), "5～7月", "May–Jul"),
        (
            (2026, 11, 30),
            (2026, 12, 13),
            "11月30日（月）から12月13日（日）まで",
            "30 November (Mon) to 13 December (Sun)",
        ),
    ],
)
def test_a_period_has_the_name_that_an_office_gives_it(first, last, ja, en):
    assert when.period(JA, date(*first), date(*last)) == ja
    assert when.period(EN, date(*first), date(*last)) == en


def test_the_fiscal_year_begins_in_april():
    assert when.fiscal_year(JA, date(2027, 3, 31)) == "令和8年度"
    assert when.fiscal_year(JA, date(2027, 4, 1)) == "令和9年度"
    assert when.fiscal_year(JA, date(2019, 5, 1)) == "平成31年度"


def test_a_slot_says_its_weekday_and_both_times():
    at = datetime(2026, 12, 9, 9, 5, tzinfo=TOKYO)
    slot = Slot(start=at, end=at + timedelta(minutes=90))
    assert when.slot_line(JA, slot) == "12月9日（水）9:05～10:35"
    assert when.slot_day(EN, slot) == "9 December 2026 (Wed), 9:05–10:35"


@pytest.mark.parametrize(
    ("unit", "count", "said"),
    [
        ("", 0, "未設定"),
        ("months", 1, "毎月"),
        ("months", 3, "四半期に1回"),
        ("months", 4, "4か月に1回"),
        ("months", 12, "年1回"),
        ("weeks", 1, "毎週"),
        ("weeks", 3, "3週ごと"),
    ],
)
def test_a_cadence_is_told_in_words(unit, count, said):
    assert when.cadence(JA, unit, count) == said


def test_the_form_knows_the_word_of_each_cadence_that_it_offers():
    assert [when.every("months", n) for n in (1, 2, 3, 4, 6, 12)] == [
        "month",
        "two_months",
        "quarter",
        "",
        "half",
        "year",
    ]
    assert when.every("weeks", 3) == "weeks"
