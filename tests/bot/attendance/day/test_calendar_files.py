"""A calendar as a file, and the lists of the night."""

import csv
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.attendance import calendars, night, night_files
from bot.attendance.model import DayKind, RollState
from bot.attendance.sheets import calendar as sheet
from bot.attendance.store import days, schools
from bot.errors import Refused, Unreadable
from bot.ledger.model import Actor
from bot.sheets import BadRows, write
from bot.storage.tx import Tx
from bot.turns import links
from cards.attendance.verbs import day as verbs
from tests.bot.attendance.day.board import board
from tests.bot.attendance.day.conftest import ONE_DAY, Day, said

HEADINGS = ("日付", "最後の日", "内容", "学校コード", "学年", "組", "登校時刻")


def taken(day: Day, *rows: tuple[str, ...], suffix: str = ".csv") -> Any:
    file = day.file.with_name(f"calendar{suffix}")
    write(file, HEADINGS, rows)
    lines = sheet.read(file)
    actor = Actor.command("clerk")
    return day.write(lambda tx: calendars.take_in(tx, lines, day.now, actor=actor))


def today(day: Day, on: date, grade: int = 3, name: str = "2", code: str = "A1") -> Any:
    school, class_ = day.school(code), day.class_(grade, name, code)
    return day.read(lambda tx: days.today(tx, school, class_, on))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_spans_schools_grades_and_classes(day: Day, suffix: str) -> None:
    done = taken(
        day,
        ("2026-12-25", "2027-01-07", "冬季休業", "", "", "", ""),
        ("令和8年12月5日", "", "行事", "A1", "", "", ""),
        ("2026-12-07", "", "学年閉鎖", "A1", "3", "", ""),
        ("2026-12-08", "", "学級閉鎖", "A1", "3", "2", ""),
        ("2026-12-09", "", "繰下げ登校", "B1", "", "", "10:40"),
        suffix=suffix,
    )
    assert (done.new, done.known) == (18, 0)
    assert not today(day, date(2026, 12, 28), code="B1").in_session
    assert today(day, date(2026, 12, 5)).in_session  # a Saturday
    assert not today(day, date(2026, 12, 5), code="B1").in_session
    assert today(day, date(2026, 12, 7), 4, "1").in_session
    assert today(day, date(2026, 12, 8)).kind is DayKind.CLASS_CLOSED
    assert today(day, date(2026, 12, 8), 3, "1").in_session
    assert today(day, date(2026, 12, 9), code="B1").starts_at == time(10, 40)


def test_each_line_for_today_is_told(day: Day) -> None:
    day.run_to(6)
    on = str(day.today)
    lines = [(on, "", "学年閉鎖", "A1", grade, "", "") for grade in ("3", "4")]
    taken(day, *lines)
    day.run_to(6, 30)
    words = [one.said for one in day.notices("attendance.day_set")]
    assert len(words) == 2
    assert "3年" in words[0]
    assert "4年" in words[1]


def test_what_a_person_set_is_told_though_a_file_sets_another_line(day: Day) -> None:
    board(day)
    day.run_to(6)
    day.set_day("board", school_id=0, kind="late_start", starts_at="10:40")
    taken(day, (str(day.today), "", "学年閉鎖", "A1", "4", "", ""))
    day.run_to(6, 30)
    told = [one for one in day.notices("attendance.day_set") if "vice" in day.who(one)]
    assert len(told) == 2


def test_the_same_file_again_changes_nothing(day: Day) -> None:
    row = ("2026-12-25", "2027-01-07", "冬季休業", "", "", "", "")
    taken(day, row)
    done = taken(day, row)
    assert (done.new, done.known) == (0, 14)


def test_all_or_nothing_with_every_bad_cell(day: Day) -> None:
    with pytest.raises(BadRows) as caught:
        taken(
            day,
            ("2026-12-04", "", "休業日", "", "", "", ""),
            ("きょう", "", "休業日", "", "", "", ""),
            ("2026-12-04", "", "運動会?", "", "", "", ""),
            ("2026-12-04", "2026-12-01", "休業日", "", "", "", ""),
            ("2026-12-04", "", "繰下げ登校", "", "", "", ""),
            ("2026-12-04", "", "学年閉鎖", "", "", "", ""),
            ("2026-12-04", "", "学級閉鎖", "A1", "3", "", ""),
        )
    where = {(fault.line, fault.column.split(" ")[0]) for fault in caught.value.faults}
    assert {line for line, _ in where} == {3, 4, 5, 6, 7, 8}
    assert today(day, date(2026, 12, 4)).in_session


@pytest.mark.parametrize("row", [("X9", "3", "2"), ("A1", "3", "9")])
def test_a_school_or_class_that_there_is_not_is_told_with_its_line(
    day: Day, row: tuple[str, str, str]
) -> None:
    with pytest.raises(BadRows, match="line 2"):
        taken(day, ("2026-12-04", "", "学級閉鎖", *row, ""))


def test_what_a_person_has_declared_holds_on(day: Day) -> None:
    day.set_day(day=day.today + ONE_DAY)
    taken(day, (str(day.today + ONE_DAY), "", "授業日", "A1", "", "", ""))
    assert today(day, day.today + ONE_DAY).kind is DayKind.CLOSED


def test_a_line_of_today_is_followed_by_the_running_schools(day: Day) -> None:
    day.run_to(7, 5)
    assert day.roll().state is RollState.OPEN
    taken(day, (str(day.today), "", "休業日", "", "", "", ""))
    day.tick()
    assert day.roll().state is RollState.SILENT


def test_a_file_waits_for_its_turn_before_anything_else(day: Day) -> None:
    """Where several processes write, a step that follows a day doesn't miss a newer line."""

    def work(tx: Tx) -> bool:
        calendars.take_in(tx, [], day.now, actor=Actor.command("clerk"))
        return tx.passes("turnstile")

    assert not day.write(work)


def test_the_days_of_a_school_are_shown(day: Day) -> None:
    taken(day, ("2026-11-27", "", "休業日", "", "", "", ""))
    found = day.read(
        lambda tx: list(
            calendars.shown(tx, schools.get(tx, day.school().id), date(2026, 11, 26), 3)
        )
    )
    assert [one[1] for one in found] == ["school", "holiday", "holiday"]


# --- the lists of the night -----------------------------------------------------------------------


def test_the_lists_have_numbers_names_and_columns_but_no_reason(day: Day) -> None:
    day.run_to(18, 0)
    tomorrow = day.today + ONE_DAY
    day.report("P1", since=tomorrow, until=tomorrow)
    school = day.school()
    found = day.read(lambda tx: night.lists(tx, school, tomorrow, day.now))
    by_name = {one.school_class.name: one for one in found}
    assert len(by_name["2"].lines) == 41  # the child of the support class sits there too
    assert [line.reported for line in by_name["2"].lines[:2]] == [True, False]
    assert "なかよし" not in str(found)


def test_a_page_is_opened_by_the_office_and_by_nobody_else(day: Day) -> None:
    from bot.attendance.slice import ROUTER

    day.run_to(18, 0)
    link = links.Link(aad_object_id="", page=night.PAGE, subject=str(day.school().id))

    def opened(aad: str) -> str:
        return day.write(lambda tx: ROUTER.open(day.turn(tx, aad), link).body.decode())

    page = opened("office")
    assert "青木 子1" in page
    assert "2026年11月26日" in page
    assert len(day.ledger(night.PAGE)) == 1
    for aad in ("homeroom", "teacher", "nurse", "elsewhere_vice"):
        with pytest.raises(Refused):
            opened(aad)


def test_the_card_leads_there_where_a_browser_can_open_it(day: Day) -> None:
    card = day.press("office", verbs.NightList(), public_url="https://renkei.example")
    assert "https://renkei.example/view/" in str(card)
    assert "night-list" in said(day.press("office", verbs.NightList()))
    with pytest.raises(Refused):
        day.press("homeroom", verbs.NightList())
    assert day.say("homeroom", "名簿の印刷") is None


def test_the_command_writes_them_for_the_office(day: Day, tmp_path: Path) -> None:
    day.run_to(18, 0)
    _mail(day)
    file = tmp_path / "list.html"
    count = day.write(
        lambda tx: night_files.write(tx, file, "office@akatsuki.example", day.now, via="root")
    )
    assert count == 4
    assert "青木 子40" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    for mail in ("nobody@akatsuki.example", "teacher@akatsuki.example"):
        with pytest.raises((Unreadable, Refused)):
            day.write(partial(night_files.write, path=file, mail=mail, now=day.now, via="root"))
    with pytest.raises(Unreadable, match="html"):
        day.write(
            lambda tx: night_files.write(
                tx, tmp_path / "list.txt", "office@akatsuki.example", day.now, via="root"
            )
        )


def _mail(day: Day) -> None:
    from bot.people import imports
    from tests.bot.attendance.staff.conftest import TENANT

    file = day.file.with_name("people.csv")
    rows = (
        ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles"),
        ("office", "事 務子", "office@akatsuki.example", "", "", "", "staff"),
        ("teacher", "教 六郎", "teacher@akatsuki.example", "", "", "", "staff"),
    )
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(rows)
    imports.load(day.storage, TENANT, file, today=day.today, finally_=lambda tx, done: None)
