"""What one person is shown: who they are now, which panels are theirs, and one of them read."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from weakref import WeakValueDictionary

from bot import policy
from bot.clock import Clock
from bot.errors import NotFound
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.people import store as people
from bot.people.model import Holders, Person
from bot.settings import Settings
from bot.slice import Panel
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.tab.sign_on import Caller
from bot.turns.turn import Turn
from cards.lang import Lang

_SLOW_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Whom the page greets; `known`: whether the register has them, `staff`: as staff, whose the
    page is, not as a child or a guardian. `panels` are theirs, in order.

    `now` and `today` are the tenant's civil time.
    """

    name: str
    known: bool
    staff: bool
    language: str
    now: datetime
    today: date
    panels: tuple[str, ...]


class Reading:
    """Reads panels for callers, each time by the roles and posts of that moment."""

    def __init__(
        self, storage: Storage, panels: Sequence[Panel], *, clock: Clock, settings: Settings
    ) -> None:
        self._storage = storage
        self._panels = {panel.name: panel for panel in panels}
        self._clock = clock
        self._zone = settings.zone
        self._public_url = settings.public_url
        self._slow = asyncio.Semaphore(_SLOW_AT_ONCE)
        self._asking: WeakValueDictionary[Caller, asyncio.Lock] = WeakValueDictionary()

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All of them, whoever may see them."""
        return tuple(self._panels.values())

    async def me(self, caller: Caller, lang: Lang) -> Me:
        """Who looks, and what is theirs to see."""

        def work(tx: Tx) -> Me:
            turn = self._turn(tx, caller, lang)
            return Me(
                name=turn.person.name,
                known=turn.person.id > 0,
                staff=turn.person.id > 0 and turn.person.is_staff,
                language=turn.person.language,
                now=turn.now,
                today=turn.today,
                panels=tuple(one.name for one in self.panels if _offered(one, turn)),
            )

        return await self._storage.read(caller.tenant, work)

    async def panel(self, caller: Caller, lang: Lang, name: str, asked: Mapping[str, int]) -> Any:
        """One panel; who was shown people by name stands in the ledger before it is handed out.

        Raises NotFound for one that there isn't or that isn't theirs, as if there were none, and
        Refused for a part of it that isn't.
        """
        panel = self._panels.get(name)
        if panel is None:
            raise NotFound("panel")
        async with self._among_slow(caller) if panel.slow else nullcontext():
            found, owed = await self._storage.read(
                caller.tenant, lambda tx: _read(panel, self._turn(tx, caller, lang), asked)
            )
        if owed and (note := panel.note) is not None:
            await self._storage.write(
                caller.tenant, lambda tx: note(self._noting(tx, caller, lang), found)
            )
        return found

    @asynccontextmanager
    async def _among_slow(self, caller: Caller) -> AsyncIterator[None]:
        """A place among the few; whoever asks twice at once waits for themselves first."""
        async with self._asking.setdefault(caller, asyncio.Lock()), self._slow:
            yield

    def _turn(self, tx: Tx, caller: Caller, lang: Lang) -> Turn:
        now = self._clock.now().astimezone(policy.zone(tx, self._zone))
        today = now.date()
        person = people.find_by_aad(tx, caller.aad_object_id, today)
        known = person is not None and person.is_here(today)
        reader = person if known and person else _stranger(caller)
        return Turn(
            person=reader,
            holders=people.holders_of(tx, reader.id, today) if known else Holders(),
            lang=lang,
            now=now,
            today=today,
            actor=Actor.tab("reader"),  # nothing is recorded in a transaction that only reads
            tx=tx,
            public_url=self._public_url,
        )

    def _noting(self, tx: Tx, caller: Caller, lang: Lang) -> Turn:
        turn = self._turn(tx, caller, lang)
        return replace(turn, actor=Actor.tab(pseudonyms.of(tx, turn.person.id)))


def _offered(panel: Panel, turn: Turn) -> bool:
    return turn.person.id > 0 and panel.offered(turn)


def _read(panel: Panel, turn: Turn, asked: Mapping[str, int]) -> tuple[Any, bool]:
    """The view, and whether the ledger is still to have it."""
    if not _offered(panel, turn):
        raise NotFound("panel")
    found = panel.read(turn, asked)
    return found, panel.note is not None and panel.owes(turn, found)


def _stranger(caller: Caller) -> Person:
    """Somebody whom no register knows: gets help, not data."""
    return Person(id=0, aad_object_id=caller.aad_object_id, name="", mail="")
