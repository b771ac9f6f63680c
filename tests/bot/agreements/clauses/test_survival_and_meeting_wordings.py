"""Survival clauses and meetings as cities word them."""

from collections.abc import Callable

import pytest

from bot.agreements.clauses.model import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("sentence", "survivals"),
    [
        ("第3条の規定は、本協定の終了後も、なお効力を有する。", [(("第3条",), None)]),
        (
            "本協定が終了した場合であっても、前条の規定は、終了の日から３年間効力を有する。",
            [(("第3条",), 36)],
        ),
        (
            "第1条乃至第3条の規定は、期間満了後又は解除後も1年6か月間存続する。",
            [(("第1条", "第2条", "第3条"), 18)],
        ),
        ("本条の義務は、この協定が終了し、又は解除された後も継続する。", [(("第4条",), None)]),
        ("乙は、退職後においても秘密を漏らしてはならない。", []),
        (
            "前2条の規定は本協定終了後2年間、第1条の規定は5年間、なお有効に存続する。",
            [(("第2条", "第3条"), 24), (("第1条",), 60)],
        ),
        ("本協定終了後６０日以内に、乙は資料を返還しなければならない。", []),
        ("乙は、帳簿を業務完了後５年間保存しなければならない。", []),
    ],
)
def test_survivals(
    agreement: Read, sentence: str, survivals: list[tuple[tuple[str, ...], int | None]]
) -> None:
    document = agreement(
        "第1条　甲は、協力する。\n第2条　乙は、協力する。\n第3条　甲は、秘密を守る。\n"
        f"第4条　{sentence}"
    )
    assert [(one.articles, one.months) for one in document.survival] == survivals


@pytest.mark.parametrize(
    ("sentence", "meetings"),
    [
        ("甲及び乙は、年１回以上、連絡会議を開催する。", [(12, False)]),
        ("甲と乙は、月１回程度、定例会を開催するものとする。", [(1, True)]),
        ("甲及び乙は、少なくとも半年に１回、進捗状況の確認を行う会議を開催する。", [(6, False)]),
        ("甲及び乙は、定期的に情報交換を行うよう努めるものとする。", [(None, True)]),
        ("甲及び乙は、毎年度四半期ごとに連絡会議を開くものとする。", [(3, False)]),
        ("甲及び乙は、原則として隔月で協議の場を設けるものとする。", [(2, True)]),
        ("甲及び乙は、２年に１回、意見交換会を開催する。", [(24, False)]),
        ("甲は、疑義が生じたときは乙と協議を行うものとする。", []),
        ("乙は、年１回、従事者に研修を行うものとする。", []),
        ("甲及び乙は、毎年５月に連絡会議を開催する。", [(12, False)]),
        ("甲及び乙は、毎年４月及び１０月に意見交換会を行う。", [(6, False)]),
        ("甲乙双方の担当者は、週１回打合せを行う。", [(None, False)]),
    ],
)
def test_meetings(agreement: Read, sentence: str, meetings: list[tuple[int | None, bool]]) -> None:
    document = agreement(f"第1条　{sentence}")
    assert [(one.every_months, one.soft) for one in document.meetings] == meetings
