"""出席簿: derived from what is known, corrected with history, locked by 教務 or the principal."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attendance import book
from bot.attendance.model import Content, Kind, Mark, Reason
from bot.attendance.rules.marks import ABSENCES, EXCUSED
from bot.attendance.rules.months import sums
from bot.attendance.store import marks, months
from bot.errors import Refused, Stale
from cards.attendance.verbs import months as verbs
from tests.bot.attendance.records.conftest import buttons, said

OCTOBER = date(2026, 10, 1)
TOKYO = ZoneInfo("Asia/Tokyo")
DAYS = tuple(
    day
    for day in (date(2026, 10, one) for one in range(1, 32))
    if day.weekday() < 5 and day != date(2026, 10, 12)  # スポーツの日
)


@pytest.fixture
def october(city):
    """A month that is over, with its rolls marked; はる was ill on the 5th and late on the 6th."""
    for day in DAYS:
        city.now = datetime.combine(day, time(8, 0), TOKYO)
        if day.day == 5:
            city.report(day=day)
        if day.day == 6:
            city.report(day=day, kind=Kind.LATE)
        if day.day == 7:
            city.report(day=day, content=Content(reason=Reason.MOURNING))
    city.rolled(*DAYS)
    city.now = datetime(2026, 11, 4, 10, 0, tzinfo=TOKYO)
    return city


def _child(city, key="P1", month=OCTOBER):
    class_, pupil = city.class_(), city.pupil(key)
    found = city.read(lambda tx: book.of(tx, class_, month, city.today))
    return next(one for one in found.children if one.pupil.id == pupil.id)


def _set(city, mark, day=DAYS[0], **more):
    pupil = city.pupil("P1").id
    known = {"class_id": city.class_().id, "pupil_id": pupil, "month": OCTOBER}
    return verbs.SetMark(**known, day=day, mark=mark, why="担任が確かめた", **more)


def _lock(city, **more):
    version = city.read(lambda tx: months.find(tx, city.class_().id, OCTOBER)).version
    return verbs.LockMonth(class_id=city.class_().id, month=OCTOBER, version=version, **more)


def _unlock(city):
    version = city.read(lambda tx: months.find(tx, city.class_().id, OCTOBER)).version
    known = {"class_id": city.class_().id, "month": OCTOBER, "version": version}
    return verbs.UnlockMonth(**known, why="記入もれ")


def test_a_month_is_derived_from_reports_rolls_and_school_days(october):
    child = _child(october)
    assert tuple(child.marks) == DAYS
    assert child.marks[date(2026, 10, 5)] is Mark.ILL
    assert child.marks[date(2026, 10, 6)] is Mark.LATE
    assert child.marks[date(2026, 10, 7)] is Mark.MOURNING
    assert child.marks[DAYS[0]] is Mark.PRESENT
    found = child.sums
    assert (found.taught, found.excused, found.absent, found.late) == (21, 1, 1, 1)
    assert (found.owed, found.attended) == (20, 19)


@given(st.lists(st.sampled_from(Mark)))
def test_the_numbers_add_up(given_marks):
    """授業日数 − 出席停止・忌引等 = 出席しなければならない日数; − 欠席 = 出席日数."""
    found = sums(given_marks)
    assert found.taught == len(given_marks)
    assert found.taught - found.excused == found.owed
    assert found.owed - found.absent == found.attended
    attended = [mark for mark in given_marks if mark not in EXCUSED | ABSENCES]
    assert found.attended == len(attended)
    assert 0 <= found.late + found.early <= found.attended


def test_days_of_an_order_count_school_days_only(city):
    city.order()
    one = city.only()
    city.now = city.now.replace(day=30)
    child = _child(city, month=date(2026, 11, 1))
    suspended = [day.day for day, mark in child.marks.items() if mark is Mark.SUSPENDED]
    assert suspended == [24, 25, 26, 27, 30]
    assert one.since == date(2026, 11, 24)


@pytest.mark.parametrize("who", ["homeroom", "curriculum", "vice", "principal"])
def test_a_correction_is_a_line_above_with_who_and_why(october, who):
    october.press(who, _set(october, "separate"))
    assert _child(october).marks[DAYS[0]] is Mark.SEPARATE
    (line,) = october.read(lambda tx: marks.of_pupils(tx, (october.pupil().id,), DAYS[0], DAYS[-1]))
    assert (line.set_by, line.why) == (october.person(who).id, "担任が確かめた")


@pytest.mark.parametrize(
    "who", ["other", "head3", "teacher", "nurse", "office", "strange_principal", "board", "haru"]
)
def test_nobody_else_reads_or_corrects(october, who):
    show = verbs.ShowMonth(class_id=october.class_().id, month=OCTOBER)
    for verb in (show, _set(october, "ill"), _lock(october)):
        with pytest.raises(Refused, match="not_yours"):
            october.press(who, verb)


def test_every_correction_stays_in_the_history(october):
    for mark in ("ill", "absent", "present"):
        october.press("homeroom", _set(october, mark))
    assert _child(october).marks[DAYS[0]] is Mark.PRESENT
    show = verbs.ShowMarks(class_id=october.class_().id, pupil_id=october.pupil().id, month=OCTOBER)
    shown = said(october.press("homeroom", show))
    for mark in ("「病欠」", "「事故欠」", "「出席」"):
        assert mark in shown
    assert shown.count("東 花子") >= 3


@pytest.mark.parametrize("who", ["curriculum", "principal"])
def test_a_locked_month_changes_no_more(october, who):
    october.press(who, _lock(october))
    before = _child(october)
    assert "確定済み" in october.refused("homeroom", _set(october, "ill"))
    assert _child(october).marks == before.marks
    with pytest.raises(Stale):
        october.press(who, verbs.LockMonth(class_id=october.class_().id, month=OCTOBER, version=0))


@pytest.mark.parametrize("who", ["homeroom", "vice"])
def test_the_class_teacher_and_the_vice_principal_do_not_lock(october, who):
    with pytest.raises(Refused, match="not_yours"):
        october.press(who, _lock(october))


def test_a_month_is_locked_when_it_is_over(october):
    october.now = datetime(2026, 10, 30, 10, 0, tzinfo=TOKYO)
    assert "月が終わって" in october.refused("curriculum", _lock(october))


def test_days_that_nobody_knows_are_not_locked_unless_said(city):
    city.now = datetime(2026, 11, 4, 10, 0, tzinfo=TOKYO)
    assert "記録のない" in city.refused("curriculum", _lock(city))
    city.press("curriculum", _lock(city, present=True))
    assert set(_child(city).marks.values()) == {Mark.PRESENT}


def test_after_unlocking_what_was_decided_is_kept(city):
    """Locked as present without a record: opened again, it stays decided and may be corrected."""
    city.now = datetime(2026, 11, 4, 10, 0, tzinfo=TOKYO)
    city.press("curriculum", _lock(city, present=True))
    city.press("principal", _unlock(city))
    assert set(_child(city).marks.values()) == {Mark.PRESENT}
    city.press("homeroom", _set(city, "late"))
    assert _child(city).marks[DAYS[0]] is Mark.LATE
    city.press("curriculum", _lock(city))


def test_a_report_after_the_lock_changes_nothing(october):
    october.press("curriculum", _lock(october))
    later = october.now
    october.now = datetime.combine(DAYS[0], time(8, 0), TOKYO)
    october.report(day=DAYS[0])
    october.now = later
    assert _child(october).marks[DAYS[0]] is Mark.PRESENT


def test_a_mark_of_a_day_without_school_is_refused(october):
    assert "授業がありません" in october.refused(
        "homeroom", _set(october, "ill", day=date(2026, 10, 12))
    )


def test_a_forged_child_is_refused(october):
    for pupil in (october.pupil("Q1").id, 999):
        known = {"class_id": october.class_().id, "pupil_id": pupil, "month": OCTOBER}
        with pytest.raises(Refused, match="not_yours"):
            october.press("homeroom", verbs.SetMark(**known, day=DAYS[0], mark="ill", why="x"))


def test_each_reader_finds_the_classes_they_may_open(october):
    assert "3年2組" in said(october.say("homeroom", "出席簿"))
    assert "3年1組" not in said(october.say("homeroom", "出席簿"))
    assert "3年1組" in said(october.say("curriculum", "出席簿"))


def test_buttons_stand_where_they_may_be_pressed(october):
    show = verbs.ShowMonth(class_id=october.class_().id, month=OCTOBER)
    assert "attendance.lock_month" in buttons(october.press("curriculum", show))
    assert "attendance.lock_month" not in buttons(october.press("homeroom", show))
    october.press("curriculum", _lock(october))
    assert "attendance.unlock_month" in buttons(october.press("principal", show))


def test_marks_and_books_are_sealed_in_the_file(october):
    october.press("homeroom", _set(october, "mourning"))
    october.press("curriculum", _lock(october))
    raw = october.raw()
    for word in ("mourning", "担任が確かめた"):
        assert word.encode() not in raw


def test_opening_a_month_is_recorded(october):
    show = verbs.ShowMonth(class_id=october.class_().id, month=OCTOBER)
    october.press("principal", show)
    (entry,) = october.ledger("attendance.show_month")
    assert entry.subject == f"month:{october.class_().id}:2026-10"
