"""The true record: every request that Microsoft's side received, and what became of it."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

import orjson

TO_MICROSOFT = "to_microsoft"
TO_BOT = "to_bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request over the wire, without its token."""

    at: datetime  # practice time
    monotonic: float  # real time
    direction: str
    method: str
    path: str
    raw: bytes
    status: int | None  # None: no answer came (reset, hang)
    applied: bool  # it really took effect
    conversation: str | None = None
    activity_id: str | None = None

    @property
    def body(self) -> Any:
        """The JSON body, or None where there was none (or none that can be read)."""
        try:
            return orjson.loads(self.raw) if self.raw else None
        except orjson.JSONDecodeError:
            return None


class History(Sequence[Call]):
    """Calls in order of arrival; with a `bound` the oldest are forgotten, with 0 all are."""

    def __init__(self, bound: int | None = None) -> None:
        self.bound = bound
        self.traffic: deque[Call] = deque(maxlen=200)
        self._calls: list[Call] = []

    def received(self, call: Call) -> None:
        """A request of the bot."""
        self.traffic.append(call)
        if self.bound == 0:
            return
        self._calls.append(call)
        if self.bound is not None and len(self._calls) > 2 * self.bound:
            del self._calls[: -self.bound]

    def sent(self, call: Call) -> None:
        """A request to the bot: shown as traffic, no part of the history."""
        self.traffic.append(call)

    def clear(self) -> None:
        """Forget everything so far."""
        self._calls.clear()
        self.traffic.clear()

    def _kept(self) -> list[Call]:
        if self.bound is None:
            return self._calls
        return self._calls[-self.bound :] if self.bound else []

    def __len__(self) -> int:
        return len(self._kept())

    def __iter__(self) -> Iterator[Call]:
        return iter(self._kept())

    @overload
    def __getitem__(self, index: int) -> Call: ...
    @overload
    def __getitem__(self, index: slice) -> list[Call]: ...
    def __getitem__(self, index: int | slice) -> Call | list[Call]:
        return self._kept()[index]
