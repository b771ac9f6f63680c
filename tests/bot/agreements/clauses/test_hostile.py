"""Text that means harm ends in time: with a reading or with a clear error."""

import time

import pytest

from bot.agreements.clauses import read
from bot.agreements.clauses.reader import LONGEST_TEXT
from bot.errors import Unreadable

HEAD = (
    "あかつき市見守り協定書\n\nあかつき市（以下「甲」という。）と会社（以下「乙」という。"
    "）は、協定を締結する。\n\n第1条　"
)
SIZE = 50_000


@pytest.mark.parametrize(
    "unit",
    [
        "（",
        "）",
        "（以下「甲」という。",
        "「",
        "第1条",
        "第",
        "1",
        "一",
        "○",
        "。",
        "、",
        "甲は",
        "乙は、",
        "令和",
        "令和5年",
        "年月日",
        "更新",
        "申出",
        "個人情報",
        "目的外",
        "漏えい",
        "<",
        "<a ",
        "<!--",
        "&",
        "[",
        "](",
        "- ",
        "#",
        "|",
        " ",
        "　",
        "*",
        "\n",
        "\n\n(1)",
        "期間は、",
        "から",
        "満了の1か月前",
        "終了後",
        "乙は秘密情報を第三者に開示",
        "あ",
        "A",
        "A ",
        "①",
        "・",
        "協定書\n",
        "前条",
        "第1条から第99条",
        "を記載した書面",
        "証明書（、",
        "。 令和5年4月1日 甲 ",
        " 甲 ",
        "1\n",
        "あかつき市（以下「パートナー」という。）と",
        "毎年4月、",
        "終了し、又は",
        "令和5年度から",
    ],
)
def test_no_repetition_takes_long(unit: str) -> None:
    text = HEAD + (unit * (SIZE // len(unit) + 1))[:SIZE]
    begin = time.process_time()
    read(text, "x")
    assert time.process_time() - begin < 4


def test_too_long_a_text_is_refused_with_a_remedy() -> None:
    with pytest.raises(Unreadable) as refused:
        read("あ" * (LONGEST_TEXT + 1), "長い.txt")
    assert "長い.txt" in refused.value.what
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text", ["", "\n\n", "協定書", "第1条", "甲", "協定書\n第1条\n", "（）", "．", "第999999999条"]
)
def test_next_to_nothing_is_read_as_nothing_much(text: str) -> None:
    assert len(read(text, "x").documents) <= 1
