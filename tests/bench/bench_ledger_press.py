"""What logging and encryption cost an attendance press: the same presses with both and without.

    python -m tests.bench.bench_ledger_press [--presses N] [ENGINE…]

A family's report comes in, then its teacher presses 「確認しました」, through all that the door
would call. Without: what would be sealed is written as it is, and the ledger gets no entry. Both
run in this process on databases of their own, one press of each at a time, in turns.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot import slices
from bot.attendance import receiving
from bot.attendance.model import Content, Door, Kind, Reason, Report
from bot.clock import SystemClock
from bot.ledger import record as ledger
from bot.ledger.model import Actor
from bot.storage.crypto.ring import Ring
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.turns.heard import Conversation, Event, Heard
from bot.turns.hearing import Hearing
from cards.attendance.verbs.staff import Confirm
from tests.bench.attendance_city import CLASS_SIZE, GRADES, SCHOOLS, built
from tests.bench.delivering import SQLITE, City, database, opened
from tests.bench.far_tenants import spec_of
from tests.bench.figures import Figure, show

PRESSES, CLASSES, GOAL = 600, SCHOOLS * GRADES, "<= 1.3"
WITH, WITHOUT = "with", "without"
HEADS = SCHOOLS * (4 + GRADES)  # staff beside the teachers
ACCOUNTS = HEADS + 2 * CLASSES
TOKYO = ZoneInfo("Asia/Tokyo")
CHAT = Conversation(id="a:1", kind="personal", service_url="https://smba.example/teams/")
_CONTENT = Content(reason=Reason.ILL, text="昨夜から熱があり、今日は休ませます。")


@dataclass(slots=True)
class Took:
    """Seconds of each press: by the clock, and of CPU in all threads."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """One press."""
        began, worked = time.perf_counter(), time.process_time()
        yield
        self.clock.append(time.perf_counter() - began)
        self.cpu.append(time.process_time() - worked)


@dataclass(slots=True)
class Side:
    """One of the two cities, its children, and what its presses took."""

    city: City
    hearing: Hearing
    children: tuple[int, ...]
    teachers: tuple[str, ...]
    reports: Took = field(default_factory=Took)
    presses: Took = field(default_factory=Took)


def main() -> None:
    """Print the ratio of each engine's presses."""
    name = "python -m tests.bench.bench_ledger_press"
    parser = argparse.ArgumentParser(prog=name, description=__doc__)
    parser.add_argument("engines", nargs="*", default=[SQLITE])
    parser.add_argument("--presses", type=int, default=PRESSES)
    given = parser.parse_args()
    silence_ledger()
    for engine in given.engines:
        measure(engine, min(given.presses, CLASSES * CLASS_SIZE))


# without


class Open(Ring):
    """Keys that seal nothing: what would be sealed is kept as it is."""

    __slots__ = ()

    def __init__(self, true: Ring) -> None:
        super().__init__(true.newest, true._digests, true._closed, true._open)

    def seal(self, tenant: str, table: str, column: str, row: str, text: str | bytes) -> bytes:
        return text if isinstance(text, bytes) else text.encode()

    def unseal(self, tenant: str, table: str, column: str, row: str, sealed: bytes) -> str:
        return sealed.decode()


def unseal(storage: Storage) -> None:
    """Nothing of this database is ever sealed."""
    true, known = storage.vault.key, dict[int, Open]()

    def key(tx: Any) -> Ring:
        ring = true(tx)
        return known.setdefault(id(ring), Open(ring))

    storage.vault.key = key  # type: ignore[method-assign]


def silence_ledger() -> None:
    """Whoever writes an entry writes none for the tenant `without`."""
    true = ledger.record

    def record(tx: Tx, *given: Any, **more: Any) -> int:
        return 0 if tx.tenant == WITHOUT else true(tx, *given, **more)

    for module in list(sys.modules.values()):
        if getattr(module, "record", None) is true:
            module.record = record  # type: ignore[attr-defined]


# the measurement


def measure(engine: str, presses: int) -> None:
    """Reports and presses, in turns."""
    with ExitStack() as stack:
        sides = [_side(stack, engine, tenant) for tenant in (WITH, WITHOUT)]
        asyncio.run(_pressed(sides, presses))
        _check(sides, presses)
        _judge(engine, sides)


def _side(stack: ExitStack, engine: str, tenant: str) -> Side:
    settings = stack.enter_context(database(engine))
    storage = stack.enter_context(opened(settings))
    if tenant == WITHOUT:
        unseal(storage)
    city = City.whole(storage, tenant, ACCOUNTS, "https://smba.example/teams/")
    accounts = [one.aad_object_id for one in spec_of(tenant, ACCOUNTS).people]
    children = built(storage, tenant, accounts, CLASSES, datetime.now(TOKYO))
    router, fallbacks = slices.router(), slices.FALLBACKS
    hearing = Hearing(storage, router, fallbacks, clock=SystemClock(), settings=settings)
    return Side(city=city, hearing=hearing, children=children, teachers=tuple(accounts[HEADS:]))


async def _pressed(sides: list[Side], presses: int) -> None:
    for number in range(presses):
        # Whoever is first finds colder caches: each is, every other time.
        for side in sides if number % 2 else reversed(sides):
            child = number * CLASS_SIZE % len(side.children) + number // CLASSES
            with side.reports.counted():
                report = _report(side, child)
            with side.presses.counted():
                answer = await side.hearing.hear(_press(side, child, report))
            assert answer is not None and answer.card is not None


def _report(side: Side, child: int) -> int:
    now = datetime.now(TOKYO)
    new = Report(
        id=0,
        pupil=side.children[child],
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
    actor = Actor.press("bench")
    work = lambda tx: receiving.receive(tx, new, now, actor=actor, key=f"bench:{child}")  # noqa: E731
    return int(side.city.write(work).id)


def _press(side: Side, child: int, report: int) -> Heard:
    """The homeroom teacher's: of each class the first of two."""
    return Heard(
        event=Event.PRESS,
        tenant=side.city.tenant,
        activity_id=f"f:{child}",
        conversation=CHAT,
        aad_object_id=side.teachers[child // CLASS_SIZE * 2],
        verb=Confirm.name,
        data={"report_id": report},
        execute=True,
    )


def _check(sides: list[Side], presses: int) -> None:
    """Each press was logged and sealed on the one side, and neither on the other."""
    count = select(func.count()).select_from(ledger.ENTRY).where(ledger.ENTRY.c.act == Confirm.name)
    found = [
        side.city.storage.read_now(side.city.tenant, lambda tx: tx.value(count)) for side in sides
    ]
    assert found == [presses, 0], found


def _judge(engine: str, sides: list[Side]) -> None:
    for name, took in (("report", "reports"), ("teacher's press", "presses")):
        mine, bare = (getattr(side, took) for side in sides)
        with_, without = statistics.median(mine.clock), statistics.median(bare.clock)
        cpu = statistics.median(mine.cpu) / statistics.median(bare.cpu)
        beside = f"{1000 * with_:.2f} and {1000 * without:.2f} ms, median; of CPU {cpu:.2f}"
        title = f"{engine}: {name} with log and encryption ÷ without"
        show(Figure(name=title, value=with_ / without, goal=GOAL, beside=beside))


if __name__ == "__main__":
    main()
