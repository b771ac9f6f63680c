"""What is owed: by whom, until when, with which evidence, and how often it comes back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MEETING = "meeting"  # the kind of a promise to meet (協議, 意見交換): the meetings slice sees to it
EDUCATION = "education"  # the kind of a duty to teach (教育): a course of training is evidence


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


OPEN = (DutyState.OPEN, DutyState.REQUESTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty; `source` is the matter it comes from (`agreement:7`), `post` who sees to it.

    `due_on` None: no day is set yet; `done_on`: when it was met or waived. `every_months` brings
    it back when done. `since`/`until`: the days over which it binds (after-life included), None
    open on that side. `lineage`: the duty that it came back from first, None for that one itself
    (so is what a release before lineages brought back). `title` and `partner`: the matter in words
    and the other side under today's name, for slices that don't know the matter. `soft`: the text
    aims at it (目処), so that less serves as well. `in_force` False: a draft, or unsigned, which
    binds nobody yet.
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
    title: str = ""
    partner: str = ""
    soft: bool = False
    in_force: bool = True
    lineage: int | None = None
    version: int = 1

    @property
    def line(self) -> int:
        """The same for a duty and all that comes back of it."""
        return self.lineage or self.id

    @property
    def is_open(self) -> bool:
        """Whether it is still owed, also where the partner has been asked."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What a list of many open duties tells of one: the fields of Duty that stand in a line."""

    id: int
    source: str
    kind: str
    post: int | None
    day: date
    state: DutyState
    title: str
    partner: str
