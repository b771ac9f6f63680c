"""送る: once, with the right word or without, and what stays in the chat."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.attendance import family_state, receiving
from bot.attendance.model import Ack, Door, LinkState, Reason, ReportState
from bot.attendance.store import drafts, reports, words
from bot.delivery import outbox
from bot.delivery.payload import Cards
from bot.delivery.rows import DELIVERY
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY
from bot.people import references
from bot.people.model import Holder
from bot.storage.tx import Tx
from cards.attendance.verbs import family as view

from .conftest import (
    CHILD,
    HARU,
    NOW,
    OTHER,
    PARENT,
    PROTECTED,
    SORA,
    TEACHER,
    TODAY,
    WORD,
    Town,
    draft_of,
    inputs,
    said,
    verbs,
)
from .test_form import closed

MY_NUMBER = "1234 5678 9018"


def confirmed(town: Town, key: str = HARU, ack: Ack = Ack.CONFIRMED, reply: str = "") -> None:
    """The teacher presses 確認しました at 8:12."""
    found = town.reports(key)[-1]
    at = NOW.replace(hour=8, minute=12)
    by = Holder(person=town.person(TEACHER).id, post=1)
    actor = Actor.press("teacher")
    town.write(lambda tx: receiving.answer(tx, found, at, ack=ack, by=by, actor=actor, reply=reply))


def kept(town: Town, key: str = HARU) -> str:
    """The card that stays in the family's chat."""
    report = town.reports(key)[-1]

    def look(tx: Tx) -> Cards:
        notice = outbox.find(tx, kind=family_state.KIND, source_key=f"report:{report.id}")
        assert notice is not None
        return outbox.written(tx, notice.id)

    return json.dumps(town.read(look), ensure_ascii=False)


def test_the_right_word_makes_it_the_guardians_contact(town: Town) -> None:
    town.give_word()
    report = town.sent(CHILD, word=WORD)
    assert report.door is Door.WORD
    assert report.state is ReportState.STANDING
    assert report.content.reason is Reason.ILL


def test_the_word_is_read_however_it_is_typed(town: Town) -> None:
    town.give_word()
    assert town.sent(CHILD, word="サクラ　みかん つばめ").door is Door.WORD


def test_without_the_word_it_is_the_childs_own_and_waits_for_the_guardian(town: Town) -> None:
    town.give_word()
    report = town.sent(CHILD)
    assert report.door is Door.PUPIL
    assert report.state is ReportState.HELD
    assert "保護者に確認中" in kept(town)


def test_a_school_that_holds_nothing_takes_the_childs_word(town: Town) -> None:
    town.school(holds_pupils=False)
    assert town.sent(CHILD).state is ReportState.STANDING


def test_a_wrong_word_keeps_nothing_back_but_the_word(town: Town) -> None:
    town.give_word()
    draft = town.begun(CHILD)
    verb = view.FamilySend(draft_id=draft, text="熱が38度", temperature="38.2", word="ちがう")
    card = town.press(CHILD, verb)
    assert "合言葉が違います" in said(card)
    assert inputs(card)["text"] == "熱が38度"
    assert inputs(card)["temperature"] == "38.2"
    assert not inputs(card)["word"]
    assert town.reports() == ()


def test_five_wrong_words_lock_it_until_the_office_unlocks(town: Town) -> None:
    town.give_word()
    draft = town.begun(CHILD)
    for _ in range(5):
        card = town.press(CHILD, view.FamilySend(draft_id=draft, word="ちがう"))
    assert "学校へお電話ください" in said(card)
    assert "0550-00-2002" in said(card)
    locked = town.press(CHILD, view.FamilySend(draft_id=draft, word=WORD))
    assert "合言葉は今は使えません" in said(locked)
    assert town.reports() == ()
    town.write(lambda tx: words.unlock(tx, town.pupil(HARU).id))
    town.press(CHILD, view.FamilySend(draft_id=draft, word=WORD))
    assert town.reports()[-1].door is Door.WORD


def test_a_locked_word_does_not_stop_the_child_from_reporting(town: Town) -> None:
    town.give_word()
    draft = town.begun(CHILD)
    for _ in range(5):
        town.press(CHILD, view.FamilySend(draft_id=draft, word="ちがう"))
    town.press(CHILD, view.FamilySend(draft_id=draft))
    assert town.reports()[-1].door is Door.PUPIL


def test_wrong_words_enter_the_ledger_without_the_word(town: Town) -> None:
    town.give_word()
    town.press(CHILD, view.FamilySend(draft_id=town.begun(CHILD), word="ひみつのことば"))
    entries = town.read(lambda tx: tx.all(select(ENTRY)))
    assert "attendance.word_wrong" in {one.act for one in entries}
    assert "ひみつ" not in " ".join(str(one) for one in entries)


def test_a_double_press_makes_one_report_and_is_answered_alike(town: Town) -> None:
    verb = view.FamilySend(draft_id=town.begun(CHILD))
    first, second = town.press(CHILD, verb), town.press(CHILD, verb)
    assert len(town.reports()) == 1
    assert said(first) == said(second)


def test_a_form_opened_yesterday_speaks_of_the_day_that_was_typed(town: Town) -> None:
    draft = town.begun(CHILD, since=TODAY + timedelta(days=1))
    town.now = NOW + timedelta(days=1)
    town.press(CHILD, view.FamilySend(draft_id=draft))
    assert town.reports()[-1].since == TODAY + timedelta(days=1)


def test_a_form_of_yesterdays_day_comes_back_with_words(town: Town) -> None:
    draft = town.begun(CHILD)
    town.now = NOW + timedelta(days=1)
    card = town.returned(CHILD, view.FamilySend(draft_id=draft))
    assert "過ぎた日の連絡はできません" in said(card)
    assert inputs(card)["kind"] == "absent"
    assert town.reports() == ()


def test_a_form_whose_draft_is_gone_begins_anew_with_words(town: Town) -> None:
    card = town.returned(CHILD, view.FamilySend(draft_id=999))
    assert "前に開いた画面です" in said(card)
    assert "attendance.family_next" in verbs(card)


def test_emoji_are_kept_as_they_were_written(town: Town) -> None:
    town.press(CHILD, view.FamilySend(draft_id=town.begun(CHILD), text="熱 🤒*あり*\n👨‍👩‍👧"))
    assert town.reports()[-1].content.text == "熱 🤒*あり*\n👨‍👩‍👧"


def test_ten_thousand_letters_come_back_with_words(town: Town) -> None:
    verb = view.FamilySend(draft_id=town.begun(CHILD), text="あ" * 10_000)
    card = town.returned(CHILD, verb)
    assert "500文字まで" in said(card)
    assert len(json.dumps(card, ensure_ascii=False).encode("utf-16-le")) < 28_000


@pytest.mark.parametrize("number", [MY_NUMBER, "１２３４５６７８９０１８", "1234-5678-9018"])
def test_an_individual_number_is_refused_wherever_it_is_written(town: Town, number: str) -> None:
    draft = town.begun(CHILD)
    assert "個人番号は入力できません" in said(
        town.returned(CHILD, view.FamilySend(draft_id=draft, text=f"番号は{number}です"))
    )
    early = town.begun(CHILD, kind="early", reason="family")
    verb = view.FamilySend(draft_id=early, leaves="13:00", pickup=number)
    assert "個人番号は入力できません" in said(town.returned(CHILD, verb))


@pytest.mark.parametrize("typed", ["37.8", "３７．８", "37,8", "37.8℃", "37.8度"])
def test_temperatures_are_read_as_people_write_them(town: Town, typed: str) -> None:
    town.press(CHILD, view.FamilySend(draft_id=town.begun(CHILD), temperature=typed))
    assert town.reports()[-1].content.temperature == 378


@pytest.mark.parametrize("typed", ["378", "高い", "51.0", "3", "37.85"])
def test_what_is_no_temperature_comes_back(town: Town, typed: str) -> None:
    verb = view.FamilySend(draft_id=town.begun(CHILD), temperature=typed)
    assert "体温" in said(town.returned(CHILD, verb))


def test_leaving_early_needs_a_time_and_who_comes(town: Town) -> None:
    draft = town.begun(CHILD, kind="early", reason="family")
    card = town.returned(CHILD, view.FamilySend(draft_id=draft, leaves="13:00"))
    assert "迎えに来る人" in said(card)
    assert inputs(card)["leaves"] == "13:00"
    wrong = town.returned(CHILD, view.FamilySend(draft_id=draft, leaves="25:99", pickup="母"))
    assert "時刻を確かめてください" in said(wrong)


def test_what_a_kind_does_not_ask_is_not_taken(town: Town) -> None:
    verb = view.FamilySend(draft_id=town.begun(CHILD), pickup="だれか", meals_stop=True)
    town.press(CHILD, verb)
    assert town.reports()[-1].content.pickup == ""
    assert not town.reports()[-1].content.meals_stop


def test_a_day_that_was_closed_meanwhile_comes_back(town: Town) -> None:
    draft = town.begun(CHILD)
    closed(town)
    assert "授業がありません" in said(town.returned(CHILD, view.FamilySend(draft_id=draft)))


# what stays


def test_after_sending_no_kind_reason_or_name_stays(town: Town) -> None:
    town.give_word()
    draft = town.begun(CHILD, reason="infection")
    town.press(CHILD, view.FamilySend(draft_id=draft, text="検査中です", word=WORD))
    for words_ in (kept(town), said(town.press(CHILD, view.FamilySend(draft_id=draft)))):
        assert "11月24日（火）" in words_
        assert "学校に届きました（確認前）" in words_
        for told in ("お休み", "感染", "検査中", "青木", "体調"):
            assert told not in words_


def test_the_message_that_was_pressed_becomes_the_state_card(town: Town) -> None:
    """The answer of a press is seen by the presser alone; what stays in the chat is the edit."""
    chat = references.Reference(
        aad_object_id=CHILD,
        conversation="a:child",
        service_url="https://smba.example/",
        teams_id="29:child",
        bot_id="28:bot",
    )
    town.write(lambda tx: references.keep(tx, chat, at=NOW))
    draft = town.begun(CHILD)
    town.pressed_on = "1:form"
    town.press(CHILD, view.FamilySend(draft_id=draft))
    row = town.read(lambda tx: tx.all(select(DELIVERY)))[-1]
    assert (row.activity_id, row.conversation) == ("1:form", "a:child")
    assert row.recipient == town.person(CHILD).id


def test_the_draft_is_destroyed_on_sending(town: Town) -> None:
    town.sent(CHILD)
    assert all(row.payload is None for row in town.read(lambda tx: tx.all(drafts.DRAFT.select())))


def test_the_class_that_confirmed_is_shown_with_the_time(town: Town) -> None:
    town.sent(CHILD)
    confirmed(town)
    assert "3年2組が8:12に確認しました" in kept(town)
    assert "佐藤" not in kept(town)


def test_a_teacher_is_named_only_where_the_school_chose_so(town: Town) -> None:
    town.school(shows_teacher=True)
    town.sent(CHILD)
    confirmed(town)
    assert "3年2組の佐藤 みどりが8:12に確認しました" in kept(town)


def test_of_a_protected_child_only_the_school_confirms(town: Town) -> None:
    town.school(shows_teacher=True)
    town.sent(PROTECTED, SORA)
    confirmed(town, SORA)
    assert "学校が8:12に確認しました" in kept(town, SORA)
    assert "3年2組" not in kept(town, SORA)
    assert "佐藤" not in kept(town, SORA)


def test_the_schools_answer_is_a_phrase_in_the_familys_language(town: Town) -> None:
    town.sent(CHILD)
    confirmed(town, reply="get_well")
    assert "お大事に" in kept(town)


def test_a_vietnamese_family_reads_its_language_with_japanese_beside(town: Town) -> None:
    town.give_word()
    draft = town.begun(CHILD, lang="vi")
    town.press(CHILD, view.FamilySend(draft_id=draft, word=WORD), "vi")
    confirmed(town)
    assert " / 3年2組が8:12に確認しました" in kept(town)
    assert town.reports()[-1].language == "vi"


def test_whose_link_was_removed_learns_nothing_more(town: Town) -> None:
    town.confirm(PARENT, HARU)
    town.sent(PARENT)
    town.relink(PARENT, HARU, state=LinkState.REMOVED)
    confirmed(town)
    assert "確認しました" not in kept(town)
    assert "対応済み" in kept(town)


def test_who_may_not_see_the_status_is_told_only_that_it_arrived(town: Town) -> None:
    town.confirm(PARENT, HARU)
    town.relink(PARENT, HARU, may_see_status=False)
    town.sent(PARENT)
    confirmed(town, reply="please_call")
    assert "学校に届きました（確認前）" in kept(town)


def test_at_the_end_of_the_day_it_says_done_and_nothing_of_the_class(town: Town) -> None:
    report = town.sent(CHILD)
    confirmed(town)
    town.write(lambda tx: family_state.empty(tx, report.id))
    assert "対応済み" in kept(town)
    assert "3年2組" not in kept(town)


def test_previews_hold_no_name_kind_or_class(town: Town) -> None:
    card = town.press(CHILD, view.Family())
    assert card["fallbackText"] == "出欠連絡が1件あります"
    for told in ("青木", "お休み", "3年2組"):
        assert told not in card["fallbackText"]


# two households


def test_two_guardians_differ_and_neither_learns_of_the_other(town: Town) -> None:
    town.confirm(PARENT, HARU)
    town.confirm(OTHER, HARU)
    mine = town.sent(PARENT)
    theirs = town.sent(OTHER, kind="late")
    assert {one.state for one in town.reports()} == {ReportState.STANDING}
    for who, own, other in ((PARENT, mine, theirs), (OTHER, theirs, mine)):
        listed = town.press(who, view.FamilyReports())
        assert str(own.id) in json.dumps(listed)
        assert f'"report_id": {other.id}' not in json.dumps(listed)
        with pytest.raises(Refused, match="not_yours"):
            town.press(who, view.FamilyShow(report_id=other.id))


def test_a_childs_account_reads_nothing_that_a_guardian_sent(town: Town) -> None:
    town.confirm(PARENT, HARU)
    report = town.sent(PARENT)
    assert "送った連絡はありません" in said(town.press(CHILD, view.FamilyReports()))
    with pytest.raises(Refused, match="not_yours"):
        town.press(CHILD, view.FamilyShow(report_id=report.id))


def test_the_childs_own_report_never_replaces_what_came_with_the_word(town: Town) -> None:
    town.give_word()
    with_word = town.sent(CHILD, word=WORD)
    town.sent(CHILD, kind="late")
    found = town.read(lambda tx: reports.get(tx, with_word.id))
    assert found.state is ReportState.STANDING


def test_a_draft_id_is_taken_from_the_card_only(town: Town) -> None:
    card = town.press(
        CHILD,
        view.FamilyNext(pupil_id=town.pupil(HARU).id, since=TODAY, kind="absent", reason="ill"),
    )
    assert draft_of(card) > 0
