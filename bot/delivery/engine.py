"""Engines wake pumps; rows are the truth, so a lost wake-up costs a moment and never a card."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from bot.clock import Clock, real_now, real_seconds
from bot.delivery import waiting
from bot.delivery.bell import BELL
from bot.delivery.limiter import Limiter
from bot.delivery.pump import Pump
from bot.delivery.sender import Connector
from bot.delivery.tempo import Tempo
from bot.logs import trace
from bot.storage.store import Storage
from bot.storage.tx import Tx

log = structlog.get_logger()
_MOMENT = 2.0  # a retry within so many seconds is waited for


class Engine(Protocol):
    """What main knows of delivery: rows in, cards out, whoever carries the wake-ups."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def wake(self, tenant: str) -> None: ...

    async def drained(self) -> bool: ...

    async def settle(self, *, patience: float = 30.0) -> bool: ...


class InProcessEngine:
    """Pumps as tasks of this process, one for each served tenant.

    Other processes may run one too, on the same database: a tenant is pumped by whoever holds its
    row, the others wait for it.
    """

    def __init__(
        self,
        tenants: Sequence[str],
        *,
        storage: Storage,
        connector: Connector,
        limiter: Limiter,
        clock: Clock,
        tempo: Tempo | None = None,
    ) -> None:
        self._storage = storage
        self._connector = connector
        self._limiter = limiter
        self._clock = clock
        self._tempo = tempo or Tempo()
        self._woken = {tenant: asyncio.Event() for tenant in tenants}
        self._pumps: dict[str, Pump] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False

    async def start(self) -> None:
        """Begin to send what is due, now and after every commit."""
        self._loop = asyncio.get_running_loop()
        BELL.listen(self.wake)
        tends = [self._tend(tenant) for tenant in self._woken]
        self._tasks = [asyncio.create_task(task) for task in (*tends, self._sweep())]

    async def stop(self) -> None:
        """Finish what is under way, give the rest back to the rows, and end."""
        BELL.leave(self.wake)
        self._stopping = True
        for tenant, woken in self._woken.items():
            woken.set()
            if tenant in self._pumps:
                self._pumps[tenant].stop()
        *tending, sweeping = self._tasks
        sweeping.cancel()
        await asyncio.gather(*tending, sweeping, return_exceptions=True)

    def wake(self, tenant: str) -> None:
        """A commit has left work for this tenant; may be called on any thread."""
        if tenant in self._woken and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken[tenant].set)

    async def drained(self) -> bool:
        """Whether nothing that is due, or will be tried again within a moment, is left."""
        for tenant in self._woken:
            if await self._storage.read(tenant, self._is_left):
                return False
        return not any(pump.busy for pump in self._pumps.values())

    async def settle(self, *, patience: float = 30.0) -> bool:
        """Wait until all that is due at the clock's present has been sent; False if it took longer
        than `patience` seconds. Copies that wait for a distant retry are not waited for."""
        until = real_seconds() + patience
        while not await self.drained():
            if real_seconds() >= until:
                return False
            for tenant in self._woken:
                self.wake(tenant)
            await asyncio.sleep(0.01)
        return True

    def _is_left(self, tx: Tx) -> bool:
        soon = real_now() + timedelta(seconds=_MOMENT)
        return waiting.calls_for_pump(tx, now=self._clock.now(), real=soon)

    async def _tend(self, tenant: str) -> None:
        woken = self._woken[tenant]
        rest: float | None = 0.0  # what a former process has left comes first
        while not self._stopping:
            await _woken_or_after(woken, rest)
            rest = await self._pump(tenant)

    async def _pump(self, tenant: str) -> float | None:
        """Run one pump to its end; seconds until the next one is needed, None: when woken."""
        if self._stopping:
            return None
        pump = self._pumps[tenant] = Pump(
            tenant,
            storage=self._storage,
            connector=self._connector,
            limiter=self._limiter,
            clock=self._clock,
            woken=self._woken[tenant],
            tempo=self._tempo,
        )
        try:
            return (await pump.run()).seconds
        except Exception as error:  # noqa: BLE001 - a worker's last line: the next pump goes on
            log.error("delivery.pump_broke", tenant=tenant, **trace(error))
        finally:
            del self._pumps[tenant]
        await asyncio.sleep(self._tempo.trouble)  # what broke it would break the next one at once
        return self._tempo.sweep

    async def _sweep(self) -> None:
        """Wake tenants with due rows that nobody announced: retries, other processes' commits,
        the leases of the dead, what expires."""
        while True:
            await asyncio.sleep(self._tempo.sweep)
            for tenant in self._woken:
                await self._look_after(tenant)

    async def _look_after(self, tenant: str) -> None:
        try:
            if await self._storage.read(tenant, self._calls):
                self.wake(tenant)
        except Exception as error:  # noqa: BLE001 - one tenant's trouble must not stop the sweep
            log.warning("delivery.sweep_failed", tenant=tenant, **trace(error))

    def _calls(self, tx: Tx) -> bool:
        return waiting.calls_for_pump(tx, now=self._clock.now(), real=real_now())


async def _woken_or_after(woken: asyncio.Event, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return
