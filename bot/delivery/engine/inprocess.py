"""The embedded engine: pumps as tasks of this process, woken by its own commits and a sweep."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from bot.delivery.bell import BELL
from bot.delivery.engine.pumps import Pumps
from bot.logs import trace

log = structlog.get_logger()


class InProcessEngine:
    """One task for each served tenant; the keywords are those of Pumps.

    Other processes may run one too, on the same database: a tenant is pumped by whoever holds its
    row, the others wait for it.
    """

    def __init__(self, tenants: Sequence[str], **rest: Any) -> None:
        self._pumps = Pumps(tenants, **rest)
        self._tempo = self._pumps.tempo
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False

    async def start(self) -> None:
        """Begin to send what is due, now and after every commit."""
        self._loop = asyncio.get_running_loop()
        BELL.listen(self.wake)
        tends = [self._tend(tenant) for tenant in self._pumps.tenants]
        self._tasks = [asyncio.create_task(task) for task in (*tends, self._sweep())]

    async def stop(self) -> None:
        """Finish what is under way, give the rest back to the rows, and end."""
        BELL.leave(self.wake)
        self._stopping = True
        for woken in self._pumps.woken.values():
            woken.set()
        self._pumps.stop_all()
        *tending, sweeping = self._tasks
        sweeping.cancel()
        await asyncio.gather(*tending, sweeping, return_exceptions=True)

    def wake(self, tenant: str) -> None:
        """A commit has left work for this tenant; may be called on any thread."""
        woken = self._pumps.woken.get(tenant)
        if woken is not None and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(woken.set)

    async def drained(self) -> bool:
        """Whether nothing that is due, or will be tried again within a moment, is left."""
        return await self._pumps.drained()

    async def settle(self, *, patience: float = 30.0) -> bool:
        """Wait until all that is due at the clock's present has been sent."""
        return await self._pumps.settle(self.wake, patience=patience)

    async def _tend(self, tenant: str) -> None:
        woken = self._pumps.woken[tenant]
        rest: float | None = 0.0  # what a former process has left comes first
        while not self._stopping:
            await _woken_or_after(woken, rest)
            if not self._stopping:
                rest = await self._pumps.run(tenant)

    async def _sweep(self) -> None:
        """Wake tenants with due rows that nobody announced."""
        while True:
            await asyncio.sleep(self._tempo.sweep)
            for tenant in self._pumps.tenants:
                await self._look_after(tenant)

    async def _look_after(self, tenant: str) -> None:
        try:
            if await self._pumps.calls(tenant):
                self.wake(tenant)
        except Exception as error:  # noqa: BLE001 - one tenant's trouble must not stop the sweep
            log.warning("delivery.sweep_failed", tenant=tenant, **trace(error))


async def _woken_or_after(woken: asyncio.Event, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return
