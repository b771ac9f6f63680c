"""The completions of an LMS: looked up before anything is written, entered with all the rest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from bot import policy, sheets
from bot.sheets import BadCell
from bot.storage.tx import Tx
from bot.training.sheets import columns, editions
from bot.training.sheets.book import Completions
from bot.training.sheets.entries import CompletionEntry, Edition
from bot.training.store import completing

T = TypeVar("T")
Read = Callable[[Callable[[Tx], dict[str, int]]], dict[str, int]]  # runs work in a transaction
AT_ONCE = 500
_LINES_TOLD = 20


@dataclass(frozen=True, slots=True)
class Finished:
    """A row whose person is known: as small as may be, for there may be many."""

    first: Edition  # the first row of the same course: where a fault about it is told
    person: int
    on: date


def known(rows: Completions, read: Read, *, today: date, known_only: bool) -> "Known":
    """Everybody of the sheet looked up, some hundred at a time.

    Whom nobody knows is a fault, unless `known_only`.
    """
    found: list[Finished] = []
    strangers: list[CompletionEntry] = []
    faults: list[BadCell] = []
    courses: dict[tuple[str, int | None], Edition] = {}
    for batch in batches(rows.until(today, faults), AT_ONCE):
        people = read(partial(completing.people, mails=[one.mail for one in batch]))
        for one in batch:
            first = courses.setdefault((one.code, one.year), one)
            if one.mail in people:
                found.append(Finished(first, people[one.mail], one.on))
            else:
                strangers.append(one)
    if strangers and not known_only:
        faults.append(strangers[0].row.bad("mail", _told(strangers)))
    return Known(found=tuple(found), strangers=tuple(strangers), faults=tuple(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Rows with a person, and rows whose address nobody answers to; with `faults`, which are what
    is wrong with the rows, nothing may be entered."""

    found: tuple[Finished, ...] = ()
    strangers: tuple[CompletionEntry, ...] = ()
    faults: tuple[BadCell, ...] = ()


def _told(strangers: list[CompletionEntry]) -> str:
    lines = ", ".join(str(one.row.line) for one in strangers[:_LINES_TOLD])
    more = " …" if len(strangers) > _LINES_TOLD else ""
    one = len(strangers) == 1
    count = "1 person is" if one else f"{len(strangers)} people are"
    return (
        f"{count} not known here ({'line' if one else 'lines'} {lines}{more}); "
        "load the people file first, or take the known ones with --known-only"
    )


def put(tx: Tx, found: Sequence[Finished], today: date) -> tuple[int, int]:
    """Enter them in this transaction; how many are new and how many another day corrected.

    More than may be written to without an approval get no certificate card: they find it under
    研修.
    """
    told = bool(cardless(tx, found))
    new, changed = 0, 0
    for course_id, days in _by_course(tx, found):
        added, corrected = completing.put(tx, course_id, days, today, told=told)
        new, changed = new + added, changed + corrected
    return new, changed


def cardless(tx: Tx, found: Sequence[Finished]) -> int:
    """How many people would newly have finished without a certificate card; 0 where each gets
    theirs."""
    most = policy.of(tx).approval_size
    if len(found) <= most:
        return 0
    new = sum(completing.new(tx, course, [*days]) for course, days in _by_course(tx, found))
    return new if new > most else 0


def _by_course(tx: Tx, found: Sequence[Finished]) -> Iterator[tuple[int, dict[int, date]]]:
    """The courses with the people who finished them, some hundred at a time."""
    for batch in batches(found, AT_ONCE):
        days: dict[int, dict[int, date]] = {}
        for one in batch:
            of_course = days.setdefault(editions.of(tx, one.first).id, {})
            of_course[one.person] = min(one.on, of_course.get(one.person, one.on))
        yield from days.items()


def write_strangers(path: Path, strangers: Iterable[CompletionEntry]) -> Path:
    """The rows that were left out, beside the file they came from, to be imported later."""
    beside = path.with_name(f"{path.name}.unknown.csv")
    rows = ((one.code, one.year, one.mail, one.on) for one in strangers)
    sheets.write(beside, columns.headings(columns.COMPLETIONS)[:4], rows)
    return beside


def batches(rows: Iterable[T], most: int) -> Iterator[list[T]]:
    """So many of them at a time."""
    rest = iter(rows)
    while batch := list(islice(rest, most)):
        yield batch
