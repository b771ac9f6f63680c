from datetime import date, timedelta
from time import monotonic

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.home.absence import read

TODAY = date(2026, 11, 22)
WEEK = (date(2026, 11, 24), date(2026, 11, 30))


@pytest.mark.parametrize(
    "text",
    [
        "不在 11/24–11/30 代理 佐藤",
        "不在　１１／２４～１１／３０　代理　佐藤さん",
        "不在 11/24〜11/30 代理は佐藤です",
        "不在 11月24日(火)から11月30日(月)まで 代理は佐藤さんでお願いします",
        "不在 11/24（火）－11/30（月）、代理：佐藤",
        "不在 11月24日火曜日～30日月曜日 代理 佐藤。",
        "不在 11/24-30 代理 佐藤",
        "不在 2026/11/24-2026/11/30 代理 佐藤",
        "不在 2026-11-24 ~ 2026-11-30 代理 佐藤",
        "不在:2026年11月24日から11月30日 代理人 佐藤様",
        "away 11/24-11/30 deputy 佐藤",
        "absent from Nov 24 to Nov 30, deputy is 佐藤",
        "out of office 24 November until 30 November 2026 covered by 佐藤",
        "I am away Tue Nov 24 - Mon Nov 30th deputy: 佐藤",
    ],
)
def test_absence_is_understood_in_many_forms(text):
    found = read(text, TODAY)
    assert (found.since, found.until, found.deputy) == (*WEEK, "佐藤")


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("不在 12/28–1/4", date(2026, 12, 28), date(2027, 1, 4)),
        ("不在 11/20–11/25", date(2026, 11, 20), date(2026, 11, 25)),
        ("不在 12/28-1/5", date(2026, 12, 28), date(2027, 1, 5)),
        ("不在 2026/12/28-1/5", date(2026, 12, 28), date(2027, 1, 5)),
        ("不在 12/28-2027/1/5", date(2026, 12, 28), date(2027, 1, 5)),
        ("不在 2027/3/1", date(2027, 3, 1), date(2027, 3, 1)),
        ("不在 11/22", TODAY, TODAY),
        ("不在 本日", TODAY, TODAY),
        ("不在 明日から12/1", date(2026, 11, 23), date(2026, 12, 1)),
        ("away tomorrow", date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_year_is_this_one_over_the_turn_the_next(text, since, until):
    found = read(text, TODAY)
    assert (found.since, found.until, found.deputy) == (since, until, "")


@pytest.mark.parametrize(
    "text",
    [
        "不在",
        "不在 代理 佐藤",
        "不在 2/30",
        "不在 24日から30日",
        "不在 来週ずっと",
    ],
)
def test_what_is_no_absence_is_left_to_the_form(text):
    assert read(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("不在 11/30-11/25 代理 早乙女", "backwards"),
        ("不在 2027/3/1-2026/3/1", "backwards"),
        ("不在 2027/3/5-3/1", "backwards"),
        ("不在 11/18-11/20 代理 早乙女", "year_needed"),
        ("不在 3/1", "year_needed"),
    ],
)
def test_a_year_is_never_guessed_where_the_days_make_no_sense(text, reason):
    with pytest.raises(Refused, match=reason):
        read(text, TODAY)


def test_an_absence_over_the_turn_of_the_year_is_still_understood_in_january():
    found = read("不在 12/28-1/5", date(2027, 1, 4))
    assert (found.since, found.until) == (date(2026, 12, 28), date(2027, 1, 5))


@given(
    today=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    ahead=st.integers(0, 200),
    length=st.integers(0, 100),
    dash=st.sampled_from(["-", "–", "—", "〜", "～", "~", "から", " ～ ", "ー"]),
    style=st.sampled_from(["{m}/{d}", "{m}月{d}日", "{y}/{m}/{d}", "{y}年{m}月{d}日"]),
    wide=st.booleans(),
)
def test_any_span_ahead_is_read_back(today, ahead, length, dash, style, wide):
    since = today + timedelta(days=ahead)
    until = since + timedelta(days=length)
    assume("{y}" in style or since.year == today.year)
    first, last = (style.format(y=day.year, m=day.month, d=day.day) for day in (since, until))
    written = f"不在 {first}{dash}{last} 代理 佐藤"
    if wide:
        written = written.translate({ord("0") + n: ord("０") + n for n in range(10)})
    found = read(written, today)
    assert (found.since, found.until, found.deputy) == (since, until, "佐藤")


@pytest.mark.parametrize("noise", ["、 ", " ", "代", "(月", "1/", "の間は"])
def test_reading_takes_no_longer_than_the_text_is_long(noise):
    started = monotonic()
    assert read("不在 " + noise * 20_000, TODAY) is None
    assert monotonic() - started < 2
