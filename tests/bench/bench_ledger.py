"""How fast the ledger is written in one transaction, and verified, against hashing alone.

Run: python -m tests.bench.bench_ledger [ENTRIES]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import orjson

from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.ledger.verify import verify
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from tests.bench.figures import Figure, show

NOW = datetime(2026, 11, 24, tzinfo=UTC)
_CHUNK = 5000


def main() -> None:
    """Print entries per second for each step, beside what hashing alone would take."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        storage = open_storage(Settings(database_url=f"sqlite:///{Path(folder) / 'bench.db'}"))
        try:
            recorded = _rate(count, lambda: _fill(storage, count))
            hashed = _rate(count, lambda: _hashed(count))
            verified = _rate(count, lambda: _verified(storage))
        finally:
            storage.close()
    for name, rate in (("recorded", recorded), ("verified", verified)):
        beside = f"CPU; hashing alone {hashed:,.0f}/s: {rate / hashed:.2f} of it"
        show(Figure(name=f"ledger entries {name}", value=rate, unit="/s", beside=beside))


def _rate(count: int, step: Callable[[], None]) -> float:
    """Entries in a second of the processor."""
    began = time.process_time()
    step()
    return count / (time.process_time() - began)


def _fill(storage: Storage, count: int) -> None:
    actor = Actor.press("0123456789abcdef01234567")

    def chunk(tx: Tx) -> None:
        for number in range(_CHUNK):
            record(
                tx,
                actor,
                at=NOW,
                act="agreements.confirm_renewal",
                subject=f"agreement:{number}",
                detail={"title": "協定"},
            )

    for _ in range(count // _CHUNK):
        storage.write_now("bench", chunk)


def _verified(storage: Storage) -> None:
    assert storage.read_now("bench", verify).whole


def _hashed(count: int) -> None:
    fields = (7, NOW.isoformat(), "0123456789abcdef01234567", "", None, "", "press")
    fields = (*fields, "agreements.confirm_renewal", "agreement:7", "", '{"title":"協定"}')
    digest = "0" * 64
    for _ in range(count):
        digest = sha256(digest.encode() + orjson.dumps(fields)).hexdigest()


if __name__ == "__main__":
    main()
