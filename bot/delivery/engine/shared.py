"""The engine for cities: any number of processes share the tenants through Procrastinate."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from procrastinate.exceptions import ConnectorException

from bot.clock import real_now, real_seconds
from bot.delivery import holding
from bot.delivery.bell import BELL
from bot.delivery.engine.pumps import Pumps
from bot.delivery.engine.queue import Queue
from bot.errors import Unavailable
from bot.logs import trace

log = structlog.get_logger()
_TOGETHER = 0.02  # what is woken within so short a time is asked for at once


class ProcrastinateEngine:
    """A worker of this process among all; the keywords are those of Pumps.

    A wake-up reaches this process's own pump at once. Otherwise it becomes a job, which any free
    worker takes, and a notification, which the tenant's pump hears wherever it runs.
    """

    def __init__(self, tenants: Sequence[str], *, database_url: str, **rest: Any) -> None:
        self._pumps = Pumps(tenants, **rest)
        self._tempo = self._pumps.tempo
        self._queue = Queue(
            database_url, tempo=self._tempo, pump=self._pump, woken=self._pumps.wake
        )
        self._asked: set[str] = set()
        self._asking = asyncio.Event()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._working: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leaving = False
        self._looked = 0.0

    async def start(self) -> None:
        """Begin to send what is due, now and after every commit. Raises Unavailable."""
        self._loop = asyncio.get_running_loop()
        try:
            await self._queue.open()
        except ConnectorException as error:
            await self._queue.close()
            raise Unavailable("PostgreSQL", remedy="check that the server runs") from error
        BELL.listen(self.wake)
        self._working = asyncio.create_task(self._queue.work())
        rounds = (
            self._each(self._tempo.sweep, self._look_after_workers),
            self._each(self._tempo.sweep, self._look_after_tenants),
            self._each(self._tempo.fetch, self._share),
        )
        self._tasks = [asyncio.create_task(one) for one in (self._ask(), *rounds)]

    async def stop(self) -> None:
        """Finish what is under way, give the rest back to the rows, and end."""
        BELL.leave(self.wake)
        self._leaving = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for timer in self._timers.values():
            timer.cancel()
        self._pumps.stop_all()
        self._queue.leave()
        if self._working is not None:
            await self._working
        await self._queue.close()

    def wake(self, tenant: str) -> None:
        """A commit has left work for this tenant; may be called on any thread."""
        known = tenant in self._pumps.tenants
        if known and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hear, tenant)

    async def drained(self) -> bool:
        """Whether nothing that is due, or will be tried again within a moment, is left."""
        return await self._pumps.drained()

    async def settle(self, *, patience: float = 30.0) -> bool:
        """Wait until all that is due at the clock's present has been sent."""
        return await self._pumps.settle(self.wake, patience=patience)

    def _hear(self, tenant: str) -> None:
        if not self._pumps.wake(tenant):
            self._asked.add(tenant)
            self._asking.set()

    async def _ask(self) -> None:
        """Ask for pumps; however many presses there were, once for each tenant and moment."""
        while True:
            await self._asking.wait()
            self._asking.clear()
            asked, self._asked = sorted(self._asked), set()
            await self._ask_for(asked)
            await asyncio.sleep(_TOGETHER)

    async def _ask_for(self, tenants: Sequence[str]) -> None:
        try:
            await self._queue.ask(tenants)
        except Exception as error:  # noqa: BLE001 - only a hint: the sweep finds the rows
            log.warning("delivery.wake_failed", **trace(error))

    async def _pump(self, job: int, tenant: str) -> None:
        """What a job does. Another one follows where there is more to send."""
        if tenant not in self._pumps.tenants:
            log.warning("delivery.tenant_not_served", tenant=tenant)
            return
        if self._pumps.wake(tenant):
            return  # we were declared dead, wrongly, and pump it still
        rest = None if self._leaving else await self._pump_as(job, tenant)
        if self._leaving:
            await self._pass_on(tenant)
        elif self._pumps.woken[tenant].is_set() or rest == 0.0:
            self._hear(tenant)
        elif rest is not None:
            self._hear_after(rest, tenant)

    async def _pump_as(self, job: int, tenant: str) -> float | None:
        return await self._pumps.run(tenant, owner=holding.new_owner_of(job))

    async def _pass_on(self, tenant: str) -> None:
        """We leave: another process goes on with what is due."""
        try:
            if await self._pumps.calls(tenant):
                await self._ask_for([tenant])
        except Unavailable as error:  # the others' sweep finds the rows
            log.warning("delivery.wake_failed", tenant=tenant, **trace(error))

    def _hear_after(self, seconds: float, tenant: str) -> None:
        """Real time waits here, never in the queue: a job that is scheduled would hold the lock."""
        if tenant in self._timers:
            self._timers[tenant].cancel()
        loop = asyncio.get_running_loop()
        self._timers[tenant] = loop.call_later(seconds, self._hear, tenant)

    async def _each(self, seconds: float, look: Callable[[], Awaitable[None]]) -> None:
        """Look again and again, whatever goes wrong."""
        while True:
            try:
                await look()
            except Exception as error:  # noqa: BLE001 - the next round looks again
                log.warning("delivery.sweep_failed", **trace(error))
            await asyncio.sleep(seconds)

    async def _share(self) -> None:
        """Make room for tenants that wait for a worker, and for no other reason."""
        if self._queue.free > 0:
            return
        waiting = await self._queue.waiting()
        for tenant in self._pumps.ripe[:waiting]:
            self._pumps.retire(tenant)

    async def _look_after_tenants(self) -> None:
        """Wake tenants with due rows that nobody announced."""
        for tenant in self._pumps.tenants:
            try:
                if await self._pumps.calls(tenant):
                    self._hear(tenant)
            except Exception as error:  # noqa: BLE001 - one tenant's trouble leaves others alone
                log.warning("delivery.sweep_failed", tenant=tenant, **trace(error))

    async def _look_after_workers(self) -> None:
        """Bury the dead; where we were buried ourselves, begin anew."""
        if not await self._queue.is_known():
            log.warning("delivery.declared_dead")
            self._pumps.stop_all()
            self._queue.renew()
        if self._is_awake():
            await self._bury()

    def _is_awake(self) -> bool:
        """Whether we may judge who is dead: after a while in which we or the database were away
        everybody looks dead, and is given one more round to show a heartbeat."""
        before, self._looked = self._looked, real_seconds()
        return self._looked - before < self._tempo.dead

    async def _bury(self) -> None:
        """The dead's holds end at once, and the next pump ends their leases."""
        jobs = await self._queue.abandoned()
        for job in jobs:
            await self._end_hold(str(job.lock), job.id or 0)
        await self._queue.bury(jobs)
        for job in jobs:
            self._hear(str(job.lock))

    async def _end_hold(self, tenant: str, job: int) -> None:
        log.warning("delivery.worker_dead", tenant=tenant)
        real = real_now()
        await self._pumps.storage.write(tenant, lambda tx: holding.end(tx, job, real=real))
