"""What the checks of the binder look at, and how what is missing is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.records.model.binder import Lack, Owes, Proof
from bot.records.model.inspections import Inspection
from bot.records.model.subcontracts import Subcontract
from bot.records.rules.registers import Gap, Register

ROWS_NAMED = 5

Item = Proof | Lack


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that is kept of one agreement. `below`: each running subcontractor with its own
    registers. `given`: what other areas prove, by the check that asks for it."""

    today: date
    register: Register
    below: tuple[tuple[Subcontract, Register], ...] = ()
    applications: tuple[Subcontract, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    ended_on: date | None = None
    given: tuple[tuple[str, Item], ...] = ()


def lacking(gaps: Iterable[Gap], owes: Owes = Owes.THEIRS) -> Iterator[Lack]:
    """One line for all rows that lack the same."""
    found: dict[str, list[int]] = {}
    for gap in gaps:
        found.setdefault(gap.what, []).append(gap.row)
    for what, rows in found.items():
        yield Lack(what=what, owes=owes, facts={"count": len(rows), "rows": numbers(rows)})


def numbers(rows: list[int]) -> str:
    """No.3・5・8 ほか: which rows, without saying whom they name."""
    named = "・".join(str(row) for row in rows[:ROWS_NAMED] if row)
    return f"{named}…" if len(rows) > ROWS_NAMED else named
