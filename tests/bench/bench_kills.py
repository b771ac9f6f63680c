"""Processes killed by SIGKILL at random points, a hundred times on each engine.

    python -m tests.bench.bench_kills [--kills N] [--seed N] [ENGINE…]

Each process delivers for one tenant, over the wire to the practice tenant, whose own record is the
truth. On SQLite one process follows the other; on PostgreSQL two share the tenant and one of them
is killed, whichever chance says. A heartbeat counts as missed after two seconds instead of five,
so that a hundred deaths take minutes.
"""

import argparse
import asyncio
import random
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.delivery.engine import schema
from bot.settings import Settings
from bot.storage.store import Storage, migrate, open_storage
from tests import postgresql
from tests.bench.figures import Figure, show
from tests.bot.delivery.history import Verdict, judge, rows
from tests.bot.delivery.rig import Rig, overtakings, practice
from tests.bot.delivery.workers import Process, System, kill

ENGINES = {"sqlite": 1, "postgresql": 2, "procrastinate": 2}  # processes alive at once
MEMBERS = 200
MOMENT = 0.3  # seconds after the first card of a round in which the kill falls
PATIENCE = 60.0


@asynccontextmanager
async def system(engine: str, folder: Path) -> AsyncIterator[System]:
    """A database of this bench's own."""
    key = folder / "renkei.key"
    if engine == "sqlite":
        url = f"sqlite:///{folder / 'renkei.db'}"
        storage = open_storage(Settings(database_url=url, key_file=str(key)))
        yield System(storage, url, key)
        storage.close()
        return
    programs = postgresql.programs()
    assert programs is not None, "no PostgreSQL is installed"
    with postgresql.running(programs) as url:
        storage = _migrated(url, key)
        yield System(storage, url, key, url if engine == "procrastinate" else "")
        storage.close()


def _migrated(url: str, key: Path) -> Storage:
    settings = Settings(database_url=url, key_file=str(key))
    migrate(settings)
    schema.migrate(url)
    return open_storage(settings)


async def kills(engine: str, times: int, chance: random.Random) -> tuple[Verdict, int, int]:
    """The verdict over all copies, how many there were, and what was done out of order."""
    tenant = str(uuid.uuid4())
    with tempfile.TemporaryDirectory() as folder:
        async with (
            system(engine, Path(folder)) as where,
            practice(where.storage, tenant, members=MEMBERS, queue=where.queue) as rig,
        ):
            alive = [await where.worker(tenant) for _ in range(ENGINES[engine])]
            for number in range(times):
                alive = await _round(rig, where, alive, number, chance)
            for worker in alive:
                await kill(worker)
            await _drain(rig)
            copies = await where.storage.read(tenant, rows)
            verdict = judge(rig.emulator.history, copies)
            return verdict, len(copies), len(overtakings(rig.emulator))


async def _round(
    rig: Rig, where: System, alive: list[Process], number: int, chance: random.Random
) -> list[Process]:
    """Have something to send, kill one process in the middle of it, start another."""
    before = len(rig.emulator.history)
    await rig.post(f"round {number}", lane=3)
    end = time.monotonic() + PATIENCE
    while len(rig.emulator.history) == before and time.monotonic() < end:  # noqa: ASYNC110
        await asyncio.sleep(0.002)
    await asyncio.sleep(chance.uniform(0.0, MOMENT))
    dying = chance.choice(alive)
    await kill(dying)
    others = [worker for worker in alive if worker is not dying]
    return [*others, await where.worker(rig.tenant)]


async def _drain(rig: Rig) -> None:
    async with rig.running() as engine:
        assert await engine.settle(patience=PATIENCE), "not everything was sent"


def tell(engine: str, times: int, found: tuple[Verdict, int, int], seconds: float) -> None:
    """The figures of one engine."""
    verdict, copies, disorder = found
    name = f"{times} kills, {engine}"
    for what, count in (
        ("lost", len(verdict.lost | verdict.misnamed)),
        ("three times", len(verdict.thrice)),
        ("duplicates that nobody counted", len(verdict.uncounted)),
        ("out of order", disorder),
    ):
        show(Figure(name=f"{name}: {what}", value=count, goal="0", beside=f"{copies} copies"))
    counted = f"uncertain {len(verdict.uncertain)}, in {seconds:.0f} s"
    show(Figure(name=f"{name}: duplicates", value=len(verdict.duplicates), beside=counted))
    show(Figure(name=f"{name}: left unknown", value=len(verdict.unknown)))


def main() -> None:
    """Print every engine's figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("engines", nargs="*", choices=[[], *ENGINES])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    print(f"seed {given.seed}")
    for engine in given.engines or ENGINES:
        began = time.monotonic()
        chance = random.Random(given.seed)
        found = asyncio.run(kills(engine, given.kills, chance))
        tell(engine, given.kills, found, time.monotonic() - began)


if __name__ == "__main__":
    main()
