"""Running processes are killed, upgraded and put back while notices go out; none is lost.

The next release is this one's code with one more migration, run from a folder of its own: it adds
columns, a table and an index. Both releases are the real `renkei serve`, `work` and `migrate`.
"""

import asyncio
import os
import random
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from bot.clock import real_now
from bot.delivery.engine import schema as engine_schema
from bot.settings import Settings
from bot.storage import schema
from bot.storage.store import Storage, migrate, open_storage
from tests import releases
from tests.bot.delivery.history import judge, rows
from tests.bot.delivery.rig import APP, TOKEN, Rig, arrived, overtakings, practice
from tests.postgresql import another_database
from tests.releases import Release

pytestmark = pytest.mark.limit(420)

PATIENCE = 60.0
PEOPLE = 12  # told every 0.4 s: less than Teams takes, so that nothing piles up
Process = asyncio.subprocess.Process


@dataclass
class City:
    """A database, and the processes of two releases on it."""

    settings: Settings
    storage: Storage
    tenant: str
    folder: Path
    alive: dict[str, Process] = field(default_factory=dict)

    @property
    def is_shared(self) -> bool:
        return self.storage.is_shared

    def environment(self, release: Release | None) -> dict[str, str]:
        code = release.folder if release else releases.CHECKOUT
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(code),
            "RENKEI_DATABASE_URL": self.settings.database_url,
            "RENKEI_KEY_FILE": self.settings.key_file,
            "RENKEI_CREDENTIAL": "static",
            "RENKEI_STATIC_TOKEN": TOKEN,
            "RENKEI_APP_ID": APP,
            "RENKEI_TENANT_ID": self.tenant,
            "RENKEI_SERVICE_HOSTS": "127.0.0.1",
            "RENKEI_GRAPH_HOSTS": "127.0.0.1",
            "RENKEI_GRAPH_URL": "http://127.0.0.1:9/v1.0",
            "RENKEI_OPENID_URL": "http://127.0.0.1:9/keys",
            "RENKEI_METRICS_PORT": "0",
            "RENKEI_PORT": "0",
        }

    async def run(self, release: Release | None, *words: str) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder,
            env=self.environment(release),
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip

    async def said(self, release: Release | None, *words: str) -> tuple[int | None, str]:
        process = await self.run(release, *words)
        _, told = await asyncio.wait_for(process.communicate(), PATIENCE)
        return process.returncode, told.decode()

    async def start(self, release: Release | None, *names: str) -> None:
        """Start processes and wait until they say that they are ready."""
        for name in names:
            self.alive[name] = await self.run(release, name)
        for name in names:
            await asyncio.wait_for(_ready(self.alive[name]), PATIENCE)

    async def kill(self, name: str) -> None:
        """As a machine does that loses its power."""
        process = self.alive.pop(name)
        assert process.returncode is None, "it had ended by itself"
        process.kill()
        await process.communicate()

    async def replace(self, name: str, release: Release | None) -> None:
        await self.kill(name)
        await self.start(release, name)


async def _ready(process: Process) -> None:
    assert process.stderr is not None
    told = []
    while b'"ready"' not in (line := await process.stderr.readline()):
        told.append(line.decode())
        assert line, f"it ended: {''.join(told)}"


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    key = str(tmp_path / "renkei.key")
    if request.param == "sqlite":
        yield Settings(database_url=f"sqlite:///{tmp_path / 'renkei.db'}", key_file=key)
        return
    run: str = request.getfixturevalue("postgresql_url")
    url = another_database(run)
    yield Settings(database_url=url, key_file=key)
    name = url.partition("///")[2].partition("?")[0] or url.split("/")[3].partition("?")[0]
    with psycopg.connect(run, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture
async def city(settings: Settings, tmp_path: Path) -> AsyncIterator[City]:
    migrate(settings)
    if settings.database_url.startswith("postgresql:"):
        engine_schema.migrate(settings.database_url)
    storage = open_storage(settings)
    city = City(settings, storage, str(uuid.uuid4()), tmp_path)
    yield city
    for name in list(city.alive):
        await city.kill(name)
    storage.close()


@asynccontextmanager
async def notices(rig: Rig) -> AsyncIterator[None]:
    """One after the other, without end, while the block lasts."""

    async def post() -> None:
        for number in range(10_000):
            await rig.post(f"round {number}", lane=number % 4)
            await asyncio.sleep(0.4)

    task = asyncio.create_task(post())
    try:
        yield
        assert not task.done(), task.exception()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def more(rig: Rig, count: int = 30) -> None:
    """So many more cards have arrived: the processes that live now deliver."""
    wanted = len(rig.emulator.history) + count
    await until(lambda: len(rig.emulator.history) >= wanted)


async def until(says: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not says():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def settled(rig: Rig) -> None:
    """Every copy was sent, or is left to a person."""
    end = time.monotonic() + PATIENCE
    while any(
        row.state in ("pending", "sending") for row in await rig.storage.read(rig.tenant, rows)
    ):
        assert time.monotonic() < end
        await asyncio.sleep(0.2)


async def test_a_running_pair_is_killed_upgraded_and_put_back_without_losing_a_notice(
    city: City, tmp_path: Path
):
    """On SQLite one process; the file's schema is brought up to date as the next one opens it."""
    chance = random.Random(7)
    later = releases.make(tmp_path / "later", releases.EXPANDS)
    queue = city.settings.database_url if city.is_shared else ""
    names = ("serve", "work") if city.is_shared else ("serve",)
    async with practice(city.storage, city.tenant, members=PEOPLE, queue=queue) as rig:
        rig.clock.at = real_now()
        await city.start(None, *names)
        async with notices(rig):
            await more(rig)
            if city.is_shared:  # with both running and everything on its way
                assert await city.said(later, "migrate") == (0, "")
                assert schema.revision(city.storage.engine.engine) == later.head
                await more(rig)
            for release in (later, None):  # upgraded, then put back on the newer schema
                for name in names:
                    await asyncio.sleep(chance.uniform(0, 0.5))
                    await city.replace(name, release)
                await more(rig)
        assert schema.revision(city.storage.engine.engine) == later.head
        await settled(rig)
        copies = await rig.storage.read(rig.tenant, rows)
        verdict = judge(rig.emulator.history, copies)
        assert verdict.is_clean, verdict
        assert len(copies) > 10 * PEOPLE
        assert sum(arrived(rig.emulator).values()) >= len(copies) - len(verdict.unknown)
        assert overtakings(rig.emulator) == []


async def test_a_release_that_takes_away_tells_the_one_that_needed_it(city: City, tmp_path: Path):
    """Two releases on: the column was left unused by the one between."""
    last = releases.following(2)
    contracts = releases.CONTRACTS.format(release=releases.following(1))
    later = releases.make(tmp_path / "later", releases.EXPANDS, contracts, release=last)
    city.storage.close()
    assert await city.said(later, "migrate") == (0, "")
    assert schema.revision(city.storage.engine.engine) == later.head
    status, told = await city.said(None, "serve")
    assert status == 2
    assert f"needs Renkei {releases.following(1)} or newer" in told
    assert told.count("\n") == 1


async def test_what_must_reach_everything_is_left_to_the_release_that_knows_everything(
    city: City, tmp_path: Path
):
    """An older one would write a backup with gaps, and drop keys that the gaps need."""
    later = releases.make(tmp_path / "later", releases.EXPANDS)
    city.storage.close()
    assert await city.said(later, "migrate") == (0, "")
    for words in (
        ["backup", "all.backup"], ["keys", "rotate"], ["keys", "retire"],
        ["ledger", "disposals", "run"],
    ):  # fmt: skip
        status, told = await city.said(None, *words)
        assert status == 2, told
        assert f"renkei {words[0]}" in told
        assert "run it with that release" in told
    assert not (tmp_path / "all.backup").exists()
    assert (await city.said(None, "tenant", "show"))[0] == 0


async def test_a_migration_steps_back_for_whoever_works_and_tries_again(city: City, tmp_path: Path):
    """One who has written a copy and then wants its notice would else be ended by the database."""
    if not city.is_shared:
        pytest.skip("a file has one writer: nobody waits for another's table")
    later = releases.make(tmp_path / "later", releases.EXPANDS)
    with psycopg.connect(city.settings.database_url) as working:
        working.execute("LOCK TABLE delivery IN ROW EXCLUSIVE MODE")
        migrating = await city.run(later, "migrate")
        await until(lambda: _waits(city))
        await asyncio.sleep(1.2)  # longer than two would wait for each other
        working.execute("LOCK TABLE notice IN ROW EXCLUSIVE MODE")
        assert migrating.returncode is None
    _, told = await asyncio.wait_for(migrating.communicate(), PATIENCE)
    assert (migrating.returncode, told) == (0, b"")
    assert schema.revision(city.storage.engine.engine) == later.head


def _waits(city: City) -> bool:
    with psycopg.connect(city.settings.database_url, autocommit=True) as asking:
        found = asking.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone()
    return found is not None
