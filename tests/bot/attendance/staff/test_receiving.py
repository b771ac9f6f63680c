"""From a family's word to the right teachers, and to nobody else."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import orjson
import pytest

from bot.attendance import receiving, telling
from bot.attendance.model import Ack, Content, Door, Kind, ReportState
from bot.errors import Refused
from bot.ledger.model import Actor
from cards.attendance.verbs import staff as verbs
from tests.bot.attendance.staff.conftest import TOKYO, City, said

TOMORROW = date(2026, 11, 26)
PREVIEWS = {
    "attendance.report": {"出欠連絡が1件あります", "1 attendance message"},
    "attendance.roster": {"今日の出欠の一覧です", "Today's attendance list"},
}
FEVER = Content(text="昨夜から熱があります", pickup="祖母が迎えに行きます")


def ids(city: City, *names: str) -> set[int]:
    return {city.person(name).id for name in names}


def test_a_report_reaches_homeroom_and_deputy_and_nobody_else(city: City):
    city.report()
    (posted,) = city.notices()
    assert posted.to == ids(city, "homeroom", "deputy")


def test_the_card_says_who_and_what_but_neither_reason_nor_text(city: City):
    city.report(content=FEVER)
    (posted,) = city.notices()
    assert "青木 子1" in posted.said and "お休み" in posted.said and "保護者から" in posted.said
    assert "熱" not in str(posted.cards) and "祖母" not in str(posted.cards)


def test_what_teams_shows_outside_a_card_names_nobody(city: City):
    city.report(content=FEVER)
    for kind in ("attendance.report", "attendance.roster"):
        for posted in city.notices(kind):
            outside = {*posted.summaries, *(card["fallbackText"] for card in posted.cards.values())}
            assert outside <= PREVIEWS[kind]


def test_a_roster_without_any_report_doesnt_speak_of_one(city: City):
    city.write(lambda tx: telling.roster(tx, city.class_().id, city.today, city.now))
    (posted,) = city.notices("attendance.roster")
    assert "連絡はまだありません" in posted.said
    assert set(posted.summaries) == {"今日の出欠の一覧です"}


def test_the_content_is_nowhere_in_the_bytes_of_the_database(city: City):
    city.report(content=Content(text="ZEBRA-7741", pickup="PICKUP-5520", relation="AUNT-1188"))
    city.storage.close()
    raw = b"".join(one.read_bytes() for one in city.file.parent.glob("renkei.db*"))
    for secret in ("ZEBRA-7741", "PICKUP-5520", "AUNT-1188", "青木 子1　お休み"):
        assert secret.encode() not in raw


def test_a_draft_that_is_sent_twice_is_one_report(city: City):
    first = city.report(draft="draft:7")
    again = city.report(draft="draft:7")
    assert again.id == first.id
    assert len(city.notices()) == 1
    assert len(city.ledger("attendance.report")) == 1


def test_a_child_who_is_enrolled_nowhere_on_that_day_is_refused(city: City):
    with pytest.raises(Refused, match="not_enrolled"):
        city.report(since=date(2027, 6, 1), until=date(2027, 6, 1))
    assert city.notices() == []


def test_a_late_report_is_kept_and_flagged(city: City):
    city.at(8, 30)
    kept = city.report()
    assert kept.late and kept.state is ReportState.STANDING
    assert "連絡締切の後に届きました" in city.notices()[0].said


def test_a_report_in_time_and_one_for_tomorrow_are_not_late(city: City):
    assert not city.report().late
    city.at(16, 0)
    assert not city.report("P2", since=TOMORROW, until=TOMORROW).late


@pytest.mark.parametrize("hour, minute", [(22, 0), (17, 0), (23, 59)])
def test_what_comes_at_night_for_tomorrow_waits_silently_until_seven(
    city: City, hour: int, minute: int
):
    city.at(hour, minute)
    city.report(since=TOMORROW, until=TOMORROW)
    morning = datetime(2026, 11, 26, 7, 0, tzinfo=TOKYO)
    assert [one.due_at for one in city.notices()] == [morning]
    assert [one.due_at for one in city.notices("attendance.roster")] == [morning]


def test_what_comes_before_seven_waits_until_the_schools_own_hour(city: City):
    times = city.school().times
    city.options(times=replace(times, wake=times.wake.replace(hour=7, minute=20)))
    city.at(5, 10)
    city.report()
    assert city.notices()[0].due_at == datetime(2026, 11, 25, 7, 20, tzinfo=TOKYO)


def test_what_comes_on_a_weekend_waits_for_the_next_school_day(city: City):
    city.at(10, 0, date(2026, 11, 28))  # a Saturday
    monday = date(2026, 11, 30)
    city.report(since=monday, until=monday)
    assert city.notices()[0].due_at == datetime(2026, 11, 30, 7, 0, tzinfo=TOKYO)


def test_what_comes_by_day_is_told_at_once(city: City):
    city.report()
    assert city.notices()[0].due_at == city.now


# --- three cards a morning -----------------------------------------------------------------------


def test_a_fourth_report_revises_the_third_card_and_posts_nothing(city: City):
    for key in ("P1", "P2", "P3"):
        city.report(key)
    before = city.notices()
    city.report("P4")
    after = city.notices()
    assert len(before) == len(after) == 3
    assert after[2].revision == before[2].revision + 1
    assert "青木 子3" in after[2].said and "青木 子4" in after[2].said


def test_a_week_of_influenza_is_still_three_cards_that_fit(city: City):
    for number in range(1, 36):
        city.report(f"P{number}")
    posted = city.notices()
    assert len(posted) == 3
    assert len(orjson.dumps(posted[2].cards["ja"])) < 28 * 1024
    assert "ほか3件" in posted[2].said
    (roster,) = city.notices("attendance.roster")
    assert len(orjson.dumps(roster.cards["ja"])) < 28 * 1024


def test_another_class_has_three_cards_of_its_own(city: City):
    for key in ("P1", "P2", "P3", "P4", "Q1"):
        city.report(key)
    assert len(city.notices()) == 4
    assert city.notices()[3].to == ids(city, "other")


def test_the_next_morning_begins_with_a_card_again(city: City):
    for key in ("P1", "P2", "P3", "P4"):
        city.report(key)
    city.at(8, 0, TOMORROW)
    city.report("P5")
    assert len(city.notices()) == 4


# --- who is there --------------------------------------------------------------------------------


def test_of_a_teacher_on_leave_the_deputy_homeroom_gets_it(city: City):
    city.away("homeroom")
    city.report()
    assert city.notices()[0].to == ids(city, "deputy")


def test_of_a_teacher_on_leave_whoever_deputises_gets_it(city: City):
    city.away("homeroom", "teacher")
    city.report()
    assert city.notices()[0].to == ids(city, "teacher", "deputy")


def test_a_class_without_teacher_goes_to_its_year_head(city: City):
    city.report("R1")
    assert city.notices()[0].to == ids(city, "head4")


def test_a_class_without_teacher_or_year_head_goes_to_the_vice_principal(city: City):
    city.away("head4")
    city.report("R1")
    assert city.notices()[0].to == ids(city, "vice")


def test_where_nobody_is_there_at_all_the_office_is_to_ring_and_no_child_is_named(city: City):
    for aad in ("head4", "vice", "principal"):
        city.away(aad)
    city.report("R1")
    (posted,) = city.notices()
    assert posted.to == ids(city, "office")


# --- 保護者に確認中 ------------------------------------------------------------------------------


def test_what_a_child_sends_without_the_word_is_held_and_the_office_asked_to_ring(city: City):
    kept = city.report(door=Door.PUPIL)
    assert kept.state is ReportState.HELD and not kept.counts
    (office,) = city.notices("attendance.held")
    assert office.to == ids(city, "office")
    assert "本人から・保護者に確認中" in city.notices()[0].said


def test_a_school_that_does_not_hold_them_takes_a_childs_word(city: City):
    city.options(holds_pupils=False)
    kept = city.report(door=Door.PUPIL)
    assert kept.state is ReportState.STANDING
    assert city.notices("attendance.held") == []
    assert "本人から" in city.notices()[0].said


def test_a_held_report_counts_once_the_guardian_was_asked(city: City):
    kept = city.report(door=Door.PUPIL)
    city.press("office", verbs.ConfirmHeld(report_id=kept.id))
    assert city.kept(kept).state is ReportState.STANDING
    assert len(city.ledger("attendance.confirm_held")) == 1


def test_a_held_report_cannot_be_confirmed_before(city: City):
    kept = city.report(door=Door.PUPIL)
    with pytest.raises(Refused, match="ring_first"):
        city.press("homeroom", verbs.Confirm(report_id=kept.id))


# --- two voices ----------------------------------------------------------------------------------


def test_two_guardians_who_report_differently_are_both_shown_as_differing(city: City):
    city.report(author=901, door=Door.GUARDIAN, guardian=1)
    assert "くいちがっています" not in city.notices()[0].said
    city.report(author=902, door=Door.GUARDIAN, guardian=2, kind=Kind.LATE)
    assert [("くいちがっています" in one.said) for one in city.notices()] == [True, True]
    (roster,) = city.notices("attendance.roster")
    assert "くいちがい" in roster.said


def test_two_guardians_who_report_alike_do_not_differ(city: City):
    city.report(author=901, door=Door.GUARDIAN, guardian=1)
    city.report(author=902, door=Door.GUARDIAN, guardian=2)
    assert not any("くいちがっています" in one.said for one in city.notices())


def test_one_voice_replaces_its_own_word_and_the_old_card_says_so(city: City):
    old = city.report()
    new = city.report(kind=Kind.LATE)
    assert city.kept(old).state is ReportState.REPLACED
    assert city.kept(new).state is ReportState.STANDING
    assert "新しい連絡に替わりました" in city.notices()[0].said


def test_a_new_word_for_one_day_of_a_week_leaves_the_other_days(city: City):
    friday = TOMORROW + timedelta(days=1)
    old = city.report(until=friday)
    city.report(since=TOMORROW, until=TOMORROW, kind=Kind.LATE)
    first = city.kept(old)
    assert (first.since, first.until) == (city.today, city.today)
    last = city.read(lambda tx: receiving.reports.of_pupil(tx, old.pupil, friday, friday))
    assert [(one.kind, one.since) for one in last] == [(Kind.ABSENT, friday)]


# --- taking back ---------------------------------------------------------------------------------


def test_what_is_taken_back_is_shown_as_taken_back(city: City):
    kept = city.report()
    by = Actor.press("family")
    city.write(lambda tx: receiving.withdraw(tx, kept, city.now, actor=by))
    assert city.kept(kept).state is ReportState.WITHDRAWN
    assert "取り消されました" in city.notices()[0].said
    assert "青木 子1" not in city.notices("attendance.roster")[0].said


def test_who_comes_back_tomorrow_was_still_absent_today(city: City):
    kept = city.report(until=date(2026, 11, 27))
    by = Actor.press("family")
    city.write(lambda tx: receiving.withdraw(tx, kept, city.now, actor=by, since=TOMORROW))
    left = city.kept(kept)
    assert left.state is ReportState.STANDING
    assert left.until == city.today


def test_a_difference_ends_with_the_report_that_made_it(city: City):
    city.report(author=901, door=Door.GUARDIAN, guardian=1)
    other = city.report(author=902, door=Door.GUARDIAN, guardian=2, kind=Kind.LATE)
    by = Actor.press("family")
    city.write(lambda tx: receiving.withdraw(tx, other, city.now, actor=by))
    assert "くいちがっています" not in city.notices()[0].said


def test_a_report_that_is_over_is_not_confirmed_any_more(city: City):
    kept = city.report()
    by = Actor.press("family")
    city.write(lambda tx: receiving.withdraw(tx, kept, city.now, actor=by))
    shown = city.press("homeroom", verbs.Confirm(report_id=kept.id))
    assert "取り消されました" in said(shown)
    assert city.kept(kept).ack is Ack.NONE
