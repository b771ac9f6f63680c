"""40,000 people enrol for 8,000 seats; the course is announced to them, and counted.

    BENCH_PRESSES=4000 python -m tests.bench.bench_training

Without BENCH_PRESSES the presses alone take seven minutes: 100 a second, in bursts of 200 at once.
Half of them would wait for a seat. One in five gets one; what the mix costs, and what a booking
costs, is measured apart. The floor of throughput is a bare turn of this very house: an
Action.Execute through the same door and hearing whose handler writes one row. Everything is on
SQLite: WAL, synchronous FULL.
"""

import asyncio
import gc
import json
import os
import sqlite3
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

from yarl import URL

from bot import slices
from bot.clock import PracticeClock
from bot.emulator.server import Emulator
from bot.main import build
from bot.storage.store import open_storage
from bot.training.store import marks
from bot.turns.door import Door
from bot.turns.hearing import Hearing
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.training.verbs import Enrol
from cards.verbs import Verb
from tests.bench import doors, training_announced, training_city
from tests.bench.delivering import at_share
from tests.bench.doors import Callers, Ends, measure, other_ends, process
from tests.bench.figures import Figure, show
from tests.bench.training_city import NOW, PEOPLE, SEATS, SESSIONS, SPEC
from tests.bench.turn_city import copied
from tests.bench.wire import paced

RATE, BURST = 100.0, 200
MODULE = "tests.bench.bench_training"
TARGET = 0.5
Each = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare(Verb):
    """A press that writes one row."""

    name: ClassVar[str] = "bench.bare"
    number: int


def bare(turn: Turn, verb: Bare) -> Card:
    """The least that a press can come to."""
    marks.put(turn.tx, "bench", turn.today, verb.number)
    text = {"type": "TextBlock", "text": "記録しました", "wrap": True}
    return {"type": "AdaptiveCard", "version": "1.5", "body": [text]}


# the measured processes


async def serve(kind: str, ends: Ends, file: Path) -> None:
    """A measured process: the house as `renkei serve` builds it, or with the bare verb alone."""
    settings = training_city.settings_for(
        file, openid_url=ends.openid_url, service_hosts=(URL(ends.service_url).authority,)
    )
    clock, storage = PracticeClock(NOW), open_storage(settings)
    house = await build(settings, storage, clock, limited=False)
    hears = house.hearing
    if kind == "floor":
        router = Router()
        router.on(Bare)(bare)
        hears = Hearing(storage, router, slices.FALLBACKS, clock=clock, settings=settings)
    gc.collect()
    gc.freeze()
    door = Door(settings, house.keys, house.connector, hears.hear, pace=house.limiter)
    await doors.serve(door.handle)


# the measuring process


async def main() -> None:
    """Measure presses, then the announcement and the report."""
    total = int(os.environ.get("BENCH_PRESSES", PEOPLE))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.db"
        async with other_ends(SPEC) as (emulator, ends):
            made = training_city.found(file, ends.service_url)
            each = [
                {"session_id": made[number % SESSIONS], "wait": bool(number // SESSIONS % 2)}
                for number in range(2 * SESSIONS)
            ]
            await _throughput(file, emulator, ends, each)
            await _storm(file, emulator, ends, each, total)
    training_announced.measure()


async def _throughput(file: Path, emulator: Emulator, ends: Ends, each: Each) -> None:
    files = {kind: copied(file, f"{kind}.db") for kind in ("floor", "mixed", "booked")}
    _full(files["mixed"])
    given = json.dumps(asdict(ends))
    async with (
        process(MODULE, "floor", given, str(files["floor"])) as floor,
        process(MODULE, "ours", given, str(files["mixed"])) as mixed,
        process(MODULE, "ours", given, str(files["booked"])) as booked,
    ):
        bares = training_city.presses(emulator, ends, Bare.name, [{"number": 1}])
        callers: dict[int, Callers] = {floor: [bares] * BURST}
        for port in (mixed, booked):
            callers[port] = [training_city.presses(emulator, ends, Enrol.name, each)] * BURST
        found = await measure(callers)
        doors.report("enrol / bare execute turn", found[floor], found[mixed], TARGET)
        doors.report("enrol, all booked / bare execute turn", found[floor], found[booked])


def _full(file: Path) -> None:
    """Four of five sessions have no seat left, so that one in five presses gets one."""
    raw = sqlite3.connect(file)
    raw.execute("UPDATE training_session SET seats = 0 WHERE number > ?", [SESSIONS // 5])
    raw.commit()
    raw.close()


async def _storm(file: Path, emulator: Emulator, ends: Ends, each: Each, total: int) -> None:
    place = copied(file, "storm.db")
    async with process(MODULE, "ours", json.dumps(asdict(ends)), str(place)) as port:
        enrols = training_city.presses(emulator, ends, Enrol.name, each)
        given = {"rate": RATE, "count": total, "callers": BURST, "burst": BURST}
        took = await paced(port, enrols, **given)  # type: ignore[arg-type]
    beside = f"{total:,} at {RATE:.0f} a second, {BURST} at once"
    share = at_share(took, 0.99)
    show(Figure(name="enrol press, p99", value=share, goal="<= 2", unit="s", beside=beside))
    show(Figure(name="enrol press, max", value=max(took), goal="<= 10", unit="s", beside=beside))
    seated, oversold = sold(place)
    beside = f"{seated:,} seats held of {SEATS * SESSIONS:,}"
    show(Figure(name="seats and quotas oversold", value=oversold, goal="0", beside=beside))


def sold(file: Path) -> tuple[int, int]:
    """How many hold a seat, and how many too many by rows, counters and quotas."""
    raw = sqlite3.connect(file)
    rows = raw.execute(
        "SELECT s.seats, s.held, count(e.id) FROM training_session s"
        " LEFT JOIN training_enrolment e ON e.session = s.id AND e.state = 'booked' GROUP BY s.id"
    ).fetchall()
    over = raw.execute("SELECT total(max(held - seats, 0)) FROM training_quota").fetchone()[0]
    raw.close()
    wrong = sum(max(held - seats, 0) + abs(held - booked) for seats, held, booked in rows)
    return sum(booked for _, _, booked in rows), int(over) + wrong


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(serve(sys.argv[1], Ends(**json.loads(sys.argv[2])), Path(sys.argv[3])))
    else:
        asyncio.run(main())
