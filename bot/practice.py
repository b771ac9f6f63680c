"""The practice tenant (練習テナント): the house as in production, its neighbours played next door.

The only place that opens the emulator. It hands it one callable, `advance`, which moves the
civil clock and waits until all that came due has been delivered.
"""

import asyncio
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server
from typing import IO, Any

import orjson
from aiohttp import web

from bot import slices
from bot.agreements import sheets as agreements
from bot.agreements.audience import calendar_of
from bot.clock import PracticeClock
from bot.emulator import city
from bot.emulator.server import Emulator
from bot.errors import Misconfigured
from bot.ledger.model import Actor
from bot.main import House, build, listen_on
from bot.people import imports as people
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx

_DATABASE, _STATE, _LOCK = "practice.db", "tenant.json", "in-use"
_SETTLE_SECONDS = 30.0
_HORIZON = timedelta(days=800)
_PAGE_ASSETS = Path(__file__).parent / "emulator" / "playground" / "node_modules"


@dataclass(kw_only=True)
class Practice:
    """A running practice tenant."""

    folder: Path
    house: House
    storage: Storage
    emulator: Emulator
    clock: PracticeClock
    bot: web.AppRunner
    lock: IO[bytes]

    @property
    def address(self) -> str:
        """The page's address."""
        return self.emulator.url

    async def advance(self, to: datetime | None) -> datetime:
        """Move the civil clock to `to` (None: the next event), running every due instant in order.

        An instant that lies behind changes nothing. Returns the new present.
        """
        target = await self._next_event() if to is None else to.astimezone(UTC)
        for instant in self._due_instants(target):
            await self.arrive(instant)
        if target > self.clock.now():
            await self.arrive(target)
        self._save()
        return self.clock.now().astimezone(self.house.settings.zone)

    async def arrive(self, instant: datetime) -> None:
        """Let all that is due at this instant happen, to its end."""
        self.clock.jump(instant)
        await self.house.tick()
        await self.house.errands.settle()
        await self.house.engine.settle(patience=_SETTLE_SECONDS)

    def _due_instants(self, target: datetime) -> Iterator[datetime]:
        """Every full hour of the working day up to `target`: jobs have something to do then."""
        zone = self.house.settings.zone
        hour = self.clock.now().astimezone(zone).replace(minute=30, second=0, microsecond=0)
        while (hour := hour + timedelta(hours=1)) < target:
            if hour.hour in (0, 8, 16):
                yield hour.astimezone(UTC)

    async def _next_event(self) -> datetime:
        """The morning of the next day on which the bot says something."""
        zone = self.house.settings.zone
        now = self.clock.now().astimezone(zone)
        tomorrow, last = now.date() + timedelta(days=1), now.date() + _HORIZON

        def first(tx: Tx) -> Any:
            return next((notice.on for notice in slices.planned(tx, tomorrow, last)), None)

        day = await self.storage.read(self.house.settings.home, first) or tomorrow
        return datetime(day.year, day.month, day.day, 8, 31, tzinfo=zone).astimezone(UTC)

    def _save(self) -> None:
        state = {"now": self.clock.now().isoformat(), "tenant": self.emulator.saved()}
        beside = self.folder / f"{_STATE}.new"
        beside.write_bytes(orjson.dumps(state))
        beside.replace(self.folder / _STATE)

    async def stop(self) -> None:
        """Keep everything for the next time, then stop."""
        self._save()
        await self.emulator.stop()
        await self.bot.cleanup()
        await self.house.stop()
        self.storage.close()
        self.lock.close()


async def start(
    folder: Path,
    *,
    port: int,
    fresh: bool,
    opened: Callable[["Practice"], None] = lambda _: None,
) -> Practice:
    """Start the practice tenant with its data in `folder`; `fresh` throws away what is there.

    `opened` is called as soon as the page can be looked at; the day's cards arrive meanwhile.
    """
    _require_page()
    lock = _held(folder)
    state = _opened(folder, fresh=fresh)
    clock = PracticeClock(_beginning(state))
    # Another seed each time: ids of activities must not come back after a restart.
    emulator = Emulator(city.spec(), now=clock.now, seed=time.time_ns())
    await _listen(emulator, port)
    bound = create_server((Settings().host, 0))  # links name the bot's port before it listens
    settings = _settings(folder, emulator, bound.getsockname()[1])
    # azure-identity runs for real: it asks the emulator as it would ask App Service.
    os.environ["IDENTITY_ENDPOINT"] = emulator.identity_endpoint
    os.environ["IDENTITY_HEADER"] = emulator.identity_header
    storage = open_storage(settings)
    house = await build(settings, storage, clock)
    runner = await listen_on(house.application(), bound)
    practice = Practice(
        folder=folder,
        house=house,
        storage=storage,
        emulator=emulator,
        clock=clock,
        bot=runner,
        lock=lock,
    )
    emulator.advance = practice.advance
    await emulator.connect_bot(f"{settings.public_url}/api/messages")
    await house.start(rings=False)
    if state is None:
        _load_registers(practice)
    else:
        emulator.restore(state["tenant"])
    opened(practice)
    await asyncio.gather(*(emulator.install(person) for person in emulator.spec.people))
    await practice.arrive(clock.now())
    return practice


def _load_registers(practice: Practice) -> None:
    """The city's people and agreements, as a clerk would import them."""
    house, now = practice.house, practice.clock.now()
    tenant, today = house.settings.home, now.astimezone(house.settings.zone).date()
    people.load(practice.storage, tenant, city.people_file(), today=today, finally_=_unrecorded)
    entries = agreements.entries_in(city.agreements_file())
    practice.storage.write_now(
        tenant,
        lambda tx: agreements.put(
            tx,
            entries,
            actor=Actor.job("practice"),
            now=now,
            today=today,
            calendar=calendar_of(tx),
        ),
    )


def _unrecorded(tx: Tx, done: people.Imported) -> None:
    """Nobody ran a command: the sample city comes with its people."""
    del tx, done


def _settings(folder: Path, emulator: Emulator, port: int) -> Settings:
    host = emulator.url.removeprefix("http://")
    return Settings(
        database_url=f"sqlite:///{folder / _DATABASE}",
        app_id=city.APP_ID,
        tenant_id=city.TENANT_ID,
        openid_url=emulator.openid_url,
        service_hosts=(host,),
        graph_url=emulator.graph_url,
        graph_hosts=(host,),
        public_url=f"http://{Settings().host}:{port}",
        login_url=f"{emulator.url}/login",
    )


def _beginning(state: dict[str, Any] | None) -> datetime:
    if state is not None:
        return datetime.fromisoformat(state["now"])
    day = city.FIRST_DAY
    zone = Settings().zone
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=zone).astimezone(UTC)


def _opened(folder: Path, *, fresh: bool) -> dict[str, Any] | None:
    """What the folder keeps of the last time; None for a first or a fresh start."""
    if fresh:
        _throw_away(folder)
    return _saved(folder)


def _held(folder: Path) -> IO[bytes]:
    """The folder is this process's alone until it ends; raises Misconfigured while another's."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / _LOCK).open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        line = f"{folder} is in use by another practice tenant"
        raise Misconfigured(f"{line}; stop that one, or choose another --folder") from None
    return lock


def _saved(folder: Path) -> dict[str, Any] | None:
    file = folder / _STATE
    if not file.exists():
        return None
    try:
        state: dict[str, Any] = orjson.loads(file.read_bytes())
    except orjson.JSONDecodeError:
        line = f"{file.name} in {folder} is damaged"
        raise Misconfigured(f"{line}; start afresh with: renkei demo --fresh") from None
    return state


def _throw_away(folder: Path) -> None:
    """Only what the practice tenant made itself."""
    for file in folder.glob(f"{_DATABASE}*"):
        file.unlink()
    (folder / _STATE).unlink(missing_ok=True)


def _require_page() -> None:
    if not _PAGE_ASSETS.is_dir():
        line = "the page's card renderer is not installed"
        raise Misconfigured(f"{line}; run: make page")


async def _listen(emulator: Emulator, port: int) -> None:
    try:
        await emulator.start(port=port)
    except OSError as error:
        reason = error.strerror or "can't be used"
        line = f"--port {port} can't be listened on ({reason})"
        raise Misconfigured(f"{line}; choose another port, or stop what uses it") from None
