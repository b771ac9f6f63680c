"""What a register must hold, and what is still missing of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.errors import Refused
from bot.records.model.registers import (
    Act,
    Device,
    Line,
    Responsible,
    Row,
    Worker,
    Workplace,
)

R = TypeVar("R", bound=Row)
NEEDS_PERMISSION = frozenset((Act.COPY, Act.TAKE_OUT))
NEEDS_METHOD = frozenset((Act.DISPOSE,))
NEEDS_WHITHER = frozenset((Act.HAND_OVER, Act.TAKE_OUT, Act.GIVE_BACK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that a register lacks: `what` is the short name of its text, `row` the number of
    the row or line that it is about (0: of the register as a whole)."""

    what: str
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Everything that is listed under one subject."""

    subject: str
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()

    def of(self, made: type[R], on: date) -> tuple[R, ...]:
        """The rows of a register that stand on a day."""
        return tuple(row for row in self.rows if isinstance(row, made) and row.stands(on))


def gaps(register: Register, today: date) -> tuple[Gap, ...]:
    """All that is missing today, that of the register as a whole first.

    The city's own registers are reported to nobody.
    """
    theirs = register.subject != "city"
    of_rows = (gap for row in register.rows for gap in _of_row(row, today, reported=theirs))
    of_lines = (gap for line in standing_lines(register.lines) for gap in _of_line(line))
    return (*_whole(register, today), *of_rows, *of_lines)


def _whole(register: Register, today: date) -> Iterator[Gap]:
    needed = {"responsible": Responsible, "worker": Worker, "workplace": Workplace}
    for name, made in needed.items():
        if not register.of(made, today):
            yield Gap(what=f"no_{name}")
    if not register.lines:
        yield Gap(what="no_line")


def _of_row(row: Row, today: date, *, reported: bool) -> Iterator[Gap]:
    if isinstance(row, Worker) and row.until is not None and row.until < today:
        if row.left_pledge_on is None:
            yield Gap(what="left_pledge", row=row.id)
        return
    if not row.stands(today):
        return
    if reported and row.reported_on is None and not isinstance(row, Device):
        yield Gap(what="reported", row=row.id)
    if isinstance(row, Worker):
        yield from _of_worker(row)
    if isinstance(row, Device):
        yield from _of_device(row)


def _of_worker(row: Worker) -> Iterator[Gap]:
    if row.pledged_on is None:
        yield Gap(what="pledge", row=row.id)
    if row.taught_on is None:
        yield Gap(what="taught", row=row.id)


def _of_device(row: Device) -> Iterator[Gap]:
    if row.outside and row.permitted_on is None:
        yield Gap(what="outside", row=row.id)
    if row.outside and not row.encrypted:
        yield Gap(what="encrypted", row=row.id)


def _of_line(line: Line) -> Iterator[Gap]:
    if line.act in NEEDS_PERMISSION and not line.permission:
        yield Gap(what="permission", row=line.id)


def standing_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that no later one has struck, and none that strikes."""
    every = tuple(lines)
    struck = {line.corrects for line in every if line.corrects is not None}
    return tuple(one for one in every if one.corrects is None and one.id not in struck)


def check_line(line: Line, today: date) -> None:
    """Raise Refused for what can't have been so, or lacks what the entry is for."""
    if line.on > today:
        raise Refused("records.handling.refused.future")
    if line.act in NEEDS_METHOD and not line.method:
        raise Refused("records.handling.refused.no_method")
    if line.act in NEEDS_WHITHER and not line.whither:
        raise Refused("records.handling.refused.no_whither")


def check_row(row: Row) -> None:
    """Raise Refused where days contradict each other."""
    if row.until is not None and row.until < row.since:
        raise Refused("records.handling.refused.ends_before")
