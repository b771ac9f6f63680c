"""The one place where the house is put together; tests call the same functions."""

import asyncio
import gc
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from socket import socket
from typing import Any

import structlog
from aiohttp import web

from bot import slices
from bot.clock import Clock
from bot.delivery.connector import Connector, open_session
from bot.delivery.credentials import open_credential
from bot.delivery.engine import InProcessEngine
from bot.delivery.limiter import Limiter
from bot.delivery.tokens import open_tokens
from bot.errands.loop import Errands
from bot.errors import Misconfigured
from bot.home.slice import FALLBACKS
from bot.logs import trace
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.turns import memory
from bot.turns.door.door import SERVER_OPTIONS, Door
from bot.turns.door.keys import Keys, open_keys
from bot.turns.hearing import Hearing
from bot.web import application
from graph import Graph
from graph.client import Client

log = structlog.get_logger()

_REMEMBER = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class House:
    """The parts, put together; `start` and `stop` bring them to life and to rest."""

    settings: Settings
    storage: Storage
    clock: Clock
    graph: Graph
    keys: Keys
    connector: Connector
    limiter: Limiter
    engine: InProcessEngine
    errands: Errands
    hearing: Hearing
    closing: AsyncExitStack

    async def start(self, *, rings: bool = True) -> None:
        """Begin to deliver, to run errands and (unless the practice clock rings) to tick."""
        await self.engine.start()
        self.closing.push_async_callback(self.engine.stop)
        for work in (self.errands.run(), self.keys.warm(), self._warm_graph()):
            self.closing.push_async_callback(_ended, asyncio.create_task(work))
        self.closing.push_async_callback(self.errands.close)
        if rings:
            scheduler = Scheduler(self.settings.zone, tick=self.tick, forget=self.forget)
            scheduler.start()
            self.closing.callback(scheduler.stop)

    async def stop(self) -> None:
        """Finish what is under way and return the rest to its rows; the last opened goes first."""
        await self.closing.aclose()

    async def tick(self) -> None:
        """Insert what is due now, for every served tenant."""
        now = self.clock.now()
        await self._for_each_tenant(lambda tx: slices.tick(tx, now, self.settings.zone))

    async def forget(self) -> None:
        """Drop what Teams will not ask for again."""
        before = self.clock.now() - _REMEMBER
        await self._for_each_tenant(lambda tx: memory.forget(tx, before))

    async def _for_each_tenant(self, work: Callable[[Tx], object]) -> None:
        """One tenant's trouble is logged and leaves the others alone."""
        for tenant in self.settings.tended:
            try:
                await self.storage.write(tenant, work)
            except Exception as error:  # noqa: BLE001 - the next ring tries again
                log.error("tenant_left_out", tenant=tenant, **trace(error))

    async def ready(self) -> bool:
        """Whether turns can be served; Graph may still be warming. Raises Unavailable."""
        await self.storage.read(self.settings.home, lambda tx: tx.tenant)
        return True

    def application(self) -> web.Application:
        """What aiohttp serves."""
        door = Door(self.settings, self.keys, self.connector, self.hearing.hear, pace=self.limiter)
        return application(door, self.ready, self.hearing.open)

    async def _warm_graph(self) -> None:
        try:
            await self.graph.warm()
        except ImportError as error:
            log.error("graph could not be loaded", error=type(error).__name__)
        # All is imported now: what stays for good needn't be looked through at each collection.
        gc.collect()
        gc.freeze()


async def build(
    settings: Settings, storage: Storage, clock: Clock, *, limited: bool = True
) -> House:
    """Put the house together on the running loop; nothing runs until `start`."""
    closing = AsyncExitStack()
    session = await closing.enter_async_context(open_session())
    tokens = open_tokens(settings)
    closing.push_async_callback(tokens.close)
    graph = _graph(settings, closing)
    keys = open_keys(settings, session)
    closing.push_async_callback(keys.close)
    connector = Connector(session, tokens, settings)
    limiter = Limiter(storage, limited=limited)
    return House(
        settings=settings,
        storage=storage,
        clock=clock,
        graph=graph,
        keys=keys,
        connector=connector,
        limiter=limiter,
        engine=InProcessEngine(
            settings.tended, storage=storage, connector=connector, limiter=limiter, clock=clock
        ),
        errands=_errands(settings, storage, graph, clock),
        hearing=Hearing(storage, slices.router(), FALLBACKS, clock=clock, settings=settings),
        closing=closing,
    )


def _graph(settings: Settings, closing: AsyncExitStack) -> Graph:
    credential = open_credential(settings)
    closing.push_async_callback(credential.close)
    client = Client(
        credential,
        base_url=settings.graph_url,
        hosts=settings.graph_hosts,
        log=settings.graph_log,
    )
    graph = Graph(client)
    closing.push_async_callback(graph.close)
    return graph


def _errands(settings: Settings, storage: Storage, graph: Graph, clock: Clock) -> Errands:
    return Errands(
        storage,
        graph,
        slices.errands(),
        clock,
        tenants=lambda: settings.tended,
        tick=lambda tx, now: slices.after_errand(tx, now, settings.zone),
    )


async def _ended(task: "asyncio.Task[Any]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def listen(app: web.Application, host: str, port: int) -> tuple[web.AppRunner, int]:
    """Serve on a port (0: any free one); raises Misconfigured when it is taken."""
    runner = await _runner(app)
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        reason = error.strerror or "can't be used"
        line = f"RENKEI_PORT: {host}:{port} can't be listened on ({reason})"
        raise Misconfigured(f"{line}; choose another port or stop what uses it") from None
    return runner, int(runner.addresses[0][1])


async def listen_on(app: web.Application, bound: socket) -> web.AppRunner:
    """Serve on a socket that has its port already; it is closed with the runner."""
    runner = await _runner(app)
    await web.SockSite(runner, bound).start()
    return runner


async def _runner(app: web.Application) -> web.AppRunner:
    runner = web.AppRunner(app, access_log=None, **SERVER_OPTIONS)
    await runner.setup()
    return runner
