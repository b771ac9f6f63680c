"""Times at which everybody of the city, and the room, is free: which, and which to offer."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.meetings.model import Slot
from bot.workdays import ONE_DAY, Calendar, WorkingTimes

MOST = 5
STEP = timedelta(minutes=30)  # meetings begin on :00 and :30
NOON = time(12)
Busy = Sequence[Sequence[Slot]]  # of each person and room, in any order


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDay:
    """When one person works on a day of the week (Monday is 0), in the tenant's zone."""

    weekday: int
    opens: time
    closes: time


Span = tuple[time, time]
Works = Sequence[Sequence[WorkingDay]]  # of each person whose own working hours are known


def propose(
    busy: Busy,
    window: Slot,
    *,
    minutes: int,
    hours: WorkingTimes,
    calendar: Calendar,
    zone: ZoneInfo,
    works: Works = (),
    taken: Sequence[Slot] = (),
    most: int = MOST,
) -> tuple[Slot, ...]:
    """Up to five free slots within a window, spread over its days, weekdays and halves of a day.

    `taken`: offered before; they come again only where nothing else is free. In order of time, in
    the tenant's zone; none where nobody finds time.
    """
    booked = _Booked(busy)
    found = [
        slot
        for slot in _starts(window, minutes, hours, calendar, zone, works)
        if booked.is_free(slot)
    ]
    return _spread(found, taken, zone, most)


def free(slot: Slot, busy: Busy) -> bool:
    """Whether nobody is busy at any time of a slot."""
    return not any(_overlap(slot, other) for calendar in busy for other in calendar)


def _overlap(one: Slot, other: Slot) -> bool:
    return one.start < other.end and other.start < one.end


def _starts(
    window: Slot,
    minutes: int,
    hours: WorkingTimes,
    calendar: Calendar,
    zone: ZoneInfo,
    works: Works,
) -> Iterator[Slot]:
    """Every slot in which the city works, whoever is busy."""
    day, last = window.start.astimezone(zone).date(), window.end.astimezone(zone).date()
    while day <= last:
        if calendar.is_working(day) and not hours.is_busy(day):
            for opens, closes in _open_times(day, hours, works):
                yield from _within(day, opens, closes, minutes, zone, window)
        day += ONE_DAY


def _open_times(day: date, hours: WorkingTimes, works: Works) -> list[Span]:
    """Before lunch and after it, as far as everybody works then."""
    found = _around_lunch(hours)
    for person in works:
        own = [(work.opens, work.closes) for work in person if work.weekday == day.weekday()]
        found = [(max(a, c), min(b, d)) for a, b in found for c, d in own]
    return found


def _around_lunch(hours: WorkingTimes) -> list[Span]:
    if hours.lunch_from >= hours.lunch_to:
        return [(hours.opens, hours.closes)]
    morning = hours.opens, min(hours.closes, hours.lunch_from)
    return [morning, (max(hours.opens, hours.lunch_to), hours.closes)]


def _within(
    day: date, opens: time, closes: time, minutes: int, zone: ZoneInfo, window: Slot
) -> Iterator[Slot]:
    start = _next_step(datetime.combine(day, opens, zone))
    closing = datetime.combine(day, closes, zone)
    length = timedelta(minutes=minutes)
    while start + length <= closing:
        slot = Slot(start=start, end=start + length)
        if window.start <= slot.start and slot.end <= window.end:
            yield slot
        start += STEP


def _next_step(at: datetime) -> datetime:
    """`at` itself, or the next full or half hour."""
    passed = timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)
    return at + (STEP - passed if passed else passed)


class _Booked:
    """The union of all calendars; whether a slot is free is asked some hundred times."""

    def __init__(self, busy: Busy) -> None:
        self._starts: list[float] = []
        self._ends: list[float] = []
        every = sorted((one.start.timestamp(), one.end.timestamp()) for own in busy for one in own)
        for start, end in every:
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def is_free(self, slot: Slot) -> bool:
        """The last stretch that begins before the slot's end must be over by its start."""
        before = bisect_left(self._starts, slot.end.timestamp())
        return before == 0 or self._ends[before - 1] <= slot.start.timestamp()


def _spread(
    found: Sequence[Slot], taken: Sequence[Slot], zone: ZoneInfo, most: int
) -> tuple[Slot, ...]:
    """The best slot, again and again: one that is new, on a fresh day, far from the others."""
    places = _Places(found, taken, zone, most)
    chosen: list[Slot] = []
    left = list(found)
    while left and len(chosen) < most:
        best = min(left, key=places.rank)
        chosen.append(best)
        places.use(best)
        left = [slot for slot in left if not _overlap(slot, best)]
    return tuple(sorted(chosen, key=lambda slot: slot.start))


class _Places:
    """Which days, weekdays, halves of a day and stretches of the window are used already."""

    def __init__(
        self, found: Sequence[Slot], taken: Sequence[Slot], zone: ZoneInfo, most: int
    ) -> None:
        days = sorted({slot.start.date() for slot in found})
        self._stretch = {day: at * most // len(days) for at, day in enumerate(days)}
        self._taken = taken
        self._days = Counter(one.start.astimezone(zone).date() for one in taken)
        self._used: Counter[tuple[str, object]] = Counter()

    def rank(self, slot: Slot) -> tuple[object, ...]:
        """The smaller the better."""
        day = slot.start.date()
        return (
            self._repeats(slot),
            self._days[day],
            *(self._used[place] for place in self._of(slot)),
            slot.start,
        )

    def use(self, slot: Slot) -> None:
        self._days[slot.start.date()] += 1
        self._used.update(self._of(slot))

    def _of(self, slot: Slot) -> tuple[tuple[str, object], ...]:
        day = slot.start.date()
        return (
            ("stretch", self._stretch[day]),
            ("weekday", day.weekday()),
            ("morning", slot.start.time() < NOON),
        )

    def _repeats(self, slot: Slot) -> int:
        """2: the very slot was offered before; 1: it overlaps one that was; 0: it is new."""
        if slot in self._taken:
            return 2
        return int(any(_overlap(slot, other) for other in self._taken))
