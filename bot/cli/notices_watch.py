"""`renkei notices show --watch`: a bar for each stage, until the notice stands still."""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from bot.cli.notices_shown import sums
from bot.delivery import outbox
from bot.notices import lifecycle
from bot.notices.model import Stage, Standing
from bot.storage.tx import Tx

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# A notice in any other stage waits for nobody in particular: its numbers won't move by themselves.
_MOVING = frozenset(
    (
        Stage.COUNTING,
        Stage.ASKED,
        Stage.SCHEDULED,
        Stage.CANARY,
        Stage.SENDING,
        Stage.RESTING,
    )
)
_OVER = frozenset((Stage.DONE, Stage.CANCELLED, Stage.WITHDRAWN))
_GONE = ("withdrawn", "failed", "unreachable", "unknown", "expired")
_UNTRIED = ("pending", "sending")
_SECONDS = 0.5
_LABELS = {
    Stage.COUNTING: "counting people",
    Stage.ASKED: "waits for approval",
    Stage.SCHEDULED: "waits for its time",
    Stage.CANARY: "one in a hundred first",
    Stage.SENDING: "sending",
    Stage.CANCELLED: "giving up the rest",
    Stage.WITHDRAWN: "deleting",
}


class Look(NamedTuple):
    """Where a notice stands, and whether nothing is left to be done in Teams."""

    standing: Standing
    settled: bool


def look_at(tx: Tx, *, notice: int, now: datetime) -> Look:
    """Where it stands now; raises NotFound."""
    found = outbox.progress(tx, notice)
    standing = lifecycle.standing(tx, notice, by=None, now=now)
    return Look(standing, found.walked and not found.due)


def watch(look: Callable[[], Look], *, aside: bool = False) -> Standing:
    """Follow a notice until it stands still; bars on a terminal, else a line whenever it moves.

    `aside`: the lines go to standard error, for the output holds something else.
    """
    shown = _bars if sys.stderr.isatty() else partial(_lines, aside=aside)
    return deque(shown(_looks(look)), maxlen=1).pop()


def _looks(look: Callable[[], Look]) -> Iterator[Standing]:
    while True:
        standing, settled = look()
        yield standing
        if standing.stage not in _MOVING and (settled or standing.stage not in _OVER):
            return
        time.sleep(_SECONDS)


def _tried(standing: Standing) -> int:
    """How many copies need nothing more to happen."""
    waiting = sum(standing.numbers.get(state, 0) for state in _UNTRIED)
    if standing.stage is Stage.WITHDRAWN:
        return sum(standing.numbers.get(state, 0) for state in _GONE)
    return standing.audience - waiting


def _lines(looks: Iterator[Standing], *, aside: bool) -> Iterator[Standing]:
    said = ""
    for standing in looks:
        line = f"{standing.stage.value}: {sums(standing)}"
        if line != said:
            click.echo(line, err=aside)
            said = line
        yield standing


def _bars(looks: Iterator[Standing]) -> Iterator[Standing]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Elapsed())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bars: dict[Stage, TaskID] = {}
        for standing in looks:
            _advance(progress, bars, standing)
            yield standing


def _advance(progress: "Progress", bars: "dict[Stage, TaskID]", standing: Standing) -> None:
    """One bar for each stage that was seen; those before it are full."""
    if standing.stage not in bars:
        for earlier in bars.values():
            progress.update(earlier, completed=progress.tasks[earlier].total or 0)
            progress.stop_task(earlier)
        label = _LABELS.get(standing.stage, standing.stage.value)
        bars[standing.stage] = progress.add_task(label, total=None)
    counted = standing.stage in {Stage.CANARY, Stage.SENDING} | _OVER
    progress.update(
        bars[standing.stage],
        total=standing.audience if counted else None,
        completed=_tried(standing) if counted else standing.audience,
    )
