from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import elements
from cards.agreements import ConfirmRenewal, RecordDraft
from cards.home import Today
from cards.lang import Lang

JA = Lang("ja")
CONFIRM = ConfirmRenewal(agreement_id=7, version=3)


@pytest.mark.parametrize(
    ("wrote", "sent"),
    [
        ("*重要*", "\\*重要\\*"),
        ("[案]_1_`x`", "\\[案\\]\\_1\\_\\`x\\`"),
        ("# 題", "\\# 題"),
        ("- 項", "\\- 項"),
        ("1. 項", "1\\. 項"),
        ("2026.4.1", "2026.4.1"),
        ("-5度", "-5度"),
        ("---", "\\---"),
        ("10~20", "10~20"),
        ("R&D", "R&D"),
        ("a&amp;b", "a\\&amp;b"),
        ("一行目\n二行目", "一行目\n\n二行目"),
        ("~~旧~~", "\\~\\~旧\\~\\~"),
        ("株式会社みらいテック", "株式会社みらいテック"),
    ],
)
def test_what_people_wrote_shows_as_it_is(wrote, sent):
    assert elements.shown(wrote) == sent


def test_no_text_becomes_a_computed_date_a_mention_or_a_mark():
    assert "{{DATE(" not in elements.shown("{{DATE(2026-01-01T00:00:00Z)}}")
    assert "<at>" not in elements.shown("<at>暁 花子</at>")
    assert elements.shown(elements.DELIVERY) != elements.DELIVERY
    assert elements.shown(elements.RECIPIENT) != elements.RECIPIENT


@given(st.text())
def test_no_unescaped_sign_of_markdown_is_left(words):
    unescaped = elements.shown(words).replace("\\\\", "")
    for sign in "*_[]`":
        assert unescaped.count(sign) == unescaped.count(f"\\{sign}")


def test_a_button_and_its_fallback_say_the_same():
    button = elements.press("確認", CONFIRM)
    fallback = button["fallback"]
    assert button["type"] == "Action.Execute"
    assert button["verb"] == "agreements.confirm_renewal"
    assert button["data"] == {"agreement_id": 7, "version": 3, "delivery": "@delivery@"}
    assert button["associatedInputs"] == "none"
    assert fallback["type"] == "Action.Submit"
    assert fallback["data"] == {"verb": button["verb"]} | button["data"]
    assert fallback["associatedInputs"] == "none"


def test_the_button_of_a_form_brings_the_inputs():
    button = elements.submit("登録", RecordDraft, {"agreement_id": 7, "version": 3})
    assert "associatedInputs" not in button
    assert "associatedInputs" not in button["fallback"]


def test_a_form_cant_send_what_its_verb_does_not_know():
    with pytest.raises(TypeError, match="agreement"):
        elements.submit("登録", RecordDraft, {"agreement": 7})


def test_a_card_says_its_language_and_what_notifications_show():
    made = elements.card(Lang("ja-easy"), title="期限", body=[], fallback_text="お知らせ")
    assert made["lang"] == "ja"
    assert made["version"] == "1.5"
    assert made["fallbackText"] == "お知らせ"
    assert made["body"][0]["style"] == "heading"
    assert elements.card(JA, title="期限", body=[])["fallbackText"] == "期限"


def test_a_refresh_is_for_the_recipient_alone():
    made = elements.card(JA, title="期限", body=[], refresh=Today())
    assert made["refresh"]["userIds"] == ["@recipient@"]
    assert made["refresh"]["action"]["verb"] == "home.today"


def test_few_buttons_stand_below_and_many_in_rows_of_the_body():
    button = elements.press("開く", CONFIRM)
    few = elements.card(JA, title="期限", body=[], actions=[button] * 3)
    assert few["actions"] == [button] * 3
    many = elements.card(JA, title="期限", body=[], actions=[button] * 9)
    assert "actions" not in many
    assert sum(len(row["actions"]) for row in many["body"][1:]) == 9


def test_a_posted_card_carries_its_recipient_and_its_delivery():
    made = elements.card(
        JA, title="期限", body=[], actions=[elements.press("開く", CONFIRM)], refresh=Today()
    )
    posted = elements.addressed(made, recipient="29:abc", delivery=41)
    assert posted["refresh"]["userIds"] == ["29:abc"]
    assert posted["refresh"]["action"]["data"] == {"delivery": 41}
    assert posted["actions"][0]["data"]["delivery"] == 41
    assert posted["actions"][0]["fallback"]["data"]["delivery"] == 41


def test_facts_without_a_value_are_left_out():
    rows = elements.facts([("終了日", "令和9年"), ("期限", "")])["items"]
    assert len(rows) == 1


def test_a_required_input_says_what_is_missing():
    need = elements.Need(message="入力してください。")
    made = elements.date_input("on", "日付", need=need, latest=date(2026, 12, 28))
    assert made["isRequired"] is True
    assert made["errorMessage"] == "入力してください。"
    assert made["max"] == "2026-12-28"


def test_an_untouched_toggle_is_false():
    assert elements.toggle_input("told", "告知", "告げた")["value"] == "false"


def test_what_is_hidden_is_brought_out_by_its_toggle():
    element = elements.hidden(elements.text("詳細"), "more")
    assert element["isVisible"] is False
    assert elements.toggle("詳しく", "more")["targetElements"] == [element["id"]]


def test_an_unfolding_button_carries_its_own_buttons():
    send = elements.press("送る", CONFIRM)
    assert elements.show_card("開く", [elements.text("中身")], [send])["card"]["actions"] == [send]


def test_long_words_are_cut_with_a_sign():
    assert elements.shortened("あいうえお", 3) == "あい…"
    assert elements.shortened("あい", 3) == "あい"
