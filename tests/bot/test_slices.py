"""The minute's round: what fails stays alone."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog

from bot import slices
from bot.errors import Unavailable
from bot.main import House
from bot.slice import Job, Tick
from bot.storage.store import Storage

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that ran, around one that fails."""
    ran: list[str] = []

    def fails(tick: Tick) -> None:
        ran.append("bad")
        raise ValueError("an agreement that nobody foresaw")

    def job(name: str) -> Job:
        return Job(name=name, run=lambda tick: ran.append(name))

    made = (job("one"), Job(name="bad", run=fails), job("two"))
    monkeypatch.setattr(slices, "SLICES", (SimpleNamespace(jobs=made),))
    monkeypatch.setattr(slices.outbox, "turnstile", lambda tx: ran.append("turn"))
    return ran


async def test_a_job_that_fails_leaves_the_others_alone(
    sqlite_storage: Storage, order: list[str]
) -> None:
    with structlog.testing.capture_logs() as logs:
        await sqlite_storage.write("t1", lambda tx: slices.tick(tx, NOW, TOKYO))
    assert order == ["turn", "one", "bad", "two"]
    assert [(log["event"], log["job"]) for log in logs] == [("job_failed", "bad")]


async def test_what_follows_an_errand_takes_its_turn(
    sqlite_storage: Storage, order: list[str]
) -> None:
    await sqlite_storage.write("t1", lambda tx: slices.after_errand(tx, NOW, TOKYO).actor)
    assert order == ["turn"]


async def test_a_tenant_in_trouble_leaves_the_others_alone(order: list[str]) -> None:
    class Shaky:
        async def write(self, tenant: str, work: Any) -> None:
            order.append(tenant)
            if tenant != "t3":
                raise Unavailable("database") if tenant == "t1" else ValueError(tenant)

    house: Any = SimpleNamespace(
        clock=SimpleNamespace(now=lambda: NOW),
        settings=SimpleNamespace(
            tended=("t1", "t2", "t3"), zone=TOKYO, ledger_anchor_file="", database_url="postgresql:"
        ),
        storage=Shaky(),
    )
    house._for_each_tenant = lambda work: House._for_each_tenant(house, work)
    house._of_each_tenant = lambda ask: House._of_each_tenant(house, ask)
    house._tick = lambda: House._tick(house)
    house._file_anchors = lambda: House._file_anchors(house)
    await House.tick(house)
    await House.forget(house)
    assert order == ["t1", "t2", "t3"] * 3  # ticking, turns and errands that are forgotten
