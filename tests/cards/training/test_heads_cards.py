from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cards import training as view
from cards.lang import Lang
from cards.samples.courses import FULL, Request

JA, EN = Lang("ja"), Lang("en")
WAITING = Request(session=FULL, state="waiting", waiting=True)


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key not in {"data", "fallback"}:
                yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def words(card: Any) -> str:
    return "\n".join(part["text"] for part in parts(card) if "text" in part)


def decisions(card: Any) -> list[tuple[int, bool]]:
    found = (part for part in parts(card) if part.get("verb") == "training.decide")
    return [(part["data"]["enrolment_id"], part["data"]["agree"]) for part in found]


def test_a_head_sees_who_for_what_and_when_and_decides_with_one_press():
    card = view.request(JA, Request())
    said = words(card)
    for expected in ("企画課　東雲 太郎", "データ分析研修（応用）", "2026年12月9日（水）"):
        assert expected in said
    assert decisions(card) == [(77, True), (77, False)]


def test_no_name_stands_in_what_a_notification_shows():
    for card in (
        view.request(JA, Request()),
        view.requests(JA, (Request(),)),
        view.decided(JA, Request(), True, "企画課長"),
        view.settled(JA, Request()),
        view.notified(JA, (Request(),)),
    ):
        assert "東雲" not in card["fallbackText"]


def test_an_application_on_the_waiting_list_says_what_agreeing_means():
    assert "今はキャンセル待ちです。" in words(view.request(JA, WAITING))
    assert "今はキャンセル待ちです。" not in words(view.request(JA, Request()))


@pytest.mark.parametrize("asked", ["first", "again", "superior"])
def test_each_time_a_head_is_asked_the_card_says_why(asked):
    for lang in (JA, EN):
        said = words(view.request(lang, Request(), asked=asked))
        assert lang.t(f"training.request.why.{asked}") in said


def test_the_list_has_both_buttons_for_each_of_the_first_six():
    many = tuple(replace(Request(), enrolment_id=n) for n in range(1, 10))
    card = view.requests(JA, many)
    assert decisions(card) == [(n, agree) for n in range(1, 7) for agree in (True, False)]
    assert "ほか3件あります" in words(card)


def test_an_empty_list_says_that_nothing_waits():
    assert "承認を待つ申込みはありません。" in words(view.requests(JA, ()))


def test_what_was_decided_names_by_whom_and_can_be_pressed_no_more():
    for agree, said in ((True, "受講を命じました"), (False, "受講を認めないことにしました")):
        card = view.decided(JA, Request(), agree, "企画課長　暁 花子")
        assert card["body"][0]["text"] == said
        assert "企画課長　暁 花子" in words(card)
        assert decisions(card) == []


def test_what_needs_no_decision_any_more_says_so():
    card = view.settled(JA, Request())
    assert card["body"][0]["text"] == "この申込みの承認は不要になりました"
    assert decisions(card) == []


@pytest.mark.parametrize("why", ["withdrawn", "cannot", "replaced"])
def test_what_was_approved_in_vain_says_who_went_another_way(why):
    for lang in (JA, EN):
        card = view.called_off(lang, Request(), why)
        assert card["body"][0]["text"] == lang.t(f"training.decided.title.{why}")
        assert "東雲 太郎" in words(card)
        assert "東雲" not in card["fallbackText"]
        assert decisions(card) == []


def test_the_digest_counts_and_asks_for_nothing():
    card = view.notified(JA, (Request(), WAITING))
    assert card["body"][0]["text"] == "所属の職員から研修の申込みが2件ありました"
    assert "行っていただくことはありません。" in words(card)
    assert decisions(card) == []
