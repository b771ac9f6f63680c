"""What is told of each attempt at a copy: a figure, a line in the log, a span on its trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from bot import metrics, tracing, trail
from bot.delivery.claims import Attempt
from bot.delivery.outcomes import Never, Outcome, Sent, Unknown
from bot.delivery.rows import Lane

log = structlog.get_logger()


@dataclass(slots=True)
class Copied:
    """How the attempt ended."""

    outcome: Outcome | None = None


@contextmanager
def copy(tenant: str, attempt: Attempt) -> Iterator[Copied]:
    """Attempt the copy within, on the trail of what it shows, and say what came of it."""
    found, lane = Copied(), Lane(attempt.lane).name.lower()
    follows = attempt.payload.trail if attempt.payload is not None else ""
    with trail.followed(follows):
        with tracing.span("copy", lane=lane, work=attempt.work.value) as notes:
            yield found
            if notes is not None:
                notes.add(outcome=type(found.outcome).__name__.lower())
        if found.outcome is not None:
            metrics.delivered(lane, found.outcome)
            _log(tenant, attempt, lane, found.outcome)


def _log(tenant: str, attempt: Attempt, lane: str, outcome: Outcome) -> None:
    """Of the many that a broadcast has, only those that didn't arrive."""
    if attempt.lane == Lane.BROADCAST and isinstance(outcome, Sent):
        return
    reason = outcome.reason if isinstance(outcome, Never | Unknown) else ""
    log.info(
        "copy",
        tenant=tenant,
        notice=attempt.notice,
        delivery=attempt.delivery,
        kind=attempt.work.value,
        lane=lane,
        attempt=attempt.attempt + 1,
        outcome=type(outcome).__name__.lower(),
        **({"reason": reason} if reason else {}),
    )
