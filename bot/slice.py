"""What a slice hands to main: all that it brings, so that slices never know each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.errands.registry import Registry
from bot.errors import Refused
from bot.ledger.model import Actor
from bot.people.model import Person
from bot.retention import Expired, Kind, Wanted
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
class Overseen:
    """What a person minds beside what waits for themselves, for 「期限」: `title` is a text key,
    `more` the one that says where the lines are that didn't fit."""

    title: str
    more: str
    lines: tuple[Due, ...]


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
    next step needn't wait for the next second.

    `reaches_all`: it must find everything there is, and isn't taken while a newer release has added
    tables that this one doesn't know.
    """

    name: str
    waits: Callable[[Tx], bool]
    run: Callable[[Tick], bool]
    reaches_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of each tenant that the operator watches, read whenever somebody asks for it.

    `name` follows `renkei_`, `told` says what it is; it names nobody, and is quick to read.
    """

    name: str
    told: str
    read: Callable[[Tx, datetime], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one tenant tells another about a matter: how it stands now, whole, each time.

    `to` is the tenant, `key` names the matter for the sender (`course:3`), `body` is any JSON
    value; it names nobody.
    """

    to: str
    key: str
    body: Any


def _always(turn: Turn, view: Any) -> bool:
    del turn, view
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture of the tab (一覧): `name` is its address, `view` the class of what is read.

    `offered`: whether the person of a turn gets it at all, asked at each request. `read` is handed
    what the address asks for, numbers named in `asks`; it refuses by itself what isn't the
    reader's. Both only read. `note` remembers that somebody was shown people by name; it is called
    in a transaction that writes before the view is handed out, where `owes` has said, as it was
    read, that this isn't remembered yet. `slow`: thousands of people are gone
    through, so that only a few are read at a time, and other readers needn't wait for them.
    """

    name: str
    view: type
    offered: Callable[[Turn], bool]
    read: Callable[[Turn, Mapping[str, int]], Any]
    asks: tuple[str, ...] = ()
    note: Callable[[Turn, Any], None] | None = None
    owes: Callable[[Turn, Any], bool] = _always
    slow: bool = False


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


def _nothing_overseen(tx: Tx, person: Person, today: date, until: date) -> Overseen | None:
    del tx, person, today, until
    return None


def _nothing_held(tx: Tx, person: int) -> tuple[Any, ...]:
    del tx, person
    return ()


def _no_title(tx: Tx, subject: str) -> str:
    del tx, subject
    return ""


def _no_evidence(tx: Tx, article: str) -> tuple[Any, ...]:
    del tx, article
    return ()


def _nothing_to_erase(tx: Tx, person: int, now: datetime) -> int:
    del tx, person, now
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


def _nothing_expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    del tx, now, wanted
    return ()


def _nothing_posted(tx: Tx, id: int, now: datetime) -> bool:
    del tx, id, now
    return True


def _nothing_to_dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    del tx, ids, now
    return 0


def _nothing_around(tx: Tx, subject: str) -> tuple[str, ...]:
    del tx, subject
    return ()


def _nothing_under(tx: Tx, subject: str) -> tuple[str, ...]:
    del tx, subject
    return ()


def _nothing_owned_by(tx: Tx, person: int) -> tuple[str, ...]:
    del tx, person
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A vertical slice. `jobs` insert exactly what `planned` yields; a test compares.

    `instants`: when, after one moment and until another, a job has something to do beside the
    working morning. `due_for` is what waits for a person, `due_of` what a post itself owns,
    whoever holds it; `overseen` everything that a person minds until a day, as far as the tab shows
    it to them: what waits for themselves may be among it.
    `guide` is the help for somebody whom this slice alone serves, such as a child; None for others.
    `turns_away` is a refusal, of any slice's, in the words of such a person.
    `words` is what this person may say to the slice, beside what all staff may; None for nothing.
    `title_of` names a matter by its subject (agreement:7); "" where it isn't the slice's or gone.
    `tells` is everything that other tenants shall know now; `hears` is what a letter changes here,
    and the same letter twice changes nothing.
    `keeps`: the kinds of records of which `expired` tells what needn't be kept any longer, each
    with the day from which its years count, and which `dispose` destroys. Both are handed civil
    `now` in the tenant's zone, as `erase` is, which takes a person out of what stays.
    `empty` comes before `dispose`, again and again until it says that nothing of one of them
    stands in a chat any more.
    `around`: the matters that can't go while a matter (or `person:7`) is held. `own`: the records
    that are about the person of an account, whoever keeps them (`pupil:3`).
    `figures` are what the operator watches of it; `escalations` the kinds of its notices by which
    somebody else hears of silence, which are counted for the operator as they are handed over.
    `panels`: its pictures in the tab.
    `under`: what belongs to a matter and stands in the ledger by itself, such as the duties and
    meetings of an agreement.
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
    overseen: Callable[[Tx, Person, date, date], Overseen | None] = _nothing_overseen
    guide: Callable[[Turn], Card | None] = _no_guide
    turns_away: Callable[[Turn, Refused], Card | None] = _as_everywhere
    words: Callable[[Turn], Words | None] = _no_words
    title_of: Callable[[Tx, str], str] = _no_title
    evidence: Callable[[Tx, str], tuple[Any, ...]] = _no_evidence
    personal_data: Callable[[Tx, int], tuple[Any, ...]] = _nothing_held
    erase: Callable[[Tx, int, datetime], int] = _nothing_to_erase
    keeps: tuple[Kind, ...] = ()
    expired: Callable[[Tx, datetime, Wanted], tuple[Expired, ...]] = _nothing_expired
    empty: Callable[[Tx, int, datetime], bool] = _nothing_posted
    dispose: Callable[[Tx, tuple[int, ...], datetime], int] = _nothing_to_dispose
    around: Callable[[Tx, str], tuple[str, ...]] = _nothing_around
    own: Callable[[Tx, int], tuple[str, ...]] = _nothing_owned_by
    under: Callable[[Tx, str], tuple[str, ...]] = _nothing_under
    tells: Callable[[Tx], tuple[Letter, ...]] = _nothing_told
    hears: Callable[[Tx, str, Letter, datetime], None] = _nothing_heard
    figures: tuple[Figure, ...] = ()
    escalations: frozenset[str] = frozenset()
    panels: tuple[Panel, ...] = ()
