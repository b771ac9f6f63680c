"""Any day in any era, width and numeral form is read back; what is no day is not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agreements.clauses.dates import dates_in, in_era, read_day
from bot.agreements.clauses.wording import plain

ERAS = {
    "明治": (1867, date(1873, 1, 1), date(1912, 7, 29)),
    "大正": (1911, date(1912, 7, 30), date(1926, 12, 24)),
    "昭和": (1925, date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (1988, date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (2018, date(2019, 5, 1), date(2099, 12, 31)),
}
KANJI = "〇一二三四五六七八九"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def with_powers(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else KANJI[tens] + "十")
    return head + (KANJI[ones] if ones else "")


def positional(value: int) -> str:
    return "".join(KANJI[int(digit)] for digit in str(value))


NUMERALS = {
    "ascii": str,
    "wide": lambda value: str(value).translate(WIDE),
    "powers": with_powers,
    "positional": positional,
}


@st.composite
def era_days(draw: st.DrawFn) -> tuple[str, int, date]:
    era = draw(st.sampled_from(sorted(ERAS)))
    zero, first, last = ERAS[era]
    day = draw(st.dates(first, last))
    return era, day.year - zero, day


@given(era_days(), st.sampled_from(sorted(NUMERALS)), st.sampled_from(["", " ", "\u3000", "\n"]))
def test_a_day_of_any_era_in_any_numeral_is_read_back(
    written: tuple[str, int, date], numeral: str, space: str
) -> None:
    era, year, day = written
    form = NUMERALS[numeral]
    shown = "元" if year == 1 else form(year)
    text = f"{era}{space}{shown}年{space}{form(day.month)}月{space}{form(day.day)}日"
    assert read_day(plain(text)) == day


@given(st.dates(date(1989, 1, 8), date(2099, 12, 31)), st.sampled_from([".", "/", "-", "．"]))
def test_an_abbreviated_day_is_read_back(day: date, sign: str) -> None:
    letter, zero = ("H", 1988) if day < date(2019, 5, 1) else ("R", 2018)
    text = f"{letter}{day.year - zero}{sign}{day.month}{sign}{day.day}"
    assert read_day(plain(text)) == day


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(sorted(NUMERALS)))
def test_a_western_day_is_read_back(day: date, numeral: str) -> None:
    form = NUMERALS["positional" if numeral == "powers" else numeral]
    small = NUMERALS[numeral]
    text = f"{form(day.year)}年{small(day.month)}月{small(day.day)}日"
    assert read_day(plain(text)) == day


@given(st.dates(date(2019, 5, 1), date(2099, 12, 31)))
def test_both_calendars_side_by_side_are_one_day(day: date) -> None:
    era = f"令和{day.year - 2018}"
    rest = f"{day.month}月{day.day}日"
    for text in (
        f"{day.year}（{era}）年{rest}",
        f"{era}（{day.year}）年{rest}",
        f"{day.year}年（{era}年）{rest}",
        f"{era}年{rest}（{day.year}年{rest}）",
    ):
        found = dates_in(plain(text))
        assert [one.day for one in found] == [day], text


@given(st.dates(date(1873, 1, 1), date(2099, 12, 31)))
def test_the_era_form_for_clerks_is_read_back(day: date) -> None:
    assert [one.day for one in dates_in(plain(in_era(day)))] == [day]


@given(st.integers(2019, 2099), st.integers(1, 12))
def test_the_last_day_of_a_month_is_its_last(year: int, month: int) -> None:
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    assert read_day(f"{year}年{month}月末日") == last


def test_two_calendars_that_disagree_name_no_day() -> None:
    (found,) = dates_in("令和5年(2024年)3月31日")
    assert found.day is None
    assert found.contradictory


@pytest.mark.parametrize(
    "text",
    [
        "令和0年4月1日",
        "令和○年○月○日",
        "令和〇年〇月〇日",
        "令和年月日",
        "令和4年月日",
        "令和●●年●月●日",
        "令和__年__月__日",
        "20XX年4月1日",
    ],
)
def test_a_placeholder_is_a_blank_and_no_day(text: str) -> None:
    (found,) = dates_in(plain(text))
    assert found.day is None
    assert found.blank


@pytest.mark.parametrize(
    "text",
    [
        "個人情報の保護に関する法律(平成15年法律第57号)",
        "平成15年5月30日法律第57号",
        "昭和22年4月17日付け法律第67号",
        "あかつき市条例(令和5年条例第3号)",
        "令和5年2月30日",
        "令和5年13月1日",
        "契約年月日",
        "生年月日",
        "第3条第2項",
        "電話0123-45-6789",
    ],
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert [one for one in dates_in(plain(text)) if one.day or one.blank] == []


def test_a_year_after_the_end_of_its_era_is_counted_on() -> None:
    assert read_day("平成32年3月31日") == date(2020, 3, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和5年度末日", date(2024, 3, 31)),
        ("令和5年度の末日", date(2024, 3, 31)),
        ("2024年度末", date(2025, 3, 31)),
        ("R5.3.31", date(2023, 3, 31)),
        ("H31.4.1", date(2019, 4, 1)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("令和2年2月末日", date(2020, 2, 29)),
    ],
)
def test_special_forms(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("令和5年4月1日から翌年3月31日まで", [date(2023, 4, 1), date(2024, 3, 31)]),
        ("令和5年4月1日から同年9月30日まで", [date(2023, 4, 1), date(2023, 9, 30)]),
        ("令和5年4月1日から9月30日まで", [date(2023, 4, 1), date(2023, 9, 30)]),
        ("令和5年10月1日から3月31日まで", [date(2023, 10, 1), date(2024, 3, 31)]),
        ("令和5年4月1日から令和6年3月末日まで", [date(2023, 4, 1), date(2024, 3, 31)]),
    ],
)
def test_a_day_may_count_from_the_one_before(text: str, days: list[date]) -> None:
    assert [one.day for one in dates_in(text)] == days
