"""The one place where the house is put together; tests call the same functions."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from socket import socket
from typing import Any

import structlog
from aiohttp import web

from bot import asking, exchange, metrics, slices, tracing, trail
from bot.clock import Clock, real_now
from bot.delivery.chats import Chats
from bot.delivery.connector import Connector, open_session
from bot.delivery.credentials import open_credential
from bot.delivery.engine import Engine, InProcessEngine
from bot.delivery.guard import Guard
from bot.delivery.limiter import Limiter
from bot.delivery.tokens import open_tokens
from bot.errands import rows
from bot.errands.loop import Errands
from bot.errands.model import Asks
from bot.errors import BotError, Misconfigured
from bot.ledger import filing
from bot.logs import trace
from bot.records import disposed_file
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.storage import schema
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.tab.addresses import Tab
from bot.tab.pages import Pages
from bot.tab.reading import Reading
from bot.tab.sign_on import SignOn, open_login_keys
from bot.turns import memory
from bot.turns.crowding import Crowding
from bot.turns.door.door import SERVER_OPTIONS, Door
from bot.turns.door.keys import Keys, open_keys
from bot.turns.hearing import Hearing
from bot.web import application
from bot.workdays import holidays_of
from graph import Graph, Graphs
from graph.client import Client
from graph.credentials import Lasting

log = structlog.get_logger()

_REMEMBER = timedelta(days=2)
_REMEMBER_ERRANDS = timedelta(days=7)  # so long a second one of the same key isn't run
_FORGOTTEN_AT_ONCE = 1000
_SEALED_AT_ONCE, _SEALED_LATER_SECONDS = 200, 30
_TENANTS_AT_ONCE = 8
_PULSE_SECONDS = 1.0
_MOST_PULSES = 100  # without a rest


@dataclass(frozen=True, kw_only=True)
class House:
    """The parts, put together; `start` and `stop` bring them to life and to rest."""

    settings: Settings
    storage: Storage
    clock: Clock
    graph: Graph
    keys: Keys
    login_keys: Keys
    connector: Connector
    limiter: Limiter
    engine: Engine
    errands: Errands
    hearing: Hearing
    closing: AsyncExitStack
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self, *, rings: bool = True, hears: bool = True) -> None:
        """Begin to deliver, to run errands and (unless the practice clock rings) to tick.

        `hears`: whether this process has a door, and looks for the keys that open it.
        """
        await self.engine.start()
        self.closing.push_async_callback(self.engine.stop)
        self.awake.set()
        self.closing.callback(self.awake.clear)
        works = [self.errands.run(), self._warm(), self._pulses(), self._seal_names()]
        for work in (*works, self.keys.warm()) if hears else works:
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
        """Insert what is due now, for every served tenant, and carry letters between them."""
        with trail.followed(trail.new()), tracing.span("tick"):
            await self._tick()

    async def _tick(self) -> None:
        now, zone = self.clock.now(), self.settings.zone
        await self._for_each_tenant(lambda tx: slices.tick(tx, now, zone))
        await exchange.carry(self.storage, self.settings.tended, now, zone)
        await self._file_anchors()

    async def _file_anchors(self) -> None:
        """What the ledger's head was goes where the database isn't; the next minute tries again."""
        place = filing.place(self.settings)
        if place is None:
            return
        try:
            await filing.file(self.storage, self.settings.tended, place)
            beside = disposed_file.place(self.settings)
            if beside is not None:
                await disposed_file.file(self.storage, self.settings.tended, beside)
        except BotError as error:
            log.error("anchors_not_filed", reason=str(error))

    async def _pulses(self) -> None:
        while True:
            await asyncio.sleep(_PULSE_SECONDS)
            await self.settle_pulses()

    async def _seal_names(self) -> None:
        """Seal what an earlier release has left in clear, a little at a time; then nothing more."""
        left = self.settings.tended
        while left:
            left = tuple([one for one in left if not await self._has_sealed(one)])
            await asyncio.sleep(_SEALED_LATER_SECONDS if left else 0)

    async def _has_sealed(self, tenant: str) -> bool:
        """Whether no name of a tenant is left; one that fails keeps no other from it."""
        try:
            while await self.storage.read(tenant, slices.clear_names):
                await self.storage.write(tenant, lambda tx: slices.seal_clear(tx, _SEALED_AT_ONCE))
        except BotError as error:
            log.error("names_not_sealed", tenant=tenant, reason=str(error))
            return False
        return True

    async def pulse(self) -> bool:
        """Let slices take the small steps that wait, in every served tenant.

        Whether there are steps that needn't wait for real time.
        """
        return any(await self._of_each_tenant(self._pulse_of))

    async def settle_pulses(self) -> None:
        """Take steps until none waits, or only such as wait for real time."""
        for _ in range(_MOST_PULSES):
            if not await self.pulse():
                return

    async def _pulse_of(self, tenant: str) -> bool:
        now, zone = self.clock.now(), self.settings.zone
        try:
            waiting = await self.storage.read(tenant, slices.waiting)
            if not waiting:
                return False
            knows = not any(one.reaches_all for one in waiting) or await self._knows_all()
            step = partial(slices.pulse, now=now, zone=zone, knows_all=knows)
            with trail.followed(trail.new()), tracing.span("pulse"):
                return await self.storage.write(tenant, step)
        except Exception as error:  # noqa: BLE001 - the next second tries again
            metrics.left_out()
            log.error("tenant_left_out", tenant=tenant, **trace(error))
            return False

    async def _knows_all(self) -> bool:
        """Asked anew each time: a newer release may migrate while this one runs."""
        return not await asyncio.to_thread(schema.is_newer, self.storage.engine.engine)

    async def forget(self) -> None:
        """Drop what Teams will not ask for again, and errands that ended long ago."""
        before, ended = self.clock.now() - _REMEMBER, real_now() - _REMEMBER_ERRANDS
        await self._for_each_tenant(lambda tx: memory.forget(tx, before))
        while await self._for_each_tenant(lambda tx: rows.forget(tx, ended, _FORGOTTEN_AT_ONCE)):
            pass  # so many in a transaction that nobody waits for it

    async def _for_each_tenant(self, work: Callable[[Tx], object]) -> bool:
        """One tenant's trouble is logged and leaves the others alone; whether `work` said for any
        that it did something."""

        async def of(tenant: str) -> bool:
            try:
                return bool(await self.storage.write(tenant, work))
            except Exception as error:  # noqa: BLE001 - the next ring tries again
                metrics.left_out()
                log.error("tenant_left_out", tenant=tenant, **trace(error))
                return False

        return any(await self._of_each_tenant(of))

    async def _of_each_tenant(self, ask: Callable[[str], Awaitable[bool]]) -> list[bool]:
        """Some at once, so that one that is slow isn't waited for by all."""
        places = asyncio.Semaphore(_TENANTS_AT_ONCE)

        async def one(tenant: str) -> bool:
            async with places:
                return await ask(tenant)

        return await asyncio.gather(*map(one, self.settings.tended))

    async def ready(self) -> bool:
        """Whether turns can be served and delivered; Graph may still be warming.

        Raises Unavailable.
        """
        if not self.awake.is_set():
            return False
        await self.storage.read(self.settings.home, lambda tx: tx.tenant)
        return True

    def application(self) -> web.Application:
        """What aiohttp serves."""
        hear = self.hearing.hear
        if self.limiter.limited:
            hear = Crowding(hear).hear
        door = Door(self.settings, self.keys, self.connector, hear, pace=self.limiter)
        return application(door, self.ready, self.hearing.open, self._tab())

    def _tab(self) -> Sequence[web.RouteDef]:
        """The tab, where a browser can reach us: without PUBLIC_URL there is none."""
        if not self.settings.public_url:
            return ()
        tab = Tab(
            SignOn(self.settings, self.login_keys),
            Reading(self.storage, slices.panels(), clock=self.clock, settings=self.settings),
            Pages(self.settings.public_url),
            version("renkei"),
        )
        return tab.routes()

    async def _warm(self) -> None:
        """What is slow to load: the first step that wanted it would keep all writers waiting."""
        await asyncio.to_thread(holidays_of, self.clock.now().year)
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
    """Put the house together on the running loop; nothing runs until `start`.

    Raises Misconfigured or Unavailable where the engine's tables can't be used.
    """
    engine_for = await _engines(settings, storage)
    closing = AsyncExitStack()
    session = await closing.enter_async_context(open_session())
    tokens = open_tokens(settings)
    closing.push_async_callback(tokens.close)
    graphs = _graphs(settings, closing)
    keys = open_keys(settings, session)
    closing.push_async_callback(keys.close)
    login_keys = open_login_keys(settings, session)
    closing.push_async_callback(login_keys.close)
    connector = Connector(session, tokens, settings)
    limiter = Limiter(storage, limited=limited)
    return House(
        settings=settings,
        storage=storage,
        clock=clock,
        graph=graphs.of(settings.home),
        keys=keys,
        login_keys=login_keys,
        connector=connector,
        limiter=limiter,
        engine=engine_for(
            settings.tended,
            storage=storage,
            connector=connector,
            limiter=limiter,
            clock=clock,
            guard=Guard(storage, graphs.of, clock, settings.zone, slices.belonging),
        ),
        errands=_errands(settings, storage, graphs, connector, limiter, clock),
        hearing=Hearing(storage, slices.router(), slices.FALLBACKS, clock=clock, settings=settings),
        closing=closing,
    )


async def _engines(settings: Settings, storage: Storage) -> Callable[..., Engine]:
    """Who delivers: this process alone on SQLite, all of them together on PostgreSQL."""
    if not storage.is_shared:
        return InProcessEngine
    # Its library costs SQLite a slower start.
    from bot.delivery.engine import schema
    from bot.delivery.engine.shared import ProcrastinateEngine

    await asyncio.to_thread(schema.check, settings.database_url)
    return partial(ProcrastinateEngine, database_url=settings.database_url)


def _graphs(settings: Settings, closing: AsyncExitStack) -> Graphs:
    credentials = AsyncExitStack()

    def open_(tenant: str) -> Graph:
        at_home = tenant == settings.home
        credential = Lasting(lambda: open_credential(settings, tenant="" if at_home else tenant))
        credentials.push_async_callback(credential.close)
        client = Client(
            credential,
            base_url=settings.graph_url,
            hosts=settings.graph_hosts,
            log=settings.graph_log,
            watch=asking.watch,
        )
        # The app has another id in each organisation's catalogue; the setting names the home's.
        app = settings.teams_app_id if at_home else ""
        return Graph(client, app_id=settings.app_id, teams_app_id=app)

    # Registered now, else they would be closed before what was opened earlier, and errands that
    # are given their last seconds couldn't sign in any more.
    closing.push_async_callback(credentials.aclose)
    graphs = Graphs(open_)
    closing.push_async_callback(graphs.close)
    return graphs


def _errands(
    settings: Settings,
    storage: Storage,
    graphs: Graphs,
    connector: Connector,
    limiter: Limiter,
    clock: Clock,
) -> Errands:
    def chats_of(tenant: str) -> Chats:
        otherwise = f"https://{settings.service_hosts[0]}/teams/"
        app_id = settings.app_id
        return Chats(connector, limiter, tenant=tenant, app_id=app_id, otherwise=otherwise)

    return Errands(
        storage,
        {Asks.GRAPH: graphs.of, Asks.TEAMS: chats_of},
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
