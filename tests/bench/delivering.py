"""What delivery benchmarks share: databases, an audience, an engine, and the raw loop."""

import asyncio
import gc
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.clock import SystemClock
from bot.delivery import outbox
from bot.delivery.connector import Connector, open_session
from bot.delivery.engine import Engine, InProcessEngine, schema
from bot.delivery.engine.shared import ProcrastinateEngine
from bot.delivery.limiter import Limiter
from bot.delivery.payload import CARD
from bot.delivery.rows import Gate, Lane, State
from bot.delivery.tempo import Tempo
from bot.delivery.tokens import open_tokens
from bot.emulator.tenant import Person, TenantSpec
from bot.settings import Settings
from bot.storage.store import Storage, migrate, open_storage
from tests import postgresql
from tests.bench import lines
from tests.bench.far_tenants import spec_of
from tests.bot.delivery.rig import TOKEN, card, enlist, settings_for

WORKERS = 64  # of the raw loop
CHUNK = 500
SQLITE, POSTGRESQL, PROCRASTINATE = "SQLite", "PostgreSQL", "PostgreSQL, Procrastinate"
ENGINES = (SQLITE, POSTGRESQL, PROCRASTINATE)


# databases


@contextmanager
def database(engine: str) -> Iterator[Settings]:
    """A fresh database for this engine, its key beside it; PostgreSQL with durable commits."""
    if engine not in ENGINES:
        raise SystemExit(f"{engine}: name one of {'; '.join(ENGINES)}")
    with tempfile.TemporaryDirectory() as folder:
        key = str(Path(folder) / "bench.key")
        if engine == SQLITE:
            yield Settings(database_url=f"sqlite:///{folder}/bench.db", key_file=key)
            return
        programs = postgresql.programs()
        if programs is None:
            raise SystemExit(f"{engine}: neither the wheel's nor the system's programs are there")
        with postgresql.running(programs, durable=True) as url:
            settings = Settings(database_url=url, key_file=key)
            migrate(settings)
            schema.migrate(url)
            yield settings


@contextmanager
def opened(settings: Settings) -> Iterator[Storage]:
    """The database as a process that stays has it: what is imported is never looked at again."""
    lines.set_up()
    storage = open_storage(settings)
    gc.collect()
    gc.freeze()
    try:
        yield storage
    finally:
        storage.close()


# an audience and what it is told


class City:
    """One tenant with people whose conversations are known; `members` of the practice tenant."""

    def __init__(
        self, storage: Storage, tenant: str, spec: TenantSpec, members: Sequence[Person], url: str
    ) -> None:
        self.storage, self.tenant, self.clock = storage, tenant, SystemClock()
        self.people: list[int] = []
        for start in range(0, len(members), CHUNK):
            some = members[start : start + CHUNK]
            self.people += self.write(lambda tx, some=some: enlist(tx, some, spec, url))

    @classmethod
    def whole(cls, storage: Storage, tenant: str, members: int, url: str) -> "City":
        """A city whose practice tenant is its own."""
        spec = spec_of(tenant, members)
        return cls(storage, tenant, spec, spec.people, url)

    def write(self, work: Any) -> Any:
        return self.storage.write_now(self.tenant, work)

    def _content(self, key: str, lane: Lane) -> dict[str, Any]:
        now = self.clock.now()
        return {
            "kind": "bench",
            "source_key": key,
            "lane": lane,
            "due_at": now,
            "expires_at": now + timedelta(days=365),
            "cards": {"ja": card()},
            "summaries": {"ja": "お知らせ"},
        }

    def post(self, key: str, *, lane: Lane, to: Sequence[int]) -> int:
        """A small notice, as reminders and reports are."""
        given = self._content(key, lane)
        return int(self.write(lambda tx: outbox.post(tx, **given, to=to)))

    def drafted(self, key: str) -> int:
        """A broadcast to everybody, ready behind its shut gate."""
        given = self._content(key, Lane.BROADCAST)
        about = {"title": "お知らせ", "author": self.people[0], "audience": {}}
        now = self.clock.now()
        notice = int(self.write(lambda tx: outbox.draft(tx, **given, **about, now=now)))
        for start in range(0, len(self.people), CHUNK):
            some = self.people[start : start + CHUNK]
            self.write(lambda tx, some=some: outbox.expand(tx, notice, some))
        return notice

    def release(self, notice: int) -> float:
        """Let it go; the monotonic moment of the commit."""
        self.write(lambda tx: outbox.release(tx, notice, Gate.OPEN))
        return time.monotonic()

    def copy(self, notice: int) -> int:
        """The id of the one copy of a report."""
        found = self.storage.read_now(self.tenant, lambda tx: outbox.copies(tx, notice))
        return int(found[0].id)

    async def sent(self, notice: int, *, expected: float = 0.0) -> None:
        """Wait until all of it is sent; it is not asked for before nearly `expected` seconds."""
        await asyncio.sleep(0.9 * expected)
        while True:
            numbers = await self.storage.read(self.tenant, lambda tx: outbox.numbers(tx, notice))
            sent, whole = numbers[State.SENT], sum(numbers.values())
            if sent == whole:
                return
            await asyncio.sleep(0.25 if sent < 0.9 * whole else 0.02)


# the engine


@asynccontextmanager
async def delivering(
    engine: str, settings: Settings, storage: Storage, tenants: Sequence[str], *, limited: bool
) -> AsyncIterator[None]:
    """An engine of that kind at work for these tenants, in this process."""
    ours = settings_for(tenants[0])
    session, tokens = open_session(), open_tokens(ours)
    rest: dict[str, Any] = {
        "storage": storage,
        "connector": Connector(session, tokens, ours),
        "limiter": Limiter(storage, limited=limited),
        "clock": SystemClock(),
        "tempo": Tempo(),
    }
    made: Engine
    if engine == PROCRASTINATE:
        made = ProcrastinateEngine(tenants, database_url=settings.database_url, **rest)
    else:
        made = InProcessEngine(tenants, **rest)
    await made.start()
    try:
        yield
    finally:
        await made.stop()
        await tokens.close()
        await session.close()


# the floor


async def raw_posts(urls: dict[str, str], posts: int) -> float:
    """Posts a second of a bare loop over a pooled session, with a body like ours.

    `urls` are service addresses by tenant; they get the same share.
    """
    body = {
        "type": "message",
        "summary": "お知らせ",
        "attachments": [{"contentType": CARD, "content": card()}],
    }
    places = [_place(tenant, url) for tenant, url in urls.items()]
    left = iter(range(posts))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200)) as session:

        async def loop() -> None:
            for number in left:
                place = places[number % len(places)]
                async with session.post(place, json=body, headers=headers) as response:
                    await response.read()
                    response.raise_for_status()

        began = time.perf_counter()
        await asyncio.gather(*(loop() for _ in range(WORKERS)))
    return posts / (time.perf_counter() - began)


def _place(tenant: str, url: str) -> str:
    spec = spec_of(tenant, 1)
    return f"{url}v3/conversations/{spec.personal_chat(spec.people[0])}/activities"


# what is read off


def resident() -> float:
    """MiB of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def most_in_a_second(moments: list[float]) -> int:
    """The fullest window of one second."""
    most, start = 0, 0
    for end, at in enumerate(moments):
        while moments[start] <= at - 1.0:
            start += 1
        most = max(most, end - start + 1)
    return most


def at_share(values: list[float], share: float) -> float:
    """The value that so great a share of all stays below, such as 0.95."""
    return sorted(values)[max(0, round(share * len(values)) - 1)]
