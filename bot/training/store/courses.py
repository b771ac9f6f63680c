"""Courses (研修): by id, by code and year, and by the state that they are in."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.errors import NotFound, Stale
from bot.storage.tx import Row, Tx
from bot.training.model import Course, CourseState, Duty, Head, Question
from bot.training.store.rows import COURSE

_PAGE = 500
_PLAIN = (
    "code",
    "year",
    "title",
    "text",
    "series",
    "mandatory",
    "repeats",
    "minutes",
    "threshold",
    "recording",
    "topics",
    "promise",
    "opens_at",
    "choose_by",
    "finish_by",
    "home",
    "home_course",
    "version",
)
_COLUMNS = (*_PLAIN, "requires", "audience", "head", "duty", "questions", "state")
_GET = select(COURSE).where(COURSE.c.id == bindparam("one"))
_FIND = select(COURSE).where(
    COURSE.c.home == bindparam("home"),
    COURSE.c.code == bindparam("code"),
    COURSE.c.year == bindparam("year"),
)
_OF_CODE = select(COURSE).where(COURSE.c.code == bindparam("code")).order_by(COURSE.c.id)
_OF_HOME = select(COURSE).where(
    COURSE.c.home == bindparam("home"), COURSE.c.home_course == bindparam("one")
)
_PAGED = select(COURSE).where(COURSE.c.id > bindparam("last")).order_by(COURSE.c.id).limit(_PAGE)
_STAGED = (
    select(COURSE)
    .where(COURSE.c.state == bindparam("state"))
    .order_by(COURSE.c.finish_by, COURSE.c.id)
)
_ADD = insert(COURSE).values({name: bindparam(name) for name in _COLUMNS}).returning(COURSE.c.id)
_SAVE = (
    update(COURSE)
    .where(COURSE.c.id == bindparam("one"), COURSE.c.version == bindparam("shown"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)
_DROP = delete(COURSE).where(COURSE.c.id == bindparam("one"))


def get(tx: Tx, course: int) -> Course:
    """The course by id; raises NotFound."""
    if (found := find_one(tx, course)) is None:
        raise NotFound(f"course:{course}")
    return found


def find_one(tx: Tx, course: int) -> Course | None:
    """The course by id, or None."""
    row = tx.first(_GET, one=course)
    return None if row is None else of_row(row)


def find(tx: Tx, code: str, year: int, home: str = "") -> Course | None:
    """The course of that code in a fiscal year, or None; `home`: the tenant that published it."""
    row = tx.first(_FIND, code=code, year=year, home=home)
    return None if row is None else of_row(row)


def of_code(tx: Tx, code: str) -> tuple[Course, ...]:
    """The course of that code in every year, published elsewhere or here."""
    return tuple(of_row(row) for row in tx.all(_OF_CODE, code=code))


def of_home(tx: Tx, home: str, home_course: int) -> Course | None:
    """Our copy of a course that another tenant published, or None."""
    row = tx.first(_OF_HOME, home=home, one=home_course)
    return None if row is None else of_row(row)


def every(tx: Tx) -> Iterator[Course]:
    """All courses in the order of their ids, a page at a time."""
    last = 0
    while rows := tx.all(_PAGED, last=last):
        for row in rows:
            yield of_row(row)
        last = rows[-1].id


def staged(tx: Tx, state: CourseState) -> tuple[Course, ...]:
    """Every course in one state; what has to be finished first comes first."""
    return tuple(of_row(row) for row in tx.all(_STAGED, state=state.value))


def open_ones(tx: Tx) -> tuple[Course, ...]:
    """The courses in which people may enrol."""
    return staged(tx, CourseState.OPEN)


def add(tx: Tx, course: Course) -> Course:
    """Remember a new course; the same with its id."""
    return replace(course, id=int(tx.value(_ADD, **_values(course))))


def save(tx: Tx, course: Course) -> Course:
    """Remember a changed course whose version was raised by one; raises Stale."""
    values = {f"new_{name}": value for name, value in _values(course).items()}
    if tx.run(_SAVE, one=course.id, shown=course.version - 1, **values) != 1:
        raise Stale("training.refused.changed")
    return course


def erase(tx: Tx, course: int) -> bool:
    """Take the course's own row out for good; whether there was one. The rest is `erasing`'s."""
    return tx.run(_DROP, one=course) > 0


def _values(course: Course) -> dict[str, Any]:
    return {
        **{name: getattr(course, name) for name in _PLAIN},
        "requires": list(course.requires),
        "audience": {"to": list(course.to), "but": list(course.but)},
        "head": course.head.value,
        "duty": course.duty.value,
        "questions": [[one.text, list(one.choices), one.right] for one in course.questions],
        "state": course.state.value,
    }


def of_row(row: Row) -> Course:
    """The course that a row of COURSE says."""
    return Course(
        id=row.id,
        requires=tuple(row.requires),
        to=tuple(row.audience["to"]),
        but=tuple(row.audience["but"]),
        head=Head(row.head),
        duty=Duty(row.duty),
        questions=tuple(_question(*one) for one in row.questions),
        state=CourseState(row.state),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _question(text: str, choices: list[str], right: int) -> Question:
    return Question(text=text, choices=tuple(choices), right=right)
