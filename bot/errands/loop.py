"""Runs errands: claims leased rows as they fall due, so many of each tenant at once."""

import asyncio
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.clock import Clock, real_now
from bot.errands import rows
from bot.errands.attempts import Attempts, Neighbour
from bot.errands.model import Asks, Errand
from bot.errands.registry import Registry
from bot.errors import Unavailable
from bot.logs import trace
from bot.storage.store import Storage
from bot.storage.tx import Tx

_LEASE = timedelta(seconds=60)
_EVERY = 1.0
_GRACE = 5.0
# An installation takes Graph a second, and 30 a second may begin. Where neighbours of many tenants
# hang at once every tenant still has a few places that nobody else can take.
_OF_ONE_TENANT = 48
_ALTOGETHER = 256
_ALWAYS = 4
_TENANTS_AT_ONCE = 8

_log = structlog.get_logger("errands")


class Errands:
    """The errands of some tenants in this process; several processes may share the work.

    `neighbours` says whom the registered `run` functions ask, tenant by tenant; `tick(tx, now)`
    builds what the `apply` functions get as their first argument.
    """

    def __init__(
        self,
        storage: Storage,
        neighbours: Mapping[Asks, Neighbour],
        registry: Registry,
        clock: Clock,
        *,
        tenants: Callable[[], Sequence[str]],
        tick: Callable[[Tx, datetime], Any],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._tenants = tenants
        self._owner = uuid.uuid4().hex
        self._attempts = Attempts(
            storage, neighbours, registry.kinds, clock, owner=self._owner, tick=tick
        )
        self._paces = {
            kind.name: kind.each_second
            for kind in registry.kinds.values()
            if kind.each_second is not None
        }
        self._running: defaultdict[str, set[asyncio.Task[None]]] = defaultdict(set)
        self._promised: dict[str, int] = {}
        # The loop and whoever settles may look at once; one waits for what the other takes.
        self._looking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._called: set[str] = set()
        self._woken = asyncio.Event()
        self._look_at_all = 0.0
        self._closing = False

    async def run(self) -> None:
        """Work until `close`."""
        loop = asyncio.get_running_loop()

        def wake(tenant: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._call, tenant)

        rows.BELL.listen(wake)
        try:
            while not self._closing:
                await self._start_for(await self._next_tenants())
        finally:
            rows.BELL.leave(wake)

    async def _next_tenants(self) -> Collection[str]:
        """Who has something to do, as soon as somebody has; once a second everybody is asked."""
        wait = self._look_at_all - time.monotonic()
        try:
            if wait > 0:
                await asyncio.wait_for(self._woken.wait(), wait)
        except TimeoutError:
            wait = 0
        called, self._called = self._called, set()
        self._woken.clear()
        if wait > 0:
            return [tenant for tenant in self._tenants() if tenant in called]
        self._look_at_all = time.monotonic() + _EVERY
        return self._tenants()

    def _call(self, tenant: str) -> None:
        self._called.add(tenant)
        self._woken.set()

    async def sweep(self) -> int:
        """Claim and start what is due now, as far as there is room; how many were started."""
        return await self._start_for(self._tenants())

    async def _start_for(self, tenants: Collection[str]) -> int:
        """One tenant whose database rows are locked keeps a place, not all the others."""
        places = asyncio.Semaphore(_TENANTS_AT_ONCE)

        async def start(tenant: str) -> int:
            async with places:
                return await self._start_or_log(tenant)

        return sum(await asyncio.gather(*map(start, tenants)))

    async def _start_or_log(self, tenant: str) -> int:
        try:
            async with self._looking[tenant]:
                return await self._start(tenant)
        except Unavailable:
            _log.warning("the database does not answer; trying again")
        except Exception as error:  # noqa: BLE001 - one tenant's trouble must not stop others
            _log.error("errands could not be claimed", tenant=tenant, **trace(error))
        return 0

    async def settle(self) -> None:
        """Run everything that is due now and what follows from it, to its end."""
        ran = True
        while await self.sweep() or ran:  # what ended during the sweep may have asked for more
            running = self._all_running()
            ran = bool(running)
            if running:
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)

    async def close(self) -> None:
        """Stop claiming; finish what runs, within seconds, and give the rest back."""
        self._closing = True
        self._woken.set()
        if running := self._all_running():
            _, late = await asyncio.wait(running, timeout=_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _all_running(self) -> set[asyncio.Task[None]]:
        return set().union(*self._running.values())

    def _room(self, tenant: str) -> int:
        """For how many more of this tenant's errands there is a place."""
        own = len(self._running[tenant])
        altogether = sum(map(len, self._running.values())) + sum(self._promised.values())
        return max(_ALWAYS - own, min(_OF_ONE_TENANT - own, _ALTOGETHER - altogether), 0)

    async def _start(self, tenant: str) -> int:
        civil, real = self._clock.now(), real_now()
        # Looking costs a read; only what is there is worth a write.
        if not self._room(tenant) or not await self._storage.read(
            tenant, lambda tx: rows.any_due(tx, civil=civil, real=real)
        ):
            return 0
        claimed = await self._claim(tenant, civil, real)
        if self._closing:  # meanwhile; whoever closes waits only for what runs already
            await self._give_back(tenant, claimed)
            return 0
        for errand in claimed:
            self._begin(tenant, errand)
        return len(claimed)

    async def _claim(self, tenant: str, civil: datetime, real: datetime) -> Sequence[Errand]:
        """As many as there are places for; until it is known how many, nobody else takes them."""
        self._promised[tenant] = room = self._room(tenant)

        def work(tx: Tx) -> tuple[Errand, ...]:
            return rows.claim(
                tx,
                owner=self._owner,
                civil=civil,
                real=real,
                lease=_LEASE,
                most=room,
                each_second=self._paces,
            )

        try:
            return await self._storage.write(tenant, work) if room else ()
        finally:
            del self._promised[tenant]

    async def _give_back(self, tenant: str, claimed: Sequence[Errand]) -> None:
        """Nothing was begun: another process may have them at once."""

        def work(tx: Tx) -> None:
            for errand in claimed:
                rows.again(tx, errand, owner=self._owner, at=real_now(), uncertain=errand.uncertain)

        await self._storage.write(tenant, work)

    def _begin(self, tenant: str, errand: Errand) -> None:
        def ended(task: asyncio.Task[None]) -> None:
            self._running[tenant].discard(task)
            self._call(tenant)
            if not task.cancelled() and (error := task.exception()):
                # The lease runs out and the errand is tried again; nothing is lost.
                _log.error("an errand could not be written back", tenant=tenant, **trace(error))

        task = asyncio.create_task(self._attempts.make(tenant, errand))
        self._running[tenant].add(task)
        task.add_done_callback(ended)
