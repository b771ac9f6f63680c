"""What a slice hands to main: all that it brings, so that slices never know each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.errands.registry import Registry
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.people.model import Person
from bot.storage.tx import Tx
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.elements import Card
from cards.verbs import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a job may touch: civil `now`, the tenant's civil day and a transaction."""

    now: datetime
    today: date
    actor: Actor
    tx: Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A notice that would be sent: `to` are person ids, `why` tells the reader the reason."""

    on: date
    key: str
    kind: str
    subject: str
    title: str
    to: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One line of 「今日やること」 or 「期限」: `what` is a text key, `show` opens it."""

    day: date
    title: str
    what: str
    subject: str
    urgent: bool = False
    show: Verb | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one person may say to a slice, for their help: text keys of a title and of each line."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the clock does: inserts what is due at `tick.now`, however often it is called."""

    name: str
    run: Callable[[Tick], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """A small step in real time, each second, in every process: `run` takes it, and doing it twice
    changes nothing. `waits` is a cheap look whether there is one to take; `run` says whether the
    next step needn't wait for the next second."""

    name: str
    waits: Callable[[Tx], bool]
    run: Callable[[Tick], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one tenant tells another about a matter: how it stands now, whole, each time.

    `to` is the tenant, `key` names the matter for the sender (`course:3`), `body` is any JSON
    value; it names nobody.
    """

    to: str
    key: str
    body: Any


def _nothing_planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    del tx, since, until
    return ()


def _nothing_told(tx: Tx) -> tuple[Letter, ...]:
    del tx
    return ()


def _nothing_heard(tx: Tx, sender: str, letter: Letter, now: datetime) -> None:
    del tx, sender, letter, now


def _no_instants(tx: Tx, since: datetime, until: datetime) -> tuple[datetime, ...]:
    del tx, since, until
    return ()


def _nothing_due(tx: Tx, person: Person, today: date) -> tuple[Due, ...]:
    del tx, person, today
    return ()


def _nothing_owned(tx: Tx, post: int, today: date) -> tuple[Due, ...]:
    del tx, post, today
    return ()


def _nothing_held(tx: Tx, person: int) -> tuple[Any, ...]:
    del tx, person
    return ()


def _no_title(tx: Tx, subject: str) -> str:
    del tx, subject
    return ""


def _no_evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    del tx, article
    return ()


def _nothing_to_erase(tx: Tx, person: int) -> int:
    del tx, person
    return 0


def _no_guide(turn: Turn) -> Card | None:
    del turn
    return None


def _no_words(turn: Turn) -> Words | None:
    del turn
    return None


def _as_everywhere(turn: Turn, refused: Refused) -> Card | None:
    del turn, refused
    return None


def _nothing_expired(tx: Tx, now: datetime) -> tuple[int, ...]:
    del tx, now
    return ()


def _nothing_to_dispose(tx: Tx, ids: tuple[int, ...]) -> int:
    del tx, ids
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A vertical slice. `jobs` insert exactly what `planned` yields; a test compares.

    `instants`: when, after one moment and until another, a job has something to do beside the
    working morning. `due_for` is what waits for a person, `due_of` what a post itself owns,
    whoever holds it.
    `guide` is the help for somebody whom this slice alone serves, such as a child; None for others.
    `turns_away` is a refusal, of any slice's, in the words of such a person.
    `words` is what this person may say to the slice, beside what all staff may; None for nothing.
    `title_of` names a matter by its subject (agreement:7); "" where it isn't the slice's or gone.
    `tells` is everything that other tenants shall know now; `hears` is what a letter changes here,
    and the same letter twice changes nothing.
    `expired` is handed civil `now` in the tenant's zone: years of keeping begin on its days.
    """

    name: str
    router: Router
    jobs: tuple[Job, ...] = ()
    pulses: tuple[Pulse, ...] = ()
    errands: Registry = field(default_factory=Registry)
    planned: Callable[[Tx, date, date], tuple[Planned, ...]] = _nothing_planned
    instants: Callable[[Tx, datetime, datetime], tuple[datetime, ...]] = _no_instants
    due_for: Callable[[Tx, Person, date], tuple[Due, ...]] = _nothing_due
    due_of: Callable[[Tx, int, date], tuple[Due, ...]] = _nothing_owned
    guide: Callable[[Turn], Card | None] = _no_guide
    turns_away: Callable[[Turn, Refused], Card | None] = _as_everywhere
    words: Callable[[Turn], Words | None] = _no_words
    title_of: Callable[[Tx, str], str] = _no_title
    evidence: Callable[[Tx, str], tuple[Any, ...]] = _no_evidence
    personal_data: Callable[[Tx, int], tuple[Any, ...]] = _nothing_held
    erase: Callable[[Tx, int], int] = _nothing_to_erase
    expired: Callable[[Tx, datetime], tuple[int, ...]] = _nothing_expired
    dispose: Callable[[Tx, tuple[int, ...]], int] = _nothing_to_dispose
    tells: Callable[[Tx], tuple[Letter, ...]] = _nothing_told
    hears: Callable[[Tx, str, Letter, datetime], None] = _nothing_heard
