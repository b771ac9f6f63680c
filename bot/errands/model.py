"""An errand that needs Graph or Teams, and the values that an attempt at it can end in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Asks(StrEnum):
    """Whom an errand asks."""

    GRAPH = "graph"
    TEAMS = "teams"


NOT_CONSENTED = "not consented:"  # begins the reason; the permission follows


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"  # Never: it will not work however often it is tried
    UNKNOWN = "unknown"  # it may have happened; a person looks


@dataclass(frozen=True, slots=True)
class Done:
    """It happened; `value` is what follows from it and is handed to the errand's `apply`."""

    value: Any = None


@dataclass(frozen=True, slots=True)
class Later:
    """Certainly not done; ask again in `seconds`, or after a growing pause if None.

    `throttled`: until then nothing else of this tenant is asked there either.
    """

    seconds: float | None = None
    throttled: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """It will not work however often it is tried; `reason` is a code without personal data."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have happened: a time-out, a connection lost after sending, a process that died."""

    reason: str


Outcome = Done | Later | Never | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A claimed row, to be begun at `at` (real time).

    `uncertain`: an earlier attempt ended without anyone knowing how.
    """

    id: int
    kind: str
    key: str
    at: datetime
    attempt: int
    uncertain: int
    payload: dict[str, Any]
