"""The pumps that run in this process, one at most for each tenant, whichever engine starts them."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from bot.clock import Clock, real_now, real_seconds
from bot.delivery import holding, waiting
from bot.delivery.guard import Closed
from bot.delivery.limiter import Limiter
from bot.delivery.pump import Pump
from bot.delivery.sender import Connector, Guards
from bot.delivery.tempo import Tempo
from bot.logs import trace
from bot.storage.store import Storage
from bot.storage.tx import Tx

log = structlog.get_logger()
_MOMENT = 2.0  # a retry within so many seconds is waited for
_BREATH = 0.01


class Pumps:
    """Starts and stops pumps, and knows which tenants call for one."""

    def __init__(
        self,
        tenants: Sequence[str],
        *,
        storage: Storage,
        connector: Connector,
        limiter: Limiter,
        clock: Clock,
        tempo: Tempo | None = None,
        guard: Guards | None = None,
    ) -> None:
        self.tenants = tuple(tenants)
        self.storage = storage
        self.tempo = tempo or Tempo()
        self.woken = {tenant: asyncio.Event() for tenant in tenants}
        self._connector = connector
        self._limiter = limiter
        self._clock = clock
        self._guard = guard or Closed()
        self._running: dict[str, Pump] = {}
        self._began: dict[str, float] = {}

    def runs(self, tenant: str) -> bool:
        """Whether this tenant's pump is at work in this process."""
        return tenant in self._running

    @property
    def ripe(self) -> list[str]:
        """Whose pump may make room for others: first those that have nothing to send, then those
        that had their turn, the longest first."""
        idle = [tenant for tenant, pump in self._running.items() if pump.lingers]
        until = real_seconds() - self.tempo.turn
        had = [tenant for tenant, began in self._began.items() if began <= until]
        return [*idle, *(tenant for tenant in had if tenant not in idle)]

    def wake(self, tenant: str) -> bool:
        """Tell a tenant's pump that there is more; False where none runs here."""
        if tenant not in self._running:
            return False
        self.woken[tenant].set()
        return True

    def retire(self, tenant: str) -> None:
        """Have a tenant's pump claim no more, and end once what is claimed has been sent."""
        if tenant in self._running:
            self._running[tenant].retire()

    def stop_all(self) -> None:
        """Have every pump finish what is under way, give back the rest, and end."""
        for pump in self._running.values():
            pump.stop()

    async def run(self, tenant: str, *, owner: str = "") -> float | None:
        """Run one pump to its end; seconds until the next one is needed, None: when woken.

        `owner` names it in the rows that it holds; it must be new.
        """
        pump = Pump(
            tenant,
            owner=owner or holding.new_owner(),
            storage=self.storage,
            connector=self._connector,
            limiter=self._limiter,
            clock=self._clock,
            woken=self.woken[tenant],
            tempo=self.tempo,
            pumps=lambda: len(self._running),
            guard=self._guard,
        )
        self._running[tenant], self._began[tenant] = pump, real_seconds()
        try:
            return (await pump.run()).seconds
        except Exception as error:  # noqa: BLE001 - a worker's last line: the next pump goes on
            log.error("delivery.pump_broke", tenant=tenant, **trace(error))
        finally:
            del self._running[tenant], self._began[tenant]
        await asyncio.sleep(self.tempo.trouble)  # what broke it would break the next one at once
        return self.tempo.sweep

    async def calls(self, tenant: str) -> bool:
        """Whether rows wait for a pump that nobody may have announced.

        Retries, other processes' commits, the leases of the dead, what expires.
        """
        if self.runs(tenant) or self._limiter.paused_for(tenant):
            return False
        return await self._asks(tenant, within=0.0)

    async def drained(self) -> bool:
        """Whether nothing that is due, or will be tried again within a moment, is left."""
        for tenant in self.tenants:
            if await self._asks(tenant, within=_MOMENT):
                return False
        return not any(pump.busy for pump in self._running.values())

    async def settle(self, wake: Callable[[str], None], *, patience: float) -> bool:
        """Wake every tenant until all is drained; False if that took longer than `patience`."""
        until = real_seconds() + patience
        while not await self.drained():
            if real_seconds() >= until:
                return False
            for tenant in self.tenants:
                wake(tenant)
            await asyncio.sleep(_BREATH)
        return True

    async def _asks(self, tenant: str, *, within: float) -> bool:
        def asks(tx: Tx) -> bool:
            real = real_now() + timedelta(seconds=within)
            return waiting.calls_for_pump(tx, now=self._clock.now(), real=real)

        return await self.storage.read(tenant, asks)
