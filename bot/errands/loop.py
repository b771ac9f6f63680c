"""Runs errands: claims leased rows each second, asks outside a transaction, applies inside one."""

import asyncio
import random
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot import metrics
from bot.clock import Clock, real_now
from bot.errands import registry, rows
from bot.errands.model import Done, Errand, Later, Never, Outcome, State, Unknown
from bot.errands.registry import Kind, Registry
from bot.errors import Unavailable
from bot.logs import trace
from bot.storage.store import Storage
from bot.storage.tx import Tx
from graph.errors import GraphError, Missing, NotConsented, Throttled

_LEASE = timedelta(seconds=60)
_TIMEOUT = 45.0  # below the lease, so that nobody else starts while this one still runs
_EVERY = 1.0
_AT_ONCE = 8
_MOST_UNCERTAIN = 3
_LONGEST_PAUSE = 300.0
_GRACE = 5.0

_log = structlog.get_logger("errands")


class Errands:
    """The errands of some tenants in this process; several processes may share the work.

    `tick(tx, now)` builds what the registered `apply` functions get as their first argument.
    """

    def __init__(
        self,
        storage: Storage,
        graph: Any,
        registry: Registry,
        clock: Clock,
        *,
        tenants: Callable[[], Sequence[str]],
        tick: Callable[[Tx, datetime], Any],
    ) -> None:
        self._storage = storage
        self._graph = graph
        self._kinds = registry.kinds
        self._clock = clock
        self._tenants = tenants
        self._tick = tick
        self._owner = uuid.uuid4().hex
        self._running: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._closing = False

    async def run(self) -> None:
        """Work until `close`."""
        loop = asyncio.get_running_loop()

        def wake(_: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._woken.set)

        rows.BELL.listen(wake)
        try:
            while not self._closing:
                self._woken.clear()
                await self.sweep()
                await self._pause()
        finally:
            rows.BELL.leave(wake)

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), _EVERY)
        except TimeoutError:
            return

    async def sweep(self) -> int:
        """Claim and start what is due now, as far as there is room; how many were started."""
        started = 0
        for tenant in self._tenants():
            try:
                started += await self._start(tenant)
            except Unavailable:
                _log.warning("the database does not answer; trying again")
            except Exception as error:  # noqa: BLE001 - one tenant's trouble must not stop others
                _log.error("errands could not be claimed", tenant=tenant, **trace(error))
        return started

    async def settle(self) -> None:
        """Run everything that is due now and what follows from it, to its end."""
        while await self.sweep() or self._running:
            if self._running:
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)

    async def close(self) -> None:
        """Stop claiming; finish what runs, within seconds, and give the rest back."""
        self._closing = True
        self._woken.set()
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=_GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _start(self, tenant: str) -> int:
        room = _AT_ONCE - len(self._running)
        civil, real = self._clock.now(), real_now()
        # Looking costs a read; only what is there is worth a write.
        if room <= 0 or not await self._storage.read(
            tenant, lambda tx: rows.any_due(tx, civil=civil, real=real)
        ):
            return 0
        claimed = await self._storage.write(
            tenant,
            lambda tx: rows.claim(
                tx, owner=self._owner, civil=civil, real=real, lease=_LEASE, most=room
            ),
        )
        for errand in claimed:
            task = asyncio.create_task(self._attempt(tenant, errand))
            self._running.add(task)
            task.add_done_callback(self._ended)
        return len(claimed)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._woken.set()
        if not task.cancelled() and (error := task.exception()):
            # The lease runs out and the errand is tried again; nothing is lost.
            _log.error("an errand could not be written back", error=type(error).__name__)

    async def _attempt(self, tenant: str, errand: Errand) -> None:
        kind = self._kinds.get(errand.kind)
        if kind is None:
            # A newer release's errand: it waits for a process that knows it.
            await self._again(tenant, errand, _LONGEST_PAUSE, errand.uncertain)
            return
        try:
            outcome = await self._outcome(kind, errand)
        except asyncio.CancelledError:
            await self._again(tenant, errand, 0, errand.uncertain + 1)
            raise
        metrics.ran(kind.name, outcome)
        await self._conclude(tenant, kind, errand, outcome)

    async def _outcome(self, kind: Kind, errand: Errand) -> Outcome:
        try:
            async with asyncio.timeout(_TIMEOUT):
                return await self._asked(kind, errand)
        except Unavailable as error:
            return Later(_seconds_until(error.retry_at))
        except GraphError as error:
            return _of_graph(error, repeatable=kind.uncertain is None)
        except Exception as error:  # noqa: BLE001 - the worker is where errands' errors end
            _log.error("an errand failed", kind=kind.name, error=type(error).__name__)
            return Unknown(type(error).__name__)

    async def _asked(self, kind: Kind, errand: Errand) -> Outcome:
        job = registry.read(kind, errand.payload)
        if errand.uncertain and kind.uncertain is not None:
            found = await kind.uncertain(self._graph, job)
            if found is not None:
                return found
        return await kind.run(self._graph, job)

    async def _conclude(self, tenant: str, kind: Kind, errand: Errand, outcome: Outcome) -> None:
        match outcome:
            case Later(seconds):
                pause = _pause_after(errand.attempt) if seconds is None else seconds
                await self._again(tenant, errand, pause, 0)
            case Unknown() if errand.uncertain + 1 < _MOST_UNCERTAIN:
                pause = _pause_after(errand.attempt)
                await self._again(tenant, errand, pause, errand.uncertain + 1)
            case _:
                await self._storage.write(tenant, lambda tx: self._apply(tx, kind, errand, outcome))

    async def _again(self, tenant: str, errand: Errand, pause: float, uncertain: int) -> None:
        at = real_now() + timedelta(seconds=pause)
        await self._storage.write(
            tenant,
            lambda tx: rows.again(tx, errand, owner=self._owner, at=at, uncertain=uncertain),
        )

    def _apply(self, tx: Tx, kind: Kind, errand: Errand, outcome: Outcome) -> None:
        tick = self._tick(tx, self._clock.now())  # first: it takes its turn among all who write
        state, result = _ending(outcome)
        mine = rows.end(tx, errand, owner=self._owner, state=state, result=result)
        if mine and kind.apply is not None:
            value = outcome.value if isinstance(outcome, Done) else outcome
            kind.apply(tick, registry.read(kind, errand.payload), value)


def _of_graph(error: GraphError, *, repeatable: bool) -> Outcome:
    """Graph down for an hour delays an errand; a missing consent ends it, and says which."""
    match error:
        case Throttled(retry_after=seconds):
            return Later(seconds)
        case NotConsented(permission=permission):
            _log.warning("Graph refuses", permission=permission)
            return Never(f"not consented: {permission}")
        case Missing():
            return Never("missing")
    return Later() if repeatable else Unknown(str(error))


def _ending(outcome: Outcome) -> tuple[State, str]:
    match outcome:
        case Never(reason):
            return State.FAILED, reason
        case Unknown(reason):
            return State.UNKNOWN, reason
    return State.DONE, ""


def _pause_after(attempt: int) -> float:
    """2, 4, 8 … seconds, up to five minutes, spread so that processes don't march in step."""
    longest: float = min(_LONGEST_PAUSE, 2.0**attempt)
    return longest * random.uniform(0.75, 1.0)  # noqa: S311 - nothing secret


def _seconds_until(at: datetime | None) -> float | None:
    return None if at is None else max(0.0, (at - real_now()).total_seconds())
