"""What an import works on, and what it knows so far."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from bot.attendance.model import Function, School, Stream
from bot.attendance.rules.years import first_day, last_day
from bot.attendance.sheets.roster import Kind, Table
from bot.attendance.sheets.roster.lines import Place
from bot.attendance.store.roster import Roster
from bot.attendance.store.tables import CLASSES, PUPILS, STAFF
from bot.sheets import BadCell
from bot.storage.store import Storage
from bot.storage.tx import Tx

T = TypeVar("T")
MOST_FAULTS = 100
CHUNK = 250
POSTS = "posts"  # the ladder of a year's posts, a part of people's register
KIND_OF = {Kind.CLASSES: CLASSES, Kind.PUPILS: PUPILS, Kind.STAFF: STAFF}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A class as the import knows it."""

    id: int
    school: int
    stream: Stream


@dataclass(slots=True, kw_only=True)
class Work:
    """One import, of which nobody sees anything before the end.

    `new` is its number, `fresh` the generation that it builds of each kind: a kind that the files
    leave out keeps its own. `today` in the tenant's zone. `schools` by code, `classes` by how files
    name them, `posts` by school id and what they are; which school or class there is can't be told
    where their own lines are wrong. `moved`: children who have left their school by this.
    `gone_at`: schools at which this import is the first that doesn't name a guardian link.
    """

    storage: Storage
    tenant: str
    tables: dict[Kind, Table]
    year: int
    today: date
    new: int
    fresh: dict[str, int]
    old: Roster | None
    told: Callable[[int], None]
    faults: list[BadCell] = field(default_factory=list)
    schools: dict[str, School] = field(default_factory=dict)
    changed_schools: list[School] = field(default_factory=list)
    schools_are_sure: bool = True
    classes: dict[Place, Seated] = field(default_factory=dict)
    classes_are_sure: bool = True
    posts: dict[tuple[int, Function, int, str], int] = field(default_factory=dict)
    protected: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    unnamed: list[tuple[int, int]] = field(default_factory=list)
    gone_at: set[int] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    _writing: "Future[Sequence[BadCell]] | None" = None

    def write(self, step: Callable[[Tx], T]) -> T:
        """One of its short transactions."""
        return self.storage.write_now(self.tenant, step)

    def begin(self, step: Callable[[Tx], Sequence[BadCell]]) -> None:
        """One of its short transactions, while the next lines are read; what is wrong in it is
        known by `finish`. One at a time."""
        self.finish()
        self._writing = self.storage.engine.write(self.tenant, step)

    def finish(self) -> None:
        """The step that was begun last is done."""
        if self._writing is not None:
            writing, self._writing = self._writing, None
            self.faults += writing.result()

    def abandon(self) -> None:
        """Wait for what was begun, whatever becomes of it: all is undone next."""
        if self._writing is not None:
            wait((self._writing,))

    def read(self, step: Callable[[Tx], T]) -> T:
        return self.storage.read_now(self.tenant, step)

    def count(self, what: str, more: int) -> None:
        self.counts[what] = self.counts.get(what, 0) + more
        self.told(more)

    @property
    def is_spoilt(self) -> bool:
        """Something is wrong already: the rest is only read, so that all of it is told."""
        return bool(self.faults)

    @property
    def is_full(self) -> bool:
        """So much is wrong that nobody would read on."""
        return len(self.faults) >= MOST_FAULTS

    def has(self, kind: Kind) -> bool:
        return kind in self.tables

    def generation(self, kind: str) -> int:
        """The generation that will hold for a kind: this one, or the one that the files leave as
        it is; 0: there is none."""
        if any(self.has(one) and KIND_OF[one] == kind for one in KIND_OF):
            return self.fresh[kind]
        return self.before(kind)

    def before(self, kind: str) -> int:
        """The generation of a kind that holds for this year until now; 0: there is none."""
        return self.old.generations.get(kind, 0) if self.old else 0

    @property
    def has_begun(self) -> bool:
        """The year has begun, and there is a roster of it: what was true until today stays true."""
        return bool(self.before(PUPILS)) and self.today > self.days[0]

    @property
    def days(self) -> tuple[date, date]:
        """The school year's own."""
        return first_day(self.year), last_day(self.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. `left`: children of this year whom it names no more; `unnamed`: guardian
    links, with their child, that an earlier file brought and this one names no more."""

    year: int
    schools: int
    classes: int
    staff: int
    pupils: int
    guardians: int
    left: int
    unnamed: tuple[tuple[int, int], ...]
    announced_at: datetime | None
