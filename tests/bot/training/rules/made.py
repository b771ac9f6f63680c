"""A course, a session and an enrolment as most tests of the rules want them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.training.model import Course, CourseState, Enrolment, Question, Session, State, Wave

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)  # a Tuesday after a holiday
TODAY = NOW.date()
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

COURSE = Course(
    id=5,
    code="TEAMS-1",
    year=2026,
    title="Teams活用研修",
    to=("all",),
    state=CourseState.OPEN,
    finish_by=date(2027, 3, 31),
)
SESSION = Session(
    id=7,
    course=5,
    number=1,
    starts_at=datetime(2026, 12, 10, 14, 0, tzinfo=TOKYO),
    ends_at=datetime(2026, 12, 10, 15, 30, tzinfo=TOKYO),
    place="本庁舎 301会議室",
    seats=2,
    deadline=datetime(2026, 12, 3, 17, 0, tzinfo=TOKYO),
)
ENROLMENT = Enrolment(
    id=11,
    course=5,
    session=7,
    person=3,
    municipality="あかつき市",
    department="総務課",
    state=State.BOOKED,
    since=NOW,
)
QUESTIONS = tuple(Question(text=f"問{n}", choices=("ア", "イ", "ウ"), right=n) for n in range(3))
FIRST = Wave(course=5, number=1, title="第1期", first=date(2026, 12, 1), last=date(2026, 12, 18))
SECOND = Wave(course=5, number=2, title="第2期", first=date(2027, 1, 12), last=date(2027, 1, 29))


def course(**given: Any) -> Course:
    return replace(COURSE, **given)


def session(**given: Any) -> Session:
    return replace(SESSION, **given)


def enrolment(**given: Any) -> Enrolment:
    return replace(ENROLMENT, **given)
