"""Families' reports while a broadcast runs: how long until a teacher has the card.

    BENCH_ROWS=4000 BENCH_REPORTS=200 python -m tests.bench.bench_attendance [ENGINE…]

Without them 2,000 reports come in ten minutes, through the slice itself, in a tenant of 60,000
children while 40,000 rows are broadcast under Teams' limits. Counted is from the moment at which
the report is handed over to the arrival of the card (or of the edit of the third card) at the
first of its teachers, by the practice tenant's own record.
"""

import asyncio
import os
import random
import statistics
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.attendance import receiving
from bot.attendance.model import Content, Door, Kind, Reason, Report
from bot.attendance.store import shows
from bot.delivery import outbox
from bot.emulator.limits import Limits
from bot.ledger.model import Actor
from bot.settings import Settings
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bench.attendance_city import CLASS_SIZE, SCHOOLS, built
from tests.bench.delivering import (
    SQLITE,
    City,
    at_share,
    database,
    delivering,
    most_in_a_second,
    opened,
)
from tests.bench.far_tenants import Arrival, Far, far_tenants, spec_of
from tests.bench.figures import Figure, show

ROWS, REPORTS, PER_SECOND = 40_000, 2_000, 2_000 / 600
HEADS = 10 * SCHOOLS  # staff beside the teachers
TOKYO = ZoneInfo("Asia/Tokyo")
_CONTENT = Content(reason=Reason.ILL, text="昨夜から熱があり、今日は休ませます。")


@dataclass(frozen=True, slots=True)
class Handed:
    """A report that was handed over: when, how long its transaction took, its card's copies."""

    at: float
    took: float
    copies: tuple[int, ...]


@dataclass(slots=True)
class Run:
    """What this side saw."""

    handed: list[Handed] = field(default_factory=list)
    behind: float = 0.0


def main() -> None:
    """Measure each engine and print its figures."""
    rows = int(os.environ.get("BENCH_ROWS", ROWS))
    reports = int(os.environ.get("BENCH_REPORTS", REPORTS))
    for engine in sys.argv[1:] or (SQLITE,):
        with database(engine) as settings, opened(settings) as storage:
            measure(engine, settings, storage, rows, reports)


def measure(engine: str, settings: Settings, storage: Storage, rows: int, reports: int) -> None:
    """Reports at their pace from the broadcast's release on."""
    tenant = str(uuid.uuid4())
    classes = min(60_000 // CLASS_SIZE, (rows - HEADS) // 2)
    far = Far(tenants=[tenant], members=rows, limits=Limits.teams(), edits=True)
    with far_tenants(far) as other:
        city = City.whole(storage, tenant, rows, other.urls[tenant])
        accounts = [one.aad_object_id for one in spec_of(tenant, rows).people]
        children = built(storage, tenant, accounts, classes, datetime.now(TOKYO))
        notice = city.drafted("broadcast")
        run = asyncio.run(_reported(engine, settings, city, notice, children, reports))
        name = f"{engine}, {reports:,} reports of {len(children):,} children"
        judge(name, run, other.arrivals(tenant))


async def _reported(
    engine: str, settings: Settings, city: City, notice: int, children: Sequence[int], reports: int
) -> Run:
    run, chosen = Run(), random.Random(6).sample(children, reports)
    async with delivering(engine, settings, city.storage, [city.tenant], limited=True):
        await asyncio.to_thread(city.release, notice)
        await asyncio.sleep(3)  # the broadcast has its pace
        began = time.monotonic()
        for number, child in enumerate(chosen):
            at = began + number / PER_SECOND
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            run.behind = max(run.behind, time.monotonic() - at)
            run.handed.append(await asyncio.to_thread(_hand_over, city, child))
        await asyncio.sleep(5)
        await asyncio.to_thread(_cancelled, city, notice)
    return run


def _cancelled(city: City, notice: int) -> None:
    """What is left of the broadcast needn't go out any more."""
    city.write(lambda tx: outbox.cancel(tx, notice))


def _hand_over(city: City, child: int) -> Handed:
    began = time.monotonic()
    report = city.write(lambda tx: _receive(tx, child))
    took = time.monotonic() - began
    found = city.storage.read_now(city.tenant, lambda tx: _copies(tx, report))
    return Handed(at=began, took=took, copies=found)


def _receive(tx: Tx, child: int) -> Report:
    now = datetime.now(TOKYO)
    new = Report(
        id=0,
        pupil=child,
        school=0,
        day_class=0,
        since=now.date(),
        until=now.date(),
        kind=Kind.ABSENT,
        door=Door.WORD,
        author=1,
        sent_at=now,
        content=_CONTENT,
    )
    return receiving.receive(tx, new, now, actor=Actor.press("bench"), key=f"bench:{child}")


def _copies(tx: Tx, report: Report) -> tuple[int, ...]:
    """The copies of the card that shows it to its class's teachers."""
    cards = [one for one in shows.of(tx, report.subject) if one.about.startswith("class:")]
    return tuple(copy.id for one in cards for copy in outbox.copies(tx, one.notice))


def judge(name: str, run: Run, arrivals: list[Arrival]) -> None:
    """What Microsoft's own record says of it."""
    moments: dict[int, list[float]] = {}
    for one in arrivals:
        if one.status in (200, 201):
            moments.setdefault(one.delivery, []).append(one.at)
    waits = [_first(one, moments) for one in run.handed]
    came = [1000 * wait for wait in waits if wait is not None]
    median = statistics.median(came)
    beside = f"median {median:.0f} ms; the transaction {_took(run):.0f} ms at the 95th of 100"
    p95 = at_share(came, 0.95)
    show(
        Figure(
            name=f"{name}: report to card, p95", value=p95, unit="ms", goal="<= 350", beside=beside
        )
    )
    show(Figure(name=f"{name}: report to card, max", value=max(came), unit="ms", goal="<= 1000"))
    lost = len(waits) - len(came)
    show(Figure(name=f"{name}: reports whose card never came", value=lost, goal="0"))
    fullest = most_in_a_second([one.at for one in arrivals])
    show(Figure(name=f"{name}: most in any second", value=fullest, goal="<= 50"))
    throttled = sum(one.status == 429 for one in arrivals)
    show(Figure(name=f"{name}: answers 429", value=throttled, goal="0"))
    show(Figure(name=f"{name}: behind its own pace", value=run.behind, unit="s"))


def _first(handed: Handed, moments: dict[int, list[float]]) -> float | None:
    """How long until the first teacher had it: the first arrival of its card after the report."""
    after = [at for copy in handed.copies for at in moments.get(copy, ()) if at > handed.at]
    return min(after) - handed.at if after else None


def _took(run: Run) -> float:
    return 1000 * at_share([one.took for one in run.handed], 0.95)


if __name__ == "__main__":
    main()
