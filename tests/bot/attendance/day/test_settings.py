"""学校の設定: who may, what comes back, what is recorded, and what a running day makes of it."""

import json
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot.attendance import casework
from bot.attendance.model import Case, Door, ReportState, School
from bot.attendance.store import clocks, schools
from bot.errors import Mistyped, Refused, Stale
from bot.storage.tx import Tx
from cards.attendance.verbs import day as day_verbs
from cards.attendance.verbs.settings import (
    OpenSettings,
    SchoolSettings,
    SetHours,
    SetMorning,
    SetOptions,
    SetSearch,
)
from cards.verbs import Verb
from tests.bot.attendance.day.board import board
from tests.bot.attendance.day.conftest import Day, Told, marked, said
from tests.bot.attendance.staff.conftest import Posted
from tests.bot.attendance.staff.conftest import verbs as sent

MORNING = {
    "report_by": "08:15",
    "assembly": "08:25",
    "missing_from": "08:40",
    "confirm_by": "08:45",
    "summary_at": "09:15",
}


def known(day: Day) -> dict[str, int]:
    return {"school_id": day.school().id, "version": day.school().version}


def morning(day: Day, **changed: str) -> SetMorning:
    return SetMorning(**known(day), **{**MORNING, **changed})


def hours(day: Day, **changed: str) -> SetHours:
    usual = {"wake": "07:00", "leave_from": "07:20", "ends_at": "17:00"}
    return SetHours(**known(day), **{**usual, **changed})


def search(day: Day, *minutes: int) -> SetSearch:
    names = ("other_contact", "way", "visit", "police")
    return SetSearch(**known(day), **dict(zip(names, minutes, strict=True)))


def options(day: Day, **changed: Any) -> SetOptions:
    usual: dict[str, Any] = {
        "holds_pupils": True,
        "shows_teacher": False,
        "meals_days": 2,
        "closure_percent": 20,
    }
    return SetOptions(**known(day), **{**usual, **changed})


def values(form: Any) -> dict[str, str]:
    """What the inputs of a form hold."""
    if isinstance(form, dict):
        own = {form["id"]: form.get("value", "")} if "Input." in form.get("type", "") else {}
        return {**own, **{k: v for one in form.values() for k, v in values(one).items()}}
    return {k: v for one in form for k, v in values(one).items()} if isinstance(form, list) else {}


def pressed(card: Any, title: str) -> Verb:
    """What the button with these words sends."""
    (found,) = (one for one in _buttons(card) if one["title"] == title)
    return Verb.parse(found["verb"], found["data"])


def _buttons(card: Any) -> list[Any]:
    if isinstance(card, dict):
        own = [card] if card.get("type") == "Action.Execute" else []
        return [*own, *(found for one in card.values() for found in _buttons(one))]
    return [found for one in card for found in _buttons(one)] if isinstance(card, list) else []


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aad", ["vice", "principal"])
def test_the_schools_heads_open_the_settings_by_word(day: Day, aad: str) -> None:
    words = said(day.say(aad, "学校の設定"))
    for expected in ("あかつき", "8:15", "8:25", "8:40", "8:45", "9:15", "7:00", "17:00"):
        assert expected in words
    for expected in ("10分後", "60分後", "保護者に確認してから", "家庭に表示しない", "2授業日前"):
        assert expected in words
    assert "attendance.set" not in json.dumps(sent(day.say(aad, "School Settings")))


@pytest.mark.parametrize("aad", ["homeroom", "nurse", "office", "head3", "teacher"])
def test_others_neither_see_nor_set_them(day: Day, aad: str) -> None:
    assert day.say(aad, "学校の設定") is None
    for verb in (
        SchoolSettings(),
        SchoolSettings(school_id=day.school().id),
        OpenSettings(school_id=day.school().id, group="morning"),
        morning(day, report_by="08:10"),
        hours(day, wake="06:30"),
        search(day, 5, 10, 15, 20),
        options(day, shows_teacher=True),
    ):
        with pytest.raises(Refused, match="not_yours"):
            day.press(aad, verb)
    assert day.school().version == 1


def test_another_schools_head_is_refused_as_if_there_were_no_such_school(day: Day) -> None:
    for school in (day.school().id, 999_999):
        with pytest.raises(Refused, match="not_yours"):
            day.press("elsewhere_vice", SchoolSettings(school_id=school))


def test_the_school_desk_sets_any_school_without_reading_its_days(day: Day) -> None:
    board(day)
    words = said(day.say("desk", "学校の設定"))
    assert day.school().name in words
    assert day.school("B1").name in words
    card = day.press("desk", SchoolSettings(school_id=day.school().id))
    assert day_verbs.ShowDays.name not in sent(card)
    day.press("desk", options(day, closure_percent=30))
    (entry,) = day.ledger("attendance.set_options")
    assert entry.post is None
    assert day.school().closure_percent == 30
    assert day.say("board", "学校の設定") is None


def test_the_way_is_on_the_card_of_the_schools_days_for_who_may(day: Day) -> None:
    shown = day_verbs.ShowDays(school_id=day.school().id)
    assert SchoolSettings.name in sent(day.press("vice", shown))
    assert SchoolSettings.name not in sent(day.press("office", shown))


# --- setting --------------------------------------------------------------------------------------


def test_a_form_holds_what_is_set_now_and_sets_it(day: Day) -> None:
    day.press("vice", morning(day, report_by="08:10", assembly="08:20"))
    again = OpenSettings(school_id=day.school().id, group="morning")
    form = day.press("vice", again)
    assert values(form) == {**MORNING, "report_by": "08:10", "assembly": "08:20"}
    card = said(day.press("principal", morning(day)))
    assert "連絡締切：8:10 → 8:15" in card
    assert "朝の会：8:20 → 8:25" in card
    assert "今日から" in card
    assert day.school().times.report_by == time(8, 15)


@pytest.mark.parametrize("group", ["morning", "hours", "search", "options"])
def test_a_form_sent_as_it_came_changes_nothing(day: Day, group: str) -> None:
    form = day.press("vice", OpenSettings(school_id=day.school().id, group=group))  # type: ignore[arg-type]
    (button,) = (one for one in _buttons(form) if one["title"] == "この内容にする")
    verb = Verb.parse(button["verb"], {**values(form), **button["data"]})
    assert "変更はありません" in said(day.press("vice", verb))
    assert day.school().version == 1
    assert day.ledger(verb.name) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"report_by": "08:30"}, "連絡締切（08:30）は、朝の会（08:25）まで"),
        ({"assembly": "08:50"}, "未着確認（08:40）は、朝の会（08:50）から"),
        ({"missing_from": "09:30"}, "まとめ（09:15）は、未着確認（09:30）から"),
        ({"confirm_by": "08:20"}, "確認の締切（08:20）は、朝の会（08:25）から"),
        ({"summary_at": "17:30"}, "一日の終わり（17:00）は、まとめ（17:30）から"),
        ({"report_by": "06:59"}, "お知らせの開始（07:00）は、連絡締切（06:59）まで"),
        ({"report_by": "8:15"}, "「8:15」のように"),
        ({"report_by": "08Z"}, "「8:15」のように"),
        ({"assembly": "08+09"}, "「8:15」のように"),
    ],
)
def test_times_out_of_order_come_back_with_what_was_typed(
    day: Day, typed: dict[str, str], why: str
) -> None:
    with pytest.raises(Mistyped) as refused:
        day.press("vice", morning(day, **typed))
    assert why in said(refused.value.form)
    assert values(refused.value.form) == {**MORNING, **typed}
    assert day.school().version == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"wake": "00:30"}, "より前にできません"),
        ({"leave_from": "08:40"}, "家を出る時刻（08:40）"),
        ({"ends_at": "05:00"}, "一日の終わり（05:00）"),
    ],
)
def test_hours_that_can_not_be_come_back(day: Day, typed: dict[str, str], why: str) -> None:
    with pytest.raises(Mistyped) as refused:
        day.press("vice", hours(day, **typed))
    assert why in said(refused.value.form)
    (wrong,) = typed.items()
    assert values(refused.value.form)[wrong[0]] == wrong[1]


@pytest.mark.parametrize("minutes", [(10, 10, 20, 30), (0, 10, 20, 30), (30, 20, 10, 5)])
def test_steps_that_do_not_come_one_after_the_other_come_back(
    day: Day, minutes: tuple[int, ...]
) -> None:
    with pytest.raises(Mistyped) as refused:
        day.press("vice", search(day, *minutes))
    assert "前の対応より長い分数" in said(refused.value.form)
    assert day.school().times.steps == (0, 10, 20, 40, 60)


def test_who_set_what_from_what_to_what_stands_in_the_ledger(day: Day) -> None:
    day.press("vice", options(day, shows_teacher=True, meals_days=-1))
    (entry,) = day.ledger("attendance.set_options")
    assert entry.subject == day.school().subject
    assert json.loads(entry.detail) == {"shows_teacher": [False, True], "meals_days": [2, None]}
    assert entry.post  # as vice-principal
    assert day.school().meals_days is None


def test_put_back_sets_it_as_it_was_while_nothing_else_is_set(day: Day) -> None:
    usual = day.school()
    for verb in (
        morning(day, report_by="08:00"),
        hours(day, wake="06:30"),
        search(day, 1, 2, 3, 4),
        options(day, holds_pupils=False, meals_days=-1),
    ):
        fresh: Any = replace(verb, version=day.school().version)
        back = pressed(day.press("vice", fresh), "元に戻す")
        day.press("vice", back)
        assert replace(day.school(), version=1) == usual
    old = pressed(day.press("vice", search(day, 1, 2, 3, 4)), "元に戻す")
    day.press("principal", search(day, 2, 3, 4, 5))
    with pytest.raises(Stale):
        day.press("vice", old)
    assert day.school().times.steps == (0, 2, 3, 4, 5)


def test_a_form_of_before_somebody_elses_change_changes_nothing(day: Day) -> None:
    old = morning(day, report_by="08:00")
    day.press("principal", options(day, closure_percent=30))
    with pytest.raises(Stale):
        day.press("vice", old)
    assert day.school().times.report_by == time(8, 15)


# --- the running day ------------------------------------------------------------------------------


def moment(day: Day) -> tuple[str, time]:
    found = day.read(lambda tx: clocks.of(tx, day.school().id))
    assert found is not None
    return found.moment, found.look_at.astimezone(day.now.tzinfo).time()


def of_vice(day: Day) -> Posted:
    (found,) = (one for one in day.notices("attendance.morning") if "vice" in day.who(one))
    return found


def own(day: Day, kind: str) -> int:
    """How many notices of a kind went out at the school whose settings are changed."""
    there = {"elsewhere", "elsewhere_vice"}
    return sum(not there & day.who(one) for one in day.notices(f"attendance.{kind}"))


def told(day: Day) -> set[Told]:
    """Everything that was posted at that school."""
    there = {day.person(aad).id for aad in ("elsewhere", "elsewhere_vice")}
    return {one for one in day.told(0) if not there & one[3]}


def test_what_is_still_to_come_today_comes_by_the_new_times(day: Day) -> None:
    day.run_to(7, 30)
    day.press(
        "vice",
        morning(
            day, assembly="08:35", missing_from="08:50", confirm_by="08:55", summary_at="09:30"
        ),
    )
    assert moment(day) == ("roster", time(8, 20))
    day.run_to(8, 19)
    assert own(day, "roster") == 0
    day.run_to(8, 20)
    assert own(day, "roster") == 4
    day.run_to(8, 49)
    assert own(day, "morning") == 0
    day.run_to(8, 50)
    assert own(day, "morning") == 1
    day.run_to(9, 29)
    assert own(day, "summary") == 0
    day.run_to(9, 30)
    assert own(day, "summary") == 1


def test_what_has_been_told_today_is_not_told_again(day: Day) -> None:
    day.run_to(9, 0)  # rosters, rolls and what nobody confirmed have been told
    before = told(day)
    day.press(
        "vice",
        morning(
            day, assembly="09:05", missing_from="09:07", confirm_by="09:08", summary_at="10:00"
        ),
    )
    assert moment(day) == ("confirm", time(9, 8))
    day.run_to(9, 59)
    assert told(day) == before
    day.run_to(10, 0)
    assert told(day) > before


def test_what_the_new_times_have_passed_follows_at_once(day: Day) -> None:
    day.run_to(8, 30)
    day.press("vice", morning(day, missing_from="08:28", confirm_by="08:29", summary_at="08:30"))
    day.tick()
    assert own(day, "morning") == 1
    assert own(day, "summary") == 1
    assert moment(day) == ("end", time(17, 0))


def test_a_day_that_is_over_tells_nothing_again(day: Day) -> None:
    day.run_to(17, 30)
    before = told(day)
    day.press("vice", hours(day, wake="06:30", ends_at="18:00"))
    day.run_to(20)
    assert told(day) == before
    assert moment(day) == ("wake", time(6, 30))  # tomorrow's


def test_what_comes_after_the_end_was_moved_later_is_emptied_that_day(day: Day) -> None:
    day.run_to(17, 30)
    day.press("vice", hours(day, ends_at="19:00"))
    day.run_to(18)
    tomorrow = day.today + timedelta(days=1)
    day.report("P1", since=tomorrow, until=tomorrow)
    day.tick()
    assert "青木" in day.notices()[0].said
    day.over(day.today)
    assert "青木" not in day.notices()[0].said


def test_searches_go_on_where_a_day_that_has_ended_goes_on(day: Day) -> None:
    day.run_to(9, 30)
    day.press("vice", hours(day, ends_at="10:45"))
    day.run_to(10, 20)
    day.missing("P1")
    day.run_to(10, 46)
    before = len(day.notices("attendance.case"))
    day.press("vice", hours(day, ends_at="17:00"))
    day.report("P2")
    day.run_to(12)
    assert len(day.notices("attendance.case")) == before + 2  # 家庭訪問, 警察
    day.over(day.today)
    assert "青木" not in "".join(one.said for one in day.notices())


def test_a_running_day_is_not_ended_by_a_slip_of_the_finger(day: Day) -> None:
    day.run_to(10)
    with pytest.raises(Mistyped) as refused:
        day.press("vice", hours(day, ends_at="09:30"))
    assert "すぐに終わってしまいます" in said(refused.value.form)
    assert values(refused.value.form)["ends_at"] == "09:30"
    day.run_to(17)
    day.press("vice", hours(day, ends_at="09:30"))
    assert day.school().times.ends_at == time(9, 30)


@pytest.mark.parametrize(("ends_at", "refused"), [("10:59", True), ("11:00", False)])
def test_there_is_an_hour_to_see_the_slip(day: Day, ends_at: str, *, refused: bool) -> None:
    day.run_to(10)
    if refused:
        with pytest.raises(Mistyped):
            day.press("vice", hours(day, ends_at=ends_at))
    else:
        day.press("vice", hours(day, ends_at=ends_at))
        day.press("vice", hours(day, ends_at=ends_at, wake="06:30"))
    assert (day.school().times.ends_at == time(17)) == refused


def test_on_a_day_without_school_any_end_may_be_set(day: Day) -> None:
    day.over(day.today + timedelta(days=2))  # Friday
    day.run_to(10, day=day.today + timedelta(days=1))
    day.press("vice", hours(day, ends_at="09:30"))
    assert day.school().times.ends_at == time(9, 30)


def test_an_open_search_goes_on_by_the_new_minutes(day: Day) -> None:
    day.run_to(8, 30)
    day.missing("P1")
    day.run_to(8, 42)  # the second step was told at 8:40
    before = len(day.notices("attendance.case"))
    day.press("vice", search(day, 20, 30, 45, 90))
    day.run_to(8, 59)
    assert len(day.notices("attendance.case")) == before  # not the second step once more
    day.run_to(9, 0)
    assert day.who(day.notices("attendance.case")[-1]) == {"vice", "head3"}
    day.press("vice", search(day, 5, 10, 15, 90))
    day.tick()
    assert len(day.notices("attendance.case")) == before + 2  # 家庭訪問 is due already


def test_a_step_of_which_nobody_could_be_told_comes_though_the_minutes_change(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.run_to(8, 30)
    day.missing("P1")

    def take_up(tx: Tx, case: Case, now: datetime) -> None:
        raise ValueError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(casework, "take_up", take_up)
        day.run_to(8, 40)
    before = len(day.notices("attendance.case"))
    day.press("vice", search(day, 10, 40, 60, 90))
    day.run_to(9)
    (new,) = day.notices("attendance.case")[before:]
    assert day.who(new) == {"vice"}


@pytest.mark.parametrize("minute", [42, 47])
def test_a_roll_that_nobody_marked_comes_again_by_the_new_time(day: Day, minute: int) -> None:
    day.run_to(8, minute)
    later = {"missing_from": "08:55", "confirm_by": "08:56", "summary_at": "11:00"}
    assert "3年2組" in of_vice(day).said
    day.press("vice", morning(day, **later))
    day.run_to(10, 59)
    assert "3年2組" in of_vice(day).said


def test_a_report_that_nobody_answered_comes_again_by_the_new_time(day: Day) -> None:
    day.run_to(7, 30)
    day.report("P1")
    day.run_to(8)
    marked(day)
    day.run_to(8, 46)
    assert "1件" in of_vice(day).said
    day.press("vice", morning(day, confirm_by="09:00", summary_at="11:00"))
    day.run_to(10, 59)
    assert "1件" in of_vice(day).said


def test_a_childs_own_report_counts_at_once_where_the_school_says_so(day: Day) -> None:
    day.run_to(7, 30)
    held = day.report("P1", door=Door.PUPIL)
    day.press("vice", options(day, holds_pupils=False))
    free = day.report("P2", door=Door.PUPIL)
    assert (day.kept(held).state, day.kept(free).state) == (
        ReportState.HELD,
        ReportState.STANDING,
    )


def test_the_other_school_is_left_alone(day: Day) -> None:
    other: School = day.school("B1")
    before = day.read(lambda tx: clocks.of(tx, other.id))
    day.press("vice", morning(day, report_by="08:00"))
    assert day.read(lambda tx: clocks.of(tx, other.id)) == before
    assert day.read(lambda tx: schools.get(tx, other.id)) == other
