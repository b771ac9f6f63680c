"""The roster of 60,000 children, each with account and guardian, while presses go on.

    BENCH_CHILDREN=3000 python -m tests.bench.bench_roster

The floor writes the same children, seats, roles and people to bare sqlite3 from the same file. A
press here is what every press asks of people, and one row written. Memory is that of a first
import; the clock stands still in none of it.
"""

import csv
import os
import sqlite3
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, bindparam

from bot.attendance import importing
from bot.attendance.importing import swapping
from bot.people import store as people
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tables import metadata, table, upsert
from bot.storage.tx import Tx
from tests.bench import roster_city
from tests.bench.delivering import resident
from tests.bench.figures import Figure, show

CHILDREN = 60_000
TENANT = "bench"
_NOW = datetime(2026, 4, 8, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
_PAUSE = 0.05  # between presses
_EARLY = 0.2  # of the lines: by then everything that is kept at all has been made
_PRESSED = table(
    "bench_pressed", Column("n", Integer, nullable=False), PrimaryKeyConstraint("tenant_id", "n")
)
_PRESS = upsert(_PRESSED).values(n=bindparam("n")).on_conflict_do_nothing()


@dataclass(slots=True)
class Run:
    """One import, and the presses meanwhile (seconds each)."""

    seconds: float = 0.0
    cpu: float = 0.0
    swap: float = 0.0
    early: float = 0.0
    peak: float = 0.0
    presses: list[float] = field(default_factory=list)


def main() -> None:
    """Measure and print the figures."""
    children = int(os.environ.get("BENCH_CHILDREN", CHILDREN))
    with tempfile.TemporaryDirectory() as folder:
        files = roster_city.files(Path(folder), children)
        storage = open_storage(Settings(database_url=f"sqlite:///{folder}/roster.db"))
        metadata.create_all(storage.engine.engine, tables=[_PRESSED])
        first, again = (_run(storage, files, children) for _ in range(2))
        storage.close()
        floor = _floor(Path(folder), files[3])
    _judge(children, first, again, floor)


def _run(storage: Storage, files: list[Path], children: int) -> Run:
    run, seen, end = Run(), 0, threading.Event()

    def told(more: int) -> None:
        nonlocal seen
        seen += more
        if seen >= 2 * children * _EARLY:
            run.early = run.early or resident()
            run.peak = max(run.peak, resident())

    pressing = threading.Thread(target=_press, args=(storage, run, end))
    pressing.start()
    began, used = time.perf_counter(), time.process_time()
    with _timed_swap(run):
        importing.load(
            storage,
            TENANT,
            files,
            year=2026,
            now=_NOW,
            finally_=lambda _tx, _done: None,
            told=told,
        )
    run.seconds, run.cpu = time.perf_counter() - began, time.process_time() - used
    end.set()
    pressing.join()
    return run


def _timed_swap(run: Run) -> Any:
    """The last step of an import, with a clock beside it."""

    def timed(*given: Any) -> Any:
        began = time.perf_counter()
        try:
            return swapping.swap(*given)
        finally:
            run.swap = time.perf_counter() - began

    return patch.object(importing, "swap", timed)


def _press(storage: Storage, run: Run, end: threading.Event) -> None:
    number = 0
    while not end.wait(_PAUSE):
        number += 1
        began = time.perf_counter()
        storage.write_now(TENANT, lambda tx, n=number: _one(tx, n))  # type: ignore[misc]
        run.presses.append(time.perf_counter() - began)


def _one(tx: Tx, number: int) -> None:
    today = _NOW.date()
    person = people.find_by_mail(tx, f"teacher{number % 50}@akatsuki.example.jp", today)
    if person is not None:
        people.holders_of(tx, person.id, today)
    tx.run(_PRESS, n=number)


def _floor(folder: Path, pupils: Path) -> float:
    """The rows of the children alone, a thousand to a commit, with the indexes they need."""
    raw = sqlite3.connect(folder / "floor.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("CREATE TABLE pupil (id INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT)")
    raw.execute("CREATE TABLE seat (pupil INT, class TEXT, number INT, PRIMARY KEY (pupil, class))")
    raw.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, mail TEXT UNIQUE)")
    raw.execute("CREATE TABLE role (person INT, role TEXT)")
    raw.execute("CREATE INDEX role_of ON role (person)")
    began = time.perf_counter()
    with pupils.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for first in range(0, len(rows), 1000):
        some = list(enumerate(rows[first : first + 1000], first))
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany("INSERT INTO pupil VALUES (?, ?, ?)", [(n, r[0], r[1]) for n, r in some])
        raw.executemany("INSERT INTO seat VALUES (?, ?, ?)", [(n, r[5], r[6]) for n, r in some])
        raw.executemany("INSERT INTO person VALUES (?, ?)", [(n, r[8]) for n, r in some])
        raw.executemany("INSERT INTO role VALUES (?, 'pupil')", [(n,) for n, _ in some])
        raw.execute("COMMIT")
    raw.close()
    return time.perf_counter() - began


def _judge(children: int, first: Run, again: Run, floor: float) -> None:
    name = f"roster of {children:,} children"
    beside = f"{first.cpu:.1f} s of CPU; bare sqlite3 {floor:.2f} s"
    show(Figure(name=name, value=first.seconds, goal="<= 30", unit="s", beside=beside))
    beside = f"{again.cpu:.1f} s of CPU, the old generation cleared too"
    more = f"{name}, once more"
    show(Figure(name=more, value=again.seconds, goal="<= 30", unit="s", beside=beside))
    swap = max(first.swap, again.swap) * 1000
    show(Figure(name="the swap", value=swap, goal="<= 200", unit="ms"))
    beside = f"{first.early:.0f} MiB after {_EARLY:.0%}, {first.peak:.0f} MiB at most"
    value = first.peak / first.early
    show(Figure(name="memory of a first import", value=value, goal="<= 1.1", beside=beside))
    presses = sorted(first.presses + again.presses)
    beside = f"median {statistics.median(presses) * 1000:.0f} ms of {len(presses)}"
    p95 = presses[int(len(presses) * 0.95)] * 1000
    show(Figure(name="presses meanwhile, p95", value=p95, goal="<= 350", unit="ms", beside=beside))
    show(Figure(name="presses meanwhile, max", value=presses[-1] * 1000, goal="<= 1000", unit="ms"))


if __name__ == "__main__":
    main()
