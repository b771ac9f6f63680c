"""How fast we may talk to Teams: slots of time and sliding windows; pure, real time is given.

Teams lets 50 requests through in any second for one app and tenant. So time is a grid of 48 slots
a second: 45 common ones and 3 that are reserved for answers. What is left, two requests, is for
those which the way to Teams bunches (on two busy cores it seldom bunches more), for Teams' no costs
a second. A slot is given to one request of one process and forfeited when it is missed, so
that no burst follows a stall; that keeps any number of processes within the limit without asking
each other for each request.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

import math
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

SLOTS = 48  # a second
COMMON = 45  # a second
RESERVED = frozenset({15, 31, 47})
SLICE = 12  # slots: about a quarter second is leased at once
LATE_BULK = 0.1  # a stalled broadcast may catch up so much; its own window holds it to 45
LATE_ANSWER = 0.02  # 48 slots in 1.02 seconds are 49 at most
_AHEAD = 2 * SLOTS  # nobody leases farther ahead than this
_SET_BACK = 5 * SLOTS  # so far ahead of now means that the machine's clock was set back


def instant(slot: int) -> float:
    """When a slot begins, in seconds of real time."""
    return slot / SLOTS


def first_slot(at: float) -> int:
    """The first slot that begins at that time or later."""
    return math.ceil(at * SLOTS)


def is_reserved(slot: int) -> bool:
    """Whether a slot is kept for answers while a broadcast runs."""
    return slot % SLOTS in RESERVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What is given away of a tenant's budget: the first free slot of each kind, and the end of
    the last slice that went to a pump."""

    common_from: int = 0
    reserved_from: int = 0
    bulk_until: int = 0


def lease_bulk(books: Books, now: float) -> tuple[Books, tuple[int, ...]]:
    """The next slice for a pump: common slots only, a quarter second of them.

    Nothing where others have leased that far ahead: ask again a little later.
    """
    here = first_slot(now)
    start = _start(books.common_from, here, late=first_slot(now - LATE_BULK))
    if start > here + _AHEAD:
        return books, ()
    end = start + SLICE
    given = tuple(slot for slot in range(start, end) if not is_reserved(slot))
    return replace(books, common_from=end, bulk_until=end), given


def lease_answers(books: Books, now: float) -> tuple[Books, tuple[int, ...]]:
    """A slot for an answer: the next reserved one while a pump is at work, else a whole slice.

    Nothing where others have leased that far ahead: ask again a little later.
    """
    here = first_slot(now)
    reserved_from = _start(books.reserved_from, here)
    if here - SLOTS < books.bulk_until <= here + _SET_BACK:
        slot = _next_reserved(reserved_from)
        taken = (slot,) if slot <= here + _AHEAD else ()
        return replace(books, reserved_from=slot + 1) if taken else books, taken
    start = max(_start(books.common_from, here), reserved_from)
    if start > here + _AHEAD:
        return books, ()
    end = start + SLICE
    return replace(books, common_from=end, reserved_from=end), tuple(range(start, end))


def lease_urgent(books: Books, now: float) -> tuple[Books, tuple[int, ...]]:
    """A slice for what a pump must send at once, or a slot for answers where that comes sooner."""
    here = first_slot(now)
    reserved = _next_reserved(_start(books.reserved_from, here))
    sooner = reserved < _start(books.common_from, here)
    return lease_answers(books, now) if sooner else lease_bulk(books, now)


def _start(free_from: int, here: int, *, late: int | None = None) -> int:
    """Where a lease begins: a slice that goes on where the last one ended may be a little late."""
    if free_from > here + _SET_BACK:
        return here
    return free_from if free_from >= (here if late is None else late) else here


def _next_reserved(slot: int) -> int:
    while not is_reserved(slot):
        slot += 1
    return slot


class Purse:
    """The slots that one process holds of a tenant's budget."""

    def __init__(self) -> None:
        self._bulk: deque[int] = deque()
        self._answers: deque[int] = deque()
        self._spent: deque[float] = deque(maxlen=COMMON)  # when bulk slots were used

    def put_bulk(self, slots: tuple[int, ...]) -> None:
        """Two leases under way at once may come in the other order."""
        self._bulk = deque(sorted((*self._bulk, *slots)))

    def put_answers(self, slots: tuple[int, ...]) -> None:
        self._answers.extend(slots)

    def clear(self) -> None:
        """Give up what is held: Teams wants silence."""
        self._bulk.clear()
        self._answers.clear()

    def spend(self, now: float, *, answer: bool, within: float = math.inf) -> float | None:
        """When the next request may go, at `now` or later; None when no slot is left, or none
        within so many seconds.

        An answer takes the earliest slot of any kind, a broadcast one of its own.
        """
        self._forfeit(now)
        self._forget_what_is_to_come(now)
        kept = instant(self._answers[0]) if answer and self._answers else math.inf
        common = max(instant(self._bulk[0]), self._window()) if self._bulk else math.inf
        at = max(now, min(kept, common))
        if at == math.inf or at > now + within:
            return None
        if kept <= common:
            self._answers.popleft()
        else:
            self._bulk.popleft()
            self._spent.append(at)
        return at

    def _forfeit(self, now: float) -> None:
        earliest = max(now, self._window()) - LATE_BULK
        while self._bulk and instant(self._bulk[0]) < earliest:
            self._bulk.popleft()
        while self._answers and instant(self._answers[0]) < now - LATE_ANSWER:
            self._answers.popleft()

    def _forget_what_is_to_come(self, now: float) -> None:
        """The machine's clock was set back: these moments would come in hours."""
        far = now + _SET_BACK / SLOTS
        slots = [instant(held[0]) for held in (self._bulk, self._answers) if held]
        if any(at > far for at in (*slots, *list(self._spent)[-1:])):
            self.clear()
            self._spent.clear()

    def _window(self) -> float:
        return self._spent[0] + 1.0 if len(self._spent) == COMMON else 0.0


# Requests in seconds, for one conversation.
THREAD_WINDOWS = ((7, 1.0), (8, 2.0), (60, 30.0))
HOUR_LIMIT = 1800
_RECENT = 30.0
_BUCKET = 300.0  # the hour is counted in twelve buckets and the one that is passing
_CELLS = 4096


class Threads:
    """The windows of all conversations of a tenant, in memory that doesn't grow with them.

    Moments are kept for 30 seconds. The hour is counted in cells which conversations share, so it
    may say more than one has used, never less.
    """

    def __init__(self) -> None:
        self._recent: dict[str, deque[float]] = {}
        self._hours: deque[tuple[float, array[int]]] = deque()
        self._swept = 0.0
        self._last = 0.0

    def wait(self, thread: str, now: float) -> float:
        """Seconds until this conversation may be written to; 0 when it is now."""
        self._forget_what_is_to_come(now)
        return max(self._short(thread, now), self._long(thread, now))

    def count(self, thread: str, now: float) -> None:
        """Remember a request."""
        self._sweep(now)
        self._recent.setdefault(thread, deque()).append(now)
        if not self._hours or now >= self._hours[-1][0] + _BUCKET:
            self._hours.append((now, array("H", bytes(2 * _CELLS))))
        cells = self._hours[-1][1]
        cell = hash(thread) % _CELLS
        cells[cell] = min(cells[cell] + 1, 65535)

    def _forget_what_is_to_come(self, now: float) -> None:
        """The machine's clock was set back: what was counted since can't be told any more."""
        if self._last > now:
            self._recent.clear()
            self._hours.clear()
            self._swept = 0.0
        self._last = now

    def _short(self, thread: str, now: float) -> float:
        moments = self._recent.get(thread)
        if not moments:
            return 0.0
        waits = (
            moments[-count] + seconds - now
            for count, seconds in THREAD_WINDOWS
            if len(moments) >= count
        )
        return max(0.0, *waits, 0.0)

    def _long(self, thread: str, now: float) -> float:
        cell = hash(thread) % _CELLS
        last_hour = [(since, cells[cell]) for since, cells in self._alive(now)]
        total = sum(used for _, used in last_hour)
        for since, used in last_hour:
            if total < HOUR_LIMIT:
                return 0.0
            total -= used
            if total < HOUR_LIMIT:
                return since + _BUCKET + 3600.0 - now
        return 0.0

    def _alive(self, now: float) -> Iterator[tuple[float, "array[int]"]]:
        while self._hours and self._hours[0][0] + _BUCKET + 3600.0 <= now:
            self._hours.popleft()
        return iter(self._hours)

    def _sweep(self, now: float) -> None:
        """Once in a while drop the conversations that were silent for half a minute."""
        if now < self._swept + 1.0:
            return
        self._swept = now
        for thread in [t for t, m in self._recent.items() if m[-1] + _RECENT < now]:
            del self._recent[thread]
        for moments in self._recent.values():
            while moments[0] + _RECENT < now:
                moments.popleft()
