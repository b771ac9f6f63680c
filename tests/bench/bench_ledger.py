"""How fast the ledger is written in one transaction, and verified, and in how much memory.

    python -m tests.bench.bench_ledger [--entries N] [ENGINE…]

Verifying runs in a process of its own at a tenth of the entries and at all of them; its peak of
memory is read when it ends. The floor is what hashing alone takes.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import psycopg
from sqlalchemy import insert, update

from bot.ledger.chain import START, chained
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY, FIELDS, HEAD, record
from bot.ledger.verify import verify
from bot.settings import Settings
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bench.delivering import POSTGRESQL, SQLITE, database, opened
from tests.bench.figures import Figure, show

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TENANT = "bench"
RECORDED = 10_000
_CHUNK = 5000
_GOAL = ">= 100000"


def main() -> None:
    """Print entries per second for each engine and step, and memory at a tenth and at all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_ledger", description=__doc__)
    parser.add_argument("engines", nargs="*", default=[SQLITE, POSTGRESQL])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        url, key = given.step
        print(orjson.dumps(verified(Settings(database_url=url, key_file=key))).decode())
        return
    floor = hashed(100_000)
    for engine in given.engines:
        measure(engine, given.entries, floor)


def measure(engine: str, entries: int, floor: float) -> None:
    """Recording, and verifying a tenth and all of the entries."""
    with database(engine) as settings:
        with opened(settings) as storage:
            seconds = _record(storage)
        beside = f"{RECORDED:,} in transactions of {_CHUNK:,}"
        name = f"{engine}: ledger entries recorded"
        show(Figure(name=name, value=RECORDED / seconds, unit="/s", beside=beside))
    peaks = [_verify(engine, count, floor) for count in (entries // 10, entries)]
    beside = f"{peaks[0]:.0f} MB at {entries // 10:,} entries, {peaks[1]:.0f} MB at {entries:,}"
    name = f"{engine}: memory to verify, ratio"
    show(Figure(name=name, value=peaks[1] / peaks[0], goal="<= 1.2", beside=beside))


def _verify(engine: str, count: int, floor: float) -> float:
    """The peak of memory in MB."""
    with database(engine) as settings:
        with opened(settings) as storage:
            fill(storage, count)
        if engine == POSTGRESQL:
            _counted(settings.database_url)
        command = [sys.executable, "-m", "tests.bench.bench_ledger", "--step"]
        given = [settings.database_url, settings.key_file]
        done = subprocess.run([*command, *given], capture_output=True, check=True)
    found = orjson.loads(done.stdout.splitlines()[-1])
    beside = f"{found['seconds']:.1f} s by the clock, {found['cpu']:.1f} s of CPU; hashing alone"
    show(
        Figure(
            name=f"{engine}: {count:,} ledger entries verified",
            value=count / found["seconds"],
            unit="/s",
            goal=_GOAL,
            beside=f"{beside} {count / floor:.1f} s",
        )
    )
    return float(found["peak"])


def _counted(url: str) -> None:
    """What PostgreSQL does by itself a minute later; until then it plans for an empty table."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def verified(settings: Settings) -> dict[str, float]:
    """One walk: its seconds by the clock and of CPU, and the process's peak of memory in MB."""
    with opened(settings) as storage:
        began, worked = time.monotonic(), time.process_time()
        assert storage.read_now(TENANT, verify).whole
        seconds, cpu = time.monotonic() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak": peak}


def fill(storage: Storage, count: int) -> None:
    """A whole chain, put there at once: recording so many one by one would take too long."""
    add, last = insert(ENTRY), START
    storage.write_now(TENANT, lambda tx: tx.run(insert(HEAD).values(seq=0, hash=START)))
    for first in range(1, count + 1, _CHUNK):
        entries = list(_chain(last, range(first, min(first + _CHUNK, count + 1))))
        storage.write_now(TENANT, lambda tx, entries=entries: tx.many(add, entries))
        last = entries[-1]["hash"]
    storage.write_now(TENANT, lambda tx: tx.run(update(HEAD).values(seq=count, hash=last)))


def _chain(before: str, numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        fields = _fields(number)
        before = chained(before, fields)
        yield {**dict(zip(FIELDS, fields, strict=True)), "hash": before}


def _fields(number: int) -> tuple[Any, ...]:
    who, act = "0123456789abcdef01234567", "agreements.confirm_renewal"
    at = NOW.isoformat(timespec="microseconds")
    return (number, at, who, "", None, "", "press", act, f"agreement:{number}", "", '{"n":1}')


def _record(storage: Storage) -> float:
    actor = Actor.press("0123456789abcdef01234567")

    def chunk(tx: Tx) -> None:
        for number in range(_CHUNK):
            subject = f"agreement:{number}"
            record(tx, actor, at=NOW, act="agreements.show", subject=subject, detail={"n": 1})

    began = time.monotonic()
    for _ in range(RECORDED // _CHUNK):
        storage.write_now(TENANT, chunk)
    return time.monotonic() - began


def hashed(count: int) -> float:
    """Entries in a second that are hashed, and nothing else."""
    digest, fields = START, _fields(7)
    began = time.monotonic()
    for _ in range(count):
        digest = chained(digest, fields)
    return count / (time.monotonic() - began)


if __name__ == "__main__":
    main()
