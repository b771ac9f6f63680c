import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.meetings.model import Stage
from bot.meetings.model import Trouble as Code
from cards import meetings as view
from cards.again import again
from cards.lang import Lang
from cards.samples.diary import (
    AGENDA,
    HELD,
    LOOKING,
    SLOTS,
    STANDING,
    FollowUp,
    Meeting,
    Series,
    Trouble,
)

JA, EN = Lang("ja"), Lang("en")
TODAY = date(2026, 11, 27)


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


def verbs(card: Any) -> list[str]:
    found = (part for part in parts(card) if part.get("type") == "Action.Execute")
    return [part["verb"].partition(".")[2] for part in found if "title" in part]


def titles(card: Any) -> list[str]:
    actions = (part for part in parts(card) if str(part.get("type", "")).startswith("Action."))
    return [part["title"] for part in actions if "title" in part]


def heading(card: Any) -> str:
    return str(card["body"][0]["text"])


def test_the_planner_says_with_whom_by_when_and_which_candidates():
    said = words(view.planner(JA, Meeting()))
    for expected in (
        "包括連携に関する協定書",
        "相手方：株式会社みらいテック",
        "第3四半期（10～12月）の開催期限",
        "2026年12月31日（木）",
        "あと34日",
        "候補1　12月7日（月）10:00～11:00",
    ):
        assert expected in said


def test_the_planner_has_at_most_six_buttons_the_inquiry_first():
    found = verbs(view.planner(JA, Meeting()))
    assert found[:2] == ["inquire", "open_booking"]
    assert len(found) == 6


def test_an_exchange_in_writing_is_offered_only_where_it_serves():
    assert "open_written" in verbs(view.planner(JA, Meeting()))
    assert "open_written" not in verbs(view.planner(JA, replace(Meeting(), may_write=False)))


def test_while_calendars_are_asked_a_day_of_ones_own_can_be_booked():
    card = view.planner(JA, LOOKING)
    assert "空き時間を確認しています" in words(card)
    assert verbs(card)[0] == "open_booking"
    assert "inquire" not in verbs(card)


@pytest.mark.parametrize("code", list(Code))
def test_each_trouble_is_told_with_whose_it_is_where_that_matters(code):
    named = replace(Meeting(), troubles=(Trouble(code=code, name="市民課長　夕凪 春子"),))
    nobody = replace(Meeting(), troubles=(Trouble(code=code),))
    for lang in (JA, EN):
        assert lang.knows(f"meetings.trouble.{code}")
        assert "{" not in words(view.planner(lang, named))
        assert "{" not in words(view.planner(lang, nobody))


@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_has_a_card_and_a_line_of_its_own(stage):
    meeting = replace(STANDING, stage=stage, held_on=TODAY)
    for lang in (JA, EN):
        assert heading(view.matter(lang, meeting))
        assert lang.knows(f"meetings.stage.{stage}")


def test_a_booked_meeting_turns_into_the_minutes_card_when_its_time_is_over():
    assert heading(view.matter(JA, STANDING)) == "会議の日程が決まりました"
    after = view.matter(JA, replace(STANDING, over=True))
    assert verbs(after)[0] == "open_minutes"


def test_the_booked_card_says_when_where_and_who_comes():
    said = words(view.booked(JA, STANDING))
    for expected in (
        "2026年12月9日（水）",
        "14:00～15:00",
        "本庁舎 第2会議室、オンライン（Teams）",
        "出席者（出席2・未定1・未回答1）",
        "［前回から継続］端末の活用研修の日程",
    ):
        assert expected.replace("[", r"\[") in said


def test_the_booked_card_has_answers_on_top_and_changes_folded_away():
    card = view.booked(JA, STANDING)
    assert titles(card)[:3] == ["出席", "欠席", "未定"]
    folded = next(part for part in parts(card) if part.get("type") == "Action.ShowCard")
    assert verbs(folded) == ["open_move", "open_cancel", "show_series"]


def test_an_hour_before_joining_comes_first():
    assert titles(view.reminder(JA, STANDING, "1h"))[0] == "Teams で参加"
    assert titles(view.reminder(JA, STANDING, "1d"))[0] == "出席"


@pytest.mark.parametrize(
    ("kind", "today", "said"),
    [
        ("7d", date(2026, 12, 2), "7日後に会議があります"),
        ("1d", date(2026, 12, 8), "明日は会議があります"),
        ("1d", date(2026, 12, 4), "5日後に会議があります"),
        ("1d", date(2026, 12, 9), "本日は会議があります"),
        ("1h", date(2026, 12, 9), "まもなく会議が始まります"),
    ],
)
def test_a_reminder_says_how_far_the_meeting_is(kind, today, said):
    assert heading(view.reminder(JA, replace(STANDING, today=today), kind)) == said


def test_a_meeting_without_an_event_says_that_it_stands_in_no_calendar():
    said = words(view.booked(JA, replace(STANDING, in_calendar=False, join_url="")))
    assert "予定表には入っていない" in said


@pytest.mark.parametrize(
    ("stage", "offered"),
    [
        ("changed", ["take_outlook", "restore", "open_move", "open_cancel", "show_series"]),
        ("lost", ["restore", "take_outlook", "open_booking", "show_series"]),
    ],
)
def test_what_was_changed_by_hand_is_asked_about(stage, offered):
    meeting = replace(STANDING, stage=stage, seen=SLOTS[3])
    assert verbs(view.matter(JA, meeting)) == offered


def test_a_booking_whose_organiser_left_is_to_be_taken_over():
    gone = replace(STANDING, troubles=(Trouble(code="organiser_left"),))
    assert titles(view.matter(JA, gone))[0] == "今の担当者の予定表で予約し直す"


def test_the_mail_is_a_letter_with_three_candidates_and_names_no_person():
    mail = view.mail_text(JA, replace(Meeting(), organiser="暁 花子"))
    assert mail.startswith("件名：「包括連携に関する協定書」に係る会議の日程について")
    assert "株式会社みらいテック\nご担当者様" in mail
    assert "第3候補　2026年12月11日（金）9:30～10:30" in mail
    assert "第4候補" not in mail
    assert "企画課長" in mail
    assert not any(person.name in mail for person in STANDING.attendees)
    assert "@" not in view.mail_text(JA, replace(Meeting(), room="room-2@akatsuki.example.jp"))


def test_the_mail_can_be_selected_and_comes_back_with_no_press():
    card = view.inquiry(JA, Meeting(), "件名：ご照会")
    (box,) = (part for part in parts(card) if part.get("type") == "Input.Text")
    assert box["value"] == "件名：ご照会"
    assert verbs(card) == ["open_booking", "show"]


def test_the_booking_form_asks_for_a_day_where_there_are_no_candidates():
    asked = {part["id"]: part for part in parts(view.booking_form(JA, LOOKING)) if "label" in part}
    assert set(asked) == {"day", "at"}
    assert all(part["isRequired"] for part in asked.values())


def test_the_booking_form_offers_each_candidate_and_another_time():
    card = view.booking_form(JA, Meeting())
    choice = next(part for part in parts(card) if part.get("id") == "slot")
    assert [one["value"] for one in choice["choices"]] == ["0", "1", "2", "3", "4", "-1"]
    assert "value" not in choice  # nobody books the first one by mistake


def test_only_items_of_ones_own_can_be_deleted():
    mine = tuple(replace(one, removable=one.item_id == 2) for one in AGENDA)
    card = view.item_form(JA, replace(STANDING, agenda=mine))
    assert verbs(card).count("drop_item") == 1


def test_the_second_thing_to_do_unfolds():
    card = view.minutes_form(JA, HELD)
    unfold = next(part for part in parts(card) if part.get("type") == "Action.ToggleVisibility")
    folded = [part["id"] for part in parts(card) if part.get("isVisible") is False]
    assert unfold["targetElements"] == folded == ["more1", "more2"]


def test_a_record_can_be_undone_while_it_may_be():
    assert "undo" in verbs(view.recorded(JA, HELD))
    assert "undo" not in verbs(view.recorded(JA, replace(HELD, undoable=False)))


def test_the_superior_is_told_and_decides_nothing_in_passing():
    for card in (
        view.late(JA, Meeting(), 7, superior=True),
        view.passed(JA, replace(Meeting(), overdue=True), superior=True),
    ):
        assert verbs(card) == ["show", "show_series"]
        assert "参考までにお知らせします" in words(card)
        assert "refresh" not in card


def test_a_period_that_is_over_can_be_answered_in_four_ways():
    card = view.passed(JA, replace(Meeting(), overdue=True, today=date(2027, 1, 4)))
    offered = ["open_minutes", "open_written", "open_skip", "open_booking", "show_series"]
    assert verbs(card) == offered


def test_a_thing_to_do_that_is_past_its_day_asks_how_it_stands():
    card = view.follow_up_due(JA, FollowUp(), today=date(2026, 12, 21))
    assert heading(card) == "会議の対応事項の状況をお知らせください"
    assert verbs(card) == ["finish_follow_up", "open_follow_up"]


def test_the_owner_is_asked_for_a_cadence_with_all_its_choices():
    card = view.cadence_ask(JA, replace(Series(), unit="", count=0, state="asking"))
    choice = next(part for part in parts(card) if part.get("id") == "every")
    assert [one["value"] for one in choice["choices"]] == [
        "month",
        "two_months",
        "quarter",
        "half",
        "year",
        "weeks",
    ]
    assert "第4条第1項" in words(card)


def test_only_a_series_by_hand_can_be_ended():
    assert "open_end" in verbs(view.series(JA, replace(Series(), by_hand=True)))
    assert "open_end" not in verbs(view.series(JA, Series()))


def test_the_list_has_the_nearest_meeting_first_and_counts_what_does_not_fit():
    meetings = (Meeting(), STANDING, *(replace(LOOKING, meeting_id=n) for n in range(9)))
    card = view.mine(JA, meetings, (), today=TODAY)
    said = words(card)
    assert said.index("12月9日") < said.index("第3四半期")
    assert "ほか5件" in said


def test_the_list_says_that_there_is_nothing():
    card = view.mine(JA, (), (), today=TODAY)
    assert "あなたが関わる会議の登録はありません。" in words(card)
    assert verbs(card) == ["open_new"]


def test_a_typed_word_shows_as_it_was_typed():
    odd = replace(Meeting(), title="*重要* [案] 1_2_3")
    assert r"\*重要\* \[案\] 1\_2\_3" in words(view.planner(JA, odd))


def test_an_unseen_calendar_is_not_called_free():
    unseen = replace(Meeting(), troubles=(Trouble(code="no_mailbox", name="市民課長"),))
    assert "すべて空いている" in words(view.planner(JA, Meeting()))
    assert "すべて空いている" not in words(view.planner(JA, unseen))


def test_a_move_that_was_refused_names_the_time_and_says_that_the_old_one_holds():
    refused = Trouble(code="not_moved", at=SLOTS[3].start)
    said = words(view.booked(JA, replace(STANDING, troubles=(refused,))))
    assert "12月15日（火）15:30" in said
    assert "元の日時のままです" in said


def test_a_skipped_period_promises_a_next_one_only_where_there_is_one():
    skipped = replace(Meeting(), stage="skipped", reason="協議する事項がないため")
    assert "次の期間" in words(view.recorded(JA, skipped))
    assert "次の期間" not in words(view.recorded(JA, replace(skipped, comes_again=False)))


def test_a_missing_organiser_mailbox_says_where_a_day_is_typed():
    told = replace(Meeting(), troubles=(Trouble(code="organiser_mailbox"),))
    assert "候補以外の日時" in words(view.planner(JA, told))


def test_many_posts_with_long_names_fit_into_the_settings():
    posts = tuple(f"地域共生推進部 デジタル連携推進課 第{nth}担当課長" for nth in range(20))
    card = view.settings_form(JA, replace(Series(), posts=posts))
    (box,) = (part for part in parts(card) if part.get("id") == "posts")
    assert len(box["value"]) <= box["maxLength"]


def inputs(card: Any) -> dict[str, Any]:
    found = (part for part in parts(card) if str(part.get("type", "")).startswith("Input."))
    return {part["id"]: part.get("value") for part in found}


def test_a_refused_form_comes_back_with_what_was_typed_and_why_above_it():
    form = view.minutes_form(JA, STANDING)
    typed = view.RecordMinutes(
        meeting_id=1, version=1, day=TODAY, decisions="一行目\n二行目", todo3="名簿", due3=TODAY
    )
    card = again(form, typed, "期日を入力してください。")
    back = inputs(card)
    assert (back["day"], back["decisions"]) == ("2026-11-27", "一行目\n二行目")
    assert (back["todo3"], back["due3"], back["todo1"]) == ("名簿", "2026-11-27", None)
    assert heading(card) == heading(form)
    assert "期日を入力してください。" in json.dumps(card["body"][1], ensure_ascii=False)
    assert not [part for part in parts(card) if part.get("isVisible") is False]
    assert "議事録・決定事項" in heading(form) and inputs(form)["decisions"] is None


def test_what_was_emptied_in_a_form_stays_empty_when_it_comes_back():
    form = view.settings_form(JA, Series())
    typed = view.Settle(series_id=1, version=1, room="x", minutes=90, online=False)
    back = inputs(again(form, typed, "会議室"))
    assert back == {"posts": None, "room": "x", "minutes": "90", "online": "false"}


def test_a_number_of_weeks_comes_back_as_a_number():
    form = view.cadence_form(JA, Series())
    typed = view.SetCadence(series_id=1, version=1, every="weeks", weeks=60)
    assert inputs(again(form, typed, "週数")) == {"every": "weeks", "weeks": 60}


def test_a_record_that_left_nothing_to_do_promises_no_reminder():
    assert "お知らせし" in words(view.recorded(JA, HELD))
    assert "お知らせし" not in words(view.recorded(JA, replace(HELD, follow_ups=())))


def test_the_open_question_is_found_again_from_the_series():
    asking = replace(Series(), unit="", count=0, state="asking", may_set_cadence=True)
    question = view.cadence_ask(JA, asking)
    assert "戻る" not in titles(question)
    assert "show_series" in verbs(question)
    card = view.series(JA, asking)
    assert "開催の間隔を登録" in titles(card)
    assert "「開催の間隔を登録」" in words(card)
