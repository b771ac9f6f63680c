"""62 tenants at once in one process, without Teams' limits: together, and each by itself.

    python -m tests.bench.bench_tenants [POSTS OF EACH]

Every tenant has the same number of rows; all are let go at the same moment. All post to one host,
as to Teams' connector: a practice tenant of which each has its share of the people. The floor is
the raw pooled loop to the same host.
"""

import asyncio
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from functools import partial

from bot.emulator.limits import Limits
from bot.emulator.tenant import TenantSpec
from bot.settings import Settings
from bot.storage.store import Storage
from tests.bench.delivering import (
    PROCRASTINATE,
    SQLITE,
    City,
    database,
    delivering,
    opened,
    raw_posts,
)
from tests.bench.far_tenants import Far, FarTenants, far_tenants, spec_of
from tests.bench.figures import Figure, show

TENANTS, EACH, ROUNDS = 62, 800, 3


def main() -> None:
    """Measure both databases."""
    each = int(sys.argv[1]) if len(sys.argv) > 1 else EACH
    for engine in (SQLITE, PROCRASTINATE):
        with database(engine) as settings, opened(settings) as storage:
            measure(engine, settings, storage, each)


def measure(engine: str, settings: Settings, storage: Storage, each: int) -> None:
    """Rounds of the loop and of ours, in turns."""
    tenants = [str(uuid.uuid4()) for _ in range(TENANTS)]
    shared, rows = str(uuid.uuid4()), TENANTS * each
    far = Far(tenants=[shared], members=rows, limits=Limits.none(), keep_content=False)
    with far_tenants(far) as other:
        spec, url = spec_of(shared, rows), other.urls[shared]
        shares = [spec.people[start : start + each] for start in range(0, rows, each)]
        cities = [
            City(storage, tenant, spec, share, url)
            for tenant, share in zip(tenants, shares, strict=True)
        ]
        arrivals = partial(_moments, other, spec, each)
        asyncio.run(raw_posts(other.urls, rows))
        rounds = [
            (
                asyncio.run(raw_posts(other.urls, rows)),
                *_round(engine, settings, storage, cities, arrivals, f"round {number}"),
            )
            for number in range(ROUNDS)
        ]
    floor, ours, fair = (statistics.median(column) for column in zip(*rounds, strict=True))
    name, beside = f"{engine}: {TENANTS} tenants", f"ours {ours:.0f}/s, raw loop {floor:.0f}/s"
    show(Figure(name=f"{name}, sum / raw loop", value=ours / floor, goal=">= 0.5", beside=beside))
    beside = "while all of them have something to send"
    show(Figure(name=f"{name}, slowest / mean", value=fair, goal=">= 0.8", beside=beside))


def _round(
    engine: str,
    settings: Settings,
    storage: Storage,
    cities: list[City],
    arrivals: Callable[[float], list[list[float]]],
    key: str,
) -> tuple[float, float]:
    """Posts a second of all together, and how much of the mean the slowest tenant had."""
    notices = [city.drafted(key) for city in cities]
    began, all_let_go = asyncio.run(_sent(engine, settings, storage, cities, notices))
    moments = arrivals(began)
    first_done = min(some[-1] for some in moments)
    counts = [sum(all_let_go <= at <= first_done for at in some) for some in moments]
    took = max(some[-1] for some in moments) - began
    return sum(map(len, moments)) / took, min(counts) / statistics.mean(counts)


async def _sent(
    engine: str, settings: Settings, storage: Storage, cities: list[City], notices: list[int]
) -> tuple[float, float]:
    """Let all go and wait until all is sent; when the first and the last were let go."""
    tenants = [city.tenant for city in cities]
    pairs = list(zip(cities, notices, strict=True))
    async with delivering(engine, settings, storage, tenants, limited=False):
        began = time.monotonic()
        released = [asyncio.to_thread(city.release, notice) for city, notice in pairs]
        all_let_go = max(await asyncio.gather(*released))
        for city, notice in pairs:
            await city.sent(notice)  # one after the other: asking costs them something
    return began, all_let_go


def _moments(other: FarTenants, spec: TenantSpec, each: int, began: float) -> list[list[float]]:
    """When the posts of each tenant came."""
    owner = {spec.personal_chat(person): n // each for n, person in enumerate(spec.people)}
    found: list[list[float]] = [[] for _ in range(len(spec.people) // each)]
    for one in other.arrivals(spec.tenant_id):
        if one.at >= began:
            found[owner[one.conversation]].append(one.at)
    return found


if __name__ == "__main__":
    main()
