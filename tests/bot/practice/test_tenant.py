"""The practice clock goes through every instant at which something is due, in order."""

from datetime import UTC, date, datetime
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
        settings = SimpleNamespace(zone=TOKYO, home="t")
        self.house = SimpleNamespace(settings=settings, tick=self._tick)
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

    async def _tick(self) -> None:
        self.passed.append("looked")

    async def _next_event(self) -> datetime:
        return await Practice._next_event(self)  # type: ignore[arg-type]

    async def _next_morning(self) -> datetime:
        return await Practice._next_morning(self)  # type: ignore[arg-type]

    async def _next_own(self, target: datetime) -> datetime:
        return await Practice._next_own(self, target)  # type: ignore[arg-type]

    async def _next_instant(self, target: datetime) -> datetime:
        return await Practice._next_instant(self, target)  # type: ignore[arg-type]


def clocked(
    patch: pytest.MonkeyPatch, now: datetime, own: list[datetime], *, notices: tuple[int, ...] = ()
) -> Any:
    """A clock before these instants of a slice, and notices on these days of December."""
    practice = Clocked(now, own)

    def instants(tx: Any, since: datetime, until: datetime) -> tuple[datetime, ...]:
        return tuple(sorted(one for one in practice.own if since < one <= until))

    def planned(tx: Any, since: date, until: date) -> tuple[Any, ...]:
        days = (date(2026, 12, day) for day in notices)
        return tuple(SimpleNamespace(on=day) for day in days if since <= day <= until)

    patch.setattr(slices, "instants", instants)
    patch.setattr(slices, "planned", planned)
    return practice


async def test_rounds_and_instants_of_slices_are_passed_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice = clocked(monkeypatch, at(8, 10), [at(9), at(9), at(23)])
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


async def test_next_event_is_the_next_morning_with_a_notice_where_nothing_lies_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice = clocked(monkeypatch, at(9, 30), [at(14, day=12)], notices=(11, 14))
    assert await Practice.advance(practice, None) == at(8, 31, day=11)


async def test_next_event_stops_at_each_instant_of_a_slice_before_the_morning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reminder, end = at(13, day=9), at(15, day=9)
    practice = clocked(monkeypatch, at(9, 30), [reminder, end], notices=(11,))
    stops = [await Practice.advance(practice, None) for _ in range(3)]
    assert stops == [reminder, end, at(8, 31, day=11)]


async def test_what_has_just_changed_is_looked_at_before_the_next_event_is_sought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice = clocked(monkeypatch, at(9, 30), [], notices=(9,))
    await Practice.advance(practice, None)
    assert practice.passed[0] == "looked"
