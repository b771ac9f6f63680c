"""Confirm, ring, share, read: each by the post that may, each in the ledger."""

from dataclasses import replace
from typing import Any

import pytest

from bot.attendance.model import Ack, Content, Door, Kind, Reason
from bot.attendance.rules import answers, phrases
from bot.attendance.rules.shown.own import Stage, stage
from bot.attendance.store import reads, reports
from bot.attendance.telling import numbers
from bot.errors import Refused
from bot.people import references
from cards.attendance import staff as view
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.staff.conftest import City, said
from tests.bot.attendance.staff.conftest import verbs as buttons

FEVER = Content(reason=Reason.ILL, text="昨夜から熱があります", temperature=382)


@pytest.mark.parametrize("aad", ["homeroom", "deputy", "head3", "nurse", "vice", "principal"])
def test_who_answers_for_the_class_may_confirm(city: City, aad: str):
    kept = city.report()
    city.press(aad, verbs.Confirm(report_id=kept.id))
    assert city.kept(kept).ack is Ack.CONFIRMED
    assert city.kept(kept).ack_person == city.person(aad).id


@pytest.mark.parametrize("aad", ["other", "head4", "teacher", "office", "elsewhere", "support"])
def test_nobody_else_may(city: City, aad: str):
    kept = city.report()
    with pytest.raises(Refused, match="not_yours"):
        city.press(aad, verbs.Confirm(report_id=kept.id))
    assert city.kept(kept).ack is Ack.NONE


@pytest.mark.parametrize("aad", ["other", "head4", "teacher", "elsewhere", "elsewhere_vice"])
def test_nobody_else_reads_and_a_number_that_does_not_exist_is_refused_alike(city: City, aad: str):
    kept = city.report(content=FEVER)
    for number in (kept.id, kept.id + 1000):
        with pytest.raises(Refused, match="not_yours"):
            city.press(aad, verbs.ReadContent(report_id=number))


def test_the_card_says_which_post_confirmed_and_takes_the_button_away(city: City):
    kept = city.report()
    city.at(8, 12)
    city.press("homeroom", verbs.Confirm(report_id=kept.id, reply="get_well"))
    (posted,) = city.notices()
    assert "3年2組 担任が8:12に確認しました" in posted.said
    assert "お大事に" in posted.said
    assert "attendance.confirm" not in buttons(posted.cards["ja"])


def test_a_second_confirmation_changes_nothing(city: City):
    kept = city.report()
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    city.press("deputy", verbs.Confirm(report_id=kept.id))
    assert city.kept(kept).ack_person == city.person("homeroom").id
    assert len(city.ledger("attendance.confirm")) == 1


def test_a_reply_that_is_none_of_our_phrases_is_refused(city: City):
    kept = city.report()
    with pytest.raises(Refused, match="phrase"):
        city.press("homeroom", verbs.Confirm(report_id=kept.id, reply="come at once"))


def test_the_card_offers_exactly_the_phrases_that_are_checked():
    assert set(view.REPLIES) == set(phrases.TO_FAMILY)


def test_a_deputys_press_is_recorded_as_such(city: City):
    kept = city.report()
    city.away("homeroom", "teacher")
    city.press("teacher", verbs.Confirm(report_id=kept.id))
    (entry,) = city.ledger("attendance.confirm")
    assert entry.deputy_for != ""


def test_who_deputised_yesterday_is_refused_today(city: City):
    kept = city.report()
    city.away("homeroom", "teacher")
    city.at(8, 0, kept.since.replace(day=26))
    with pytest.raises(Refused, match="not_yours"):
        city.press("teacher", verbs.Confirm(report_id=kept.id))


def test_that_the_school_rings_is_no_confirmation_yet(city: City):
    kept = city.report()
    city.press("homeroom", verbs.Call(report_id=kept.id))
    assert city.kept(kept).ack is Ack.CALLING
    assert "attendance.confirm" in buttons(city.notices()[0].cards["ja"])


# --- 早退: a request ------------------------------------------------------------------------------


def test_leaving_early_cannot_be_confirmed_before_the_number_was_rung(city: City):
    kept = city.report(kind=Kind.EARLY, content=Content(pickup="おじ"))
    with pytest.raises(Refused, match="ring_first"):
        city.press("homeroom", verbs.Confirm(report_id=kept.id))
    assert "折り返し" in city.notices()[0].said
    assert "attendance.confirm" not in buttons(city.notices()[0].cards["ja"])


def test_a_change_of_who_picks_up_is_a_request_whatever_else_it_says(city: City):
    kept = city.report(kind=Kind.LATE, content=Content(pickup="おじ"))
    with pytest.raises(Refused, match="ring_first"):
        city.press("homeroom", verbs.Confirm(report_id=kept.id))


@pytest.mark.parametrize("aad", ["homeroom", "office"])
def test_who_has_rung_stands_for_it_by_name(city: City, aad: str):
    kept = city.report(kind=Kind.EARLY)
    city.at(9, 5)
    city.press(aad, verbs.Returned(report_id=kept.id))
    assert city.kept(kept).ack is Ack.RETURNED
    assert f"{city.person(aad).name}が折り返し確認しました（9:05）" in city.notices()[0].said


# --- 保健室と共有 --------------------------------------------------------------------------------


def test_sharing_gives_the_nurse_a_card_without_the_reason(city: City):
    kept = city.report(content=FEVER)
    city.press("homeroom", verbs.ShareNurse(report_id=kept.id))
    (posted,) = city.notices("attendance.nurse")
    assert posted.to == {city.person("nurse").id}
    assert "熱" not in str(posted.cards)
    assert city.kept(kept).ack is Ack.NURSE


def test_sharing_what_was_confirmed_leaves_it_confirmed(city: City):
    kept = city.report()
    city.press("homeroom", verbs.Confirm(report_id=kept.id))
    city.press("homeroom", verbs.ShareNurse(report_id=kept.id))
    assert city.kept(kept).ack is Ack.CONFIRMED


def test_without_a_nurse_sharing_says_so(city: City):
    kept = city.report()
    city.away("nurse")
    with pytest.raises(Refused, match="no_nurse"):
        city.press("homeroom", verbs.ShareNurse(report_id=kept.id))


# --- 内容を見る ----------------------------------------------------------------------------------


def test_what_the_family_wrote_is_the_answer_of_the_press_alone(city: City):
    kept = city.report(content=FEVER)
    card = city.press("homeroom", verbs.ReadContent(report_id=kept.id))
    assert "昨夜から熱があります" in said(card) and "38.2℃" in said(card) and "体調" in said(card)
    assert "熱" not in str([one.cards for one in city.notices()])


def test_each_reading_is_logged_once_for_person_report_and_hour(city: City):
    kept = city.report(content=FEVER)
    for _ in range(3):
        city.press("homeroom", verbs.ReadContent(report_id=kept.id))
    city.press("deputy", verbs.ReadContent(report_id=kept.id))
    assert len(city.ledger("attendance.read_content")) == 2
    city.at(9, 0)
    city.press("homeroom", verbs.ReadContent(report_id=kept.id))
    assert len(city.ledger("attendance.read_content")) == 3


def test_the_marks_of_readings_are_forgotten_and_the_ledger_is_not(city: City):
    kept = city.report(content=FEVER)
    city.press("homeroom", verbs.ReadContent(report_id=kept.id))
    city.at(20, 0)
    assert city.write(lambda tx: reads.forget(tx, city.now)) == 1
    assert len(city.ledger("attendance.read_content")) == 1


def test_text_is_shown_as_it_was_written(city: City):
    kept = city.report(content=Content(text="**熱**が[38度](http://x.example) 😷 <at>all</at>"))
    card = city.press("homeroom", verbs.ReadContent(report_id=kept.id))
    assert r"\*\*熱\*\*" in str(card["body"]).replace("\\\\", "\\")
    assert "😷" in said(card) and "<at>" not in said(card)


def test_reading_a_class_in_a_staff_place_shows_nothing_there(city: City):
    city.report(content=FEVER)
    person = city.person("homeroom")
    reference = references.Reference(
        aad_object_id=person.aad_object_id,
        channel="",
        conversation="c1",
        service_url="https://smba.example/",
        teams_id="29:1",
        bot_id="28:1",
    )
    city.write(lambda tx: references.keep(tx, reference, at=city.now))
    verb = verbs.ReadClass(class_id=city.class_().id, day=city.today)
    answer = city.press("homeroom", verb, place=5)
    assert "青木" not in str(answer) and "熱" not in str(answer)
    (posted,) = city.notices("attendance.opened")
    assert "青木" not in str(posted.cards) and posted.to == {person.id}
    in_chat = city.press("homeroom", verb)
    assert "昨夜から熱があります" in said(in_chat)


def test_many_are_confirmed_at_once_but_not_what_needs_a_call_or_differs(city: City):
    first = [city.report(f"P{number}") for number in range(1, 11)]
    early = city.report("P11", kind=Kind.EARLY)
    one = city.report("P12", author=901, door=Door.GUARDIAN, guardian=1)
    other = city.report("P12", author=902, door=Door.GUARDIAN, guardian=2, kind=Kind.LATE)
    verb = verbs.ConfirmClass(class_id=city.class_().id, day=city.today)
    card = city.press("homeroom", verb)
    assert "10件を確認しました" in said(card)
    assert {city.kept(report).ack for report in first} == {Ack.CONFIRMED}
    assert {city.kept(report).ack for report in (early, one, other)} == {Ack.NONE}


def test_another_teacher_confirms_no_class_of_others(city: City):
    city.report()
    verb = verbs.ConfirmClass(class_id=city.class_().id, day=city.today)
    for aad in ("other", "teacher", "office", "elsewhere"):
        with pytest.raises(Refused, match="not_yours"):
            city.press(aad, verb)


@pytest.mark.parametrize(
    "aad, seen",
    [
        ("homeroom", {"青木 子1"}),
        ("other", {"上田 空"}),
        ("head3", {"青木 子1", "上田 空"}),
        ("vice", {"青木 子1", "上田 空", "江口 海"}),
        ("elsewhere_vice", {"転校 風"}),
    ],
)
def test_the_days_list_holds_ones_own_children_alone(city: City, aad: str, seen: set[str]):
    every = {"P1": "青木 子1", "Q1": "上田 空", "R1": "江口 海", "T1": "転校 風"}
    for key in every:
        city.report(key)
    words = said(city.press(aad, verbs.ShowReports()))
    assert {name for name in every.values() if name in words} == seen


def test_who_has_no_such_post_gets_no_list(city: City):
    with pytest.raises(Refused, match="not_yours"):
        city.press("teacher", verbs.ShowReports())
    assert city.say("teacher", "今日の出欠") is None
    answer = said(city.say("homeroom", "今日の出欠"))
    assert "青木" not in answer  # a message stays in the chat
    assert "開く" in answer


@pytest.mark.parametrize(
    "said", [{"door": Door.PUPIL}, {"kind": Kind.EARLY}, {"content": Content(pickup="知人")}]
)
def test_to_have_told_the_nurse_answers_nothing_that_must_be_rung_about(
    city: City, said: dict[str, Any]
):
    """The family isn't told 「確認しました」, and the school goes on waiting for the call."""
    city.options(holds_pupils=True)
    kept = city.report(**said)
    city.press("homeroom", verbs.ShareNurse(report_id=kept.id))
    shared = city.kept(kept)
    assert stage(shared) in (Stage.SENT, Stage.HELD)
    assert answers.waits(shared)
    assert "済" not in city.notices("attendance.roster")[0].said.replace("済み", "")
    (counted,) = city.read(lambda tx: numbers.counts(tx, city.school(), city.today))
    assert counted.unanswered == 1


def test_the_rows_tell_the_same_as_the_rule(city: City):
    """What the vice-principal's card counts is counted without opening what families wrote."""
    city.options(holds_pupils=True)
    said: list[dict[str, Any]] = [
        {},
        {"kind": Kind.EARLY},
        {"door": Door.PUPIL},
        {"kind": Kind.TALK},
    ]
    for ack in Ack:
        for number, more in enumerate(said):
            kept = city.report(f"P{len(said) * list(Ack).index(ack) + number + 1}", **more)
            city.write(lambda tx, kept=kept, ack=ack: reports.save(tx, replace(kept, ack=ack)))
    every = city.read(lambda tx: reports.of_school(tx, city.school().id, city.today))
    counted = city.read(lambda tx: reports.unanswered(tx, city.school().id, city.today))
    assert len(every) == 20
    assert len(counted) == sum(map(answers.waits, every))
