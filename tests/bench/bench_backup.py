"""How fast everything is backed up and restored, and that memory doesn't grow with it.

    python -m tests.bench.bench_backup [--rows N] [ENGINE…]

Each step runs in a process of its own, whose peak of memory is read when it ends. The floor is
what reading the rows and making JSON of them takes, without a hash, a packing or a key.
"""

import argparse
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import create_engine, text

import bot.exchange  # noqa: F401 - with the slices, declares every table
from bot.ledger.record import ENTRY
from bot.settings import Settings
from bot.storage.backup.loading import load
from bot.storage.backup.rows import Shape, encoder, shape_of
from bot.storage.backup.sides import side_of
from bot.storage.backup.snapshot import snapshot
from bot.storage.backup.writing import write
from bot.storage.store import engine_of, migrate, open_storage
from bot.turns.memory import HEARD
from tests import postgresql
from tests.bench.figures import Figure, show

NOW = datetime(2026, 11, 24, tzinfo=UTC)
_CHUNK = 10_000


def main() -> None:
    """Print rows per second for each engine and step, and memory at a tenth and at all rows."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_backup", description=__doc__)
    parser.add_argument("engines", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--step", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        do, url, key, file = given.step
        print(
            orjson.dumps(stepped(do, Settings(database_url=url, key_file=key), Path(file))).decode()
        )
        return
    for engine in given.engines:
        measure(engine, given.rows)


def measure(engine: str, rows: int) -> None:
    """Both steps, at a tenth of the rows and at all of them."""
    peaks: dict[str, list[float]] = {"make": [], "restore": []}
    for count in (rows // 10, rows):
        with tempfile.TemporaryDirectory() as folder, databases(engine, Path(folder)) as new:
            here, file, key = new(), Path(folder) / "x.backup", str(Path(folder) / "key")
            fill(Settings(database_url=here, key_file=key), count)
            floor = child("floor", here, key, file)["seconds"]
            for do, url in (("make", here), ("restore", new())):
                found = child(do, url, key, file)
                peaks[do].append(found["peak"])
                if count == rows:
                    tell(engine, do, count, found["seconds"], floor)
    for do, (small, large) in peaks.items():
        beside = f"{small:.0f} MB at {rows // 10:,} rows, {large:.0f} MB at {rows:,}"
        name = f"{engine}: memory to {do}, ratio"
        show(Figure(name=name, value=large / small, goal="<= 1.2", beside=beside))


def tell(engine: str, do: str, rows: int, seconds: float, floor: float) -> None:
    beside = f"{rows:,} rows in {seconds:.1f} s; reading them as JSON alone {floor:.1f} s"
    show(Figure(name=f"{engine}: rows to {do}", value=rows / seconds, unit="/s", beside=beside))


def child(do: str, url: str, key: str, file: Path) -> dict[str, float]:
    """One step in a process of its own: its seconds, and its peak of memory in MB."""
    command = [sys.executable, "-m", "tests.bench.bench_backup", "--step", do, url, key, str(file)]
    done = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, float] = orjson.loads(done.stdout.splitlines()[-1])
    return found


def stepped(do: str, settings: Settings, file: Path) -> dict[str, float]:
    engine = engine_of(settings)
    envelopes = engine.vault.envelopes
    steps: dict[str, Callable[[], object]] = {
        "floor": lambda: _read(engine.engine),
        "make": lambda: write(engine.engine, file, envelopes=envelopes, key="k", now=NOW),
        "restore": lambda: load(engine.engine, file, envelopes=envelopes),
    }
    began = time.monotonic()
    steps[do]()
    seconds = time.monotonic() - began
    engine.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak": peak}


def _read(engine) -> None:
    with snapshot(engine) as state:
        for shape in state.shapes():
            encode = encoder(shape)
            for rows in state.batches(shape):
                encode(rows)


def fill(settings: Settings, rows: int) -> None:
    """Half ledger entries, half sealed answers: text that shrinks, and noise that doesn't."""
    storage = open_storage(settings)
    storage.write_now("city", lambda tx: tx.seal("t", "c", "r", "x"))
    engine = storage.engine.engine
    side = side_of(engine)
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("BEGIN")
        for table, row in ((ENTRY, _entry), (HEARD, _answer)):
            shape = shape_of(table)
            portions = _portions(rows // 2)
            batches = (_made(shape, row, numbers) for numbers in portions)
            side.load(raw, shape, batches)
        raw.execute("COMMIT")
    storage.close()


def _portions(rows: int) -> Iterator[range]:
    for first in range(0, rows, _CHUNK):
        yield range(first, min(first + _CHUNK, rows))


def _made(
    shape: Shape, row: Callable[[int], dict[str, object]], numbers: range
) -> list[list[object]]:
    rows = map(row, numbers)
    return [[one[name] for name in shape.columns] for one in rows]


def _entry(number: int) -> dict[str, object]:
    return {
        "tenant_id": "city",
        "seq": number + 1,
        "at": NOW.isoformat(),
        "who": "0123456789abcdef01234567",
        "via": "",
        "post": None,
        "deputy_for": "",
        "door": "press",
        "act": "agreements.confirm_renewal",
        "subject": f"agreement:{number}",
        "why": "",
        "detail": '{"title":"協定"}',
        "hash": secrets.token_hex(32),
    }


def _answer(number: int) -> dict[str, object]:
    answer = secrets.token_bytes(200)
    return {
        "tenant_id": "city",
        "key": f"activity|{number}",
        "at": NOW.isoformat(),
        "answer": answer,
    }


@contextmanager
def databases(engine: str, folder: Path) -> Iterator[Callable[[], str]]:
    """New databases of an engine, with their tables."""
    key = str(folder / "key")
    if engine == "sqlite":
        yield lambda: _migrated(f"sqlite:///{folder / secrets.token_hex(4)}.db", key)
        return
    programs = postgresql.programs()
    assert programs is not None, "no PostgreSQL is installed"
    with postgresql.running(programs) as url:

        def new() -> str:
            name = f"b{secrets.token_hex(4)}"
            admin = create_engine(
                url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
            )
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            admin.dispose()
            return _migrated(url.replace("/postgres?", f"/{name}?"), key)

        yield new


def _migrated(url: str, key: str) -> str:
    migrate(Settings(database_url=url, key_file=key))
    return url


if __name__ == "__main__":
    main()
