"""電話の連絡: entered in ten seconds; and nothing just expires, the office rings."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.attendance import posting, telling
from bot.attendance.model import Door, Kind, Reason, ReportState
from bot.attendance.store import reports
from bot.attendance.telling import unreached
from bot.delivery.rows import DELIVERY
from bot.errors import Mistyped, Refused
from bot.storage.tx import Tx
from cards.attendance import staff
from cards.attendance.verbs import office as verbs
from cards.attendance.verbs.staff import ReadContent
from tests.bot.attendance.staff.conftest import A, City, said
from tests.bot.attendance.staff.conftest import verbs as buttons


def enter(city: City, child: str = "12", **more: object) -> verbs.Enter:
    given: dict[str, object] = {
        "school_id": city.school().id,
        "token": "t1",
        "class_id": city.class_().id,
        "child": child,
        "kind": "absent",
        "relation": "mother",
        "reason": "ill",
    }
    return verbs.Enter.of({**given, **more})


def only(city: City) -> reports.Report:
    (found,) = city.read(lambda tx: reports.of_school(tx, city.school().id, city.today))
    return found


def test_class_number_kind_and_send_is_a_report(city: City):
    city.press("office", enter(city))
    found = only(city)
    assert found.pupil == city.pupil("P12").id
    assert (found.door, found.kind, found.author) == (
        Door.OFFICE,
        Kind.ABSENT,
        city.person("office").id,
    )
    assert found.content.reason is Reason.ILL and found.content.relation == "mother"
    assert "学校（電話）" in city.notices()[0].said


@pytest.mark.parametrize("child", ["１２", "青木 子12", "青木子12", "あおき こ12"])
def test_full_width_numbers_names_and_readings_find_the_child(city: City, child: str):
    city.press("office", enter(city, child))
    assert only(city).pupil == city.pupil("P12").id


def test_a_name_that_fits_several_brings_their_seats(city: City):
    with pytest.raises(Mistyped) as error:
        city.press("office", enter(city, "青木"))
    assert "choose_child" in error.value.reason
    assert "1番　青木 子1" in said(error.value.form)
    city.press("office", enter(city, "青木", pupil_id=city.pupil("P7").id))
    assert only(city).pupil == city.pupil("P7").id


def test_who_fits_nobody_is_told_so_with_what_was_typed(city: City):
    with pytest.raises(Mistyped) as error:
        city.press("office", enter(city, "99"))
    assert "nobody_named" in error.value.reason
    assert "99" in said(error.value.form)


def test_a_name_alone_is_enough(city: City):
    city.press("office", enter(city, "しえん ほし", class_id=0))
    assert only(city).pupil == city.pupil("S1").id


def test_the_form_names_no_support_class(city: City):
    form = city.press("office", verbs.OpenEntry())
    assert "3年2組" in str(form) and "なかよし" not in str(form)


@pytest.mark.parametrize("aad", ["teacher", "homeroom", "nurse", "vice", "head4"])
def test_everybody_who_works_there_may_enter(city: City, aad: str):
    city.press(aad, enter(city))
    assert only(city).author == city.person(aad).id


def test_a_teacher_sees_afterwards_only_that_it_was_entered_and_for_whom(city: City):
    city.report("P12")
    card = city.press("teacher", enter(city, kind="late", at="10:00"))
    assert "入力しました" in said(card) and "3年2組 12番　青木 子12" in said(card)
    assert buttons(card) == ["attendance.open_entry", "attendance.undo_entry"]
    assert "くいちがっています" not in said(card)


@pytest.mark.parametrize("class_id", [0, None])
@pytest.mark.parametrize("part", ["上", "うえ", "上田"])
def test_a_part_of_a_name_records_nothing_before_the_child_was_shown(
    city: City, part: str, class_id: int | None
):
    where = city.class_(3, "1").id if class_id is None else class_id
    with pytest.raises(Mistyped, match="check_child") as error:
        city.press("office", enter(city, part, class_id=where))
    assert "3年1組 1番　上田 空" in said(error.value.form)
    assert city.ledger("attendance.report") == []
    city.press("office", enter(city, part, class_id=where, pupil_id=city.pupil("Q1").id))
    assert only(city).pupil == city.pupil("Q1").id


def test_a_whole_name_is_certain_although_it_begins_others(city: City):
    city.press("office", enter(city, "青木子1", class_id=0))
    assert only(city).pupil == city.pupil("P1").id


def test_a_child_of_a_support_class_is_shown_where_they_sit_with_others(city: City):
    with pytest.raises(Mistyped) as error:
        city.press("office", enter(city, "支援", class_id=0))
    assert "3年2組" in said(error.value.form) and "なかよし" not in str(error.value.form)
    card = city.press("office", enter(city, "支援星", class_id=0))
    assert "支援 星" in said(card) and "なかよし" not in str(card)


def test_who_entered_it_takes_it_back_for_five_minutes(city: City):
    city.press("teacher", enter(city))
    report = only(city).id
    for aad in ("homeroom", "office", "elsewhere"):
        with pytest.raises(Refused, match="not_yours"):
            city.press(aad, verbs.UndoEntry(report_id=report))
    city.at(8, 5)
    card = city.press("teacher", verbs.UndoEntry(report_id=report))
    assert "入力を取り消しました" in said(card) and "青木 子12" in said(card)
    assert only(city).state is ReportState.WITHDRAWN
    assert "取り消されました" in city.notices()[0].said
    city.press("teacher", verbs.UndoEntry(report_id=report))
    assert len(city.ledger("attendance.withdraw")) == 1


def test_after_five_minutes_the_entry_stands_and_so_does_its_card(city: City):
    city.press("office", enter(city))
    city.at(8, 6)
    with pytest.raises(Mistyped, match="undo_over") as error:
        city.press("office", verbs.UndoEntry(report_id=only(city).id))
    assert "青木 子12" in said(error.value.form)
    assert "attendance.undo_entry" not in buttons(error.value.form)
    assert only(city).state is ReportState.STANDING


def test_only_a_familys_own_way_takes_back_what_a_family_sent(city: City):
    report = city.report(author=city.person("office").id)
    with pytest.raises(Refused, match="not_yours"):
        city.press("office", verbs.UndoEntry(report_id=report.id))


def test_who_may_not_read_sees_nothing_of_what_they_entered(city: City):
    city.press("teacher", enter(city))
    with pytest.raises(Refused, match="not_yours"):
        city.press("teacher", ReadContent(report_id=only(city).id))


@pytest.mark.parametrize("aad", ["elsewhere", "elsewhere_vice"])
def test_nobody_of_another_school_enters(city: City, aad: str):
    with pytest.raises(Refused, match="not_yours"):
        city.press(aad, enter(city))


def test_a_forged_child_of_another_school_is_refused_alike(city: City):
    for forged in (city.pupil("T1").id, 99999):
        with pytest.raises(Refused, match="not_yours"):
            city.press("office", enter(city, pupil_id=forged))


def test_the_same_form_sent_twice_is_one_report(city: City):
    city.press("office", enter(city))
    city.press("office", enter(city))
    assert len(city.ledger("attendance.report")) == 1


def test_a_past_day_and_a_day_far_ahead_come_back_with_words(city: City):
    for day, reason in ((city.today - timedelta(1), "past"), (date(2027, 2, 1), "far")):
        with pytest.raises(Mistyped, match=reason) as error:
            city.press("office", enter(city, since=day.isoformat()))
        assert "12" in said(error.value.form)


def test_a_number_of_the_kind_that_is_not_kept_is_refused(city: City):
    with pytest.raises(Mistyped, match="my_number"):
        city.press("office", enter(city, text="番号は１２３４-５６７８-９０１８です"))


def test_two_callers_whom_one_clerk_wrote_down_are_two_voices(city: City):
    city.press("office", enter(city))
    city.press("office", enter(city, token="t2", relation="father", kind="late", at="10:00"))
    assert [("くいちがっています" in one.said) for one in city.notices()] == [True, True]


def test_somebody_without_a_post_gets_no_form(city: City):
    assert city.say("office", "電話の連絡を入力") is not None


# --- nothing just expires ------------------------------------------------------------------------


def unsent(city: City) -> int:
    return city.write(lambda tx: telling.unsent(tx, city.now))


def test_staff_whom_no_card_reaches_are_on_the_offices_list_without_a_child(city: City):
    city.report()
    city.at(8, 9)
    assert unsent(city) == 0
    city.at(8, 11)
    assert unsent(city) == 2  # the report's card and the roster: one line
    assert unsent(city) == 0
    (posted,) = city.notices("attendance.telephone")
    assert posted.to == {city.person("office").id}
    assert "3年2組の担任・学年主任" in posted.said and "青木" not in str(posted.cards)


@pytest.mark.parametrize("state", ["expired", "unreachable", "failed", "unknown"])
def test_whatever_kept_a_card_from_arriving_the_staff_are_rung(city: City, state: str):
    city.report()
    city.write(lambda tx: tx.run(update(DELIVERY).values(state=state)))
    city.at(8, 15)
    assert unsent(city) == 2


def test_a_search_that_nobody_hears_of_is_rung_and_a_familys_card_is_not(city: City):
    def post(tx: Tx) -> None:
        for kind in ("attendance.case", "attendance.family_call", "attendance.state"):
            notice = posting.post(
                tx,
                kind=kind,
                key=kind,
                to=(city.person("vice").id,),
                draw=staff.done,
                due_at=city.now,
                expires_at=city.now + timedelta(hours=1),
                school=city.school().id,
                day=city.today,
            )
            assert notice

    city.write(post)
    city.at(8, 30)
    assert unsent(city) == 1
    assert "教頭・校長" in city.notices("attendance.telephone")[0].said


def test_what_one_of_them_has_got_needs_no_call(city: City):
    city.report()
    city.write(lambda tx: tx.run(update(DELIVERY).values(state="sent")))
    city.at(9, 0)
    assert unsent(city) == 0


def test_who_has_rung_stands_on_the_list_once(city: City):
    city.report()
    city.at(8, 15)
    unsent(city)
    line = city.read(lambda tx: unreached.lines(tx, city.school(), city.today, city.now))[0]
    for aad in ("office", "vice"):
        card = city.press(aad, verbs.ToldByTelephone(line_id=line.line_id, matters=line.matters))
    assert f"{city.person('office').name}が8:15に伝えました" in said(card)
    assert len(city.ledger("attendance.told_by_telephone")) == 1


def test_only_the_schools_own_people_see_the_list(city: City):
    with pytest.raises(Refused, match="not_yours"):
        city.press("elsewhere", verbs.ShowTelephone(school_id=city.school(A).id))
    with pytest.raises(Refused, match="not_yours"):
        city.press("teacher", verbs.ShowTelephone())


def test_where_nobody_is_there_for_a_class_the_office_is_told_to_ring(city: City):
    for aad in ("head4", "vice", "principal", "office"):
        city.away(aad)
    city.report("R1")
    assert city.notices() == []
    found = city.read(lambda tx: unreached.lines(tx, city.school(), city.today, city.now))
    assert [one.who for one in found] == ["class"]


def test_the_form_that_still_stands_serves_for_the_next_child(city: City):
    """Words bring it as a message, which keeps its token; nothing that is sent with it is lost."""
    city.press("office", enter(city, "12"))
    city.press("office", enter(city, "13"))
    city.press("office", enter(city, "12", kind="late", at="10:00"))
    city.press("office", enter(city, "12", kind="late", at="10:00"))
    found = city.read(lambda tx: reports.of_school(tx, city.school().id, city.today))
    alive = [(one.pupil, one.kind) for one in found if one.state is ReportState.STANDING]
    twelve, thirteen = city.pupil("P12").id, city.pupil("P13").id
    assert sorted(alive) == sorted([(thirteen, Kind.ABSENT), (twelve, Kind.LATE)])
    assert len(found) == 3


@pytest.mark.parametrize("holds", [True, False])
def test_a_child_who_telephones_is_not_taken_for_the_guardian(city: City, holds: bool):
    city.options(holds_pupils=holds)
    city.press("office", enter(city, relation="child"))
    assert (only(city).state is ReportState.HELD) is holds


def fail(city: City, notice: int, **more: object) -> None:
    values = {"state": "unreachable", **more}
    copies = DELIVERY.c.notice_id == notice
    city.write(lambda tx: tx.run(update(DELIVERY).where(copies).values(values)))


def lines(city: City) -> tuple[unreached.ShownStaff, ...]:
    return city.read(lambda tx: unreached.lines(tx, city.school(), city.today, city.now))


def test_who_was_rung_is_rung_again_about_what_came_since_and_about_nothing_else(city: City):
    city.report()
    fail(city, city.notices()[0].id)
    fail(city, city.notices("attendance.roster")[0].id)
    city.at(8, 15)
    unsent(city)
    (line,) = lines(city)
    city.press("office", verbs.ToldByTelephone(line_id=line.line_id, matters=line.matters))
    city.at(8, 20)
    assert unsent(city) == 0
    assert [one.told_at is None for one in lines(city)] == [False]
    city.report("P2")
    fail(city, city.notices()[1].id)
    city.at(8, 35)
    assert unsent(city) == 1
    assert [one.told_at is None for one in lines(city)] == [True]


def test_a_report_that_only_an_edit_would_show_is_rung_about_once_the_edit_failed(city: City):
    for key in ("P1", "P2", "P3", "P4"):
        city.report(key)
    shown = {"activity_id": "a", "shown_revision": 1, "try_at": None}
    city.write(lambda tx: tx.run(update(DELIVERY).values(state="sent", **shown)))
    roster = city.notices("attendance.roster")[0].id
    fail(city, roster, state="sent", shown_revision=DELIVERY.c.wanted_revision)
    city.at(8, 15)
    assert unsent(city) == 1
    assert [one.who for one in lines(city)] == ["class"]


def test_an_edit_that_is_on_its_way_is_waited_for(city: City):
    for key in ("P1", "P2", "P3", "P4"):
        city.report(key)
    on_its_way = {"activity_id": "a", "shown_revision": 1, "try_at": city.now, "attempt": 2}
    city.write(lambda tx: tx.run(update(DELIVERY).values(state="sent", **on_its_way)))
    city.at(8, 15)
    assert unsent(city) == 0
    city.write(lambda tx: tx.run(update(DELIVERY).values(attempt=30)))
    assert unsent(city) == 2
