"""How much one person may ask at a time, and how many may be asked at once: nobody is drowned out.

Each process counts for itself. What is turned away has changed nothing: a press is told so in
words beside its card, which stays with all that was typed.
"""

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from bot import metrics
from bot.clock import real_seconds
from bot.turns.heard import Answer, Event, Heard
from cards.lang import Lang

log = structlog.get_logger()

Hear = Callable[[Heard], Awaitable[Answer | None]]
_ASKED = (Event.MESSAGE, Event.PRESS)
# Neither is answered: a card that draws itself anew; what one edits, deletes, likes or begins.
_ASIDE = (Event.REFRESH, Event.OTHER)
_PEOPLE = 50_000  # remembered; whoever asked longest ago is forgotten first
_TOLD_AGAIN = 30.0  # seconds until a flood of words is answered once more
_SENT_AGAIN = 4  # the last activities of a person that Teams may send once more


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Asked: presses and words of one person. Redrawn: what comes of their Teams unasked."""

    asked_at_once: int = 60
    asked_a_second: float = 1.0
    redrawn_at_once: int = 120
    redrawn_a_second: float = 2.0
    open_of_tenant: int = 400
    open_in_all: int = 800


@dataclass(slots=True)
class Allowance:
    """So many at once, and so many more in each second."""

    at_once: float
    a_second: float
    left: float
    counted: float

    def take(self, now: float) -> bool:
        """Use one up; False where none is left."""
        self.left = min(self.at_once, self.left + (now - self.counted) * self.a_second)
        self.counted = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass(slots=True)
class _Person:
    asked: Allowance
    redrawn: Allowance
    told: float = field(default=float("-inf"))
    let_in: tuple[str, ...] = ()


class Crowded(Exception):
    """Too much is open already; the caller may come again in some seconds."""


class Crowding:
    """Stands between the door and what hears; lets through what can be answered in time."""

    def __init__(
        self, hear: Hear, limits: Limits | None = None, *, real: Callable[[], float] = real_seconds
    ) -> None:
        self._hear = hear
        self._limits = limits or Limits()
        self._real = real
        self._people: OrderedDict[tuple[str, str], _Person] = OrderedDict()
        self._open: Counter[str] = Counter()

    async def hear(self, heard: Heard) -> Answer | None:
        """As the one behind it, or words that say it was too much; Crowded where nobody would read
        them. What tells of the tenant itself (installed, members, read) always goes through.
        """
        if heard.event not in (*_ASKED, *_ASIDE):
            return await self._hear(heard)
        if not self._may(heard):
            return self._too_often(heard)
        if self._is_full(heard.tenant):
            return _crowded(heard)
        with self._place(heard.tenant):
            return await self._hear(heard)

    def _may(self, heard: Heard) -> bool:
        """What Teams sends again was let in before: it costs nothing and gets the stored answer."""
        person = self._person(heard)
        if heard.event in _ASIDE:
            return person.redrawn.take(self._real())
        if heard.activity_id and heard.activity_id in person.let_in:
            return True
        if not person.asked.take(self._real()):
            return False
        if heard.activity_id:
            person.let_in = (*person.let_in[1 - _SENT_AGAIN :], heard.activity_id)
        return True

    def _person(self, heard: Heard) -> _Person:
        key = (heard.tenant, heard.aad_object_id or heard.teams_id)
        found = self._people.get(key)
        if found is None:
            found = self._people[key] = self._fresh()
            if len(self._people) > _PEOPLE:
                self._people.popitem(last=False)
        self._people.move_to_end(key)
        return found

    def _fresh(self) -> _Person:
        given, now = self._limits, self._real()
        asked, redrawn = float(given.asked_at_once), float(given.redrawn_at_once)
        return _Person(
            asked=Allowance(asked, given.asked_a_second, asked, now),
            redrawn=Allowance(redrawn, given.redrawn_a_second, redrawn, now),
        )

    def _too_often(self, heard: Heard) -> Answer | None:
        """A press is always told. What needs a message for its answer is told once in a while, or
        we'd flood them in turn; in between Teams says for us that it didn't arrive."""
        _note(heard, "too_often")
        person, now = self._person(heard), self._real()
        if heard.event in _ASIDE:
            return None
        if not heard.execute:
            if now - person.told < _TOLD_AGAIN:
                raise Crowded
            person.told = now
        return _words(heard, "common.refused.too_often")

    def _is_full(self, tenant: str) -> bool:
        given = self._limits
        return self._open[tenant] >= given.open_of_tenant or self._open.total() >= given.open_in_all

    @contextmanager
    def _place(self, tenant: str) -> Iterator[None]:
        self._open[tenant] += 1
        try:
            yield
        finally:
            self._open[tenant] -= 1


def _crowded(heard: Heard) -> Answer | None:
    _note(heard, "crowded")
    if heard.event in _ASIDE:
        return None
    if heard.execute:
        return _words(heard, "common.refused.crowded")
    raise Crowded


def _note(heard: Heard, reason: str) -> None:
    metrics.turned_away(heard.room, heard.event.value, reason)
    log.info("turned_away", status=429, reason=reason, kind=heard.event.value, tenant=heard.tenant)


def _words(heard: Heard, key: str) -> Answer:
    """Words alone: the card that was pressed stays as it is, with what was typed into it."""
    return Answer(text=Lang.of(heard.locale).t(key))
