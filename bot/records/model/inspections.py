"""点検・実地検査: planned, done, and what the other side answered where something was wrong."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class How(StrEnum):
    """In which way the city makes sure."""

    REPORT = "report"  # 報告・資料の提出を求める
    VISIT = "visit"  # 実地検査
    OWN = "own"  # 市自らの点検


class Standing(StrEnum):
    """How far an inspection has come; the last two end it."""

    PLANNED = "planned"
    DONE = "done"  # done, something was wrong, no improvement asked for yet
    ASKED = "asked"  # 改善を要請した
    ANSWERED = "answered"  # the answer came; is it enough?
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One inspection of `subject` (`agreement:7`, `city`), which `post` sees to.

    `sound`: nothing was wrong. `duty` is the duty that planning it made, `promise` the one of the
    agreement's own duties that it fulfils, `improvement` the one that asking made. `registered_on`:
    of what lies before nobody is reminded; `said_on`: up to when everything was said.
    """

    id: int = 0
    subject: str
    post: int
    how: How
    article: str = ""
    topic: str
    planned_on: date
    done_on: date | None = None
    sound: bool = False
    findings: str = ""
    asked_on: date | None = None
    ask: str = ""
    due_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    closed_on: date | None = None
    why: str = ""
    cancelled: bool = False
    duty: int | None = None
    promise: int | None = None
    improvement: int | None = None
    registered_on: date
    said_on: date
    version: int = 1

    @property
    def matter(self) -> str:
        """The name of this matter in the ledger and in duties."""
        return f"inspection:{self.id}"

    @property
    def standing(self) -> Standing:
        """How far it has come."""
        if self.cancelled:
            return Standing.CANCELLED
        if self.closed_on is not None:
            return Standing.CLOSED
        if self.answered_on is not None:
            return Standing.ANSWERED
        if self.asked_on is not None:
            return Standing.ASKED
        return Standing.PLANNED if self.done_on is None else Standing.DONE

    @property
    def is_open(self) -> bool:
        """Whether something of it still waits for somebody."""
        return self.standing not in (Standing.CLOSED, Standing.CANCELLED)
