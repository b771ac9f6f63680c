"""The workbook as it is written: courses and sessions, and people for who may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot import sheets
from bot.sheets import Sheet
from bot.sheets.writing import Value
from bot.storage.tx import Tx
from bot.training.model import Course, Session
from bot.training.rules import bounds
from bot.training.secondments import sheets as secondment_sheets
from bot.training.sheets import columns
from bot.training.sheets.columns import COLUMNS, ENROLMENTS, headings, word
from bot.training.store import completing, completions, courses, enrolments, quotas, sessions, waves

Line = tuple[Value, ...]
_PAGE = 500


class Moment(NamedTuple):
    """As of when it is written, on the clocks of the tenant."""

    now: datetime
    zone: ZoneInfo


def template(path: Path) -> None:
    """Write an empty workbook that can be filled in."""
    sheets.write_book(path, [_sheet(name, iter(())) for name in COLUMNS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """How many rows each sheet has; `left_out`: completions of people whom the register doesn't
    know any more, or whose address it lacks: nothing could be imported of them again."""

    rows: dict[str, int]
    left_out: int = 0


def export(tx: Tx, path: Path, at: Moment, *, with_people: bool) -> Exported:
    """Write everything. `with_people`: who booked and who finished, by name, a page at a time."""
    left_out: list[int] = []
    own = tuple(one for one in courses.every(tx) if not one.home)
    made = [
        _sheet(columns.COURSES, (_course(one, at) for one in own)),
        _sheet(columns.SESSIONS, _sessions(tx, own, at)),
        _sheet(columns.QUOTAS, _quotas(tx, own)),
        _sheet(columns.WAVES, _waves(tx, own)),
        _sheet(columns.QUESTIONS, _questions(own)),
    ]
    if with_people:
        made.append(_sheet(columns.COMPLETIONS, _completions(tx, own, left_out)))
        seconded = secondment_sheets.rows_of(tx, at.now.date())
        made.append(_sheet(columns.SECONDMENTS, iter(seconded)))
        lines = _enrolments(tx, own, at)
        made.append(Sheet(name=ENROLMENTS, headings=columns.ENROLMENT_HEADINGS, rows=lines))
    rows = dict(zip((one.name for one in made), sheets.write_book(path, made), strict=True))
    return Exported(rows=rows, left_out=len(left_out))


def _sheet(name: str, rows: Iterator[Line]) -> Sheet:
    return Sheet(name=name, headings=headings(name), rows=rows)


def _course(one: Course, at: Moment) -> Line:
    return (
        one.code,
        one.year,
        one.title,
        one.text,
        one.series,
        "、".join(one.requires),
        "○" if one.mandatory else "",
        "○" if one.repeats else "",
        "、".join(one.to),
        "、".join(one.but),
        word(columns.HEADS, one.head),
        word(columns.DUTIES, one.duty),
        one.minutes,
        one.threshold,
        one.recording,
        one.topics,
        _instant(one.opens_at, at),
        one.choose_by,
        one.finish_by,
        word(columns.COURSE_STATES, one.state),
    )


def _sessions(tx: Tx, own: tuple[Course, ...], at: Moment) -> Iterator[Line]:
    for course in own:
        for one in sorted(sessions.of_course(tx, course.id), key=lambda found: found.number):
            yield _session(course, one, at)


def _session(course: Course, one: Session, at: Moment) -> Line:
    starts, ends = one.starts_at.astimezone(at.zone), one.ends_at.astimezone(at.zone)
    return (
        course.code,
        course.year,
        one.number,
        starts.date(),
        starts.strftime("%H:%M"),
        ends.strftime("%H:%M"),
        one.place,
        one.link,
        one.seats,
        _instant(one.deadline, at),
        one.wave or None,
        one.host,
        one.organizer,
        word(columns.SESSION_STATES, one.state),
        one.held,
        one.waiting,
    )


def _quotas(tx: Tx, own: tuple[Course, ...]) -> Iterator[Line]:
    for course in own:
        for session in sessions.of_course(tx, course.id):
            for one in quotas.of(tx, session.id):
                org = word(columns.ORGS, one.org)
                edition = (course.code, course.year, session.number)
                yield (*edition, org, one.name, one.seats, one.held)


def _waves(tx: Tx, own: tuple[Course, ...]) -> Iterator[Line]:
    for course in own:
        choices = waves.choices(tx, course.id)
        for one in waves.of_course(tx, course.id):
            names = "、".join(name for name, chosen in choices.items() if chosen == one.number)
            edition = (course.code, course.year, one.number)
            yield (*edition, one.title, one.first, one.last, names)


def _questions(own: tuple[Course, ...]) -> Iterator[Line]:
    for course in own:
        for one in course.questions:
            choices = (*one.choices, *[""] * bounds.CHOICES)[: bounds.CHOICES]
            yield (course.code, course.year, one.text, *choices, one.right + 1)


def _completions(tx: Tx, own: tuple[Course, ...], left_out: list[int]) -> Iterator[Line]:
    for course in own:
        after = 0
        while page := completions.of_course(tx, course.id, after, _PAGE):
            names = completing.named(tx, [one.person for one in page])
            for one in page:
                mail, name = names.get(one.person, ("", ""))
                if not mail:
                    left_out.append(one.person)
                    continue
                place = (one.municipality, one.department)
                how = word(columns.HOWS, one.how)
                yield (course.code, course.year, mail, one.on, name, *place, how)
            after = page[-1].person


def _enrolments(tx: Tx, own: tuple[Course, ...], at: Moment) -> Iterator[Line]:
    for course in own:
        numbers = {one.id: one.number for one in sessions.of_course(tx, course.id)}
        after = 0
        while page := enrolments.of_course(tx, course.id, after, _PAGE):
            names = completing.named(tx, [one.person for one in page])
            for one in page:
                who = names.get(one.person, ("", ""))
                place = (one.municipality, one.department)
                state, day = word(columns.STATES, one.state), one.since.astimezone(at.zone).date()
                edition = (course.code, course.year, numbers.get(one.session))
                yield (*edition, *who, *place, state, day)
            after = page[-1].id


def _instant(at: datetime | None, moment: Moment) -> str:
    return at.astimezone(moment.zone).strftime("%Y-%m-%d %H:%M") if at else ""
