"""The registers as their cards read them."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from bot.agreements.store import register as agreements
from bot.records.jobs import concerning
from bot.records.jobs.whose import Whose
from bot.records.model.registers import Kind, Line, Row, Workplace, kind_of
from bot.records.rules import registers as rules
from bot.records.rules.registers import Gap, Register
from bot.records.store import inspections, subcontracts
from bot.records.store import registers as store
from bot.records.turns import handling_access as access
from bot.turns.turn import Turn
from cards.records.handling_lines import LINES_SHOWN
from cards.records.registers import KINDS
from cards.records.verbs.registers import RegisterKind

LINES_AT_ONCE = LINES_SHOWN + 1  # there are older ones


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGaps:
    """See cards.records.handling_matter.Gaps."""

    whose: Whose
    concerns: bool
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRegister:
    """See cards.records.handling_matter.Register."""

    whose: Whose
    concerns: bool
    counts: Mapping[str, int]
    gaps: tuple[Gap, ...]
    subcontracts: int
    inspections: int
    writes: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """See cards.records.handling_matter.Row."""

    id: int
    version: int
    kind: str
    values: Mapping[str, Any]
    gaps: tuple[str, ...]
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """See cards.records.handling_matter.Line."""

    id: int
    values: Mapping[str, Any]
    gaps: tuple[str, ...]
    struck: str


def listed(turn: Turn, found: Iterable[Whose], aside: Container[str]) -> list[ShownGaps]:
    """Registers by how much is missing, the most first; `aside`: the subjects that aren't asked for
    anything."""
    filled = frozenset(store.subjects(turn.tx))

    def gaps(subject: str) -> tuple[Gap, ...]:
        if subject in aside:
            return ()
        kept = store.register(turn.tx, subject) if subject in filled else Register(subject=subject)
        return rules.gaps(kept, turn.today)

    lines = [
        ShownGaps(whose=one, concerns=one.subject not in aside, gaps=gaps(one.subject))
        for one in found
    ]
    return sorted(lines, key=lambda one: (-len(one.gaps), not one.concerns))


def register(turn: Turn, found: Whose) -> ShownRegister:
    """The registers of one subject in numbers."""
    kept = store.register(turn.tx, found.subject)
    concerns = _concerns(turn, found.subject)
    counts = {kind.value: _standing(kept.rows, kind, turn.today) for kind in Kind}
    under = subcontracts.of(turn.tx, found.agreement_id) if found.agreement_id else ()
    return ShownRegister(
        whose=found,
        concerns=concerns,
        counts={**counts, "line": len(rules.standing_lines(kept.lines))},
        gaps=rules.gaps(kept, turn.today) if concerns else (),
        subcontracts=len(under),
        inspections=sum(one.is_open for one in inspections.of(turn.tx, found.subject)),
        writes=access.writes(turn),
        today=turn.today,
    )


def _concerns(turn: Turn, subject: str) -> bool:
    """Whether registers are asked for: of the city, of subcontractors, and of the agreements of
    which the binder has a page."""
    kind, _, number = subject.partition(":")
    if kind != "agreement":
        return True
    return concerning.known(turn.tx).has(agreements.get(turn.tx, int(number)))


def _standing(rows: tuple[Row, ...], kind: Kind, today: date) -> int:
    return sum(kind_of(row) is kind and row.stands(today) for row in rows)


def rows(turn: Turn, subject: str, kind: Kind, *, past: bool) -> tuple[ShownRow, ...]:
    """The rows of one register; those that ended only with `past`."""
    kept = store.register(turn.tx, subject)
    missing = _by_row(rules.gaps(kept, turn.today))
    return tuple(
        row(one, turn.today, missing.get(one.id, ()))
        for one in kept.rows
        if kind_of(one) is kind and (past or one.until is None or one.until >= turn.today)
    )


def register_kind(one: Row) -> RegisterKind:
    """The kind of a row as buttons call it."""
    return next(name for name in KINDS if name == kind_of(one).value)


def _by_row(gaps: tuple[Gap, ...]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for gap in gaps:
        found[gap.row] = (*found.get(gap.row, ()), gap.what)
    return found


def row(one: Row, today: date, gaps: tuple[str, ...] = ()) -> ShownRow:
    """A row by the names of its form."""
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    if "name" in values:
        values["place" if isinstance(one, Workplace) else "person"] = values.pop("name")
    return ShownRow(
        id=one.id,
        version=one.version,
        kind=kind_of(one).value,
        values=values,
        gaps=gaps,
        over=one.until is not None and one.until < today,
    )


def lines(turn: Turn, subject: str, before: int) -> tuple[ShownLine, ...]:
    """The newest lines, those before one of them with `before`; a striking one isn't shown."""
    every = tuple(store.lines(turn.tx, subject))
    struck = {one.corrects: one.note for one in every if one.corrects is not None}
    shown = [one for one in reversed(every) if one.corrects is None]
    ids = [one.id for one in shown]
    start = ids.index(before) + 1 if before in ids else 0
    return tuple(line(one, struck) for one in shown[start : start + LINES_AT_ONCE])


def line(one: Line, struck: Mapping[int, str]) -> ShownLine:
    """A line by the names of its form."""
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    counts = one.id not in struck
    missing = counts and one.act in rules.NEEDS_PERMISSION and not one.permission
    return ShownLine(
        id=one.id,
        values={**values, "act": one.act.value},
        gaps=("permission",) if missing else (),
        struck=struck.get(one.id, ""),
    )
