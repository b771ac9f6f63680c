"""Which course a row means: by code and year, or the newest of its code."""

from dataclasses import replace
from datetime import date

from bot.sheets import BadCell, BadRows, Gathering, Row
from bot.storage.tx import Tx
from bot.training.managing import Deed, keep
from bot.training.model import Course
from bot.training.rules import bounds
from bot.training.rules.courses import changed_to
from bot.training.sheets import columns, names
from bot.training.sheets.book import MOST_FAULTS
from bot.training.sheets.entries import CourseEntry, Edition, QuestionEntry
from bot.training.store import courses

IMPORTED = "training.import"
_FIELDS = (
    "title",
    "text",
    "series",
    "requires",
    "mandatory",
    "repeats",
    "to",
    "but",
    "head",
    "duty",
    "minutes",
    "threshold",
    "recording",
    "topics",
    "opens_at",
    "choose_by",
    "finish_by",
)


class Lacking(BadCell):
    """Names what neither the register nor the file has: `lost`, as `book.about` says it."""

    def __init__(self, row: Row, key: str, remedy: str, *lost: str) -> None:
        super().__init__(row.line, row.headings.get(key, key), remedy, row.sheet)
        self.lost = lost


def raise_all(faults: list[BadCell]) -> None:
    """Raise BadRows where anything is wrong; the caller's transaction rolls back."""
    if faults:
        order = {sheet: place for place, sheet in enumerate(columns.COLUMNS)}
        faults.sort(key=lambda fault: (order.get(fault.sheet, 0), fault.line))
        raise BadRows(tuple(faults[:MOST_FAULTS]))


def of(tx: Tx, one: Edition) -> Course:
    """The course of our own that a row means; raises BadCell where there is none.

    A course that another tenant publishes is changed by that tenant alone.
    """
    known: dict[tuple[str, int | None], Course | None] = tx.known.setdefault(IMPORTED, {})
    key = (one.code, one.year)
    if key not in known:
        known[key] = _find(tx, one.code, one.year)
    if (found := known[key]) is None:
        column = "code" if one.year is None else "year"
        fault = "names no course of the register or of this file"
        raise Lacking(one.row, column, fault, columns.COURSES, one.code)
    return found


def _find(tx: Tx, code: str, year: int | None) -> Course | None:
    if year is not None:
        return courses.find(tx, code, year)
    own = [one for one in courses.of_code(tx, code) if not one.home]
    return max(own, key=lambda one: one.year, default=None)


def forget(tx: Tx) -> None:
    """A course was entered or changed: look it up anew."""
    tx.known.pop(IMPORTED, None)


def put(tx: Tx, one: CourseEntry, deed: Deed) -> str:
    """Enter a course as a draft, or correct it; what was done, in a word.

    Columns that the sheet doesn't have stay as they are, and so does the course's state.
    """
    before = courses.find(tx, one.code, one.course.year)
    _check_audience(tx, one, before, deed.now.date())
    if before is None:
        courses.add(tx, one.course)
        return "added"
    fields = {name: getattr(one.course, name) for name in _FIELDS if name in one.row.headings}
    if replace(before, **fields) == before:
        return "unchanged"
    keep(tx, changed_to(before, **fields), deed, IMPORTED)
    return "updated"


def _check_audience(tx: Tx, one: CourseEntry, before: Course | None, today: date) -> None:
    """Whom the file names anew has to be somebody; what stands may outlive a department."""
    days = (today, one.course.finish_by)
    take = Gathering()
    for key in ("to", "but"):
        standing = getattr(before, key) if before is not None else ()
        new = [text for text in getattr(one.course, key) if text not in standing]
        take(names.selectors, tx, one.row, key, new, days)
    take.check()


def check_required(tx: Tx, one: CourseEntry) -> None:
    """What has to be finished first has to be a course, and may not wait for this one itself."""
    for code in one.course.requires:
        if not courses.of_code(tx, code):
            fault = f"names {code}, which is no course's code"
            raise Lacking(one.row, "requires", fault, columns.COURSES, code)
    if ring := _ring(tx, one):
        way = " → ".join((one.code, *ring))
        fault = f"leads back to the course itself ({way}); nobody could begin: take one out"
        raise one.row.bad("requires", fault)


def _ring(tx: Tx, one: CourseEntry) -> tuple[str, ...]:
    """The way from what a course requires back to itself, () where there is none."""
    ways: list[tuple[str, ...]] = [(code,) for code in one.course.requires]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == one.code:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            newest = _find(tx, way[-1], None)
            ways += [(*way, code) for code in (newest.requires if newest else ())]
    return ()


def ask(tx: Tx, rows: list[QuestionEntry], deed: Deed) -> None:
    """Let these be the questions of one course."""
    if len(rows) > bounds.QUESTIONS:
        fault = f"is one too many; a course has at most {bounds.QUESTIONS} questions"
        raise rows[bounds.QUESTIONS].row.bad("question", fault)
    course, questions = of(tx, rows[0]), tuple(one.question for one in rows)
    if course.questions != questions:
        keep(tx, changed_to(course, questions=questions), deed, IMPORTED)
        forget(tx)
