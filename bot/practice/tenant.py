"""A running practice tenant: the house, its neighbours, and a clock that can be moved.

It hands the emulator one callable, `advance`, which moves the civil clock and waits until all
that came due has been delivered.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot import slices
from bot.clock import PracticeClock
from bot.delivery import feeding
from bot.emulator.crowd_file import CrowdFile
from bot.emulator.server import Emulator
from bot.errors import Unavailable
from bot.main import House
from bot.practice.folder import Folder
from bot.storage.store import Storage
from bot.storage.tx import Tx

_SETTLE_SECONDS = 30.0
_GLIMPSE_SECONDS = 1.0  # beside a broadcast: what is due goes first anyway
_KEEP_SECONDS = 15.0
_HORIZON = timedelta(days=800)
_ROUNDS = (0, 8, 16)  # o'clock, and a half


@dataclass(kw_only=True)
class Practice:
    """A running practice tenant.

    `crowd` is how many people it knows beside its cast, `sampled` whether the sample notice has
    been written. `keeping` and `gathering` are its tasks: what happens is kept, staff arrive.
    """

    held: Folder
    house: House
    storage: Storage
    emulator: Emulator
    clock: PracticeClock
    bot: web.AppRunner
    chats: CrowdFile
    crowd: int = 0
    sampled: bool = False
    stopping: bool = False
    keeping: "asyncio.Task[None] | None" = None
    gathering: "asyncio.Task[None] | None" = None

    @property
    def folder(self) -> Path:
        """Where its data is kept."""
        return self.held.path

    @property
    def address(self) -> str:
        """The page's address."""
        return self.emulator.url

    async def advance(self, to: datetime | None) -> datetime:
        """Move the civil clock to `to` (None: the next event), running every due instant in order.

        An instant that lies behind changes nothing. Returns the new present.
        """
        target = await self._next_event() if to is None else to.astimezone(UTC)
        while (instant := await self._next_instant(target)) < target:
            await self.arrive(instant)
        if target > self.clock.now():
            await self.arrive(target)
        await self.keep()
        return self.clock.now().astimezone(self.house.settings.zone)

    async def arrive(self, instant: datetime) -> None:
        """Let all that is due at this instant happen, to its end."""
        self.clock.jump(instant)
        await self.house.tick()
        if await self.storage.read(self.house.settings.home, self._broadcasts):
            await self.house.engine.settle(patience=_GLIMPSE_SECONDS)
            return
        await self.house.settle_pulses()
        await self.house.errands.settle()
        await self.house.engine.settle(patience=_SETTLE_SECONDS)

    def _broadcasts(self, tx: Tx) -> bool:
        """Whether so much is on its way that nobody would wait for it."""
        return feeding.waits(tx, self.clock.now())

    async def _next_instant(self, target: datetime) -> datetime:
        """The next instant at which a job has something to do; `target` where there is none before.

        Found anew each time: what happens at one instant may bring another.
        """
        return min(self._next_round(self.clock.now()), await self._next_own(target))

    async def _next_own(self, target: datetime) -> datetime:
        """The next instant of a slice's own, beside the rounds; `target` where none comes first."""
        now = self.clock.now()
        own = await self.storage.read(
            self.house.settings.home, lambda tx: slices.instants(tx, now, target)
        )
        return min((*own, target))

    def _next_round(self, now: datetime) -> datetime:
        """Half past midnight, half past eight and half past four: the working day's rounds."""
        hour = now.astimezone(self.house.settings.zone).replace(minute=30, second=0, microsecond=0)
        while hour.hour not in _ROUNDS or hour <= now:
            hour += timedelta(hours=1)
        return hour.astimezone(UTC)

    async def _next_event(self) -> datetime:
        """When the bot next has something to say: the morning of a day, or an instant before it.

        Jobs look first at what has just changed: from that they know when to look again.
        """
        await self.house.tick()
        return await self._next_own(await self._next_morning())

    async def _next_morning(self) -> datetime:
        """The morning of the next day on which the bot says something."""
        zone = self.house.settings.zone
        now = self.clock.now().astimezone(zone)
        tomorrow, last = now.date() + timedelta(days=1), now.date() + _HORIZON

        def first(tx: Tx) -> Any:
            return next((notice.on for notice in slices.planned(tx, tomorrow, last)), None)

        day = await self.storage.read(self.house.settings.home, first) or tomorrow
        return datetime(day.year, day.month, day.day, 8, 31, tzinfo=zone).astimezone(UTC)

    async def keep(self) -> None:
        """Keep what happened since the last time, for the next start."""
        changed, self.emulator.watch.changed = self.emulator.watch.changed, set()
        chats = self.chats.taken(self.emulator.conversations, changed)
        if chats:
            await asyncio.to_thread(self.chats.add, chats)
        self.held.keep(
            {
                "now": self.clock.now().isoformat(),
                "address": self.address,
                "crowd": self.crowd,
                "sampled": self.sampled,
                "tenant": self.emulator.saved(),
            }
        )

    async def keep_on(self) -> None:
        """Keep what happens every few seconds, so that a crash loses little."""
        while True:
            await asyncio.sleep(_KEEP_SECONDS)
            if self.emulator.watch.changed:
                await self.keep()

    def go_on(self) -> None:
        """Nothing, unless it is being stopped: then whatever takes long gives up here."""
        if self.stopping:
            raise Unavailable("the practice tenant", remedy="it is being stopped")

    async def stop(self) -> None:
        """Keep everything for the next time, then stop."""
        self.stopping = True
        if self.keeping is not None:
            self.keeping.cancel()
        work = (task for task in (self.keeping, self.gathering) if task is not None)
        await asyncio.gather(*work, return_exceptions=True)
        await self.bot.cleanup()
        await self.house.stop()  # what is under way arrives, or it would be sent again
        await self.keep()
        await self.emulator.stop()
        self.storage.close()
        self.held.release()
