"""What one row of each sheet says; a cell that can't be used is a BadCell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.sheets import Gathering, Row
from bot.training.model import Course, Duty, Head, Org, Question, Quota, Session, Wave
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
    take = Gathering()
    found = Course(
        id=0,
        code=take(cells.code, row),
        title=take(row.needed, "title", at_most=bounds.TITLE),
        text=take(row.text, "text", at_most=bounds.TEXT),
        series=take(row.text, "series", at_most=100),
        requires=take(_required, row),
        mandatory=take(row.flag, "mandatory"),
        repeats=take(row.flag, "repeats"),
        to=take(cells.selectors, row, "to"),
        but=take(cells.selectors, row, "but"),
        head=take(row.choice, "head", HEADS) or Head.NONE,
        duty=take(row.choice, "duty", DUTIES) or Duty.WORK,
        minutes=take(row.whole, "minutes", at_least=1, at_most=bounds.MINUTES) or 60,
        threshold=take(row.whole, "threshold", at_least=1, at_most=100) or 80,
        recording=take(cells.link, row, "recording"),
        topics=take(row.text, "topics", at_most=bounds.TOPICS),
        opens_at=take(cells.instant, row, "opens_at", zone, end_of_day=False),
        choose_by=take(cells.day, row, "choose_by"),
        finish_by=take(cells.needed_day, row, "finish_by"),
        year=take(_course_year, row),
    )
    take(row.choice, "state", columns.COURSE_STATES)  # what stands there is only read
    take.check()
    return CourseEntry(row=row, code=found.code, year=found.year, course=found)


def _course_year(row: Row) -> int:
    return cells.year(row) or fiscal_year(cells.needed_day(row, "finish_by"))


def _required(row: Row) -> tuple[str, ...]:
    found = row.listed("requires")
    if row.text("code") in found:
        raise row.bad("requires", "names the course itself; name another, or none")
    return found


def session(row: Row, zone: ZoneInfo) -> SessionEntry:
    """A row of 開催回; without a deadline one may enrol until the end of the day before."""
    take = Gathering()
    take(cells.needed_day, row, "day")
    found = Session(
        id=0,
        course=0,
        number=take(cells.number, row, "number"),
        starts_at=take(_at, row, "starts", zone),
        ends_at=take(_end, row, zone),
        place=take(row.text, "place", at_most=bounds.PLACE),
        seats=take(cells.count, row, "seats", at_least=1),
        deadline=take(_deadline, row, zone),
        link=take(cells.link, row, "link"),
        wave=take(row.whole, "wave", at_most=bounds.NUMBER) or 0,
        host=take(row.text, "host", at_most=200),
        organizer=take(_mail, row, "organizer"),
    )
    code, year = take(cells.code, row), take(cells.year, row)
    take(row.choice, "state", columns.SESSION_STATES)
    take.check()
    return SessionEntry(row=row, code=code, year=year, session=found)


def _at(row: Row, key: str, zone: ZoneInfo) -> datetime:
    clock = cells.clock(row, key)
    return datetime.combine(cells.needed_day(row, "day"), clock, zone)


def _end(row: Row, zone: ZoneInfo) -> datetime:
    end = _at(row, "ends", zone)
    if end <= _at(row, "starts", zone):
        raise row.bad("ends", "is not after the beginning; correct one of the two times")
    return end


def _deadline(row: Row, zone: ZoneInfo) -> datetime:
    written = cells.instant(row, "deadline", zone, end_of_day=True)
    if written is None:
        return datetime.combine(cells.needed_day(row, "day"), time.min, zone)
    if written > _at(row, "starts", zone):
        raise row.bad("deadline", "lies after the beginning; write an earlier one")
    return written


def _mail(row: Row, key: str) -> str:
    return row.text(key, at_most=320).lower()


def quota(row: Row, _: ZoneInfo) -> QuotaEntry:
    """A row of 定員枠."""
    take = Gathering()
    found = QuotaEntry(
        row=row,
        code=take(cells.code, row),
        year=take(cells.year, row),
        number=take(cells.number, row, "number"),
        quota=Quota(
            org=take(_org, row),
            name=take(row.needed, "name", at_most=200),
            seats=take(cells.count, row, "seats", at_least=0),
        ),
    )
    take.check()
    return found


def _org(row: Row) -> Org:
    found = row.choice("org", ORGS)
    if found is None:
        raise row.bad("org", f"write one of {', '.join(ORGS)}")
    return found


def wave(row: Row, _: ZoneInfo) -> WaveEntry:
    """A row of 受講期."""
    take = Gathering()
    found = Wave(
        course=0,
        number=take(cells.number, row, "wave"),
        title=take(row.needed, "title", at_most=100),
        first=take(cells.needed_day, row, "first"),
        last=take(_last, row),
    )
    names = take(row.listed, "municipalities")
    code, year = take(cells.code, row), take(cells.year, row)
    take.check()
    return WaveEntry(row=row, code=code, year=year, wave=found, municipalities=names)


def _last(row: Row) -> date:
    last = cells.needed_day(row, "last")
    if last < cells.needed_day(row, "first"):
        raise row.bad("last", "is before the first day; correct one of the two")
    return last


def question(row: Row, _: ZoneInfo) -> QuestionEntry:
    """A row of 確認問題: at least two answers, of which one is right."""
    take = Gathering()
    found = Question(
        text=take(row.needed, "question", at_most=bounds.QUESTION),
        choices=take(_choices, row),
        right=take(_right, row),
    )
    code, year = take(cells.code, row), take(cells.year, row)
    take.check()
    return QuestionEntry(row=row, code=code, year=year, question=found)


def _choices(row: Row) -> tuple[str, ...]:
    keys = [f"choice{n}" for n in range(1, bounds.CHOICES + 1)]
    found = tuple(filter(None, (row.text(key, at_most=bounds.CHOICE) for key in keys)))
    if len(found) < 2:
        raise row.bad("choice2", "is empty; write at least two answers")
    return found


def _right(row: Row) -> int:
    found = row.whole("right", at_least=1, at_most=len(_choices(row)))
    if found is None:
        raise row.bad("right", "is empty; write the number of the right answer")
    return found - 1


def completion(row: Row, _: ZoneInfo) -> CompletionEntry:
    """A row of 修了."""
    take = Gathering()
    found = CompletionEntry(
        row=row,
        code=take(cells.code, row),
        year=take(cells.year, row),
        mail=take(_needed_mail, row),
        on=take(cells.needed_day, row, "completed_on"),
    )
    take.check()
    return found


def _needed_mail(row: Row) -> str:
    mail = row.needed("mail", at_most=320).lower()
    if "@" not in mail:
        raise row.bad("mail", "is not a mail address")
    return mail


MADE: Mapping[str, Callable[[Row, ZoneInfo], Entry]] = {
    columns.COURSES: course,
    columns.SESSIONS: session,
    columns.QUOTAS: quota,
    columns.WAVES: wave,
    columns.QUESTIONS: question,
    columns.COMPLETIONS: completion,
}
