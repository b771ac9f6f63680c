"""A school, a class, children and reports as most tests of the rules want them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.attendance.model import (
    Class,
    DayKind,
    Disease,
    Door,
    Kind,
    Pupil,
    Report,
    School,
    SchoolDay,
    SchoolKind,
    Suspension,
    SuspensionState,
)
from bot.attendance.rules.days import Calendar, calendar

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=TOKYO)  # a Wednesday
TODAY = NOW.date()
DAY = timedelta(days=1)

SCHOOL = School(
    id=1, code="E01", name="あかつき小学校", kind=SchoolKind.ELEMENTARY, phone="0000-00-0001"
)
CLASS = Class(id=32, school=1, year=2026, grade=3, name="2")
PUPIL = Pupil(id=7, key="P7", name="青木 はる", person=70)
PLAIN = calendar((), CLASS)  # weekdays are school days
MONDAY = date(2026, 11, 16)
ASKED = Suspension(
    id=1, pupil=7, school=1, disease=Disease.INFLUENZA, since=MONDAY, onset=MONDAY, asked_by=4
)
ORDERED = replace(ASKED, state=SuspensionState.ORDERED, ordered_by=9, ordered_at=NOW)
REPORT = Report(
    id=5,
    pupil=7,
    school=1,
    day_class=32,
    since=TODAY,
    until=TODAY,
    kind=Kind.ABSENT,
    door=Door.WORD,
    author=70,
    sent_at=NOW,
)


def report(**changes: Any) -> Report:
    return replace(REPORT, **changes)


def line(kind: DayKind, day: date = TODAY, **changes: Any) -> SchoolDay:
    return replace(SchoolDay(id=1, school=1, day=day, kind=kind), **changes)


def closed(*days: date) -> Calendar:
    """The class's days with these off."""
    return calendar([line(DayKind.HOLIDAY, day) for day in days], CLASS)
