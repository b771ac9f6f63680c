"""What one row of each sheet says; a cell that can't be used is a BadCell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.sheets import Row
from bot.training.model import Course, Duty, Head, Question, Quota, Session, Wave
from bot.training.rules import bounds
from bot.training.rules.years import fiscal_year
from bot.training.sheets import cells, columns
from bot.training.sheets.columns import DUTIES, HEADS, ORGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which course a row is about; `year` None: the newest one of that code."""

    row: Row
    code: str
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseEntry(Edition):
    """A row of 研修; the course is without id, state, questions and promise."""

    course: Course


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntry(Edition):
    """A row of 開催回; the session is without ids."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaEntry(Edition):
    """A row of 定員枠: one quota of the session of that number."""

    number: int
    quota: Quota


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveEntry(Edition):
    """A row of 受講期, with the municipalities that have chosen it."""

    wave: Wave
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEntry(Edition):
    """A row of 確認問題."""

    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionEntry(Edition):
    """A row of 修了: whose mail it is, and when they finished."""

    mail: str
    on: date


Entry = CourseEntry | SessionEntry | QuotaEntry | WaveEntry | QuestionEntry | CompletionEntry


def course(row: Row, zone: ZoneInfo) -> CourseEntry:
    """A row of 研修."""
    finish_by = cells.needed_day(row, "finish_by")
    year = cells.year(row) or fiscal_year(finish_by)
    found = Course(
        id=0,
        code=cells.code(row),
        year=year,
        title=row.needed("title", at_most=bounds.TITLE),
        text=row.text("text", at_most=bounds.TEXT),
        series=row.text("series", at_most=100),
        requires=row.listed("requires"),
        mandatory=row.flag("mandatory"),
        repeats=row.flag("repeats"),
        to=cells.selectors(row, "to"),
        but=cells.selectors(row, "but"),
        head=row.choice("head", HEADS) or Head.NONE,
        duty=row.choice("duty", DUTIES) or Duty.WORK,
        minutes=row.whole("minutes", at_least=1, at_most=bounds.MINUTES) or 60,
        threshold=row.whole("threshold", at_least=1, at_most=100) or 80,
        recording=cells.link(row, "recording"),
        topics=row.text("topics", at_most=bounds.TOPICS),
        opens_at=cells.instant(row, "opens_at", zone, end_of_day=False),
        choose_by=cells.day(row, "choose_by"),
        finish_by=finish_by,
    )
    if found.code in found.requires:
        raise row.bad("requires", "names the course itself; name another, or none")
    row.choice("state", columns.COURSE_STATES)  # what stands there is only read
    return CourseEntry(row=row, code=found.code, year=year, course=found)


def session(row: Row, zone: ZoneInfo) -> SessionEntry:
    """A row of 開催回; without a deadline one may enrol until the end of the day before."""
    day = cells.needed_day(row, "day")
    starts = datetime.combine(day, cells.clock(row, "starts"), zone)
    ends = datetime.combine(day, cells.clock(row, "ends"), zone)
    if ends <= starts:
        raise row.bad("ends", "is not after the beginning; correct one of the two times")
    before = datetime.combine(day, time.min, zone)
    deadline = cells.instant(row, "deadline", zone, end_of_day=True) or before
    if deadline > starts:
        raise row.bad("deadline", "lies after the beginning; write an earlier one")
    found = Session(
        id=0,
        course=0,
        number=cells.number(row, "number"),
        starts_at=starts,
        ends_at=ends,
        place=row.text("place", at_most=bounds.PLACE),
        seats=cells.count(row, "seats", at_least=1),
        deadline=deadline,
        link=cells.link(row, "link"),
        wave=row.whole("wave", at_most=bounds.NUMBER) or 0,
        host=row.text("host", at_most=200),
        organizer=row.text("organizer", at_most=320).lower(),
    )
    row.choice("state", columns.SESSION_STATES)
    return SessionEntry(row=row, code=cells.code(row), year=cells.year(row), session=found)


def quota(row: Row, _: ZoneInfo) -> QuotaEntry:
    """A row of 定員枠."""
    org = row.choice("org", ORGS)
    if org is None:
        raise row.bad("org", f"write one of {', '.join(ORGS)}")
    seats = cells.count(row, "seats", at_least=0)
    return QuotaEntry(
        row=row,
        code=cells.code(row),
        year=cells.year(row),
        number=cells.number(row, "number"),
        quota=Quota(org=org, name=row.needed("name", at_most=200), seats=seats),
    )


def wave(row: Row, _: ZoneInfo) -> WaveEntry:
    """A row of 受講期."""
    first, last = cells.needed_day(row, "first"), cells.needed_day(row, "last")
    if last < first:
        raise row.bad("last", "is before the first day; correct one of the two")
    found = Wave(
        course=0,
        number=cells.number(row, "wave"),
        title=row.needed("title", at_most=100),
        first=first,
        last=last,
    )
    names = row.listed("municipalities")
    return WaveEntry(
        row=row, code=cells.code(row), year=cells.year(row), wave=found, municipalities=names
    )


def question(row: Row, _: ZoneInfo) -> QuestionEntry:
    """A row of 確認問題: at least two answers, of which one is right."""
    keys = [f"choice{n}" for n in range(1, bounds.CHOICES + 1)]
    choices = tuple(filter(None, (row.text(key, at_most=bounds.CHOICE) for key in keys)))
    if len(choices) < 2:
        raise row.bad("choice2", "is empty; write at least two answers")
    right = row.whole("right", at_least=1, at_most=len(choices))
    if right is None:
        raise row.bad("right", "is empty; write the number of the right answer")
    text = row.needed("question", at_most=bounds.QUESTION)
    found = Question(text=text, choices=choices, right=right - 1)
    return QuestionEntry(row=row, code=cells.code(row), year=cells.year(row), question=found)


def completion(row: Row, _: ZoneInfo) -> CompletionEntry:
    """A row of 修了."""
    mail = row.needed("mail", at_most=320).lower()
    if "@" not in mail:
        raise row.bad("mail", "is not a mail address")
    on = cells.needed_day(row, "completed_on")
    return CompletionEntry(row=row, code=cells.code(row), year=cells.year(row), mail=mail, on=on)


MADE: Mapping[str, Callable[[Row, ZoneInfo], Entry]] = {
    columns.COURSES: course,
    columns.SESSIONS: session,
    columns.QUOTAS: quota,
    columns.WAVES: wave,
    columns.QUESTIONS: question,
    columns.COMPLETIONS: completion,
}
