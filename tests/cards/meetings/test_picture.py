from typing import Any

from cards.lang import Lang
from cards.meetings.picture import COLOURS, picture, quarters_table
from cards.samples.diary import quarters, weeks

JA, EN = Lang("ja"), Lang("en")
TWO_YEARS = quarters("free met met written met missed booked ahead")


def chart(element: Any) -> dict[str, Any]:
    assert element["type"] == "Chart.HorizontalBar.Stacked"
    return dict(element)


def cells(fallback: Any) -> list[list[str]]:
    return [
        [cell["items"][0]["text"] for cell in row["cells"]]
        for part in fallback["items"]
        if part["type"] == "Table"
        for row in part["rows"]
    ]


def test_each_fiscal_year_is_a_bar_of_its_periods():
    _, drawn = picture(JA, TWO_YEARS)
    bars = chart(drawn)["data"]
    assert [bar["title"] for bar in bars] == ["令和7年度", "令和8年度"]
    assert [sum(part["value"] for part in bar["data"]) for bar in bars] == [4, 4]
    assert [(part["legend"], part["value"]) for part in bars[0]["data"]] == [
        ("開催", 2),
        ("書面", 1),
        ("対象外", 1),
    ]


def test_where_no_chart_is_drawn_the_cells_say_in_words_what_they_colour():
    _, drawn = picture(JA, TWO_YEARS)
    assert cells(chart(drawn)["fallback"]) == [
        ["4～6月", "7～9月", "10～12月", "1～3月"],
        ["対象外", "開催", "開催", "書面"],
        ["4～6月", "7～9月", "10～12月", "1～3月"],
        ["開催", "未開催", "予約済", "今後"],
    ]


def test_months_stand_in_rows_of_four():
    _, drawn = picture(EN, quarters("met " * 10, months=1))
    rows = cells(chart(drawn)["fallback"])
    assert rows[0] == ["Apr", "May", "Jun", "Jul"]
    assert rows[4] == ["Dec", "Jan", "－", "－"]


def test_weeks_are_too_many_for_cells_and_are_counted():
    _, drawn = picture(JA, weeks(70))
    said = [part["text"] for part in chart(drawn)["fallback"]["items"]]
    assert said == ["令和7年度", "開催47、見送り5", "令和8年度", "開催16、見送り2"]


def test_every_state_has_a_colour_and_a_word_in_both_languages():
    for state in COLOURS:
        assert JA.knows(f"meetings.picture.{state}")
        assert EN.t(f"meetings.picture.{state}") != JA.t(f"meetings.picture.{state}")


def test_there_is_no_picture_of_nothing():
    assert picture(JA, ()) == []
    (said,) = quarters_table(JA, ())
    assert said["text"] == "開催の記録は、まだありません。"


def test_the_table_begins_with_the_latest_year_and_period():
    head, rows, *_ = quarters_table(JA, TWO_YEARS)
    assert head["text"] == "令和8年度"
    told = [[cell["items"][0]["text"] for cell in row["cells"]] for row in rows["rows"]]
    assert told[1] == ["10～12月", "予約済", "12月9日（水）"]
    assert told[2] == ["7～9月", "未開催", "－"]


def test_a_long_table_is_cut_and_says_so():
    made = quarters_table(JA, quarters("met " * 14, months=1))
    assert made[-1]["text"] == "ほか8件"
