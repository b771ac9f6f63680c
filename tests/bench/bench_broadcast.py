"""A broadcast under Teams' limits, through its gate, with reports on the attendance lane during it.

    BENCH_ROWS=2000 python -m tests.bench.bench_broadcast [ENGINE…]

Without BENCH_ROWS it has 40,000 rows and takes a quarter of an hour for each engine; engines are
named as in `tests/bench/delivering.py`, and all are measured where none is named. The practice
tenant keeps Teams' limits and the true record, from which everything but memory is read.
"""

import asyncio
import os
import statistics
import sys
import time
import uuid
from dataclasses import dataclass, field

from bot.delivery.rows import Lane
from bot.emulator.limits import Limits
from bot.settings import Settings
from bot.storage.store import Storage
from tests.bench.delivering import (
    ENGINES,
    City,
    at_share,
    database,
    delivering,
    most_in_a_second,
    opened,
    resident,
)
from tests.bench.far_tenants import Arrival, Far, far_tenants
from tests.bench.figures import Figure, show

ROWS, RATE = 40_000, 45
REPORT_SECONDS, MOST_REPORTS = 0.7, 300
_FULL = 0.2  # of the broadcast: by then everything that is kept at all has been made


@dataclass(slots=True)
class Run:
    """What this side saw: when it was let go, when reports were committed, and its memory."""

    released: float = 0.0
    committed: dict[int, float] = field(default_factory=dict)
    resident: list[float] = field(default_factory=list)


def main() -> None:
    """Measure each engine and print its figures."""
    rows = int(os.environ.get("BENCH_ROWS", ROWS))
    for engine in sys.argv[1:] or ENGINES:
        with database(engine) as settings, opened(settings) as storage:
            measure(engine, settings, storage, rows)


def measure(engine: str, settings: Settings, storage: Storage, rows: int) -> None:
    """One broadcast from its release to the last arrival."""
    tenant = str(uuid.uuid4())
    with far_tenants(Far(tenants=[tenant], members=rows, limits=Limits.teams())) as other:
        city = City.whole(storage, tenant, rows, other.urls[tenant])
        notice = city.drafted("broadcast")
        run = asyncio.run(_broadcast(engine, settings, city, notice))
        judge(f"{engine}, {rows:,} rows", rows, run, other.arrivals(tenant))


async def _broadcast(engine: str, settings: Settings, city: City, notice: int) -> Run:
    run, expected = Run(), len(city.people) / RATE
    async with delivering(engine, settings, city.storage, [city.tenant], limited=True):
        run.released = await asyncio.to_thread(city.release, notice)
        beside = [
            asyncio.create_task(_reports(city, run)),
            asyncio.create_task(_memory(run, _FULL * expected)),
        ]
        await city.sent(notice, expected=expected)
        for task in beside:
            if task.done():
                task.result()  # raises what ended it
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        run.resident.append(resident())
    return run


async def _reports(city: City, run: Run) -> None:
    """Somebody reports an absence, again and again: its card goes to one person at once."""
    for number in range(min(MOST_REPORTS, len(city.people) // RATE)):
        await asyncio.sleep(REPORT_SECONDS)
        began, to = time.monotonic(), [city.people[-1 - number]]
        notice = await asyncio.to_thread(city.post, f"report {number}", lane=Lane.SAFETY, to=to)
        run.committed[await asyncio.to_thread(city.copy, notice)] = began


async def _memory(run: Run, seconds: float) -> None:
    await asyncio.sleep(seconds)
    run.resident.append(resident())


def judge(name: str, rows: int, run: Run, arrivals: list[Arrival]) -> None:
    """What Microsoft's own record says of it."""
    sent = [one for one in arrivals if one.status == 201]
    bulk = [one.at for one in sent if one.delivery not in run.committed]
    elapsed = max(bulk) - run.released
    own = rows + len(run.committed)  # reports take slots of the broadcast's tenant too
    beside = f"{elapsed:.0f} s, with {len(run.committed)} reports in it"
    value = elapsed / (own / RATE)
    show(Figure(name=f"{name}: elapsed / (rows / 45)", value=value, goal="<= 1.03", beside=beside))
    fullest = most_in_a_second([one.at for one in arrivals])
    show(Figure(name=f"{name}: most in any second", value=fullest, goal="<= 50"))
    throttled = sum(one.status == 429 for one in arrivals)
    show(Figure(name=f"{name}: answers 429", value=throttled, goal="0"))
    twice = len(sent) - len({one.delivery for one in sent})
    beside = f"{len(set(bulk)):,} of {rows:,} arrived"
    show(Figure(name=f"{name}: arrived twice", value=twice, goal="0", beside=beside))
    _reported(name, run, sent)
    early, late = run.resident[0], run.resident[-1]
    beside = f"{early:.0f} MiB after {_FULL:.0%}, {late:.0f} MiB at the end"
    show(Figure(name=f"{name}: memory", value=late / early, goal="<= 1.05", beside=beside))


def _reported(name: str, run: Run, sent: list[Arrival]) -> None:
    late = [
        1000 * (one.at - run.committed[one.delivery])
        for one in sent
        if one.delivery in run.committed
    ]
    if not late:
        return
    name = f"{name}: report to card"
    beside = f"median {statistics.median(late):.0f} ms of {len(late)}"
    p95, most = at_share(late, 0.95), max(late)
    show(Figure(name=f"{name}, p95", value=p95, unit="ms", goal="<= 350", beside=beside))
    show(Figure(name=f"{name}, max", value=most, unit="ms", goal="<= 1000"))


if __name__ == "__main__":
    main()
