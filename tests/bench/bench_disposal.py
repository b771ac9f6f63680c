"""Disposal of 60,000 children who left years ago, each with an account and a guardian's link.

    BENCH_CHILDREN=3000 python -m tests.bench.bench_disposal

A step is what a process does of it in one transaction; its length is how long others wait to
write.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot import slices
from bot.attendance import importing
from bot.attendance.store.tables import PUPIL
from bot.people.tables import LISTING
from bot.records.jobs import disposing
from bot.records.jobs.keepers import survey
from bot.records.model.keeping import Disposal, Stage
from bot.records.store import disposals
from bot.retention import Kind
from bot.settings import Settings
from bot.storage.store import Storage, migrate, open_storage
from bot.storage.tx import Tx
from tests.bench import roster_city
from tests.bench.figures import Figure, show

TENANT = "bench"
_TOKYO = ZoneInfo("Asia/Tokyo")
_THEN = datetime(2026, 4, 8, 9, tzinfo=_TOKYO)
_NOW = datetime(2033, 4, 5, 9, tzinfo=_TOKYO)
_LEFT = date(2027, 4, 1)


def main() -> None:
    """Time of the whole, the longest step, and how many children go in a second."""
    children = int(os.environ.get("BENCH_CHILDREN", "60000"))
    with tempfile.TemporaryDirectory() as folder:
        storage = _city(Path(folder), children)
        listed = _timed(lambda: storage.read_now(TENANT, _survey))
        show(Figure(name=f"{children:,} children listed by --dry-run", value=listed, unit="s"))
        steps = _disposed(storage)
        left = storage.read_now(TENANT, _children)
        storage.close()
    assert left == 0, left
    whole = sum(steps)
    show(Figure(name=f"{children:,} children disposed of", value=whole, unit="s"))
    show(Figure(name="children a second", value=children / whole, unit="/s"))
    show(
        Figure(
            name="longest hold of the writer",
            value=max(steps) * 1000,
            unit="ms",
            goal="<= 200",
            beside=f"{len(steps)} steps",
        )
    )


def _city(folder: Path, children: int) -> Storage:
    url = f"sqlite:///{folder / 'bench.db'}"
    settings = Settings(database_url=url, key_file=str(folder / "key"))
    migrate(settings)
    storage = open_storage(settings)
    files = roster_city.files(folder, children)
    importing.load(storage, TENANT, files, year=2026, now=_THEN, finally_=lambda tx, done: None)
    storage.write_now(TENANT, lambda tx: tx.run(update(LISTING).values(left_on=_LEFT)))
    return storage


def _survey(tx: Tx) -> Any:
    return survey(tx, slices.KEEPERS, Kind.PUPILS, _NOW)


def _children(tx: Tx) -> int:
    return int(tx.value(select(func.count()).select_from(PUPIL)))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _disposed(storage: Storage) -> list[float]:
    """Seconds of each step until it is done."""
    new = Disposal(
        id=0,
        kind=Kind.PUPILS,
        cut=_NOW.date(),
        count=1,
        proposed_by=None,
        proposed_at=_NOW,
        witness=None,
        stage=Stage.RUNNING,
    )
    storage.write_now(TENANT, lambda tx: disposals.add(tx, new))
    steps = []
    while storage.read_now(TENANT, disposals.running) is not None:
        steps.append(_timed(lambda: storage.write_now(TENANT, _step)))
    return steps


def _step(tx: Tx) -> bool:
    tick = slices.tick_of(tx, _NOW, _TOKYO, disposing.NAME)
    return disposing.go_on(tick, keepers=slices.KEEPERS)


if __name__ == "__main__":
    main()
