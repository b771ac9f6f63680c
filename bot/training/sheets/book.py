"""A training workbook as it was read: every row that can be used, and all that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import sheets
from bot.errors import Unreadable
from bot.sheets import BadCell, Row
from bot.training.secondments import sheets as secondment_sheets
from bot.training.sheets import columns, entries
from bot.training.sheets.columns import COLUMNS
from bot.training.sheets.entries import (
    CompletionEntry,
    CourseEntry,
    Edition,
    QuestionEntry,
    QuotaEntry,
    SessionEntry,
    WaveEntry,
)

MOST_FAULTS = 100
_Found = dict[str, tuple[Edition, ...]]
_NUMBERED = {columns.SESSIONS: "number", columns.WAVES: "wave"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a file says. `completions` may be read again and again: they are many, and not kept.

    `faults`: what is wrong with rows, which are left out; with any, nothing may be entered.
    `spoilt`: what these rows were about, so that what refers to it isn't told as well.
    """

    courses: tuple[CourseEntry, ...] = ()
    waves: tuple[WaveEntry, ...] = ()
    sessions: tuple[SessionEntry, ...] = ()
    quotas: tuple[QuotaEntry, ...] = ()
    questions: tuple[QuestionEntry, ...] = ()
    secondments: tuple[secondment_sheets.Entry, ...] = ()
    completions: "Completions | None" = None
    faults: tuple[BadCell, ...] = ()
    spoilt: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Completions:
    """The rows of 修了; each reading goes through the file once more."""

    path: Path
    sheet: str
    zone: ZoneInfo

    def until(self, today: date, faults: list[BadCell]) -> Iterator[CompletionEntry]:
        """Every good row; to `faults` what is wrong with others, also days after today."""
        rows = sheets.read(self.path, COLUMNS[columns.COMPLETIONS], sheet=self.sheet)
        return sheets.good(
            rows, lambda row: _past(entries.completion(row, self.zone), today), faults
        )


def _past(one: CompletionEntry, today: date) -> CompletionEntry:
    if one.on > today:
        raise one.row.bad("completed_on", "is a day to come; correct it")
    return one


def read(path: Path, zone: ZoneInfo) -> Book:
    """Every row but the completions; raises Unreadable for a file that is no such workbook."""
    kinds = _sheets(path)
    faults: list[BadCell] = []
    spoilt: set[tuple[str, ...]] = set()
    found: _Found = {}
    for kind in entries.MADE.keys() & kinds.keys() - {columns.COMPLETIONS}:
        rows = tuple(sheets.read(path, COLUMNS[kind], sheet=kinds[kind]))
        wrong: list[BadCell] = []
        good = _good(rows, kind, zone, wrong)
        lines = {fault.line for fault in wrong}
        found[kind] = tuple(one for one in good if one.row.line not in lines)
        spoilt |= {about(kind, row) for row in rows if row.line in lines}
        faults += wrong
    seconded = _seconded(path, kinds, faults)
    return _book(found, seconded, _completions(path, kinds, zone), tuple(faults), frozenset(spoilt))


def about(kind: str, row: Row) -> tuple[str, ...]:
    """What a row enters: its sheet, its course, and its number where it has one."""
    keys = ["code", *filter(None, (_NUMBERED.get(kind),))]
    return (kind, *(str(row.cells.get(key, "")).strip().removesuffix(".0") for key in keys))


def _good(
    rows: tuple[Row, ...], kind: str, zone: ZoneInfo, faults: list[BadCell]
) -> tuple[Edition, ...]:
    made = entries.MADE[kind]
    found: tuple[Edition, ...] = tuple(sheets.good(rows, lambda row: made(row, zone), faults))
    faults += _twice(found)
    return found


def _seconded(
    path: Path, kinds: dict[str, str], faults: list[BadCell]
) -> tuple[secondment_sheets.Entry, ...]:
    if (sheet := kinds.get(columns.SECONDMENTS)) is None:
        return ()
    rows = sheets.read(path, secondment_sheets.COLUMNS, sheet=sheet)
    return tuple(sheets.good(rows, secondment_sheets.entry, faults))


def _completions(path: Path, kinds: dict[str, str], zone: ZoneInfo) -> Completions | None:
    if columns.COMPLETIONS not in kinds:
        return None
    return Completions(path=path, sheet=kinds[columns.COMPLETIONS], zone=zone)


def _sheets(path: Path) -> dict[str, str]:
    """Which sheets of ours a file has, by kind; a .csv is one of them, known by its headings."""
    names = sheets.sheets_in(path)
    if len(names) < 2 and not set(names) & set(COLUMNS):
        return {sheets.kind_of(path, COLUMNS): names[0] if names else ""}
    for name in names:
        if name not in COLUMNS and name != columns.ENROLMENTS:
            known = ", ".join(COLUMNS)
            raise Unreadable(
                f"{path.name}, sheet {name}", f"is not known; hide it, or name it one of {known}"
            )
    return {name: name for name in names if name in COLUMNS}


def _book(
    found: _Found,
    secondments: tuple[secondment_sheets.Entry, ...],
    completions: Completions | None,
    faults: tuple[BadCell, ...],
    spoilt: frozenset[tuple[str, ...]],
) -> Book:
    def of(kind: str) -> tuple[Edition, ...]:
        return found.get(kind, ())

    return Book(
        courses=tuple(one for one in of(columns.COURSES) if isinstance(one, CourseEntry)),
        waves=tuple(one for one in of(columns.WAVES) if isinstance(one, WaveEntry)),
        sessions=tuple(one for one in of(columns.SESSIONS) if isinstance(one, SessionEntry)),
        quotas=tuple(one for one in of(columns.QUOTAS) if isinstance(one, QuotaEntry)),
        questions=tuple(one for one in of(columns.QUESTIONS) if isinstance(one, QuestionEntry)),
        secondments=secondments,
        completions=completions,
        faults=faults,
        spoilt=spoilt,
    )


def _twice(rows: tuple[Edition, ...]) -> Iterator[BadCell]:
    """What stands twice: which of the two counts, nobody could tell."""
    seen: dict[tuple[object, ...], int] = {}
    for one in rows:
        key, column = _key(one)
        if key in seen:
            yield one.row.bad(column, f"stands in line {seen[key]} too")
        seen.setdefault(key, one.row.line)
    yield from _half_dated(rows)


def _half_dated(rows: tuple[Edition, ...]) -> Iterator[BadCell]:
    """A course named with its year here and without it there might be one or two."""
    dated = {one.code for one in rows if one.year is not None}
    for one in rows:
        if one.year is None and one.code in dated:
            yield one.row.bad("year", "is empty; other rows of this course have it: fill it in")


def _key(one: Edition) -> tuple[tuple[object, ...], str]:
    """By what a row is known, and the column that says it."""
    edition = (one.code, one.year)
    match one:
        case SessionEntry():
            return (*edition, one.session.number), "number"
        case QuotaEntry():
            return (*edition, one.number, one.quota.org, one.quota.name), "name"
        case WaveEntry():
            return (*edition, one.wave.number), "wave"
        case QuestionEntry():
            return (*edition, one.question.text), "question"
    return edition, "code"
