"""What tests of imports ask for: a loader on each database."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.attendance.importing import Imported, load
from bot.storage.store import Storage

JST = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 4, 8, 9, 0, tzinfo=JST)
Load = Callable[..., Imported]


@pytest.fixture
def loaded(storage: Storage, tenant: str) -> Load:
    """Loads files for the school year 2026, on 8 April unless told otherwise."""

    def run(*files: Path, year: int = 2026, now: datetime = NOW, **more: Any) -> Imported:
        more.setdefault("finally_", lambda _tx, _done: None)
        return load(storage, tenant, files, year=year, now=now, **more)

    return run
