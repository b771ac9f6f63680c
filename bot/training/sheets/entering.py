"""A workbook entered in one transaction: every row of every sheet, or none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.errors import Refused
from bot.sheets import BadCell, BadRows
from bot.storage.tx import Tx
from bot.training import announcing, choosing, managing
from bot.training.managing import Deed
from bot.training.model import Course
from bot.training.secondments import sheets as secondment_sheets
from bot.training.sheets import columns, completions, editions, names, sessions
from bot.training.sheets.book import Book, about
from bot.training.sheets.completions import Known
from bot.training.sheets.editions import IMPORTED, Lacking, raise_all
from bot.training.sheets.entries import Edition, QuestionEntry, QuotaEntry, WaveEntry
from bot.training.store import courses, waves
from bot.training.store import sessions as all_sessions

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, counted in rows; `sessionless`: courses of the file that nobody can
    attend yet, by code."""

    added: int = 0
    updated: int = 0
    moved: int = 0
    unchanged: int = 0
    completions: int = 0
    corrected: int = 0
    unknown: int = 0
    sessionless: tuple[str, ...] = ()


def put(tx: Tx, book: Book, known: Known, deed: Deed) -> Imported:
    """Enter everything. Raises BadRows with all that is wrong; the caller's transaction rolls back.

    What a bad row is about isn't missed elsewhere; all other rows are tried, only to be told.
    """
    sessions.lock(tx, book.sessions, book.quotas)  # before posted cards of a course change
    done: list[str] = []
    trial = _Trial(book, known)
    trial.each(book.courses, lambda one: done.append(editions.put(tx, one, deed)), columns.COURSES)
    editions.forget(tx)
    trial.each(book.courses, lambda one: editions.check_required(tx, one))
    trial.each(book.waves, lambda one: _wave(tx, one, deed), columns.WAVES)
    trial.each(
        book.sessions, lambda one: done.append(sessions.put(tx, one, deed)), columns.SESSIONS
    )
    trial.each(_of_sessions(book.quotas), lambda of: sessions.limit(tx, of, deed))
    trial.each(_of_courses(book.questions), lambda of: editions.ask(tx, of, deed))
    trial.each(_firsts(known), lambda one: editions.of(tx, one))
    trial.each((book,), lambda one: done.extend(_seconded(tx, one, deed)))
    raise_all(trial.faults)
    new, corrected = completions.put(tx, known.found, deed.now.date())
    _revise(tx, book, deed)
    result = Imported(
        **{word: done.count(word) for word in ("added", "updated", "moved", "unchanged")},
        completions=new,
        corrected=corrected,
        unknown=len(known.strangers),
        sessionless=tuple(one.code for one in book.courses if _is_sessionless(tx, one.code)),
    )
    managing.note(tx, deed, IMPORTED, "training", **_counts(result))
    return result


class _Trial:
    """Tries every row and keeps what is wrong, but not what only follows from it."""

    def __init__(self, book: Book, known: Known) -> None:
        self.faults = [*book.faults, *known.faults]
        self._spoilt = {*book.spoilt}

    def each(self, rows: Iterable[R], work: Callable[[R], object], kind: str = "") -> None:
        """Do the work with each row; `kind`: the sheet whose rows others refer to."""
        for one in rows:
            try:
                work(one)
            except (BadCell, BadRows) as bad:
                self._keep(bad.faults if isinstance(bad, BadRows) else (bad,))
                if kind and isinstance(one, Edition):
                    self._spoilt.add(about(kind, one.row))

    def _keep(self, faults: Iterable[BadCell]) -> None:
        self.faults += [
            one for one in faults if not (isinstance(one, Lacking) and one.lost in self._spoilt)
        ]


def _firsts(known: Known) -> list[Edition]:
    """A row of each course that somebody has finished."""
    return list({(one.first.code, one.first.year): one.first for one in known.found}.values())


def _seconded(tx: Tx, book: Book, deed: Deed) -> list[str]:
    """What was done of each secondment, in a word."""
    if not book.secondments:
        return []
    today = deed.now.date()
    found = secondment_sheets.put(tx, book.secondments, actor=deed.actor, now=deed.now, today=today)
    words = ("added", "updated", "unchanged")
    return [word for word in words for _ in range(getattr(found, word))]


def _wave(tx: Tx, one: WaveEntry, deed: Deed) -> None:
    """The desk says by the file who has chosen a wave."""
    course = editions.of(tx, one)
    before = waves.find(tx, course.id, one.wave.number)
    after = replace(one.wave, course=course.id)
    if after != before:
        waves.put(tx, after)
    for name in one.municipalities:
        names.municipality(tx, one.row, "municipalities", name)
        _choose(tx, course, one, name, deed)


def _choose(tx: Tx, course: Course, one: WaveEntry, municipality: str, deed: Deed) -> None:
    wave = one.wave.number
    try:
        choosing.choose_wave(tx, course.id, deed, wave=wave, municipality=municipality, desk=True)
    except Refused:
        raise one.row.bad("municipalities", "can't be changed now") from None


def _of_courses(rows: tuple[QuestionEntry, ...]) -> list[list[QuestionEntry]]:
    found: dict[tuple[str, int | None], list[QuestionEntry]] = {}
    for one in rows:
        found.setdefault((one.code, one.year), []).append(one)
    return list(found.values())


def _of_sessions(rows: tuple[QuotaEntry, ...]) -> list[list[QuotaEntry]]:
    found: dict[tuple[str, int | None, int], list[QuotaEntry]] = {}
    for one in rows:
        found.setdefault((one.code, one.year, one.number), []).append(one)
    return list(found.values())


def _revise(tx: Tx, book: Book, deed: Deed) -> None:
    """The enrolment cards that were posted say what the file has changed."""
    rows: tuple[Edition, ...] = (*book.courses, *book.sessions, *book.waves)
    touched = {editions.of(tx, one).id for one in rows}
    for course in sorted(touched):
        announcing.changed(tx, courses.get(tx, course), deed.now)


def _is_sessionless(tx: Tx, code: str) -> bool:
    newest = max(courses.of_code(tx, code), key=lambda one: one.year)
    return not newest.recording and not all_sessions.of_course(tx, newest.id)


def _counts(result: Imported) -> dict[str, int]:
    names = ("added", "updated", "moved", "completions", "corrected", "unknown")
    return {name: getattr(result, name) for name in names}
