"""Opens the practice tenant: the only place that opens the emulator.

The address can be told as soon as the page can be looked at; the day's cards and the crowd
arrive after that.
"""

import asyncio
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from socket import create_server
from typing import Any

import structlog

from bot.agreements import sheets as agreements
from bot.agreements.audience import calendar_of
from bot.clock import PracticeClock
from bot.emulator import city
from bot.emulator.crowd_file import CrowdFile
from bot.emulator.server import Emulator
from bot.errors import Misconfigured
from bot.ledger.model import Actor
from bot.logs import trace
from bot.main import build, listen_on
from bot.people import imports as register
from bot.practice import attendance, crowd, promises, records, sample, training
from bot.practice.folder import Folder, hold
from bot.practice.tenant import Practice
from bot.settings import Settings
from bot.storage.store import open_storage

log = structlog.get_logger()

_CALLS_KEPT = 500
_PAGE_ASSETS = Path(city.__file__).parent / "playground" / "node_modules"


async def start(
    folder: Path,
    *,
    port: int,
    fresh: bool,
    people: int = 0,
    opened: Callable[[Practice], None] = lambda _: None,
) -> Practice:
    """Start the practice tenant with its data in `folder`; `fresh` throws away what is there.

    `people` is how many staff there shall be beside the cast; those of the last time stay.
    `opened` is called as soon as the page can be looked at: the day's cards arrive meanwhile, and
    new staff after that (`gathering` ends with them).
    """
    _require_page()
    held = hold(folder)
    if fresh:
        held.empty()
    state = held.state()
    practice = await _put_together(held, state, port)
    if state is None:
        _load_registers(practice)
    else:
        practice.emulator.restore(state["tenant"])
        practice.crowd, practice.sampled = state.get("crowd", 0), state.get("sampled", False)
    opened(practice)
    await _take_up(practice, state)
    practice.keeping = asyncio.create_task(practice.keep_on())
    practice.gathering = asyncio.create_task(_gather(practice, people))
    return practice


async def _put_together(held: Folder, state: dict[str, Any] | None, port: int) -> Practice:
    clock = PracticeClock(_beginning(state))
    # Another seed each time: ids of activities must not come back after a restart.
    emulator = Emulator(city.spec(), now=clock.now, seed=time.time_ns(), history=_CALLS_KEPT)
    await _listen(emulator, port)
    bound = create_server((Settings().host, 0))  # links name the bot's port before it listens
    settings = _settings(held, emulator, bound.getsockname()[1])
    # azure-identity runs for real: it asks the emulator as it would ask App Service.
    os.environ["IDENTITY_ENDPOINT"] = emulator.identity_endpoint
    os.environ["IDENTITY_HEADER"] = emulator.identity_header
    storage = open_storage(settings)
    house = await build(settings, storage, clock)
    practice = Practice(
        held=held,
        house=house,
        storage=storage,
        emulator=emulator,
        clock=clock,
        bot=await listen_on(house.application(), bound),
        chats=CrowdFile(held.crowd),
    )
    emulator.advance = practice.advance
    emulator.tab_url = f"{settings.public_url}/tab/"
    await emulator.connect_bot(f"{settings.public_url}/api/messages")
    return practice


async def _take_up(practice: Practice, state: dict[str, Any] | None) -> None:
    """Go on where it was left: whoever is written to must be back before the bot writes."""
    house, emulator = practice.house, practice.emulator
    if state is not None:
        await crowd.come_back(practice, state.get("address", practice.address))
    await house.start(rings=False)
    await asyncio.gather(*(emulator.install(person) for person in emulator.spec.people))
    await practice.arrive(practice.clock.now())


async def _gather(practice: Practice, people: int) -> None:
    """Let new staff come, and the notice for them be written.

    What goes wrong is logged: the cast can practise all the same.
    """
    began = time.monotonic()
    try:
        if people > practice.crowd:
            await crowd.arrive(practice, people)
            took = round(time.monotonic() - began, 1)
            log.info("practice.staff_ready", count=people, seconds=took)
        if not practice.sampled:
            await _write_sample(practice)
    except Exception as error:  # noqa: BLE001 - the last line of a task that nobody waits for
        if not practice.stopping:
            log.error("practice.staff_missing", **trace(error))


async def _write_sample(practice: Practice) -> None:
    settings = practice.house.settings
    now = practice.clock.now().astimezone(settings.zone)
    await practice.storage.write(settings.home, lambda tx: sample.write(tx, now))
    practice.sampled = True
    await practice.keep()


def _load_registers(practice: Practice) -> None:
    """The city's people, agreements and courses, as a clerk would import them."""
    house, now = practice.house, practice.clock.now()
    tenant, today = house.settings.home, now.astimezone(house.settings.zone).date()
    register.load(practice.storage, tenant, city.people_file(), today=today, finally_=crowd.silent)
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
    local = now.astimezone(house.settings.zone)
    practice.storage.write_now(tenant, lambda tx: promises.register(tx, local))
    practice.storage.write_now(tenant, lambda tx: training.load(tx, local))
    practice.storage.write_now(tenant, lambda tx: records.load(tx, local))
    attendance.load(practice.storage, tenant, local)


def _settings(held: Folder, emulator: Emulator, port: int) -> Settings:
    host = emulator.url.removeprefix("http://")
    return Settings(
        database_url=f"sqlite:///{held.database}",
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
