"""How fast a bot may talk: sliding windows, as Teams counts them."""

import math
from dataclasses import dataclass

Window = tuple[int, float]  # so many operations in so many seconds

_SENDING: tuple[Window, ...] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
_READING: tuple[Window, ...] = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Operations allowed in any window: of the bot, in one conversation, of Graph, in one mailbox.

    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
    https://learn.microsoft.com/graph/throttling-limits
    """

    enabled: bool = True
    app: tuple[Window, ...] = ((50, 1.0),)
    sending: tuple[Window, ...] = _SENDING
    reading: tuple[Window, ...] = _READING
    installs: tuple[Window, ...] = ((30, 1.0),)
    feed: tuple[Window, ...] = ((2, 1.0),)
    mailbox: tuple[Window, ...] = ((10_000, 600.0),)
    mailbox_at_once: int = 4
    mailbox_seconds: float = 0.01  # that Exchange takes for one request
    changes_seconds: float = 0.02  # that the directory takes for a page of changes

    @classmethod
    def teams(cls) -> "Limits":
        """What Microsoft publishes."""
        return cls()

    @classmethod
    def none(cls) -> "Limits":
        """No limit at all, for measuring."""
        return cls(enabled=False)


class Meter:
    """The moments of the operations that were let through, in real time."""

    __slots__ = ("_moments", "_windows")

    def __init__(self, windows: tuple[Window, ...]) -> None:
        self._windows = windows
        # A deque takes 600 bytes even when empty: most conversations hold one moment only.
        self._moments: list[float] = []

    def wait(self, at: float) -> float:
        """Seconds until one more operation would be let through; 0 when it is now."""
        moments = self._moments
        longest = 0.0
        for count, seconds in self._windows:
            if len(moments) >= count:
                longest = max(longest, moments[-count] + seconds - at)
        return longest

    def count(self, at: float) -> None:
        """Remember an operation that was let through."""
        self._moments.append(at)
        most = max((count for count, _ in self._windows), default=0)
        if len(self._moments) > 2 * most:
            del self._moments[:-most]


class Gate:
    """Decides whether an operation of the bot passes now."""

    def __init__(self, limits: Limits) -> None:
        self.change(limits)

    def change(self, limits: Limits) -> None:
        """Start counting anew under other limits."""
        self.limits = limits
        self._app = Meter(limits.app)
        self._threads: dict[tuple[str, bool], Meter] = {}
        self._mailboxes: dict[str, Meter] = {}
        self._under_way: dict[str, int] = {}
        # Graph counts looking at installed apps apart from installing them.
        self._graph = {
            "installing": Meter(limits.installs),
            "looking": Meter(limits.installs),
            "feed": Meter(limits.feed),
        }

    def admit(self, thread: str | None, *, reading: bool, at: float) -> float:
        """0 when let through (and counted), else the seconds to wait. Refused ones don't count."""
        if not self.limits.enabled:
            return 0.0
        meters = [self._app]
        if thread is not None:
            meters.append(self._thread(thread, reading))
        return _pass(meters, at)

    def admit_graph(self, kind: str | None, *, at: float) -> float:
        """The same for a request to Graph; None is a kind that no small limit holds back."""
        if not self.limits.enabled or kind is None:
            return 0.0
        return _pass([self._graph[kind]], at)

    def enter_mailbox(self, mailbox: str, *, at: float) -> float:
        """0 when a request to this mailbox may begin, else the seconds to wait; it must leave."""
        under_way = self._under_way.get(mailbox, 0)
        if under_way >= self.limits.mailbox_at_once:
            return 1.0
        meter = self._mailboxes.setdefault(mailbox, Meter(self.limits.mailbox))
        wait = _pass([meter], at)
        if wait <= 0:
            self._under_way[mailbox] = under_way + 1
        return wait

    def leave_mailbox(self, mailbox: str) -> None:
        """A request that entered is answered."""
        self._under_way[mailbox] -= 1

    def _thread(self, thread: str, reading: bool) -> Meter:
        meter = self._threads.get((thread, reading))
        if meter is None:
            windows = self.limits.reading if reading else self.limits.sending
            meter = self._threads[thread, reading] = Meter(windows)
        return meter


def _pass(meters: list[Meter], at: float) -> float:
    wait = max(meter.wait(at) for meter in meters)
    if wait > 0:
        return wait
    for meter in meters:
        meter.count(at)
    return 0.0


def retry_after(wait: float) -> int:
    """The header's value: whole seconds, never too early."""
    return max(1, math.ceil(wait))
