"""What an account has sent itself: 送った連絡, 明日は登校します, 昨日と同じ, きょうだいも."""

from datetime import date, datetime, timedelta

import pytest

from bot.attendance import receiving
from bot.attendance.model import Ack, Content, Door, Kind, LinkState, Reason, Report, ReportState
from bot.errors import Refused, Stale
from bot.ledger.model import Actor
from bot.people.model import Holder
from cards.attendance.verbs import family as view

from .conftest import (
    CHILD,
    HARU,
    NATSU,
    NOW,
    OTHER,
    PARENT,
    SORA,
    STRANGER,
    TEACHER,
    TODAY,
    TOKYO,
    UMI,
    WORD,
    YOUNG,
    Town,
    draft_of,
    inputs,
    said,
    verbs,
)

TOMORROW = TODAY + timedelta(days=1)
FRIDAY = date(2026, 11, 27)


def taken(report: Report, day: date = TODAY, word: str = "") -> view.FamilyTakeBack:
    return view.FamilyTakeBack(report_id=report.id, version=report.version, day=day, word=word)


def entered(town: Town) -> Report:
    """The office has entered a telephone report."""
    report = Report(
        id=0,
        pupil=town.pupil(HARU).id,
        school=0,
        day_class=0,
        since=TODAY,
        until=TODAY,
        kind=Kind.ABSENT,
        door=Door.OFFICE,
        author=town.person(TEACHER).id,
        sent_at=NOW,
        content=Content(reason=Reason.ILL, relation="母"),
    )
    return town.write(lambda tx: receiving.receive(tx, report, NOW, actor=Actor.press("office")))


def test_a_child_takes_back_what_it_said_itself(town: Town) -> None:
    report = town.sent(CHILD)
    card = town.press(CHILD, taken(report))
    assert "取り消しました" in said(card)
    assert town.reports()[0].state is ReportState.WITHDRAWN


def test_a_child_never_withdraws_what_came_with_the_word(town: Town) -> None:
    town.give_word()
    report = town.sent(CHILD, word=WORD)
    with pytest.raises(Refused, match="not_by_child"):
        town.press(CHILD, taken(report))
    wrong = town.press(CHILD, taken(report, word="ちがう"))
    assert "取り消すには、合言葉が要ります" in said(wrong)
    assert town.reports()[0].state is ReportState.STANDING
    town.press(CHILD, taken(report, word=WORD))
    assert town.reports()[0].state is ReportState.WITHDRAWN


def test_a_child_never_withdraws_what_a_guardian_or_the_office_reported(town: Town) -> None:
    town.confirm(PARENT, HARU)
    for report in (town.sent(PARENT), entered(town)):
        with pytest.raises(Refused, match="not_yours"):
            town.press(CHILD, taken(report))
    with pytest.raises(Refused, match="nothing_ahead"):
        town.press(CHILD, view.FamilyComes(pupil_id=town.pupil(HARU).id))
    assert {one.state for one in town.reports()} == {ReportState.STANDING}


def test_a_child_does_not_withdraw_what_the_school_has_answered(town: Town) -> None:
    report = town.sent(CHILD)
    by = Holder(person=town.person(TEACHER).id, post=1)
    answered = town.write(
        lambda tx: receiving.answer(
            tx, report, NOW, ack=Ack.CONFIRMED, by=by, actor=Actor.press("t")
        )
    )
    with pytest.raises(Refused, match="not_by_child"):
        town.press(CHILD, taken(answered))


def test_another_household_withdraws_nothing(town: Town) -> None:
    town.confirm(PARENT, HARU)
    town.confirm(OTHER, HARU)
    report = town.sent(PARENT)
    with pytest.raises(Refused, match="not_yours"):
        town.press(OTHER, taken(report))


def test_whose_link_was_removed_withdraws_nothing(town: Town) -> None:
    town.confirm(PARENT, HARU)
    report = town.sent(PARENT)
    town.relink(PARENT, HARU, state=LinkState.REMOVED)
    for verb in (taken(report), view.FamilyShow(report_id=report.id)):
        with pytest.raises(Refused, match="not_yours"):
            town.press(PARENT, verb)


def test_back_tomorrow_shortens_a_period_and_leaves_what_was(town: Town) -> None:
    town.confirm(PARENT, HARU)
    report = town.sent(PARENT, until=FRIDAY)
    asked = town.press(PARENT, view.FamilyComes(pupil_id=town.pupil(HARU).id))
    assert inputs(asked)["day"] == TOMORROW.isoformat()
    town.press(PARENT, taken(report, TOMORROW))
    (left,) = town.reports()
    assert (left.since, left.until, left.state) == (TODAY, TODAY, ReportState.STANDING)


def test_back_tomorrow_takes_a_report_of_tomorrow_back_wholly(town: Town) -> None:
    town.confirm(PARENT, HARU)
    report = town.sent(PARENT, since=TOMORROW)
    town.press(PARENT, taken(report, TOMORROW))
    assert town.reports()[0].state is ReportState.WITHDRAWN


def test_back_tomorrow_asks_for_the_word_where_it_came_with_it(town: Town) -> None:
    town.give_word()
    town.sent(CHILD, until=FRIDAY, word=WORD)
    assert "word" in inputs(town.press(CHILD, view.FamilyComes(pupil_id=town.pupil(HARU).id)))


def test_the_button_stands_only_where_something_lies_ahead(town: Town) -> None:
    assert "attendance.family_comes" not in verbs(town.press(CHILD, view.Family()))
    town.sent(CHILD, until=FRIDAY)
    assert "attendance.family_comes" in verbs(town.press(CHILD, view.Family()))


def test_a_card_of_an_older_version_is_answered_as_stale(town: Town) -> None:
    report = town.sent(CHILD, until=FRIDAY)
    town.press(CHILD, taken(report, FRIDAY))
    with pytest.raises(Stale):
        town.press(CHILD, taken(report))


def test_nothing_is_taken_back_twice(town: Town) -> None:
    report = town.sent(CHILD)
    town.press(CHILD, taken(report))
    with pytest.raises(Refused):
        town.press(CHILD, taken(town.reports()[0]))


# the same again


def test_the_same_as_yesterday_on_a_childs_account_shows_nothing_of_it(town: Town) -> None:
    town.give_word()
    town.sent(CHILD, reason="infection", word=WORD)
    town.now = NOW + timedelta(days=1)
    assert "attendance.family_same" in verbs(town.press(CHILD, view.Family()))
    card = town.press(CHILD, view.FamilySame(pupil_id=town.pupil(HARU).id))
    assert inputs(card).keys() == {"word"}
    assert "11月25日（水）" in said(card)
    for told in ("感染", "お休み"):
        assert told not in said(card)
    town.press(CHILD, view.FamilySend(draft_id=draft_of(card), word=WORD))
    newest = town.reports()[-1]
    assert (newest.since, newest.kind) == (TOMORROW, Kind.ABSENT)
    assert newest.content.reason is Reason.INFECTION


def test_the_same_as_yesterday_shows_a_guardian_what_it_will_send(town: Town) -> None:
    town.confirm(PARENT, HARU)
    draft = town.begun(PARENT)
    town.press(PARENT, view.FamilySend(draft_id=draft, temperature="38.0", text="熱"))
    town.now = NOW + timedelta(days=1)
    card = town.press(PARENT, view.FamilySame(pupil_id=town.pupil(HARU).id))
    assert "お休み" in said(card)
    assert not inputs(card)["temperature"]
    assert not inputs(card)["text"]


def test_the_same_goes_to_the_next_day_that_is_not_reported(town: Town) -> None:
    town.sent(CHILD)
    town.now = datetime(2026, 11, 27, 7, 0, tzinfo=TOKYO)
    town.sent(CHILD)
    card = town.press(CHILD, view.FamilySame(pupil_id=town.pupil(HARU).id))
    assert "11月30日（月）" in said(card)


def test_without_an_earlier_absence_there_is_nothing_the_same(town: Town) -> None:
    assert "attendance.family_same" not in verbs(town.press(CHILD, view.Family()))
    with pytest.raises(Refused, match="none_same"):
        town.press(CHILD, view.FamilySame(pupil_id=town.pupil(HARU).id))


def test_the_same_for_a_sister(town: Town) -> None:
    town.confirm(PARENT, HARU, NATSU)
    report = town.sent(PARENT, until=FRIDAY, reason="family")
    shown = town.press(PARENT, view.FamilyShow(report_id=report.id))
    assert "青木 なつも同じ" in said(shown)
    sister = view.FamilySibling(report_id=report.id, pupil_id=town.pupil(NATSU).id)
    card = town.press(PARENT, sister)
    town.press(PARENT, view.FamilySend(draft_id=draft_of(card)))
    (other,) = town.reports(NATSU)
    assert (other.since, other.until) == (TODAY, FRIDAY)
    assert other.content.reason is Reason.FAMILY


def test_a_forged_sibling_is_refused(town: Town) -> None:
    town.confirm(PARENT, HARU)
    report = town.sent(PARENT)
    for key in (UMI, NATSU):
        verb = view.FamilySibling(report_id=report.id, pupil_id=town.pupil(key).id)
        with pytest.raises(Refused, match="not_yours"):
            town.press(PARENT, verb)


# looking


def test_a_guardian_reads_what_it_wrote_on_a_press_and_a_childs_account_does_not(
    town: Town,
) -> None:
    town.confirm(PARENT, HARU)
    draft = town.begun(PARENT)
    town.press(PARENT, view.FamilySend(draft_id=draft, text="病院へ行きます", phrases="call_me"))
    words = said(town.press(PARENT, view.FamilyShow(report_id=town.reports()[-1].id)))
    assert "病院へ行きます" in words
    assert "お電話ください" in words
    own = town.sent(CHILD)
    assert "体調" not in said(town.press(CHILD, view.FamilyShow(report_id=own.id)))


def test_of_a_protected_child_no_arrival_and_nobody_who_comes_is_shown_again(town: Town) -> None:
    town.confirm(STRANGER, SORA)
    draft = town.begun(STRANGER, SORA, kind="early", reason="family")
    town.press(STRANGER, view.FamilySend(draft_id=draft, leaves="13:05", pickup="祖父"))
    words = said(town.press(STRANGER, view.FamilyShow(report_id=town.reports(SORA)[-1].id)))
    assert "家の用事" in words
    for told in ("13:05", "祖父", "3年2組", "0550-00-2002"):
        assert told not in words


def test_the_list_says_day_and_state_and_no_reason(town: Town) -> None:
    town.sent(CHILD, reason="infection")
    words = said(town.say(CHILD, "送った連絡"))
    assert "11月24日（火）" in words
    assert "感染" not in words


def test_a_guardian_who_may_not_see_the_status_lists_nothing(town: Town) -> None:
    town.confirm(PARENT, HARU)
    report = town.sent(PARENT)
    town.relink(PARENT, HARU, may_see_status=False)
    assert "送った連絡はありません" in said(town.press(PARENT, view.FamilyReports()))
    with pytest.raises(Refused, match="not_yours"):
        town.press(PARENT, view.FamilyShow(report_id=report.id))


def test_a_forged_report_is_refused_like_one_that_there_is_not(town: Town) -> None:
    report = town.sent(CHILD)
    for number in (report.id, 999_999):
        with pytest.raises(Refused, match="not_yours"):
            town.press(YOUNG, view.FamilyShow(report_id=number))


def test_the_instructions_say_to_telephone(town: Town) -> None:
    words = said(town.say(CHILD, "出欠の使い方"))
    assert "学校へお電話ください" in words
    assert "0550-00-2002" in words
