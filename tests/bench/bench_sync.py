"""`renkei people sync` of 40,000 people, and a second time when nothing has changed.

    BENCH_PEOPLE=2000 python -m tests.bench.bench_sync

The floor is a loop that pages through the same delta with the SDK's requests and raw answers, reads
each answer's JSON and keeps nothing. Both take turns against one practice tenant in a process of
its own; each of our rounds begins with an empty database. The practice tenant takes 20 ms for a
page, which is quicker than Graph ever is. Told too, without a goal: the same where it answers at
once, and nothing hides what the database costs.
"""

import asyncio
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from azure.core.credentials import AccessToken

from bot.emulator.city_staff import staff
from bot.emulator.limits import Limits
from bot.emulator.login import GRAPH
from bot.emulator.server import Emulator
from bot.emulator.tenant import TenantSpec
from bot.people.reading import Reading
from bot.settings import Settings
from bot.storage.store import open_storage
from graph import Graph
from graph.client import Client
from tests.bench.delivering import resident
from tests.bench.figures import Figure, show

PEOPLE, ROUNDS = 40_000, 3
_NOW = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
_FIELDS = "id,displayName,mail,userPrincipalName,jobTitle,department,accountEnabled,userType"
_TENANT, _APP, _TOKEN = "bench", "a4a75c1e-0000-4000-9000-000000000002", "bench-token"
_EARLY = 0.1  # of the people: by then everything that is kept at all has been made


@dataclass(slots=True)
class Run:
    """One first sync and the one after it."""

    seconds: float = 0.0
    requests_again: int = 0
    early: float = 0.0
    peak: float = 0.0


def main() -> None:
    """Measure and print the figures."""
    people = int(os.environ.get("BENCH_PEOPLE", PEOPLE))
    for limits, goal in ((Limits.teams(), "<= 1.5"), (Limits.none(), "")):
        with directory(people, limits) as far:
            floors, runs = asyncio.run(measure(far, people))
        name = f"first sync of {people:,}{'' if goal else ', pages at once'} / raw paging loop"
        judge(name, goal, floors, runs)


async def measure(far: "Far", people: int) -> tuple[list[float], list[Run]]:
    """Floor and sync in turns; the first of each only warms up and shows the memory."""
    floors: list[float] = []
    runs: list[Run] = []
    client = Client(_Fixed(), base_url=far.url, hosts=(far.host,))  # type: ignore[arg-type]
    graph = Graph(client)
    await graph.warm()
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.db"
        open_storage(Settings(database_url=f"sqlite:///{empty}")).close()
        for _ in range(ROUNDS + 1):
            floors.append(await _floor(client))
            runs.append(await _run(graph, empty, far, people))
    await graph.close()
    return floors[1:], runs


async def _floor(client: Client) -> float:
    """The pages alone, by the SDK."""
    delta: Any = (await client.builders()).users.delta
    query = delta.DeltaRequestBuilderGetQueryParameters(select=_FIELDS.split(","))
    began = time.perf_counter()
    page = await client.get(delta, "User.Read.All", query)
    while link := page.get("@odata.nextLink"):
        page = await client.get(delta.with_url(link), "User.Read.All")
    return time.perf_counter() - began


async def _run(graph: Graph, empty: Path, far: "Far", people: int) -> Run:
    """A first sync into an empty database, and a second one."""
    run, seen = Run(), 0
    file = Path(shutil.copy(empty, empty.with_name("round.db")))
    storage = open_storage(Settings(database_url=f"sqlite:///{file}"))

    def told(more: int) -> None:
        nonlocal seen
        seen += more
        if seen >= _EARLY * people:
            run.early = run.early or resident()
            run.peak = max(run.peak, resident())

    reading = Reading(storage=storage, tenant=_TENANT, graph=graph, now=_NOW, told=told)
    began = time.perf_counter()
    await reading.run()
    run.seconds = time.perf_counter() - began
    before = far.requests()
    await reading.run()
    run.requests_again = far.requests() - before
    storage.close()
    for one in empty.parent.glob("round.db*"):
        one.unlink()
    return run


def judge(name: str, goal: str, floors: list[float], runs: list[Run]) -> None:
    """Medians; memory as the first round saw it, before anything was left behind."""
    floor = statistics.median(floors)
    own = statistics.median(run.seconds for run in runs[1:])
    beside = f"{own:.2f} s, loop {floor:.2f} s"
    show(Figure(name=name, value=own / floor, goal=goal, beside=beside))
    if not goal:
        return
    again = max(run.requests_again for run in runs)
    show(Figure(name="second sync, nothing changed: requests", value=again, goal="<= 1"))
    first = runs[0]
    beside = f"{first.early:.0f} MiB after {_EARLY:.0%}, {first.peak:.0f} MiB at most"
    value = first.peak / first.early
    show(Figure(name="memory of a first sync", value=value, goal="<= 1.1", beside=beside))


class _Fixed:
    """A sign-in that takes no time, as the floor's."""

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        return AccessToken(_TOKEN, int(time.time()) + 3600)

    async def close(self) -> None:
        return


class Far:
    """The directory, in its own process."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.url: str = pipe.recv()
        self.host = self.url.split("/")[2]

    def requests(self) -> int:
        """How many requests it has heard."""
        self._pipe.send("requests")
        found: int = self._pipe.recv()
        return found


@contextmanager
def directory(people: int, limits: Limits) -> Iterator[Far]:
    """The practice tenant for as long as it is needed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, people, limits))
    process.start()
    try:
        yield Far(ours)
        ours.send("end")
    finally:
        process.join(5)
        if process.is_alive():
            process.kill()


def _serve(pipe: Connection, people: int, limits: Limits) -> None:
    asyncio.run(_serving(pipe, people, limits))


async def _serving(pipe: Connection, people: int, limits: Limits) -> None:
    spec = TenantSpec(
        tenant_id=_TENANT,
        name="試験",
        app_id=_APP,
        people=tuple(one.person for one in staff(people)),
    )
    emulator = Emulator(spec, limits=limits)
    emulator.login.accept(_TOKEN, audience=GRAPH)
    await emulator.start()
    pipe.send(emulator.graph_url)
    while await asyncio.to_thread(pipe.recv) != "end":
        pipe.send(len(emulator.history))
    await emulator.stop()


if __name__ == "__main__":
    main()
