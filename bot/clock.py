"""Civil time, which the practice tenant may move, and real time, which nobody may."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Civil time: due days, expiry and records are read from it; always aware, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own civil time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class PracticeClock:
    """Civil time that starts where it is told, runs on at the normal pace, and only jumps ahead."""

    def __init__(self, start: datetime, *, real: Callable[[], float] = time.monotonic) -> None:
        if start.tzinfo is None:
            raise ValueError("a start without a UTC offset names no instant")
        self._real = real
        self._started = real()
        self._start = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._real() - self._started)

    def jump(self, to: datetime) -> None:
        """Set civil time ahead to `to`; an earlier instant changes nothing."""
        self._start += max(timedelta(0), to - self.now())


def real_seconds() -> float:
    """Real time for leases, pacing, retries and timeouts: monotonic seconds of this process."""
    return time.monotonic()


def real_now() -> datetime:
    """Real time that several processes share (leases in rows): the machine's UTC."""
    return datetime.now(UTC)
