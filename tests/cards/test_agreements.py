import json
from dataclasses import replace
from datetime import date

import pytest

from cards import agreements as view
from cards.agreements.steps import Reader
from cards.elements import Card
from cards.lang import Lang
from cards.samples.city import (
    AUTOMATIC,
    EMPTY_MATTER,
    ENDING,
    LONG_MATTER,
    TODAY,
    Disclosure,
    Duty,
    Escalated,
    Matter,
    Partner,
    Press,
    Publicity,
)

JA, EN = Lang("ja"), Lang("en")


def words(card: Card) -> str:
    found: list[str] = []

    def look(node):
        if isinstance(node, dict):
            found.extend(node[key] for key in ("text", "label", "value") if key in node)
            for key, value in node.items():
                if key not in ("data", "actions", "fallback"):
                    look(value)
        elif isinstance(node, list):
            for value in node:
                look(value)

    look(card)
    return "\n".join(str(one) for one in found)


def buttons(card: Card) -> list[str]:
    rows = [*card["body"], card]
    return [action["title"] for row in rows for action in row.get("actions", ())]


def verbs(card: Card) -> list[str]:
    rows = [*card["body"], card]
    return [action["verb"] for row in rows for action in row.get("actions", ()) if "verb" in action]


def test_a_renewal_card_shows_all_that_who_decides_must_see():
    said = words(view.renewal_due(JA, Matter(partners=(Partner(name="新社", former=("旧社",)),))))
    for part in (
        "包括連携に関する協定書",
        "新社（旧旧社）",
        "令和9年（2027年）3月31日（水）",
        "契約上の期限 12月31日（木）／実務上の期限 12月28日（月）",
        "双方の協議により1年間更新（第9条第2項）",
        "更新されず、2027年3月31日（水）で終了します",
        "3件（実績1、新規2）",
        "2026年9月10日（木）",
        "協議前",
        "企画課 連携推進係長",
        "市の決定にはなりません",
    ):
        assert part in said


def test_one_deadline_is_shown_where_both_days_are_the_same():
    same = Matter(contract_day=date(2026, 12, 28))
    assert "契約上の期限" not in words(view.renewal_due(JA, same))
    assert "2026年12月28日（月）" in words(view.renewal_due(JA, same))


def test_each_kind_of_end_offers_its_own_buttons():
    common = ["7日後に再通知", "担当を変更", "詳しく見る"]
    assert buttons(view.renewal_due(JA, Matter())) == [
        "内容を確認しました",
        "更新の協議を始める",
        "決裁・締結を登録",
        "更新せず終了する",
        *common,
    ]
    assert buttons(view.renewal_due(JA, AUTOMATIC)) == [
        "このまま継続（申出をしない）",
        "更新しない旨を申し出る",
        "条件を協議する",
        *common,
    ]
    assert buttons(view.renewal_due(JA, ENDING)) == [
        "満了を確認",
        "後継の協定を検討",
        *common,
    ]


def test_the_last_cards_offer_no_further_reminder():
    assert "7日後に再通知" not in buttons(view.renewal_due(JA, Matter(may_snooze=False)))


def test_an_agreement_without_any_date_still_makes_a_card():
    said = words(view.renewal_due(JA, EMPTY_MATTER))
    assert "終了日の定めなし" in said
    assert "期限の登録がありません" in said


def test_a_superior_is_told_without_names_and_without_the_owners_buttons():
    card = view.escalation(JA, Escalated(matter=Matter()))
    assert card["body"][0]["text"] == "未確認のためお知らせします"
    assert verbs(card) == ["agreements.show"]
    assert "暁 花子" not in words(card)


def test_the_card_after_a_press_says_who_pressed_for_whom():
    pressed = Press(act="agreements.start_talks", by="東雲 太郎", deputy_for="暁 花子")
    card = view.answered(JA, replace(Matter(), state="in_talks"), pressed)
    assert "東雲 太郎（暁 花子の代理）　2026年11月27日（金）9:05" in words(card)


@pytest.mark.parametrize("undoable", [True, False])
def test_a_press_can_be_undone_while_that_is_possible(undoable):
    pressed = Press(act="agreements.start_talks")
    card = view.answered(JA, Matter(state="in_talks", undoable=undoable), pressed)
    assert ("agreements.undo" in verbs(card)) is undoable


def test_a_settled_matter_offers_no_further_step():
    pressed = Press(act="agreements.record_publication")
    card = view.answered(JA, Matter(state="published"), pressed)
    assert verbs(card) == ["agreements.show"]


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("before_talks", "agreements.record_draft"),
        ("in_talks", "agreements.record_draft"),
        ("drafted", "agreements.record_decision"),
        ("decided", "agreements.record_signing"),
        ("signed", "agreements.record_publication"),
    ],
)
def test_registration_asks_for_the_next_step(state, verb):
    assert verb in verbs(view.registration_form(JA, Matter(state=state), today=TODAY))


def test_the_class_of_a_decision_is_registered_in_japanese_whoever_chooses():
    card = view.registration_form(EN, Matter(state="drafted"), today=TODAY)
    (asked,) = (one for one in card["body"] if one.get("id") == "decided_class")
    assert asked["choices"][0] == {"title": "Mayor", "value": "市長決裁"}


def test_ending_takes_a_second_step_with_a_reason():
    assert "agreements.ask_end" in verbs(view.renewal_due(JA, Matter()))
    assert "agreements.end_without_renewal" not in verbs(view.renewal_due(JA, Matter()))
    assert verbs(view.end_form(JA, Matter())) == [
        "agreements.end_without_renewal",
        "agreements.show",
    ]


def test_a_digest_puts_the_nearest_day_first():
    from cards.samples.agreements import dues

    said = words(view.digest(JA, dues(5)[::-1], today=TODAY))
    assert said.index("協定書1") < said.index("協定書5")


def test_a_long_list_counts_what_it_does_not_show():
    said = words(view.detail(JA, LONG_MATTER))
    assert "ほか18件" in said


def test_what_the_partner_owes_is_asked_of_the_partner():
    card = view.duty_due(JA, Duty())
    assert card["body"][0]["text"] == "乙に提出を求める時期です"
    assert {"agreements.request_duty", "agreements.copy_text"} <= {*verbs(card)}


def test_what_the_city_owes_is_not_asked_of_the_partner():
    card = view.duty_due(JA, Duty(obligor="甲", ours=True, theirs=False))
    assert not {"agreements.request_duty", "agreements.copy_text"} & {*verbs(card)}


def test_a_partner_once_asked_is_not_asked_again():
    card = view.duty_due(JA, Duty(state="requested"))
    assert "agreements.request_duty" not in verbs(card)
    assert "agreements.open_duty_done" in verbs(card)


def test_a_disclosure_that_was_not_called_confidential_is_doubted():
    told = Disclosure(told_confidential=False)
    assert "秘密情報とみなされない可能性" in words(view.disclosure_due(JA, told))
    assert "みなされない" not in words(view.disclosure_due(JA, Disclosure()))


def test_nothing_may_be_published_before_the_answer():
    assert "公表できません" in words(view.publicity_asked(JA, Publicity()))
    agreed = Publicity(answer="agreed", answered_on=TODAY)
    assert view.publicity_answered(JA, agreed, by="暁 花子")["body"][0]["text"] == "公表可"


def test_the_contacts_stand_only_in_the_form_that_the_owner_opened():
    assert "mirai@" not in json.dumps(view.contacts_check(JA, Matter()))
    assert "mirai@" in json.dumps(view.contacts_form(JA, Matter(), "mirai@example.jp"))


def test_a_mail_to_the_partner_names_what_it_is_about():
    mail = view.mail_to_partner(JA, Matter(), department="あかつき市 企画課")
    assert mail.startswith("件名：「包括連携に関する協定書」の更新について（ご相談）\n")
    assert "株式会社みらいテック" in mail


def test_after_an_objection_the_mail_says_that_it_is_not_renewed():
    objected = replace(AUTOMATIC, state="objected")
    mail = view.mail_to_partner(JA, objected, department="あかつき市 危機管理課")
    assert "更新しない旨を申し出ます" in mail


def test_a_draft_for_the_decision_quotes_its_articles():
    from cards.samples.desk import ReadFact

    quoted = ReadFact(what="renewal", article="第9条", quote="協議により更新することができる。")
    draft = view.draft_document(JA, Matter(), (quoted,))
    assert "第9条　「協議により更新することができる。」" in draft
    assert "本文をご確認ください" in view.draft_document(JA, Matter(), ())


def test_a_request_lists_what_is_wanted():
    mail = view.duty_request(JA, Duty(items=("氏名", "所属")))
    assert "・氏名\n" in mail
    assert "2026年12月25日（金）まで" in mail


def test_the_head_of_minutes_names_when_the_term_ends():
    assert "令和9年" in view.minutes_head(JA, Matter(), department="企画課")


@pytest.mark.parametrize("lang", [JA, EN])
def test_a_programme_in_the_citys_own_words_shows_as_it_is(lang):
    from cards.samples.city import Programme

    own = Matter(programmes=(Programme(field="防災", title="訓練", state="休止中"),))
    assert "休止中" in words(view.renewal_due(lang, own))


def test_a_duty_of_a_kind_that_nobody_named_shows_as_it_is():
    assert view.duty_name(JA, "guard_dogs") == "guard_dogs"


def test_once_talks_have_begun_an_alert_does_not_ask_to_begin_them():
    assert "agreements.start_talks" not in verbs(view.renewal_due(JA, Matter(state="in_talks")))
    decided = replace(AUTOMATIC, state="decided")
    assert verbs(view.renewal_due(JA, decided))[:2] == [
        "agreements.open_registration",
        "agreements.ask_object",
    ]


@pytest.mark.parametrize(
    ("matter", "offered"),
    [
        (ENDING, True),
        (Matter(state="not_renewed"), True),
        (replace(AUTOMATIC, state="objected"), True),
        (AUTOMATIC, False),
        (replace(ENDING, state="expired"), False),
    ],
)
def test_an_expiry_is_confirmed_once_the_end_has_passed(matter, offered):
    card = view.detail(JA, replace(matter, today=date(2027, 4, 2)))
    assert ("agreements.confirm_expiry" in verbs(card)) is offered


def test_only_the_owner_s_cards_refresh_themselves():
    escalated = view.escalation(JA, Escalated(matter=Matter()))
    assert "refresh" in view.renewal_due(JA, Matter())
    assert "refresh" in view.answered(JA, Matter(), Press(act="agreements.snooze"))
    for made in (escalated, view.detail(JA, Matter()), view.detail(JA, Matter(), notice="ended")):
        assert "refresh" not in made


@pytest.mark.parametrize(
    ("notice", "heading"),
    [
        ("ended", "協定が終了しました"),
        ("renewed", "自動で更新されました"),
        ("certificate", "電子証明書の有効期限が近づいています"),
        ("period", "協定の詳細"),
        ("", "協定の詳細"),
    ],
)
def test_a_notice_with_the_matter_in_full_has_its_own_heading(notice, heading):
    card = view.detail(JA, Matter(), notice=notice)
    assert card["body"][0]["text"] == heading
    assert card["fallbackText"].startswith(heading)


def test_a_deputy_registers_a_draft_but_not_the_signing():
    deputy = Reader(decides=False)
    assert "agreements.open_registration" in verbs(view.detail(JA, Matter(), reader=deputy))
    decided = view.detail(JA, Matter(state="decided"), reader=deputy)
    assert "agreements.open_registration" not in verbs(decided)


@pytest.mark.parametrize(
    ("matter", "first"),
    [
        (ENDING, ["agreements.confirm_expiry", "agreements.consider_successor"]),
        (Matter(), ["agreements.confirm_expiry", "agreements.open_registration"]),
    ],
)
def test_after_the_end_only_what_the_kind_of_end_allows_is_offered(matter, first):
    card = view.renewal_due(JA, replace(matter, today=date(2027, 4, 2)))
    assert verbs(card)[:2] == first


def test_a_day_that_is_over_is_said_kindly():
    late = Matter(practical_day=date(2026, 10, 1))
    assert "目安の日を過ぎています" in words(view.renewal_due(JA, late))


def test_a_day_still_to_come_is_refused_in_the_form_itself():
    for form in (
        view.registration_form(JA, Matter(state="drafted"), today=TODAY),
        view.signing_day_form(JA, Matter(), today=TODAY),
    ):
        (asked,) = (one for one in form["body"] if one.get("type") == "Input.Date")
        assert asked["errorMessage"] == "今日以前の日付を入力してください。"
