import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.training.model import Entry, How, State
from cards import training as view
from cards.again import again
from cards.lang import Lang
from cards.samples.courses import (
    APPROVED,
    BOOKED,
    CLOSED,
    FINISHED,
    FULL,
    JOIN,
    MANDATORY,
    OFFERED,
    QUESTIONS,
    RECORDING,
    SESSIONS,
    TOKYO,
    WAITING,
    Course,
    Line,
    Own,
    Request,
    Session,
    Standing,
)

JA, EN = Lang("ja"), Lang("en")
TODAY = date(2026, 12, 2)
STYLES = {"accent", "emphasis"}


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


def pressed(card: Any) -> list[dict[str, Any]]:
    found = (part for part in parts(card) if part.get("type") == "Action.Execute")
    return [part for part in found if "title" in part]


def verbs(card: Any) -> list[str]:
    return [part["verb"].partition(".")[2] for part in pressed(card)]


def titles(card: Any) -> list[str]:
    actions = (part for part in parts(card) if str(part.get("type", "")).startswith("Action."))
    return [part["title"] for part in actions if "title" in part]


def unfolded(card: Any, title: str) -> dict[str, Any]:
    folds = (part for part in parts(card) if part.get("type") == "Action.ShowCard")
    (found,) = (part for part in folds if part["title"] == title)
    return found


def heading(card: Any) -> str:
    return str(card["body"][0]["text"])


# --- The posted card ----------------------------------------------------------------------------


def test_the_announcement_says_what_by_when_and_why_the_reader_gets_it():
    card = view.announcement(JA, Course(), why="audience")
    said = words(card)
    for expected in (
        "Teams活用研修（基礎）",
        "12月18日（金）17:15まで",
        "12月9日（水）～12月21日（月）（6回のうち1回を受講）",
        "職務として受講",
        "この研修の対象の方にお届けしています。",
    ):
        assert expected in said
    assert verbs(card) == ["show", "open_cannot"]


def test_the_announcement_is_one_for_all_and_asks_for_nothing_by_itself():
    assert "refresh" not in view.announcement(JA, Course(), why="audience")


def test_the_announcement_of_a_wave_names_it():
    said = words(view.announcement(JA, Course(), why="wave", wave="第2期"))
    assert "受講期（第2期）" in said


def test_a_closed_course_says_so_and_offers_no_application():
    card = view.announcement(JA, replace(Course(), state="closed"), why="audience")
    assert heading(card) == "研修の募集は終わりました"
    assert verbs(card) == ["show"]
    assert "申込みの締切" not in words(card)


def test_without_a_session_the_recording_is_offered():
    course = replace(MANDATORY, sessions=0, first=None, last=None, deadline=None)
    card = view.announcement(JA, course, why="audience")
    assert titles(card) == ["録画を見る", "確認問題に答える", "受講できない"]


# --- One's own card -----------------------------------------------------------------------------


def test_each_session_says_when_where_how_many_seats_are_left_and_until_when():
    said = words(view.own(JA, Own(sessions=SESSIONS[:1])))
    for expected in (
        "第1回　12月9日（水）13:30～15:00",
        "本庁舎 第2会議室",
        "空き12席（定員30人）",
        "締切 12月7日（月）17:15まで",
    ):
        assert expected in said


def test_a_full_session_offers_the_waiting_list_and_one_with_seats_an_application():
    card = view.own(JA, Own(sessions=SESSIONS[:2]))
    enrolments = [part["data"] for part in pressed(card) if part["verb"] == "training.enrol"]
    assert [one.get("wait", False) for one in enrolments] == [False, True]
    assert titles(card)[:2] == ["申し込む", "キャンセル待ちに入る"]
    assert "満席・キャンセル待ち3人" in words(card)


def test_where_only_the_quota_is_full_the_card_says_that():
    said = words(view.own(JA, Own(sessions=SESSIONS[2:3])))
    assert "所属の枠は満席" in said
    assert "キャンセル待ち0人" not in said


def test_a_session_that_is_closed_over_or_cancelled_has_no_button():
    for changed in ({"closed": True}, {"over": True}, {"state": "cancelled"}, {"state": "held"}):
        card = view.own(JA, Own(sessions=(replace(Session(), **changed),)))
        assert "enrol" not in verbs(card)


def test_at_most_six_sessions_are_listed_and_the_filter_finds_the_others():
    card = view.own(JA, Own(sessions=(*SESSIONS, *SESSIONS), more=14))
    assert verbs(card).count("enrol") == 6
    assert "open_filter" in verbs(card)
    assert "ほか14回あります" in words(card)


def test_a_narrowed_list_says_by_what_and_leads_back():
    card = view.own(JA, Own(sessions=()), since=date(2026, 12, 14), place="支所")
    assert "絞り込み：12月14日（月）以降、会場に「支所」を含む" in words(card)
    assert "この条件に合う回はありません。" in words(card)
    assert titles(card)[:2] == ["すべての日程に戻す", "日付・会場で絞り込む"]


def test_who_cannot_apply_reads_why_and_sees_no_session():
    facts = {"day": date(2026, 12, 1), "time": "8:30"}
    card = view.own(JA, Own(refused="training.refused.not_yet", facts=facts))
    assert heading(card) == "今は申し込めません"
    assert "申込みの受付は、2026年12月1日（火）8:30から始まります。" in words(card)
    assert "enrol" not in verbs(card)


def test_a_course_for_others_offers_neither_its_recording_nor_an_answer():
    card = view.own(JA, Own(course=MANDATORY, refused="training.refused.not_for_you"))
    assert titles(card) == ["研修の一覧"]


def test_after_the_deadline_the_recording_is_still_there():
    facts = {"day": date(2026, 12, 7), "time": "17:15"}
    card = view.own(JA, Own(course=MANDATORY, refused="training.refused.deadline", facts=facts))
    assert titles(card)[:2] == ["録画を見る", "確認問題に答える"]


def test_a_booking_says_when_and_where_and_offers_all_ways_out():
    mine = replace(BOOKED, session=replace(Session(), link=JOIN))
    card = view.own(JA, Own(mine=mine, sessions=()))
    said = words(card)
    assert heading(card) == "受講が決まっています"
    assert "2026年12月9日（水）" in said
    assert "本庁舎 第2会議室、オンライン（Teams）" in said
    assert titles(card) == [
        "Teams で参加",
        "申込みを取り消す",
        "取り消す",
        "代わりの人を推薦する",
        "受講できない",
        "研修の一覧",
    ]


@pytest.mark.parametrize(
    ("session", "lost"),
    [
        (Session(), "取り消しても、席が空いていればもう一度申し込めます。"),
        (FULL, "取り消すと、席は次の方に回ります。"),
        (replace(FULL, waiting=0), "取り消すと、席は次の方に回ります。"),
        (replace(Session(), waiting=1), "取り消すと、席は次の方に回ります。"),
        (CLOSED, "この回の受付は終わっています。取り消すと、この回にはもう申し込めません。"),
    ],
)
def test_giving_a_seat_away_is_asked_first_with_what_is_lost(session, lost):
    card = view.own(JA, Own(mine=replace(BOOKED, session=session)))
    folded = unfolded(card, "申込みを取り消す")
    assert words(folded) == lost
    assert (titles(folded["card"]), verbs(folded)) == (["取り消す"], ["withdraw"])
    assert verbs(card).count("withdraw") == 1


def test_leaving_the_list_is_asked_first():
    folded = unfolded(view.own(JA, Own(mine=WAITING)), "キャンセル待ちをやめる")
    assert words(folded) == "順番は取っておけません。"
    assert (titles(folded["card"]), verbs(folded)) == (["やめる"], ["withdraw"])


def test_while_something_is_booked_other_sessions_are_only_looked_at():
    card = view.own(JA, Own(mine=BOOKED))
    assert "enrol" not in verbs(card)
    folded = unfolded(card, "ほかの回を見る")
    assert "第2回　12月11日（金）9:30～11:00" in words(folded)


def test_who_waits_reads_their_place_in_the_heading():
    card = view.own(JA, Own(mine=WAITING))
    assert heading(card) == "キャンセル待ちの3番目です"
    assert titles(card)[0] == "キャンセル待ちをやめる"
    assert "open_substitute" not in verbs(card)


def test_an_offer_says_until_when_and_can_be_taken_or_passed_on():
    card = view.own(JA, Own(mine=OFFERED))
    assert card == view.offered(JA, Own(mine=OFFERED))
    assert "11月30日（月）15:00まで" in words(card)
    assert verbs(card) == ["accept", "pass"]


def test_an_offer_says_whether_the_head_is_asked_first():
    own = Own(course=APPROVED, mine=replace(OFFERED, approved=False))
    assert "所属長に承認を求めます" in words(view.offered(JA, own))
    agreed = replace(own, mine=OFFERED)
    assert "受講が決まります" in words(view.offered(JA, agreed))


@pytest.mark.parametrize("state", list(State))
def test_each_state_has_a_heading_of_its_own_and_a_word_in_lists(state):
    mine = replace(BOOKED, state=state)
    for lang in (JA, EN):
        assert heading(view.own(lang, Own(mine=mine)))
        assert lang.knows(f"training.state.{state}")
        assert words(view.mine(lang, (Line(mine=mine),), requests=0, manages=False))


@pytest.mark.parametrize("entry", list(Entry))
def test_each_state_of_the_calendar_is_told_only_where_it_matters(entry):
    said = words(view.own(JA, Own(mine=replace(BOOKED, calendar=entry))))
    told = {Entry.WANTED, Entry.STANDS, Entry.REFUSED}
    assert ("予定表" in said) == (entry in told)


@pytest.mark.parametrize("how", list(How))
def test_each_way_of_finishing_has_its_word(how):
    own = Own(mine=replace(FINISHED, how=how))
    for lang in (JA, EN):
        assert lang.t(f"training.how.{how}") in words(view.own(lang, own))


def test_only_what_is_booked_or_waited_for_asks_for_news_by_itself():
    assert view.own(JA, Own(mine=BOOKED))["refresh"]["action"]["verb"] == "training.show"
    assert "refresh" not in view.own(JA, Own())
    assert "refresh" not in view.own(JA, Own(mine=BOOKED), done="enrolled")


@pytest.mark.parametrize(
    "done",
    [
        "enrolled",
        "requested",
        "waiting",
        "withdrawn",
        "left_list",
        "accepted",
        "passed",
        "cannot",
        "substitute_asked",
        "took_over",
        "faster",
    ],
)
def test_what_a_press_has_done_stands_first(done):
    for lang in (JA, EN):
        second = view.own(lang, Own(mine=BOOKED), done=done)["body"][1]
        assert lang.t(f"training.own.done.{done}") in words(second)


def test_a_press_that_came_too_late_is_answered_with_the_waiting_list():
    card = view.own(JA, Own(sessions=(FULL,)), done="faster")
    assert heading(card) == "この回は満席になりました"
    assert "キャンセル待ちに入る" in titles(card)


def test_the_notification_of_ones_own_card_says_neither_state_nor_names():
    mine = replace(BOOKED, state="rejected", substitute="朝日 次郎")
    said = view.own(JA, Own(mine=mine))["fallbackText"]
    assert said == "研修の申込みの状況：Teams活用研修（基礎）"


# --- Forms --------------------------------------------------------------------------------------


def test_why_somebody_cannot_come_is_one_of_four_words():
    card = view.cannot_form(JA, Own())
    choices = next(part for part in parts(card) if part.get("type") == "Input.ChoiceSet")
    assert [one["value"] for one in choices["choices"]] == ["work", "leave", "elsewhere", "other"]
    assert not [part for part in parts(card) if part.get("type") == "Input.Text"]


def test_who_has_a_seat_is_told_that_it_goes_to_the_next():
    assert "次の方に回ります" in words(view.cannot_form(JA, Own(mine=BOOKED)))
    assert "次の方に回ります" not in words(view.cannot_form(JA, Own()))


def test_a_substitute_is_asked_and_the_seat_stays_until_they_agree():
    card = view.substitute_form(JA, Own(mine=BOOKED))
    assert "それまでは、あなたの席のままです。" in words(card)
    assert verbs(card) == ["substitute", "show"]


def test_who_is_asked_to_take_over_sees_by_whom_and_both_answers():
    card = view.substitute_asked(JA, Request(course=Course()), by="東雲 太郎")
    assert "東雲 太郎さんが、あなたを代わりの受講者に推薦しました。" in words(card)
    assert [one["data"].get("agree") for one in pressed(card)] == [True, False]
    assert "東雲" not in card["fallbackText"]


def test_a_colleague_who_need_not_answer_any_more_sees_no_button_for_it():
    assert verbs(view.unasked(JA, Request())) == ["mine"]
    assert verbs(view.not_taken(JA, Request())) == ["mine"]


def test_a_refused_press_is_told_on_the_card_and_no_refresh_takes_it_away():
    typed = view.Enrol(session_id=32)
    card = again(view.own(JA, Own(mine=BOOKED)), typed, "この回は満席になりました。")
    assert "この回は満席になりました。" in words(card["body"][1])
    assert "refresh" not in card


# --- 「研修」 -------------------------------------------------------------------------------------


def test_the_list_groups_what_is_booked_what_is_offered_and_what_is_finished():
    lines = (Line(mine=FINISHED), Line(course=MANDATORY), Line(mine=BOOKED))
    said = words(view.mine(JA, lines, requests=0, manages=False))
    groups = [said.index(one) for one in ("申し込んだ研修", "案内中の研修", "修了した研修")]
    assert groups == sorted(groups)
    assert "受講決定　12月9日（水）13:30～15:00" in said


def test_what_one_must_finish_stands_before_what_one_may():
    lines = (Line(course=Course()), Line(course=MANDATORY))
    said = words(view.mine(JA, lines, requests=0, manages=False))
    assert said.index(MANDATORY.title) < said.index(Course().title)


def test_the_list_offers_what_the_reader_may_do():
    assert verbs(view.mine(JA, (), requests=0, manages=False)) == ["open_self_check"]
    every = view.mine(JA, (), requests=3, manages=True, seconded=True)
    assert verbs(every) == ["to_approve", "courses", "open_self_check", "secondments"]
    assert "承認を待つ申込み（3件）" in titles(every)


# --- Recording and certificate --------------------------------------------------------------------


def test_the_check_asks_each_question_and_leads_to_the_recording():
    card = view.check_form(JA, Own(course=MANDATORY), QUESTIONS, tries=0)
    ids = [part["id"] for part in parts(card) if part.get("type") == "Input.ChoiceSet"]
    assert ids == ["answer1", "answer2", "answer3"]
    assert RECORDING in json.dumps(card)


@pytest.mark.parametrize("tries", [1, 2])
def test_which_answers_were_wrong_is_not_told_before_three_tries(tries):
    own = Own(course=MANDATORY)
    one = view.check_form(JA, own, QUESTIONS, tries=tries, wrong=(0,))
    other = view.check_form(JA, own, QUESTIONS, tries=tries, wrong=(1, 2))
    assert one == other


def test_after_three_tries_it_is_told_which_were_wrong():
    card = view.check_form(JA, Own(course=MANDATORY), QUESTIONS, tries=3, wrong=(2, 0))
    assert "次の問題が正解ではありません：問1、問3" in words(card)


def test_a_repeated_check_keeps_what_was_chosen():
    card = view.check_form(JA, Own(course=MANDATORY), QUESTIONS, tries=1, answers=(1, -1, 9))
    chosen = [part.get("value") for part in parts(card) if part.get("type") == "Input.ChoiceSet"]
    assert chosen == ["1", None, None]


def test_the_certificate_names_who_finished_what_when():
    own = Own(course=MANDATORY, mine=replace(FINISHED, how="recording"))
    card = view.certificate(JA, own, name="東雲 太郎", city="あかつき市")
    said = words(card)
    for expected in (
        "東雲 太郎 様",
        MANDATORY.title,
        "令和8年（2026年）12月9日（水）",
        "あかつき市",
    ):
        assert expected in said
    assert "東雲" not in card["fallbackText"]
    assert "印刷用に開く" not in titles(card)


def test_the_certificate_on_paper_escapes_what_people_wrote():
    own = Own(course=replace(Course(), title="<b>表計算</b>"), mine=FINISHED)
    page = view.certificate_page(
        JA, own, name="東雲 太郎", city="あかつき市", at=datetime(2026, 12, 10, 9, 5, tzinfo=TOKYO)
    )
    assert "&lt;b&gt;表計算&lt;/b&gt;" in page
    assert "東雲 太郎 様" in page
    assert "2026年12月10日（木）9:05 現在" in page


# --- Reminders ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ahead", "today", "said"),
    [
        ("7d", date(2026, 12, 2), "7日後に研修があります"),
        ("1d", date(2026, 12, 8), "明日、研修があります"),
        ("1d", date(2026, 12, 6), "3日後に研修があります"),
        ("1d", date(2026, 12, 9), "本日、研修があります"),
        ("1h", date(2026, 12, 9), "まもなく研修が始まります"),
    ],
)
def test_a_reminder_counts_the_days_that_are_really_left(ahead, today, said):
    assert heading(view.before(JA, Course(), Session(), ahead, today=today)) == said


def test_an_hour_before_joining_comes_first_and_nothing_is_withdrawn():
    online = replace(Session(), link=JOIN)
    card = view.before(JA, Course(), online, "1h", today=date(2026, 12, 9))
    assert titles(card) == ["Teams で参加", "申込みの状況を見る"]


def test_each_reminder_says_why_the_reader_gets_it():
    cards = (
        view.before(JA, Course(), Session(), "7d", today=TODAY),
        view.apply_reminder(JA, Course(), days_left=14),
        view.recording_reminder(JA, MANDATORY),
        view.unfinished(JA, MANDATORY, days_left=30),
    )
    for card in cards:
        assert "ため、お知らせします。" in words(card)
        assert "refresh" not in card


def test_the_last_days_are_shown_as_urgent():
    def style(days_left: int) -> str:
        card = view.apply_reminder(JA, Course(), days_left=days_left)
        return next(part["style"] for part in parts(card) if part.get("type") == "Container")

    assert style(14) == "accent"
    assert style(3) == "warning"


def test_an_unfinished_course_says_by_which_ways_it_can_be_finished():
    both = view.unfinished(JA, MANDATORY, days_left=30)
    alone = view.unfinished(JA, replace(MANDATORY, sessions=0, first=None), days_left=30)
    never = view.unfinished(JA, replace(MANDATORY, recording=""), days_left=30)
    assert "日程を選んで申し込むか、録画を見て" in words(both)
    assert titles(alone)[0] == "申込みの状況を見る"
    assert titles(never) == ["日程と空席を見る", "受講できない"]


# --- Told -----------------------------------------------------------------------------------------


def test_a_moved_session_says_what_was_and_what_is_and_why():
    session = replace(Session(), reason="会場の設備の点検のため")
    own = Own(mine=replace(BOOKED, session=session))
    card = view.told(JA, own, "moved", was=datetime(2026, 12, 8, 10, 0, tzinfo=TOKYO))
    said = words(card)
    for expected in ("2026年12月9日（水）", "12月8日（火）10:00", "会場の設備の点検のため"):
        assert expected in said
    assert "withdraw" in verbs(card)


def test_who_lost_a_cancelled_session_sees_where_they_may_apply():
    gone = replace(BOOKED, state="dropped", session=replace(Session(), reason="講師の都合のため"))
    was = datetime(2026, 12, 9, 10, 0, tzinfo=TOKYO)
    card = view.told(JA, Own(mine=gone, sessions=SESSIONS[3:5]), "cancelled", was=was)
    said = words(card)
    assert "変更前" not in json.dumps(card, ensure_ascii=False)
    assert "中止になった回：第1回" in said
    assert "講師の都合のため" in said
    assert verbs(card).count("enrol") == 2


def test_approval_while_waiting_does_not_promise_a_seat():
    said = words(view.told(JA, Own(course=APPROVED, mine=WAITING), "approved"))
    assert "今はキャンセル待ちです。" in said


def test_only_a_seat_that_is_ones_own_stands_out():
    def style(own: Own) -> str:
        card = view.told(JA, own, "approved")
        return next(part["style"] for part in parts(card) if part.get("style") in STYLES)

    assert style(Own(mine=BOOKED)) == "accent"
    assert style(Own(mine=WAITING)) == "emphasis"


@pytest.mark.parametrize(
    "what",
    [
        "approved",
        "rejected",
        "moved",
        "cancelled",
        "closed",
        "lapsed",
        "substituted",
        "substitute_declined",
        "wave",
    ],
)
def test_whatever_is_told_says_why_and_carries_no_refresh(what):
    for lang in (JA, EN):
        card = view.told(lang, Own(mine=BOOKED), what)
        assert lang.t(f"training.told.why.{what}") in words(card)
        assert "refresh" not in card


def test_who_is_offered_a_seat_meanwhile_can_still_take_it():
    assert verbs(view.told(JA, Own(mine=OFFERED), "wave"))[:2] == ["accept", "pass"]


def test_a_reader_without_any_standing_is_no_error():
    assert heading(view.told(JA, Own(mine=Standing()), "wave"))
