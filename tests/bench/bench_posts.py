"""Durable posts a second without Teams' limits, beside a raw pooled POST loop of the same run.

    python -m tests.bench.bench_posts [POSTS]

On SQLite, on PostgreSQL with the engine in this process and on PostgreSQL with Procrastinate; each
post is a claimed row, a request and a written result, all commits durable. Rounds alternate with
the loop's, for the machine is shared; stock botbuilder posts the same card beside them.
"""

import asyncio
import statistics
import subprocess
import sys
import time
import uuid

from bot.delivery.rows import Lane
from bot.emulator.limits import Limits
from bot.settings import Settings
from bot.storage.store import Storage
from tests.bench.delivering import ENGINES, City, database, delivering, opened, raw_posts
from tests.bench.far_tenants import Far, far_tenants
from tests.bench.figures import Figure, show

POSTS, ROUNDS, STOCK_POSTS = 15_000, 5, 60
_Round = tuple[float, float, float]


def main() -> None:
    """Measure each engine and print its ratios."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    for engine in ENGINES:
        with database(engine) as settings, opened(settings) as storage:
            measure(engine, settings, storage, posts // ROUNDS)


def measure(engine: str, settings: Settings, storage: Storage, share: int) -> None:
    """Alternate rounds of the loop, of ours and of stock botbuilder against the same far end."""
    tenant = str(uuid.uuid4())
    far = Far(tenants=[tenant], members=share, limits=Limits.none(), history=0, keep_content=False)
    with far_tenants(far) as other:
        city = City.whole(storage, tenant, share, other.urls[tenant])
        asyncio.run(raw_posts(other.urls, share))
        rounds, stock = [], []
        for number in range(ROUNDS):
            rounds.append(_round(engine, settings, city, other.urls, f"round {number}"))
            stock.append(stock_posts(tenant, other.urls[tenant]))
    floor, ours, cpu = (statistics.median(column) for column in zip(*rounds, strict=True))
    plain = statistics.median(stock)
    name = f"{engine}: durable posts"
    beside = f"ours {ours:.0f}/s, raw loop {floor:.0f}/s, CPU of the loop / ours {cpu:.2f}"
    show(Figure(name=f"{name} / raw loop", value=ours / floor, goal=">= 0.5", beside=beside))
    beside = f"stock {plain:.1f}/s"
    show(Figure(name=f"{name} / stock botbuilder", value=ours / plain, goal=">= 40", beside=beside))


def _round(engine: str, settings: Settings, city: City, urls: dict[str, str], key: str) -> _Round:
    """Raw posts a second, durable ones, and the ratio of their CPU."""
    posts = len(city.people)
    began = time.process_time()
    raw = asyncio.run(raw_posts(urls, posts))
    raw_cpu = time.process_time() - began
    notice = city.post(key, lane=Lane.BROADCAST, to=city.people)
    took, cpu = asyncio.run(_sent(engine, settings, city, notice))
    return raw, posts / took, raw_cpu / cpu


async def _sent(engine: str, settings: Settings, city: City, notice: int) -> tuple[float, float]:
    """Seconds from the engine's start until the whole notice is sent, and its CPU seconds."""
    began_cpu, began = time.process_time(), time.perf_counter()
    async with delivering(engine, settings, city.storage, [city.tenant], limited=False):
        await city.sent(notice)
        return time.perf_counter() - began, time.process_time() - began_cpu


def stock_posts(tenant: str, url: str) -> float:
    """Posts a second of stock botbuilder, in a process of its own: it patches what it imports."""
    command = [sys.executable, "-m", "tests.bench.stock", tenant, url, str(STOCK_POSTS)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout)


if __name__ == "__main__":
    main()
