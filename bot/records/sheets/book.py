"""A handling workbook: read whole, entered all or nothing, written as it can be read again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot import sheets
from bot.agreements.model import Agreement
from bot.agreements.store import register as agreements
from bot.errors import NotFound, Unreadable
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.records.jobs import whose
from bot.records.model.registers import CITY, Act, Kind, Line, Row, kind_of
from bot.records.rules.registers import standing_lines
from bot.records.sheets import columns
from bot.records.sheets.columns import ACT_WORDS, COLUMNS, headings
from bot.records.sheets.entries import MADE, Entry
from bot.records.store import registers as store
from bot.records.store import subcontracts
from bot.sheets import BadCell, BadRows, Sheet
from bot.sheets.writing import Value
from bot.storage.tx import Tx

IMPORTED = "records.import_handling"
EXPORTED = "records.export_handling"
_NONE = {"added": 0, "updated": 0, "unchanged": 0}
SHEET_OF = {
    Kind.RESPONSIBLE: columns.RESPONSIBLE,
    Kind.WORKER: columns.WORKERS,
    Kind.WORKPLACE: columns.WORKPLACES,
    Kind.DEVICE: columns.DEVICES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did; lines are only ever added."""

    added: int
    updated: int
    unchanged: int


def read(path: Path) -> tuple[Entry, ...]:
    """Every row of the workbook, or of a .csv that is one of its sheets.

    Raises BadRows with line and remedy of each bad cell, Unreadable for what is no such workbook.
    """
    faults: list[BadCell] = []
    found: list[Entry] = []
    for kind, sheet in _sheets(path).items():
        rows = sheets.read(path, COLUMNS[kind], sheet=sheet)
        found += sheets.good(rows, MADE[kind], faults)
    if faults:
        raise BadRows(tuple(faults))
    return tuple(found)


def _sheets(path: Path) -> dict[str, str]:
    """Which sheets of ours a file has, by kind."""
    names = sheets.sheets_in(path)
    if len(names) < 2 and not set(names) & set(COLUMNS):
        return {sheets.kind_of(path, COLUMNS): names[0] if names else ""}
    for name in names:
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            where = f"{path.name}, sheet {name}"
            raise Unreadable(where, f"is not known; hide it, or name it one of {known}")
    return {name: name for name in names}


def put(tx: Tx, entries: Sequence[Entry], *, actor: Actor, now: datetime, today: date) -> Imported:
    """Enter every row in this transaction; what isn't in the workbook stays as it is.

    Raises BadRows for agreements and subcontractors that nobody knows, and for rows that stand
    twice; the caller's transaction rolls back.
    """
    counts: dict[str, Counter[str]] = {}
    for made in _resolved(tx, entries, today):
        step = _put_line(tx, made) if isinstance(made, Line) else _put(tx, made)
        counts.setdefault(made.subject, Counter())[step] += 1
    for subject, done in counts.items():
        record(tx, actor, at=now, act=IMPORTED, subject=subject, detail={**_NONE, **done})
    return Imported(**{step: sum(done[step] for done in counts.values()) for step in _NONE})


def _resolved(tx: Tx, entries: Iterable[Entry], today: date) -> list[Row | Line]:
    faults: list[BadCell] = []
    found: list[Row | Line] = []
    seen: dict[tuple[str, ...], int] = {}
    known = _Known(tx)
    for entry in entries:
        try:
            made = entry.made(known.subject(entry))
            _check(entry, made, seen, today)
            found.append(made)
        except BadCell as fault:
            faults.append(fault)
    if faults:
        raise BadRows(tuple(faults))
    return found


def _check(entry: Entry, made: Row | Line, seen: dict[tuple[str, ...], int], today: date) -> None:
    if isinstance(made, Line):
        if made.on > today:
            raise entry.row.bad("on", "is a day to come; correct it")
        return
    key = (made.subject, kind_of(made).value, store.known_by(made))
    if key in seen:
        column = "number" if kind_of(made) is Kind.DEVICE else "name"
        raise entry.row.bad(column, f"stands in line {seen[key]} too; keep one of the two")
    seen[key] = entry.row.line


class _Known:
    """Agreements and subcontractors by what a sheet calls them, each looked for once."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._agreements: dict[str, Agreement | str] = {}

    def subject(self, entry: Entry) -> str:
        """Whose register a row belongs to; raises BadCell."""
        if entry.agreement in columns.OURS:
            if entry.subcontractor:
                raise entry.row.bad("subcontractor", "belongs to an agreement; write which one")
            return CITY
        agreement = self._agreement(entry)
        if not entry.subcontractor:
            return agreement.subject
        return self._subcontractor(entry, agreement)

    def _agreement(self, entry: Entry) -> Agreement:
        wanted = entry.agreement
        if wanted not in self._agreements:
            self._agreements[wanted] = self._find(wanted)
        found = self._agreements[wanted]
        if isinstance(found, str):
            raise entry.row.bad("agreement", found)
        return found

    def _find(self, wanted: str) -> Agreement | str:
        """The agreement, or what is wrong with how it is called."""
        if (numbered := agreements.numbered(self._tx, wanted)) is not None:
            return numbered
        titled = agreements.titled(self._tx, wanted)
        if len(titled) == 1:
            return titled[0]
        if titled:
            return "is the title of several agreements; write the number"
        return f"is no agreement of the register; write its number, or {columns.OURS[0]}"

    def _subcontractor(self, entry: Entry, agreement: Agreement) -> str:
        for one in subcontracts.of(self._tx, agreement.id):
            if one.name == entry.subcontractor:
                return one.subject
        remedy = "has no application under this agreement; enter it under 「再委託」 first"
        raise entry.row.bad("subcontractor", remedy)


def _put(tx: Tx, new: Row) -> str:
    before = store.find(tx, new)
    if before is None:
        store.add(tx, new)
        return "added"
    same = replace(new, id=before.id, version=before.version)
    if same == before:
        return "unchanged"
    store.save(tx, same)
    return "updated"


def _put_line(tx: Tx, new: Line) -> str:
    return "unchanged" if store.add_line(tx, new) is None else "added"


def template(path: Path) -> None:
    """Write an empty workbook that can be filled in."""
    sheets.write_book(path, [_sheet(name, iter(())) for name in COLUMNS])


def export(tx: Tx, path: Path, today: date) -> dict[str, int]:
    """Write every register, so that it can be read again; how many rows each sheet has."""
    subjects = [(one, _called(tx, one, today)) for one in store.subjects(tx)]
    made = [_sheet(sheet, _rows(tx, subjects, kind)) for kind, sheet in SHEET_OF.items()]
    made.append(_sheet(columns.LINES, _lines(tx, subjects)))
    counts = sheets.write_book(path, made)
    return dict(zip((one.name for one in made), counts, strict=True))


def _sheet(name: str, rows: Iterator[tuple[Value, ...]]) -> Sheet:
    return Sheet(name=name, headings=headings(name), rows=rows)


def _called(tx: Tx, subject: str, today: date) -> tuple[str, str]:
    """How a sheet calls a subject: its agreement, and the subcontractor where it is one's."""
    try:
        found = whose.of(tx, subject, today)
    except NotFound:
        return subject, ""
    if not found.agreement_id:
        return columns.OURS[0], ""
    agreement = agreements.get(tx, found.agreement_id)
    below = subject.startswith("subcontract:")
    name = subcontracts.get(tx, int(subject.partition(":")[2])).name if below else ""
    return agreement.number or agreement.title, name


def _rows(
    tx: Tx, subjects: Sequence[tuple[str, tuple[str, str]]], kind: Kind
) -> Iterator[tuple[Value, ...]]:
    for subject, called in subjects:
        for row in store.rows(tx, subject):
            if kind_of(row) is kind:
                yield (*called, *_cells(SHEET_OF[kind], row))


def _lines(tx: Tx, subjects: Sequence[tuple[str, tuple[str, str]]]) -> Iterator[tuple[Value, ...]]:
    for subject, called in subjects:
        for line in standing_lines(store.lines(tx, subject)):
            yield (*called, *_cells(columns.LINES, line))


def _cells(sheet: str, found: Row | Line) -> Iterator[Value]:
    known = {field.name for field in fields(found)}
    for column in COLUMNS[sheet][2:]:
        yield _cell(getattr(found, column.key) if column.key in known else None)


def _cell(value: Any) -> Value:
    if value is True:
        return "有"
    if value is False or value is None:
        return None
    return ACT_WORDS[value] if isinstance(value, Act) else value
