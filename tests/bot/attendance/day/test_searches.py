"""Neither arrived nor reported: who is looked for, by whom, until a person closes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.attendance.model import CaseState, Closing, Kind, LinkState, RollState, Step
from bot.errors import Mistyped, Refused, Stale
from bot.people import references
from bot.people.references import Reference
from cards.attendance.verbs import day as verbs
from cards.attendance.verbs.roster import SetProtection
from tests.bot.attendance.day.conftest import Day, said

CLOSINGS = [one.value for one in Closing]


def at_assembly(day: Day) -> Day:
    day.run_to(8, 30)
    return day


def test_the_form_lists_those_of_whom_nothing_was_reported(day: Day) -> None:
    at_assembly(day)
    day.report("P1")
    day.report("P2", kind=Kind.LATE)
    day.report("P3", kind=Kind.EARLY)
    card = str(day.press("homeroom", verbs.OpenMissing(roll_id=day.roll().id)))
    assert "青木 子1'" not in card
    assert "青木 子2'" not in card
    assert "青木 子3'" in card
    assert "支援 星" not in card  # their own class's roll counts


def test_a_search_begins_for_each_child_and_never_says_unexcused(day: Day) -> None:
    at_assembly(day)
    first, second = day.missing("P1", "P2")
    assert day.roll().state is RollState.MISSING
    assert first.state is second.state is CaseState.OPEN
    cards = day.notices("attendance.case")
    assert len(cards) == 2
    for card in cards:
        assert day.who(card) == {"homeroom", "deputy", "office"}
        assert "連絡がまだ届いていません" in card.said
        assert "無断" not in card.said
        assert set(card.summaries) == {"出欠連絡が1件あります"}


def test_a_second_missing_child_is_added_from_the_roster_card(day: Day) -> None:
    at_assembly(day)
    day.missing("P1")
    day.report("P2")
    roster = str([one.cards for one in day.notices("attendance.roster")])
    assert "未着を追加" in roster and "全員分を確認" not in said_of_class(day)
    card = str(day.press("homeroom", verbs.OpenMissing(roll_id=day.roll().id)))
    assert "青木 子1'" not in card and "青木 子2'" not in card and "青木 子3'" in card
    day.run_to(9, 30)
    (case,) = day.missing("P3")
    assert case.state is CaseState.OPEN
    assert day.case("P1").state is CaseState.OPEN


def said_of_class(day: Day) -> str:
    """What the card of 3年2組 shows."""
    return next(one.said for one in day.notices("attendance.roster") if "3年2組" in one.said)


def test_the_way_back_from_the_form_is_the_roster_as_it_stands(day: Day) -> None:
    at_assembly(day)
    form = day.press("homeroom", verbs.OpenMissing(roll_id=day.roll().id))
    assert "戻る" in said(form)
    day.report("P2")
    back = verbs.ShowRoster(class_id=day.class_().id, day=day.today)
    shown = said(day.press("homeroom", back))
    assert "青木 子2" in shown and "未着あり" in shown
    with pytest.raises(Refused, match="not_yours"):
        day.press("other", back)


def test_who_only_reads_the_roster_keeps_it_and_learns_who_marks_it(day: Day) -> None:
    at_assembly(day)
    day.report("P2")
    roll = day.roll()
    for verb in (
        verbs.MarkDone(roll_id=roll.id, version=roll.version),
        verbs.OpenMissing(roll_id=roll.id),
    ):
        with pytest.raises(Mistyped, match="not_yours") as error:
            day.press("nurse", verb)
        shown = said(error.value.form)
        assert "この操作は担任・副担任・学年主任・教頭・校長が行います" in shown
        assert "青木 子2" in shown
    assert day.roll().state is RollState.OPEN


def test_the_step_that_is_due_is_the_primary_button_of_a_new_search(day: Day) -> None:
    at_assembly(day)
    case = day.missing("P1")[0]
    shown = str(day.press("homeroom", verbs.ShowCase(case_id=case.id)))
    assert shown.index("attendance.step_done") < shown.index("attendance.open_closing")


def test_a_child_that_was_reported_meanwhile_is_refused(day: Day) -> None:
    at_assembly(day)
    day.report("P1")
    with pytest.raises(Refused, match="reported"):
        day.missing("P1")


@pytest.mark.parametrize("pupils", ["999999", "x", "1,;drop"])
def test_forged_children_open_nothing(day: Day, pupils: str) -> None:
    at_assembly(day)
    roll = day.roll()
    with pytest.raises(Refused):
        day.press("homeroom", verbs.Missing(roll_id=roll.id, version=roll.version, pupils=pupils))
    assert day.notices("attendance.case") == []


def test_each_step_is_told_at_its_time_to_who_sees_to_it_then(day: Day) -> None:
    at_assembly(day)
    day.missing("P1")
    told = {
        (8, 40): {"vice"},
        (8, 50): {"vice", "head3"},
        (9, 10): {"vice", "principal"},
        (9, 30): {"vice", "principal"},
    }
    for at, who in told.items():
        before = len(day.notices("attendance.case"))
        day.run_to(at[0], at[1] - 1)
        assert len(day.notices("attendance.case")) == before
        day.run_to(*at)
        assert len(day.notices("attendance.case")) == before + 1
        assert day.who(day.notices("attendance.case")[-1]) == who


def test_each_steps_card_says_what_is_needed_since_when_and_no_two_look_alike(day: Day) -> None:
    at_assembly(day)
    (case,) = day.missing("P1")
    day.run_to(9, 30)
    cards = [one.said for one in day.notices("attendance.case")]
    assert len(set(cards)) == len(cards) == 5
    assert "8:30から必要な対応：電話" in cards[0]
    assert "9:10から必要な対応：家庭訪問" in cards[3]
    assert "先に必要な対応：電話" in cards[3]
    day.press("office", verbs.StepDone(case_id=case.id, version=day.case().version))
    cards = [one.said for one in day.notices("attendance.case")]
    assert "8:30からの対応：電話（済み）" in cards[0]
    assert "先に必要な対応：別の連絡先への電話" in cards[3]
    close = verbs.CloseCase(case_id=case.id, version=day.case().version, closing="found")
    day.press("office", close)
    cards = [one.said for one in day.notices("attendance.case")]
    assert len(set(cards)) == 5


def test_the_schools_own_steps_hold(day: Day) -> None:
    day.options(times=replace(day.school().times, steps=(0, 3, 5)))
    at_assembly(day)
    day.missing("P1")
    day.run_to(8, 33)
    assert day.who(day.notices("attendance.case")[-1]) == {"vice"}


def test_a_step_that_was_done_in_time_is_not_told(day: Day) -> None:
    at_assembly(day)
    (case,) = day.missing("P1")
    for _ in range(2):
        day.press("homeroom", verbs.StepDone(case_id=case.id, version=day.case().version))
    assert day.case().step is Step.WAY
    before = len(day.notices("attendance.case"))
    day.run_to(8, 45)
    assert len(day.notices("attendance.case")) == before
    assert "別の連絡先でも確認できない" in day.notices("attendance.case")[0].said


def test_only_a_head_decides_about_the_police(day: Day) -> None:
    at_assembly(day)
    (case,) = day.missing("P1")
    for _ in range(4):
        day.press("office", verbs.StepDone(case_id=case.id, version=day.case().version))
    last = verbs.StepDone(case_id=case.id, version=day.case().version)
    for aad in ("office", "homeroom", "nurse", "head3"):
        with pytest.raises(Refused, match="police"):
            day.press(aad, last)
    day.press("vice", last)
    assert day.case().state is CaseState.OPEN


def test_a_late_report_is_said_on_the_card_and_closes_nothing(day: Day) -> None:
    at_assembly(day)
    day.missing("P1")
    day.run_to(8, 50)
    day.report("P1")
    case = day.case()
    assert case.reported
    assert case.state is CaseState.OPEN
    assert "この後、連絡が届きました" in day.notices("attendance.case")[0].said
    before = len(day.notices("attendance.case"))
    day.run_to(9, 10)
    assert len(day.notices("attendance.case")) == before + 1  # the search goes on


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_person_closes_it_with_a_reason(day: Day, closing: str) -> None:
    at_assembly(day)
    (case,) = day.missing("P1")
    day.press(
        "homeroom",
        verbs.CloseCase(case_id=case.id, version=case.version, closing=closing),  # type: ignore[arg-type]
    )
    after = day.case()
    assert after.state is CaseState.CLOSED
    assert after.closing == closing
    assert after.closed_by == day.person("homeroom").id
    (entry,) = day.ledger("attendance.close_case")
    assert "青木" not in str(entry)
    before = len(day.notices("attendance.case"))
    day.run_to(10, 0)
    assert len(day.notices("attendance.case")) == before


def test_an_old_card_does_not_close_what_has_changed(day: Day) -> None:
    at_assembly(day)
    (case,) = day.missing("P1")
    day.press("homeroom", verbs.StepDone(case_id=case.id, version=case.version))
    with pytest.raises(Stale):
        day.press("office", verbs.CloseCase(case_id=case.id, version=case.version, closing="found"))


@pytest.mark.parametrize("aad", ["other", "teacher", "head4", "elsewhere", "elsewhere_vice"])
def test_nobody_else_sees_or_touches_a_search(day: Day, aad: str) -> None:
    at_assembly(day)
    (case,) = day.missing("P1")
    version = case.version
    for verb in (
        verbs.ShowCase(case_id=case.id),
        verbs.StepDone(case_id=case.id, version=version),
        verbs.TellFamily(case_id=case.id, version=version),
        verbs.OpenClosing(case_id=case.id),
        verbs.CloseCase(case_id=case.id, version=version, closing="found"),
        verbs.ReopenCase(case_id=case.id, version=version),
        verbs.ShowCase(case_id=999),
    ):
        with pytest.raises(Refused, match="not_yours"):
            day.press(aad, verb)
    try:
        assert "青木" not in str(day.press(aad, verbs.Cases()))
    except Refused as refused:  # whoever takes part in no search at all
        assert refused.reason.endswith("not_yours")


def test_a_search_that_was_closed_too_early_goes_on(day: Day) -> None:
    at_assembly(day)
    (case,) = day.missing("P1")
    day.press("office", verbs.CloseCase(case_id=case.id, version=case.version, closing="arrived"))
    day.run_to(8, 35)
    day.press("homeroom", verbs.ReopenCase(case_id=case.id, version=day.case().version))
    assert day.case().state is CaseState.OPEN
    before = len(day.notices("attendance.case"))
    day.run_to(8, 45)  # ten minutes after it began anew
    assert len(day.notices("attendance.case")) == before + 1


def test_the_family_gets_one_neutral_message_on_confirmed_links_alone(day: Day) -> None:
    at_assembly(day)
    day.link("P1", "teacher")
    day.link("P1", "other", state=LinkState.INACTIVE)
    day.link("P1", "head4", may_be_notified=False)
    day.link("P1", "support", state=LinkState.REMOVED)
    (case,) = day.missing("P1")
    assert day.notices("attendance.family_call") == []  # nobody is written to by itself
    day.press("homeroom", verbs.TellFamily(case_id=case.id, version=case.version))
    (card,) = day.notices("attendance.family_call")
    assert day.who(card) == {"teacher"}
    assert "学校からお電話します" in card.said
    for word in ("青木", "3年2組", "欠席", "未着", "来ていません"):
        assert word not in card.said
    with pytest.raises(Refused, match="told"):
        day.press("office", verbs.TellFamily(case_id=case.id, version=day.case().version))
    again = day.case()
    day.press("office", verbs.CloseCase(case_id=case.id, version=again.version, closing="found"))
    day.press("office", verbs.ReopenCase(case_id=case.id, version=day.case().version))
    with pytest.raises(Refused, match="told"):
        day.press("office", verbs.TellFamily(case_id=case.id, version=day.case().version))
    assert len(day.notices("attendance.family_call")) == 1


def test_nobody_of_a_protected_childs_family_is_written_to(day: Day) -> None:
    at_assembly(day)
    day.link("P1", "teacher")
    day.protect("P1")
    (case,) = day.missing("P1")
    card = str(day.press("homeroom", verbs.ShowCase(case_id=case.id)))
    assert verbs.TellFamily.name not in card
    with pytest.raises(Refused, match="nobody_to_tell"):
        day.press("homeroom", verbs.TellFamily(case_id=case.id, version=case.version))
    assert day.notices("attendance.family_call") == []


def test_the_message_to_the_family_is_taken_back_with_the_day(day: Day) -> None:
    at_assembly(day)
    day.link("P1", "teacher")
    (case,) = day.missing("P1")
    day.press("homeroom", verbs.TellFamily(case_id=case.id, version=case.version))
    day.run_to(17, 0)
    assert day.notices("attendance.family_call")[0].state == "withdrawn"


def test_a_search_that_is_open_at_the_end_of_the_day_is_told_without_a_name(day: Day) -> None:
    at_assembly(day)
    day.missing("P1")
    day.run_to(17, 0)
    (card,) = day.notices("attendance.case_left")
    assert day.who(card) == {"vice", "principal"}
    assert "青木" not in str(card.cards)
    assert day.case().state is CaseState.OPEN
    day.run_to(8, 0, day.today + timedelta(days=1))
    assert "青木 子1" in str(day.press("vice", verbs.Cases()))
    assert any(one.what == "attendance.day.what.case" for one in day.due("vice"))
    assert all("青木" not in one.title for one in day.due("vice"))


def test_words_open_the_list_for_who_takes_part_and_are_silent_for_others(day: Day) -> None:
    at_assembly(day)
    day.missing("P1")
    answer = said(day.say("homeroom", "未着"))
    assert "青木" not in answer  # a message stays in the chat
    assert "開く" in answer
    assert "青木 子1" in said(day.press("homeroom", verbs.Cases()))
    assert day.say("teacher", "未着") is None


def test_the_list_of_searches_names_no_support_class(day: Day) -> None:
    at_assembly(day)
    roll = day.roll(3, "なかよし")
    child = str(day.pupil("S1").id)
    day.press("support", verbs.Missing(roll_id=roll.id, version=roll.version, pupils=child))
    listed = said(day.press("vice", verbs.Cases()))
    assert "なかよし" not in listed
    assert "支援 星" in listed


def test_protection_leaves_a_running_search_with_its_cards(day: Day) -> None:
    at_assembly(day)
    day.missing("P1")
    pupil = day.pupil("P1")
    why = "支援措置の申し出"
    day.press(
        "office", SetProtection(pupil_id=pupil.id, version=pupil.version, protect=True, why=why)
    )
    assert day.case().state is CaseState.OPEN
    for card in day.notices("attendance.case"):
        assert "青木 子1" in card.said
        assert "対応済み" not in card.said


def test_the_presser_in_a_staff_place_reads_no_name_there(day: Day) -> None:
    at_assembly(day)
    roll = day.roll()
    with pytest.raises(Refused, match="no_chat"):  # the form goes to the personal chat alone
        day.press("homeroom", verbs.OpenMissing(roll_id=roll.id), place=7)


def test_from_a_staff_place_a_nameless_way_to_the_form_is_posted(day: Day) -> None:
    at_assembly(day)
    met = Reference(aad_object_id="homeroom", conversation="a:1", service_url="https://x.example/")
    day.write(lambda tx: references.keep(tx, met, at=day.now))
    verb = verbs.OpenMissing(roll_id=day.roll().id)
    assert "青木" not in said(day.press("homeroom", verb, place=7))
    (posted,) = day.notices("attendance.opened")
    assert "青木" not in posted.said
    assert "3年2組" not in posted.said
    assert "青木 子1" in said(day.press("homeroom", verb))
