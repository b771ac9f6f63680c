"""How soon delivery goes on: after a worker's death, and after Teams asked for silence.

    python -m tests.bench.bench_recovery [ROUNDS]

Workers are `renkei work` on PostgreSQL, two at a time, with a broadcast running under Teams'
limits. The one that sends is killed; a report on the attendance lane is committed in that moment.
Then the practice tenant throttles once, with Retry-After.
"""

import asyncio
import os
import signal
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from bot.delivery.rows import Lane
from bot.emulator.limits import Limits
from bot.settings import Settings
from tests.bench.bench_start import SETTINGS
from tests.bench.delivering import PROCRASTINATE, City, database, opened
from tests.bench.far_tenants import Arrival, Far, FarTenants, far_tenants
from tests.bench.figures import Figure, show
from tests.bot.delivery.rig import APP, TOKEN

ROUNDS, SILENCE, PATIENCE = 5, 3.0, 30.0
ROWS_OF_A_ROUND = 45 * 20
RENKEI = Path(sys.executable).with_name("renkei")
Worker = asyncio.subprocess.Process


def main() -> None:
    """Measure on one broadcast and print the worst of the rounds."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    tenant, rows = str(uuid.uuid4()), ROWS_OF_A_ROUND * rounds
    far = Far(tenants=[tenant], members=rows, limits=Limits.teams())
    with (
        database(PROCRASTINATE) as settings,
        opened(settings) as storage,
        far_tenants(far) as other,
    ):
        city = City.whole(storage, tenant, rows, other.urls[tenant])
        asyncio.run(_measure(settings, city, other, rounds))


async def _measure(settings: Settings, city: City, other: FarTenants, rounds: int) -> None:
    city.release(city.drafted("broadcast"))
    sending = await _started(settings, city.tenant)
    deaths, reports, resumed = [], [], []
    try:
        await _more(other, city.tenant, lambda one: one.status == 201)
        for number in range(rounds):
            waiting = await _started(settings, city.tenant)
            death, report = await _killed(sending, city, other, f"report {number}")
            deaths.append(death)
            reports.append(report)
            sending = waiting
            resumed.append(await _throttled(city, other))
    finally:
        sending.kill()
        await sending.wait()
    beside = f"worst of {rounds}"
    show(Figure(name="broadcast goes on after a worker's death", value=max(deaths), unit="s"))
    name = "report to card across a worker's death"
    show(Figure(name=name, value=max(reports), unit="s", goal="<= 10", beside=beside))
    name = "resumes after Retry-After, later than told"
    show(Figure(name=name, value=max(resumed), unit="s", goal="<= 2", beside=beside))
    name = "posts while Teams wanted silence"
    show(Figure(name=name, value=sum(later < 0 for later in resumed), goal="0", beside=beside))


async def _started(settings: Settings, tenant: str) -> Worker:
    """A `renkei work` that is at work."""
    given = {
        **os.environ,
        **SETTINGS,
        "RENKEI_DATABASE_URL": settings.database_url,
        "RENKEI_KEY_FILE": settings.key_file,
        "RENKEI_APP_ID": APP,
        "RENKEI_TENANT_ID": tenant,
        "RENKEI_STATIC_TOKEN": TOKEN,
        "RENKEI_UNAUTHENTICATED_LOOPBACK": "off",
    }
    worker = await asyncio.create_subprocess_exec(
        RENKEI, "work", env=given, stderr=asyncio.subprocess.PIPE
    )
    assert worker.stderr is not None
    while b'"ready"' not in (line := await worker.stderr.readline()):
        if not line:
            raise RuntimeError("a worker ended before it was ready")
    asyncio.get_running_loop().create_task(worker.stderr.read())  # its log must not fill the pipe
    return worker


async def _killed(worker: Worker, city: City, other: FarTenants, key: str) -> tuple[float, float]:
    """Seconds from the death until the next post, and from a report then until its card."""
    worker.send_signal(signal.SIGKILL)
    await worker.wait()
    died = time.monotonic()
    notice = await asyncio.to_thread(city.post, key, lane=Lane.SAFETY, to=city.people[-1:])
    report = await asyncio.to_thread(city.copy, notice)
    first = await _more(other, city.tenant, lambda one: one.at > died)
    card = await _more(other, city.tenant, lambda one: one.delivery == report)
    return first.at - died, card.at - died


async def _throttled(city: City, other: FarTenants) -> float:
    """How much later than told the next post was accepted; below 0 where it came too early.

    What was under way in the moment of the refusal is on the wire already and doesn't count.
    """
    asked = time.monotonic()
    other.fault(city.tenant, kind=429, match="/activities", retry_after=SILENCE)
    refused = await _more(other, city.tenant, lambda one: one.status == 429 and one.at > asked)
    under_way = refused.at + 0.5
    after = await _more(other, city.tenant, lambda one: one.status == 201 and one.at > under_way)
    return after.at - (refused.at + SILENCE)


async def _more(other: FarTenants, tenant: str, wanted: Callable[[Arrival], bool]) -> Arrival:
    """The first arrival that is wanted, as soon as it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = next(filter(wanted, other.arrivals(tenant)), None)
        if found is not None:
            return found
        await asyncio.sleep(0.1)
    raise RuntimeError(f"nothing of the kind came within {PATIENCE:.0f} s")


if __name__ == "__main__":
    main()
