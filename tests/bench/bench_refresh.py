"""A refresh storm: everybody's Teams draws the same kind of card anew while some people press.

    BENCH_REFRESHES=4000 python -m tests.bench.bench_refresh [REFRESHES A SECOND]

Without BENCH_REFRESHES it is 40,000, which take some minutes. First how many refreshes a second
there can be, beside the floor of the turns; then the storm at a steady rate, with presses and
messages among it, its answers timed from the moment when they were due. The whole house is at
work, within Teams' limits, which the practice tenant keeps.
"""

import asyncio
import gc
import json
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import count
from pathlib import Path
from typing import Any

from yarl import URL

from bot.clock import PracticeClock
from bot.emulator.server import Emulator
from bot.main import build
from bot.storage.store import open_storage
from bot.turns.door import Door
from tests.bench import bench_turns, doors, turn_city
from tests.bench.bench_turns import AGREEMENTS, presses
from tests.bench.delivering import at_share
from tests.bench.doors import Callers, Ends, measure, other_ends, process, report
from tests.bench.figures import Figure, show
from tests.bench.turn_city import EACH, MANAGERS, NOW, SPEC, VERSION
from tests.bench.turn_floor import recorded
from tests.bench.wire import paced, post

REFRESHES, RATE, CALLERS = 40_000, 150.0, 64
# A second, of each agreement and each person: a chat may get 60 posts and edits in 30 seconds.
PRESS_RATE, MESSAGE_RATE = 0.2, 0.5
WARM_SECONDS = 10.0  # Graph's libraries are imported meanwhile
MODULE = "tests.bench.bench_refresh"


# the measured processes


async def serve(kind: str, ends: Ends, file: Path) -> None:
    """A measured process: the floor, our door alone, or the whole house."""
    if kind == "house":
        await doors.serve((await _house(ends, file)).handle)
    else:
        await bench_turns.serve(kind, ends, file)


async def _house(ends: Ends, file: Path) -> Door:
    settings = turn_city.settings_for(
        file,
        openid_url=ends.openid_url,
        service_hosts=(URL(ends.service_url).authority,),
    )
    house = await build(settings, open_storage(settings), PracticeClock(NOW))
    await house.start(rings=False)
    gc.collect()
    gc.freeze()
    return Door(settings, house.keys, house.connector, house.hearing.hear, pace=house.limiter)


# the measuring process


def refreshes(emulator: Emulator, ends: Ends, agreement: int) -> Iterator[bytes]:
    """One owner's card drawn anew without end."""
    body = {**turn_city.refresh(emulator, agreement), "serviceUrl": ends.service_url}
    token = emulator.login.token_for_bot(ends.service_url)
    for number in count():
        activity = f"f:r{agreement:02}{number:08}"
        yield post("/api/messages", turn_city.filled(body, activity), token)


def everybodys(emulator: Emulator, ends: Ends) -> Iterator[bytes]:
    """The cards of all owners, one after another, without end."""
    each = [refreshes(emulator, ends, number + 1) for number in range(AGREEMENTS)]
    while True:
        yield from map(next, each)


async def main() -> None:
    """Measure the throughput, then let the storm loose."""
    rate = float(sys.argv[1]) if len(sys.argv) > 1 else RATE
    total = int(os.environ.get("BENCH_REFRESHES", REFRESHES))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.db"
        async with other_ends(SPEC) as (emulator, ends):
            await turn_city.found(file, emulator)
            turns = await recorded(turn_city.copied(file, "scratch.db"), emulator)
            file.with_name("turns").write_bytes(pickle.dumps(turns))
            await _throughput(file, emulator, ends)
            practising = replace(ends, service_url=emulator.service_url)
            await _storm(file, emulator, practising, rate, total)


async def _throughput(file: Path, emulator: Emulator, ends: Ends) -> None:
    files = {kind: str(turn_city.copied(file, f"{kind}.db")) for kind in ("floor", "ours")}
    given = json.dumps(asdict(ends))
    async with (
        process(MODULE, "floor", given, files["floor"]) as floor,
        process(MODULE, "ours", given, files["ours"]) as mine,
    ):
        callers: dict[int, Callers] = {
            port: [refreshes(emulator, ends, number + 1) for number in range(AGREEMENTS)]
            for port in (floor, mine)
        }
        found = await measure(callers)
        report("refresh turn", found[floor], found[mine])


async def _storm(file: Path, emulator: Emulator, ends: Ends, rate: float, total: int) -> None:
    for manager in MANAGERS:
        await emulator.install(manager, conversation=False)
    emulator.history.clear()
    place = turn_city.copied(file, "house.db")
    async with process(MODULE, "house", json.dumps(asdict(ends)), str(place)) as port:
        await asyncio.sleep(WARM_SECONDS)
        others = _others(emulator, ends, port, total / rate)
        storm = paced(port, everybodys(emulator, ends), rate=rate, count=total, callers=CALLERS)
        refreshed, *rest = await asyncio.gather(storm, *others)
    beside = f"{total:,} at {rate:.0f} a second"
    _told("refresh in the storm", refreshed, beside)
    pressed = [one for some in rest[:AGREEMENTS] for one in some]
    _told("press in the storm", pressed, f"{len(pressed)} of them")
    said = [one for some in rest[AGREEMENTS:] for one in some]
    _told("message in the storm", said, f"{len(said)} of them")
    throttled = sum(call.status == 429 for call in emulator.history)
    beside = f"{len(emulator.history)} requests"
    show(Figure(name="answers 429 in the storm", value=throttled, goal="0", beside=beside))


def _others(emulator: Emulator, ends: Ends, port: int, seconds: float) -> list[Any]:
    """Everybody presses now and then, and asks for 「期限」."""
    pressing = presses(emulator, ends, [VERSION] * AGREEMENTS)
    asking = bench_turns.messages(emulator, ends)[::EACH]
    return [
        paced(port, one, rate=rate, count=int(rate * seconds), callers=1)
        for some, rate in ((pressing, PRESS_RATE), (asking, MESSAGE_RATE))
        for one in some
    ]


def _told(name: str, took: list[float], beside: str) -> None:
    for share in (0.5, 0.95, 0.99):
        value = 1000 * at_share(took, share)
        show(Figure(name=f"{name}, p{share * 100:.0f}", value=value, unit="ms", beside=beside))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        asyncio.run(serve(sys.argv[1], Ends(**json.loads(sys.argv[2])), Path(sys.argv[3])))
    else:
        asyncio.run(main())
