"""The family's form: who sees which child, which days it takes, and what each kind asks."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.attendance.model import DayKind, LinkState, SchoolDay
from bot.attendance.store import days, drafts, schools
from bot.errors import Refused
from cards.attendance.verbs import family as view
from cards.lang import CODES, Lang

from .conftest import (
    CHILD,
    HARU,
    NATSU,
    NOW,
    OTHER,
    PARENT,
    PROTECTED,
    SORA,
    TEACHER,
    TODAY,
    TOKYO,
    UMI,
    WORD,
    YOUNG,
    Town,
    inputs,
    said,
    verbs,
)

NOT_YOURS = "not_yours"


def closed(town: Town, day: date = TODAY, kind: DayKind = DayKind.CLOSED, **more: Any) -> None:
    def put(tx: Any) -> None:
        school = schools.every(tx)[0]
        line = SchoolDay(id=0, school=school.id, day=day, kind=kind, set_at=NOW, set_by=1, **more)
        days.put(tx, line)

    town.write(put)


def next_(town: Town, key: str = HARU, **more: Any) -> view.FamilyNext:
    given = {"since": TODAY, "kind": "absent", "reason": "ill", **more}
    return view.FamilyNext(pupil_id=town.pupil(key).id, **given)


# who


@pytest.mark.parametrize(
    "words", ["出欠", "欠席", "休みます", "お休み", "absence", "xin nghỉ", "请假", "결석"]
)
def test_words_of_ten_languages_open_the_form(town: Town, words: str) -> None:
    assert "attendance.family_next" in verbs(town.say(CHILD, words))


def test_the_words_of_who_speaks_for_no_child_go_on_to_others(town: Town) -> None:
    assert town.say(TEACHER, "休みます") is None


def test_a_link_that_an_import_brought_opens_nothing(town: Town) -> None:
    with pytest.raises(Refused, match="nobody"):
        town.press(PARENT, view.Family())
    with pytest.raises(Refused, match=NOT_YOURS):
        town.press(PARENT, next_(town))


def test_a_confirmed_guardian_chooses_among_their_own_children(town: Town) -> None:
    town.confirm(PARENT, HARU, NATSU)
    card = town.press(PARENT, view.Family())
    assert "青木 はる" in said(card)
    assert "青木 なつ" in said(card)
    assert "上田" not in said(card)
    assert "pupil_id" in inputs(card)


def test_a_guardian_who_may_not_report_is_refused(town: Town) -> None:
    town.confirm(PARENT, HARU)
    town.relink(PARENT, HARU, may_report=False)
    with pytest.raises(Refused, match=NOT_YOURS):
        town.press(PARENT, next_(town))


def test_a_guardian_removed_yesterday_gets_a_plain_refusal(town: Town) -> None:
    town.confirm(PARENT, HARU)
    draft = town.begun(PARENT)
    town.relink(PARENT, HARU, state=LinkState.REMOVED)
    for looking in (view.Family(), view.FamilyReports(), view.FamilyHelp()):
        with pytest.raises(Refused, match="nobody"):
            town.press(PARENT, looking)
    for telling in (next_(town), view.FamilySend(draft_id=draft)):
        with pytest.raises(Refused, match=NOT_YOURS):
            town.press(PARENT, telling)
    assert town.reports() == ()


def test_a_forged_child_and_one_that_there_is_not_are_refused_alike(town: Town) -> None:
    forged = next_(town, UMI)
    missing = view.FamilyNext(pupil_id=999_999, since=TODAY, kind="absent", reason="ill")
    said_ = set()
    for verb in (forged, missing):
        with pytest.raises(Refused, match=NOT_YOURS) as error:
            town.press(CHILD, verb)
        said_.add((error.value.reason, tuple(error.value.facts.items())))
    assert len(said_) == 1


def test_a_restrained_parent_gets_nothing_although_the_directory_names_them(town: Town) -> None:
    town.confirm(PARENT, HARU)
    with pytest.raises(Refused, match="nobody"):
        town.press(OTHER, view.Family())


def test_a_forged_draft_of_somebody_else_is_no_draft(town: Town) -> None:
    draft = town.begun(CHILD)
    card = town.returned(YOUNG, view.FamilySend(draft_id=draft))
    assert "青木" not in said(card)
    assert town.reports() == ()


# days


def test_a_past_day_comes_back_with_words_and_what_was_typed(town: Town) -> None:
    card = town.returned(CHILD, next_(town, since=TODAY - timedelta(days=1), interpreter=True))
    assert "過ぎた日の連絡はできません" in said(card)
    assert inputs(card)["since"] == "2026-11-23"
    assert inputs(card)["kind"] == "absent"
    assert inputs(card)["interpreter"] == "true"


def test_a_far_day_and_a_period_turned_round_come_back(town: Town) -> None:
    far = town.returned(CHILD, next_(town, until=TODAY + timedelta(days=31)))
    assert "30日先まで" in said(far)
    turned = town.returned(CHILD, next_(town, until=TODAY - timedelta(days=1)))
    assert "最後の日は、初めの日より後に" in said(turned)


def test_a_day_without_school_comes_back(town: Town) -> None:
    card = town.returned(CHILD, next_(town, since=date(2026, 11, 28)))
    assert "その日は授業がありません" in said(card)


def test_coming_late_is_of_one_day(town: Town) -> None:
    verb = next_(town, kind="late", until=TODAY + timedelta(days=1))
    assert "1日ずつ" in said(town.returned(CHILD, verb))


def test_a_reason_is_asked_for_but_not_of_who_wants_to_talk(town: Town) -> None:
    card = town.returned(CHILD, next_(town, reason=None))
    assert "理由を選んでください" in said(card)
    town.press(CHILD, next_(town, kind="talk", reason=None))


@pytest.mark.parametrize("lang", [code for code in CODES if code not in ("ja-easy", "ja-kana")])
def test_on_a_closed_day_the_form_says_so_in_every_language(town: Town, lang: str) -> None:
    closed(town)
    words = said(town.press(CHILD, view.Family(), lang))
    assert "本日は臨時休業です。連絡はいりません。" in words
    assert Lang(lang).t("attendance.family.closed") in words
    assert inputs(town.press(CHILD, view.Family(), lang))["since"] == "2026-11-25"


def test_a_closure_at_six_and_school_at_ten_forty_are_followed_at_once(town: Town) -> None:
    closed(town)
    assert "臨時休業" in said(town.press(CHILD, view.Family()))
    town.now = NOW.replace(hour=8, minute=30)

    def reopened(tx: Any) -> None:
        line = SchoolDay(
            id=0,
            school=schools.every(tx)[0].id,
            day=TODAY,
            kind=DayKind.LATE_START,
            starts_at=time(10, 40),
            set_at=town.now,
            set_by=1,
        )
        days.put(tx, line)

    town.write(reopened)
    words = said(town.press(CHILD, view.Family()))
    assert "臨時休業" not in words
    assert "10:40" in words


def test_after_school_the_form_offers_the_next_school_day(town: Town) -> None:
    town.now = datetime(2026, 11, 27, 18, 0, tzinfo=TOKYO)  # a Friday
    assert inputs(town.press(CHILD, view.Family()))["since"] == "2026-11-30"


# what is asked


def test_the_purpose_stands_on_both_steps(town: Town) -> None:
    purpose = "入力内容は出欠の確認と健康管理にだけ使います"
    assert purpose in said(town.press(CHILD, view.Family()))
    assert purpose in said(town.press(CHILD, next_(town)))


def test_the_second_step_asks_only_what_the_kind_needs(town: Town) -> None:
    assert "temperature" in inputs(town.press(CHILD, next_(town)))
    late = inputs(town.press(CHILD, next_(town, kind="late")))
    assert "arrives" in late
    assert "pickup" not in late
    early = town.press(CHILD, next_(town, kind="early"))
    assert {"leaves", "pickup"} <= inputs(early).keys()
    assert "登録された番号へお電話します" in said(early)
    assert inputs(town.press(CHILD, next_(town, kind="talk", reason="direct"))).keys() == {
        "phrases",
        "text",
    }


def test_meals_are_asked_only_when_they_can_still_be_stopped(town: Town) -> None:
    assert "meals_stop" not in inputs(town.press(CHILD, next_(town)))
    ahead = town.press(CHILD, next_(town, until=TODAY + timedelta(days=2)))
    assert "meals_stop" in inputs(ahead)
    assert "2授業日前まで" in said(ahead)


def test_mourning_gets_quiet_words_and_distress_a_number_and_no_promise(town: Town) -> None:
    assert "お悔やみ" in said(town.press(CHILD, next_(town, reason="mourning")))
    words = said(town.press(CHILD, next_(town, reason="reluctant")))
    assert "0120-0-78310" in words
    assert "0550-00-2002" in words
    assert "必ず" not in words


def test_nobody_is_asked_for_suspension(town: Town) -> None:
    assert "出席停止" not in said(town.press(CHILD, view.Family()))


def test_the_day_is_shown_in_full_before_it_is_sent(town: Town) -> None:
    assert "11月24日（火）" in said(town.press(CHILD, next_(town)))


# languages


def test_japanese_stands_beside_every_label_of_another_language(town: Town) -> None:
    card = town.press(CHILD, view.Family(), "vi")
    for japanese in ("日付", "連絡の内容", "理由", "お休み", "体調", "通訳が必要", "次へ"):
        assert f" / {japanese}" in said(card)


def test_a_language_that_no_native_has_read_says_so(town: Town) -> None:
    unread = "その言葉を母語とする人の確認をまだ受けていません"
    assert unread in said(town.press(CHILD, view.Family(), "vi"))
    assert unread not in said(town.press(CHILD, view.Family()))


def test_a_child_of_grade_one_reads_kana_on_their_own_account(town: Town) -> None:
    young = said(town.press(YOUNG, view.Family()))
    assert young != said(town.press(CHILD, view.Family(), "en"))
    assert "出欠の連絡" not in young


def test_a_guardian_reads_what_they_chose_and_no_kana(town: Town) -> None:
    town.confirm(PARENT, NATSU)
    assert "出欠の連絡" in said(town.press(PARENT, view.Family()))


def test_a_language_is_chosen_from_ten_and_the_form_follows(town: Town) -> None:
    opened = town.press(CHILD, view.OpenLanguage())
    assert "Tiếng Việt" in said(opened)
    card = town.press(CHILD, view.ChooseLanguage(code="vi"))
    assert card["lang"] == "vi"
    assert town.person(CHILD).language == "vi"
    with pytest.raises(Refused):
        town.press(CHILD, view.ChooseLanguage(code="xx"))


# drafts


def test_a_draft_survives_a_locked_device(town: Town) -> None:
    town.begun(CHILD, kind="late", reason="family")
    card = town.press(CHILD, view.Family())
    assert inputs(card)["kind"] == "late"
    assert inputs(card)["reason"] == "family"
    assert "途中まで入力した内容" in said(card)


def test_going_back_keeps_what_was_chosen(town: Town) -> None:
    draft = town.begun(CHILD, kind="early", reason="family")
    assert inputs(town.press(CHILD, view.FamilyBack(draft_id=draft)))["kind"] == "early"


def test_a_draft_is_destroyed_when_its_day_is_over(town: Town) -> None:
    town.begun(CHILD)
    town.now = NOW + timedelta(days=1)
    assert "途中まで入力した内容" not in said(town.press(CHILD, view.Family()))
    assert town.write(lambda tx: drafts.purge(tx, town.now.date())) == 1


def test_of_a_draft_nothing_can_be_read_in_the_table(town: Town) -> None:
    town.begun(CHILD, reason="mourning")
    row = town.read(lambda tx: tx.first(drafts.DRAFT.select()))
    assert row is not None
    assert b"mourning" not in row.payload


# protected children


def test_a_protected_child_is_told_no_number_and_no_school(town: Town) -> None:
    for verb in (view.Family(), view.FamilyHelp(), next_(town, SORA)):
        words = said(town.press(PROTECTED, verb))
        assert "0550-00-2002" not in words
        assert "みなも中" not in words
        assert "3年2組" not in words


def test_a_child_who_left_is_told_that_they_are_not_enrolled(town: Town) -> None:
    town.now = datetime(2027, 4, 5, 8, 0, tzinfo=TOKYO)
    with pytest.raises(Refused, match="not_enrolled"):
        town.press(CHILD, view.Family())


def test_the_word_is_asked_for_on_the_childs_account_only(town: Town) -> None:
    town.give_word(HARU, WORD)
    town.confirm(PARENT, HARU)
    assert "word" in inputs(town.press(CHILD, next_(town)))
    assert "word" not in inputs(town.press(PARENT, next_(town)))
