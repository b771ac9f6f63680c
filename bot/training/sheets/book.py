"""A training workbook as it was read: every row of every sheet, or all that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import sheets
from bot.errors import Unreadable
from bot.sheets import BadCell, BadRows
from bot.training import secondment_sheets
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
_KEPT = entries.MADE.keys() - {columns.COMPLETIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a file says. `completions` may be read again and again: they are many, and not kept."""

    courses: tuple[CourseEntry, ...] = ()
    waves: tuple[WaveEntry, ...] = ()
    sessions: tuple[SessionEntry, ...] = ()
    quotas: tuple[QuotaEntry, ...] = ()
    questions: tuple[QuestionEntry, ...] = ()
    secondments: tuple[secondment_sheets.Entry, ...] = ()
    completions: "Completions | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completions:
    """The rows of 修了; each reading goes through the file once more."""

    path: Path
    sheet: str
    zone: ZoneInfo

    def until(self, today: date) -> Iterator[CompletionEntry]:
        """Every row; raises BadRows at the end, also for days after today."""
        rows = sheets.read(self.path, COLUMNS[columns.COMPLETIONS], sheet=self.sheet)
        return sheets.each(rows, lambda row: _past(entries.completion(row, self.zone), today))


def _past(one: CompletionEntry, today: date) -> CompletionEntry:
    if one.on > today:
        raise one.row.bad("completed_on", "is a day to come; correct it")
    return one


def read(path: Path, zone: ZoneInfo) -> Book:
    """Every row but the completions; raises Unreadable, BadRows with all that is wrong."""
    kinds = _sheets(path)
    faults: list[BadCell] = []
    found = {
        kind: _gathered(path, kind, kinds[kind], zone, faults) for kind in _KEPT & kinds.keys()
    }
    seconded = _seconded(path, kinds, faults)
    faults += [] if faults else _twice(found)
    if faults:
        raise BadRows(tuple(faults[:MOST_FAULTS]))
    return replace(_book(found, _completions(path, kinds, zone)), secondments=seconded)


def _gathered(
    path: Path, kind: str, sheet: str, zone: ZoneInfo, faults: list[BadCell]
) -> tuple[Edition, ...]:
    try:
        return tuple(_rows(path, kind, sheet, zone))
    except BadRows as bad:
        faults += bad.faults
    return ()


def _seconded(
    path: Path, kinds: dict[str, str], faults: list[BadCell]
) -> tuple[secondment_sheets.Entry, ...]:
    if (sheet := kinds.get(columns.SECONDMENTS)) is None:
        return ()
    rows = sheets.read(path, secondment_sheets.COLUMNS, sheet=sheet)
    try:
        return tuple(sheets.each(rows, secondment_sheets.entry))
    except BadRows as bad:
        faults += bad.faults
    return ()


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


def _rows(path: Path, kind: str, sheet: str, zone: ZoneInfo) -> Iterator[Edition]:
    rows = sheets.read(path, COLUMNS[kind], sheet=sheet)
    made = entries.MADE[kind]
    return sheets.each(rows, lambda row: made(row, zone))


def _book(found: dict[str, tuple[Edition, ...]], completions: Completions | None) -> Book:
    def of(kind: str) -> tuple[Edition, ...]:
        return found.get(kind, ())

    return Book(
        courses=tuple(one for one in of(columns.COURSES) if isinstance(one, CourseEntry)),
        waves=tuple(one for one in of(columns.WAVES) if isinstance(one, WaveEntry)),
        sessions=tuple(one for one in of(columns.SESSIONS) if isinstance(one, SessionEntry)),
        quotas=tuple(one for one in of(columns.QUOTAS) if isinstance(one, QuotaEntry)),
        questions=tuple(one for one in of(columns.QUESTIONS) if isinstance(one, QuestionEntry)),
        completions=completions,
    )


def _twice(found: dict[str, tuple[Edition, ...]]) -> list[BadCell]:
    """What stands twice: which of the two counts, nobody could tell."""
    faults = []
    for rows in found.values():
        seen: dict[tuple[object, ...], int] = {}
        for one in rows:
            key, column = _key(one)
            if key in seen:
                faults.append(one.row.bad(column, f"stands in line {seen[key]} too"))
            seen.setdefault(key, one.row.line)
        faults += _half_dated(rows)
    return faults


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
