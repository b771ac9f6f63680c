"""A day's mark is derived once: the book and the count of long absences never differ."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.attendance import absences, book, importing
from bot.attendance.model import Case, CaseState, Closing, DayKind, Mark, SchoolDay
from bot.attendance.store import cases, classes, days, rhythms
from bot.attendance.store.rhythms import Rhythm, Watch
from tests.bot.attendance.records.conftest import TENANT, A

TOKYO = ZoneInfo("Asia/Tokyo")
ONE_DAY = timedelta(days=1)
WEEK = tuple(date(2026, 11, day) for day in (16, 17, 18, 19, 20))  # Monday to Friday


def _marks(city, last):
    """The child's marks of the book until a day."""
    found = city.read(lambda tx: book.of(tx, city.class_(), last, last))
    return next(one.marks for one in found.children if one.pupil.id == city.pupil().id)


def _away(city, last, class_=None):
    where = class_ or city.class_()
    return city.read(lambda tx: absences.one_away(tx, city.school(), where, city.pupil().id, last))


def _agree(city, *weekdays, **more):
    rhythm = Rhythm(since=WEEK[0], weekdays=weekdays)
    watch = Watch(pupil=city.pupil().id, school=city.school().id, rhythm=rhythm, **more)
    city.write(lambda tx: rhythms.add(tx, watch))


def test_days_at_home_by_agreement_are_absences_in_the_book_and_in_the_count(city):
    city.rolled(*WEEK)
    assert _away(city, WEEK[-1]).run.days == 0
    _agree(city, WEEK[1].weekday())
    found = _marks(city, WEEK[-1])
    assert [found[day] for day in WEEK] == [Mark.ABSENT, Mark.PRESENT, *[Mark.ABSENT] * 3]
    assert _away(city, WEEK[-1]).run.days == 3


def test_an_agreed_day_counts_although_nobody_marked_the_roll(city):
    """As a report does, which the agreement stands for (学校教育法施行令20条)."""
    _agree(city)
    found = _marks(city, WEEK[-1])
    assert {found[day] for day in WEEK} == {Mark.ABSENT}
    assert _away(city, WEEK[-1]).run.days == 5


def test_a_visit_at_home_is_no_day_at_school(city):
    city.rolled(*WEEK)
    _agree(city, seen_on=WEEK[2])
    assert _away(city, WEEK[-1]).run.days == 5


def test_who_came_although_a_later_word_says_absent_was_there(city):
    day = city.today
    at = city.now
    case = Case(
        id=0,
        pupil=city.pupil().id,
        class_id=city.class_().id,
        school=city.school().id,
        day=day,
        opened_at=at,
    )
    opened = city.write(lambda tx: cases.add(tx, case, look_at=None))
    closed = replace(
        opened, state=CaseState.CLOSED, closing=Closing.ARRIVED, closed_at=at, version=2
    )
    city.write(lambda tx: cases.save(tx, closed, look_at=None))
    city.report()
    city.rolled(day)
    assert _marks(city, day)[day] is Mark.LATE
    assert _away(city, day).present


@pytest.fixture
def moved_up(city, tmp_path):
    """はる is in 4年1組 from April on."""
    tables = {
        "classes": (("学校コード", "学年", "組"), (A, "4", "1")),
        "pupils": (
            ("学籍番号", "氏名", "ふりがな", "学校コード", "学年", "組", "出席番号"),
            ("P1", "青木 はる", "あおき はる", A, "4", "1", "1"),
        ),
    }
    files = []
    for name, rows in tables.items():
        files.append(tmp_path / f"{name}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(rows)
    now = datetime(2027, 3, 19, 9, tzinfo=TOKYO)
    importing.load(city.storage, TENANT, files, year=2027, now=now, finally_=lambda tx, done: None)
    return city


def _line(city, day, kind, **more):
    line = SchoolDay(id=0, school=city.school().id, day=day, kind=kind, **more)
    city.write(lambda tx: days.put(tx, line))


def test_last_years_days_are_those_of_last_years_class(moved_up):
    """Grade 3 was shut on 24 March: no school day of the child, though they are in grade 4 now."""
    city, april = moved_up, date(2027, 4, 8)
    for offset in range((april - date(2027, 3, 26)).days):
        _line(city, date(2027, 3, 26) + offset * ONE_DAY, DayKind.HOLIDAY)
    _line(city, date(2027, 3, 24), DayKind.GRADE_CLOSED, grade=3)
    city.now = datetime(2027, 3, 23, 8, tzinfo=TOKYO)
    city.report(day=city.today, until=date(2027, 3, 25))
    city.now = datetime(2027, 4, 8, 8, tzinfo=TOKYO)
    city.report(day=april)
    above = city.read(lambda tx: classes.named(tx, city.school().id, 2027, 4, "1"))
    run = _away(city, april, above).run
    assert (run.days, run.since) == (3, date(2027, 3, 23))
