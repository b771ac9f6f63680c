import json
from typing import get_args

import pytest

from cards import training as view
from cards.lang import Lang, words
from cards.samples.city import TODAY
from cards.samples.classroom import SECURITY, SkillGroup

JA, EN = Lang("ja"), Lang("en")
PROMISE = "結果は上司・人事には見えません。"


def result(level="basic", **other):
    known = {"points": 12, "answered_on": TODAY, "weak": (6, 4)}
    return view.self_check_result(JA, level, (SECURITY,), **{**known, **other})


def said(card) -> str:
    return json.dumps(card, ensure_ascii=False)


def test_ten_questions_are_answered_from_zero_to_three():
    asked = [one for one in view.self_check_form(JA)["body"] if one["type"] == "Input.ChoiceSet"]
    assert [one["id"] for one in asked] == [f"q{n}" for n in range(1, 11)]
    for one in asked:
        assert one["isRequired"] is True
        assert [choice["value"] for choice in one["choices"]] == ["0", "1", "2", "3"]


def test_what_is_answered_comes_back_as_ten_numbers():
    answers = {f"q{n}": str(n % 4) for n in range(1, 11)}
    assert view.AnswerSelfCheck.of(answers).q7 == 3


@pytest.mark.parametrize(
    "card",
    [
        view.self_check_form(JA),
        result(),
        view.self_check_none(JA),
        view.self_check_forgotten(JA),
    ],
)
def test_the_promise_stands_wherever_somebody_answers_or_reads_their_result(card):
    assert PROMISE in said(card)


def test_a_result_tells_level_points_what_to_practise_and_which_course_helps():
    card = said(result())
    for part in ("基本を身に付ける段階です", "30点中12点", "・表計算の集計", "・共同編集"):
        assert part in card
    assert SECURITY.title in card


def test_each_level_has_its_words_in_both_languages():
    for code in ("ja", "en"):
        for level in get_args(view.Level):
            assert words(code)[f"training.self_check.level.{level}"]
            assert words(code)[f"training.self_check.meaning.{level}"]


@pytest.mark.parametrize("level", get_args(view.Level))
def test_no_notification_tells_the_result(level):
    assert result(level)["fallbackText"] == "自己診断の結果"


def test_a_result_can_be_deleted():
    verbs = [one["verb"] for one in _actions(result())]
    assert "training.forget_self_check" in verbs


def _actions(card):
    rows = [*card["body"], card]
    return [action for row in rows for action in row.get("actions", ())]


def test_the_figures_show_departments_and_never_a_person():
    groups = (SkillGroup(org="税務課", people=5, average=22, weak=(8,)), SkillGroup())
    table = next(
        one for one in view.self_check_numbers(JA, groups)["body"] if one["type"] == "Table"
    )
    rows = [[cell["items"][0]["text"] for cell in row["cells"]] for row in table["rows"]]
    assert rows == [
        ["部署", "人数", "平均", "苦手な操作"],
        ["市民課", "15", "17", "表計算の集計、共同編集"],
        ["税務課", "5", "22", "PDF"],
    ]


def test_without_a_group_of_five_there_is_nothing_to_show():
    assert "お見せできる部署がまだありません。" in said(view.self_check_numbers(JA, ()))
