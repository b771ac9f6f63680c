import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cards import training as view
from cards.lang import Lang
from cards.notices import Show as ShowNotice
from cards.samples.city import TODAY
from cards.samples.classroom import (
    ALL_MAY,
    BARS,
    CANCELLED,
    DRAFT,
    FIRST,
    FULL,
    IN_WAVES,
    OVER,
    RUNNING,
    SECURITY,
    WAVES,
    WORST,
    Bar,
    EducationDuty,
)

JA, EN = Lang("ja"), Lang("en")
BOUND = replace(RUNNING, course=replace(SECURITY, promise="覚書 第8条"))


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


def pressed(card: Any) -> list[str]:
    found = (part for part in parts(card) if part.get("type") == "Action.Execute")
    return [part["verb"].partition(".")[2] for part in found if "title" in part]


def sent(card: Any, verb: str) -> list[dict[str, Any]]:
    found = (part for part in parts(card) if part.get("verb") == f"training.{verb}")
    return [{k: v for k, v in part["data"].items() if k != "delivery"} for part in found]


def asked(card: Any, id: str) -> dict[str, Any]:
    return next(part for part in parts(card) if part.get("id") == id)


def test_the_list_shows_each_course_with_how_far_it_is():
    card = view.courses(JA, (RUNNING, DRAFT))
    assert "募集中・次回12月9日（水）" in words(card)
    assert "準備中・開催予定なし" in words(card)
    assert "修了126人／対象420人（30％）" in words(card)
    assert sent(card, "manage") == [{"course_id": 5}, {"course_id": 5}]


def test_courses_without_a_row_can_still_be_opened():
    many = [replace(RUNNING, course=replace(SECURITY, course_id=n)) for n in range(1, 13)]
    card = view.courses(JA, many)
    rest = [choice["value"] for choice in asked(card, "course_id")["choices"]]
    rows = [one["course_id"] for one in sent(card, "manage") if one]
    assert [*rows, *map(int, rest)] == list(range(1, 13))


def test_only_the_desk_is_led_to_self_checks_and_secondments():
    alone = {"self_check_numbers", "secondments"}
    assert alone <= {*pressed(view.courses(JA, ()))}
    assert not alone & {*pressed(view.courses(JA, (), desk=False))}


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("open", "open_course"),
        ("close", "close_course"),
        ("announce", "announce"),
        ("waves", "open_wave"),
        ("promise", "open_promise"),
        ("meet", "meet_promise"),
    ],
)
def test_a_course_offers_what_its_reader_may_do_and_nothing_else(word, verb):
    whole = replace(IN_WAVES, course=BOUND.course)
    assert verb in pressed(view.manage(JA, replace(whole, may=frozenset({word}))))
    assert verb not in pressed(view.manage(JA, replace(whole, may=ALL_MAY - {word})))


def test_nobody_chooses_among_no_waves_or_meets_no_promise():
    offered = pressed(view.manage(JA, replace(RUNNING, may=ALL_MAY)))
    assert "open_wave" not in offered
    assert "meet_promise" not in offered


def test_an_announced_course_is_announced_again_to_who_has_not_applied():
    first, again = view.manage(JA, RUNNING), view.manage(JA, replace(RUNNING, announced=True))
    titles = [part.get("title") for part in (*parts(first), *parts(again))]
    assert "案内を作る" in titles
    assert "未申込みの方への案内を作る" in titles
    assert sent(again, "announce") == [{"course_id": 5, "version": 3}]


def test_each_wave_without_a_card_has_a_button_of_its_own():
    card = view.manage(JA, IN_WAVES)
    assert [one["wave"] for one in sent(card, "announce")] == [2, 3]
    assert "第1期　12月1日（火）～12月25日（金）・400席・案内済み・2市区町村" in words(card)
    assert "未定の市区町村（2）：みなと町、たかね村" in words(card)


def test_sessions_to_come_stand_above_those_that_are_over_and_all_can_be_opened():
    card = view.manage(JA, replace(RUNNING, sessions=(OVER, FIRST, FULL, CANCELLED)))
    assert [one["session_id"] for one in sent(card, "manage_session") if one] == [31, 32, 33]
    assert [one["value"] for one in asked(card, "session_id")["choices"]] == ["30"]


def test_an_open_course_without_sessions_says_so():
    bare = replace(DRAFT, course=replace(DRAFT.course, state="open"))
    assert "開催回がまだありません。" in words(view.manage(JA, bare))


@pytest.mark.parametrize(
    ("one", "state", "offered"),
    [
        (FIRST, "受付中", ["open_move", "close_session", "open_cancel"]),
        (replace(FIRST, state="closed", closed=True), "受付終了", ["open_session"]),
        (replace(FIRST, closed=True), "受付終了", ["close_session"]),
        (CANCELLED, "中止", []),
        (OVER, "実施済み", []),
        (replace(FIRST, over=True), "開始済み", []),
    ],
)
def test_a_session_says_how_it_stands_and_offers_what_fits(one, state, offered):
    card = view.session(JA, RUNNING, one)
    assert f"第{one.number}回・{state}" in words(card)
    steps = {"open_move", "close_session", "open_session", "open_cancel"}
    found = steps & {*pressed(card)}
    assert {*offered} <= found
    assert bool(found) is bool(offered)


def test_who_does_not_run_a_session_only_reads_it():
    card = view.session(JA, RUNNING, FIRST, may=False)
    assert pressed(card) == ["manage"]
    assert "研修担当又は開催市区町村の担当者が行います" in words(card)


def test_moving_begins_with_the_session_as_it_is():
    card = view.move_form(JA, RUNNING, FIRST, today=TODAY)
    assert asked(card, "day")["value"] == "2026-12-09"
    assert asked(card, "day")["min"] == "2026-11-27"
    assert asked(card, "at")["value"] == "13:30"
    assert asked(card, "place")["value"] == FIRST.place
    assert sent(card, "move_session") == [{"session_id": 31, "version": 2}]


@pytest.mark.parametrize(
    ("held", "waiting", "said"),
    [(40, 7, "計47人に中止をお知らせし"), (0, 0, "申込みとキャンセル待ちの方はいません")],
)
def test_cancelling_says_how_many_will_hear_of_it_and_asks_why(held, waiting, said):
    card = view.cancel_form(JA, RUNNING, replace(FULL, held=held, waiting=waiting))
    assert said in words(card)
    assert asked(card, "reason")["isRequired"] is True


def test_a_draft_of_the_announcement_is_opened_in_the_notices():
    card = view.announced(JA, RUNNING, show=ShowNotice(notice_id=12))
    assert "「お知らせ」で内容と宛先を確認し、承認を求めてください。" in words(card)
    assert any(part.get("verb") == "notices.show" for part in parts(card))


def test_an_announcement_whose_list_is_being_made_offers_nothing_to_open():
    card = view.announced(JA, IN_WAVES, wave=WAVES[1])
    assert pressed(card) == ["manage"]
    assert "第2期" in words(card)


def test_a_coordinator_chooses_among_waves_whose_card_has_not_gone_out():
    card = view.wave_form(JA, IN_WAVES, "みなと町")
    assert [one["value"] for one in asked(card, "wave")["choices"]] == ["2", "3"]
    assert sent(card, "choose_wave") == [{"course_id": 5, "municipality": "みなと町"}]


def test_the_desk_chooses_for_any_municipality_and_any_wave():
    card = view.wave_form(JA, IN_WAVES, sent_too=True)
    names = [one["value"] for one in asked(card, "municipality")["choices"]]
    assert names[:2] == ["みなと町", "たかね村"]
    assert "あかつき市" in names
    assert len(asked(card, "wave")["choices"]) == 3


def test_the_wave_that_was_chosen_before_is_marked():
    card = view.wave_form(JA, IN_WAVES, "ゆうなぎ町", sent_too=True)
    assert asked(card, "wave")["value"] == "1"


def test_no_wave_to_choose_leaves_nothing_to_send():
    card = view.wave_form(JA, replace(IN_WAVES, waves=WAVES[:1]), "みなと町")
    assert pressed(card) == ["manage"]


def test_a_coordinator_is_reminded_with_the_day_and_the_municipality():
    card = view.choose_wave(JA, SECURITY, "みなと町", date(2026, 12, 11), today=TODAY)
    for said in ("あと14日", "2026年12月11日（金）", "みなと町の職員", "お送りしています"):
        assert said in words(card)
    assert pressed(card) == ["open_wave", "manage"]


def test_a_duty_that_is_bound_stands_first_and_can_be_untied():
    duties = (EducationDuty(), EducationDuty(duty_id=22, bound=True))
    card = view.promise_form(JA, BOUND, duties)
    assert [one["value"] for one in asked(card, "duty_id")["choices"]] == ["22", "21"]
    assert asked(card, "duty_id")["value"] == "22"
    assert len(sent(card, "bind_promise")) == 2


def test_without_a_duty_there_is_nothing_to_bind():
    card = view.promise_form(JA, RUNNING, ())
    assert pressed(card) == ["manage"]


def test_a_met_promise_shows_the_numbers_of_the_day():
    card = view.promise_met(JA, BOUND)
    assert "覚書 第8条" in words(card)
    assert "修了126人／対象420人（30％）" in words(card)


def bars_of(card: Any) -> dict[str, Any]:
    return next(one for one in card["body"] if one["type"].startswith("Chart."))


def test_who_lags_most_stands_first_in_the_picture():
    chart = bars_of(view.progress(JA, SECURITY, BARS, Bar(), "department"))
    assert [one["title"] for one in chart["data"]][:2] == ["所属なし", "学校教育課"]
    assert [(one["legend"], one["value"]) for one in chart["data"][1]["data"]] == [
        ("修了", 3),
        ("申込み", 10),
        ("キャンセル待ち", 8),
        ("未申込み", 41),
    ]


def test_where_no_chart_is_drawn_bars_and_words_say_the_same():
    fallback = bars_of(view.progress(JA, SECURITY, BARS, Bar(), "department"))["fallback"]
    said, drawn = fallback["items"][2:4]
    assert said["text"] == "学校教育課　修了3、申込み10、キャンセル待ち8、未申込み41"
    assert [one["style"] for one in drawn["columns"]] == ["accent", "warning", "emphasis"]


def test_every_part_of_the_picture_has_a_word_in_both_languages():
    for lang in (JA, EN):
        chart = bars_of(view.progress(lang, SECURITY, BARS[:1], Bar(), "department"))
        assert len({one["legend"] for one in chart["data"][0]["data"]}) == 4


def test_organisations_with_nobody_meant_are_not_drawn():
    nobody = Bar(audience=0, finished=0, booked=0, waiting=0)
    card = view.progress(JA, SECURITY, (nobody,), nobody, "department")
    assert "対象となる職員がまだいません。" in words(card)
    assert "（－）" in words(card)


def test_more_people_than_were_meant_leave_nobody_over():
    chart = bars_of(
        view.progress(
            JA,
            SECURITY,
            (Bar(org="市民課", audience=3, finished=2, booked=2),),
            Bar(),
            "department",
        )
    )
    assert "未申込み" not in [one["legend"] for one in chart["data"][0]["data"]]


def test_the_other_view_is_offered_where_it_is_the_reader_s():
    card = view.progress(JA, SECURITY, BARS, Bar(), "municipality")
    assert sent(card, "show_progress") == [{"course_id": 5}]
    alone = view.progress(JA, SECURITY, BARS, Bar(), "municipality", switch=False)
    assert sent(alone, "show_progress") == []


def test_a_course_of_sixty_municipalities_fits_into_one_card():
    card = json.dumps(view.manage(EN, WORST), ensure_ascii=False)
    assert len(card.encode("utf-16-le")) < 28 * 1024
