"""The practice clock goes through every instant at which something is due, in order."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import slices
from bot.practice.tenant import Practice

TOKYO = ZoneInfo("Asia/Tokyo")


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=TOKYO)


class Clocked:
    """As much of a practice tenant as its clock needs; what is due changes as time passes."""

    def __init__(self, now: datetime, own: list[datetime]) -> None:
        self.passed: list[str] = []
        self._now = now
        self.clock = SimpleNamespace(now=lambda: self._now.astimezone(UTC))
        self.house = SimpleNamespace(settings=SimpleNamespace(zone=TOKYO, home="t"))
        self.storage = SimpleNamespace(read=self._read)
        self.own = own

    async def _read(self, tenant: str, work: Any) -> Any:
        return work(tenant)

    async def arrive(self, instant: datetime) -> None:
        self._now = instant
        self.passed.append(instant.astimezone(TOKYO).strftime("%d %H:%M"))
        if instant == at(9):
            self.own.append(at(10))  # what happens brings another

    async def keep(self) -> None:
        pass

    def _next_round(self, now: datetime) -> datetime:
        return Practice._next_round(self, now)  # type: ignore[arg-type]

    async def _next_instant(self, target: datetime) -> datetime:
        return await Practice._next_instant(self, target)  # type: ignore[arg-type]


async def test_rounds_and_instants_of_slices_are_passed_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice: Any = Clocked(at(8, 10), [at(9), at(9), at(23)])

    def instants(tx: Any, since: datetime, until: datetime) -> tuple[datetime, ...]:
        return tuple(sorted(one for one in practice.own if since < one <= until))

    monkeypatch.setattr(slices, "instants", instants)
    present = await Practice.advance(practice, at(8, 30, day=9))
    assert practice.passed == [
        "08 08:30",
        "08 09:00",
        "08 10:00",
        "08 16:30",
        "08 23:00",
        "09 00:30",
        "09 08:30",
    ]
    assert present == at(8, 30, day=9)
