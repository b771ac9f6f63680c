"""What is owed: by whom, until when, with which evidence, and how often it comes back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Obligor(StrEnum):
    """The party that owes: 甲, 乙 or both. Which of them is the city stands in the agreement."""

    KOU = "甲"
    OTSU = "乙"
    BOTH = "both"


class DutyState(StrEnum):
    OPEN = "open"
    REQUESTED = "requested"  # the partner was asked (提出を求めた)
    DONE = "done"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty; `source` is the matter it comes from (`agreement:7`), `post` who sees to it.

    `due_on` None: no day is set yet; `done_on`: when it was met or waived. `every_months` brings
    it back when done. `since`/`until`: the days over which it binds (after-life included), None
    open on that side.
    """

    id: int
    source: str
    kind: str
    obligor: Obligor
    post: int | None = None
    article: str = ""
    items: tuple[str, ...] = ()
    due_on: date | None = None
    every_months: int | None = None
    since: date | None = None
    until: date | None = None
    state: DutyState = DutyState.OPEN
    done_on: date | None = None
    evidence: str = ""
    version: int = 1
