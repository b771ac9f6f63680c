"""The half of a pump that talks to Teams: a short queue, evenly paced flights, their results."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Protocol

import structlog

from bot.clock import Clock, real_now
from bot.delivery import posted, retry
from bot.delivery.breaker import Breaker
from bot.delivery.claims import Attempt
from bot.delivery.guard import UNAVAILABLE
from bot.delivery.limiter import Limiter
from bot.delivery.outcomes import Later, Never, Outcome, Place, Unknown
from bot.delivery.pace import SLICE
from bot.delivery.results import Result
from bot.delivery.retry import Work
from bot.delivery.rows import Lane
from bot.delivery.tempo import Tempo
from bot.errors import Unavailable
from bot.logs import trace

log = structlog.get_logger()
_URGENCY = attrgetter("lane", "not_before", "delivery")
_LEASE = attrgetter("lease_until")


class Connector(Protocol):
    """What reaches Teams; every outcome is a value, never an exception."""

    async def post(self, place: Place, activity: bytes | Mapping[str, Any], /) -> Outcome: ...

    async def edit(
        self, place: Place, activity_id: str, activity: bytes | Mapping[str, Any], /
    ) -> Outcome: ...

    async def delete(self, place: Place, activity_id: str, /) -> Outcome: ...


class Guards(Protocol):
    """What looks at a place that others read before anything is posted or changed there."""

    async def refusal(self, tenant: str, place: int, tries: int, /) -> Later | Never | None: ...


class Sender:
    """Attempts what it is given, the most urgent first, and keeps the results until they are taken.

    `nudge` is set when the database's half should not wait for its next turn.
    """

    def __init__(
        self,
        tenant: str,
        *,
        connector: Connector,
        limiter: Limiter,
        clock: Clock,
        tempo: Tempo,
        pumps: Callable[[], int],
        guard: Guards,
    ) -> None:
        self.nudge = asyncio.Event()
        self._tenant = tenant
        self._connector = connector
        self._limiter = limiter
        self._clock = clock
        self._tempo = tempo
        self._pumps = pumps
        self._guard = guard
        self._breaker = Breaker(longest=tempo.longest_probe)
        self._queue: list[Attempt] = []  # the most urgent last
        self._results: list[Result] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._queued = asyncio.Event()
        self._landed = asyncio.Event()

    @property
    def under_way(self) -> bool:
        """Whether anything waits to be attempted or is being attempted."""
        return bool(self._queue or self._flights)

    @property
    def busy(self) -> bool:
        """The same, or whether results wait to be written."""
        return self.under_way or bool(self._results)

    def capacity(self) -> int:
        """How many claimed rows may wait here: a quarter second's quota."""
        if self._breaker.is_open:
            return 1
        return SLICE if self._limiter.limited else self._tempo.batch_of(self._pumps())

    def room(self) -> int:
        """How many more rows could be used now."""
        if not self.room_for_urgent():
            return 0
        return max(0, self.capacity() - len(self._queue))

    def room_for_urgent(self) -> bool:
        """Whether rows may be claimed although the queue is full."""
        if self._limiter.paused_for(self._tenant):
            return False
        return not (self._breaker.is_open and self.under_way)

    def put(self, attempts: Sequence[Attempt]) -> None:
        """Have these attempted, by more flights where other pumps have ended."""
        self._landed.set()
        self._queue = sorted((*self._queue, *attempts), key=_URGENCY, reverse=True)
        if self._queue:
            self._queued.set()

    def take_results(self) -> list[Result]:
        """What came since the last time; rows whose lease could end too soon are given back."""
        if self._queue and min(map(_LEASE, self._queue)) < self._too_soon():
            self.give_back()
        results, self._results = self._results, []
        return results

    def return_results(self, results: list[Result]) -> None:
        """They couldn't be written now."""
        self._results = results + self._results

    def queued(self) -> tuple[Attempt, ...]:
        """What waits to be attempted."""
        return tuple(self._queue)

    def give_back(self, which: Collection[int] | None = None) -> None:
        """Return what waits in the queue, or these copies of it: it was not attempted."""
        back = self._queue if which is None else [x for x in self._queue if x.delivery in which]
        self._results += [Result(attempt=one, outcome=None) for one in back]
        self._queue = [] if which is None else [x for x in self._queue if x.delivery not in which]
        if not self._queue:
            self._queued.clear()

    async def landed(self) -> None:
        """Wait for what is being attempted; the queue goes back."""
        self.give_back()
        while self._flights:
            await asyncio.wait(self._flights)

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            await self._queued.wait()
            await self._room_in_the_air()
            if self._breaker.is_open:
                await asyncio.sleep(self._breaker.wait)
            try:
                await self._limiter.slot(self._tenant, urgent=self._is_urgent())
            except Unavailable:  # the budget's row can't be read now
                await asyncio.sleep(self._tempo.trouble)
                continue
            attempt = self._next()
            if attempt is not None:
                self._launch(attempt)

    async def _room_in_the_air(self) -> None:
        """Wait for it; what is in the queue meanwhile can still be given back."""
        while len(self._flights) >= self._most_flights():
            self._landed.clear()
            await self._landed.wait()

    def _is_urgent(self) -> bool:
        return bool(self._queue) and self._queue[-1].lane <= Lane.ANSWER

    def _next(self) -> Attempt | None:
        """The most urgent copy that may be attempted now; others go back to their rows."""
        while self._queue:
            attempt = self._queue.pop()
            if not self._queue:
                self._queued.clear()
            if self._wants_more():
                self.nudge.set()
            wait = self._hindrance(attempt)
            if wait is None:
                return attempt
            self._results.append(Result(attempt=attempt, outcome=None, seconds=wait))
        return None

    def _hindrance(self, attempt: Attempt) -> float | None:
        """None where nothing is in the way, else seconds until it may be claimed again."""
        expired = attempt.work is Work.POST and attempt.expires_at <= self._clock.now()
        if expired or attempt.lease_until < self._too_soon():
            return 0.0
        return self._limiter.admit(self._tenant, attempt.place.conversation) or None

    def _too_soon(self) -> datetime:
        """A row whose lease ends before that, perhaps during its request, is not attempted."""
        return real_now() + timedelta(seconds=self._tempo.request)

    def _launch(self, attempt: Attempt) -> None:
        flight = asyncio.create_task(self._fly(attempt))
        self._flights.add(flight)
        flight.add_done_callback(self._land)

    def _most_flights(self) -> int:
        if self._breaker.is_open:
            return 1
        limited = self._limiter.limited
        return self._tempo.flights if limited else self._tempo.crowd_of(self._pumps())

    def _wants_more(self) -> bool:
        """Whether the queue runs low although the last claim brought all that was asked for."""
        return not self._limiter.limited and len(self._queue) == self.capacity() // 2

    def _land(self, flight: "asyncio.Task[None]") -> None:
        self._flights.discard(flight)
        self._landed.set()
        if not self._flights and not self._queue:
            self.nudge.set()

    async def _fly(self, attempt: Attempt) -> None:
        """Make this attempt; where nothing holds the rate back, go on with the next at once."""
        following: Attempt | None = attempt
        while following is not None:
            await self._attempt(following)
            following = self._next() if self._goes_on() else None

    def _goes_on(self) -> bool:
        """Whether a flight may take the next copy along: it is one too many where others came."""
        if self._limiter.limited or self._breaker.is_open:
            return False
        return len(self._flights) <= self._most_flights()

    async def _attempt(self, attempt: Attempt) -> None:
        with posted.copy(self._tenant, attempt) as copy:
            copy.outcome = outcome = await self._perform(attempt)
        self._results.append(Result(attempt=attempt, outcome=outcome))
        self._breaker.note(outcome)
        if self._breaker.is_open:
            self.give_back()
        if isinstance(outcome, Later) and outcome.throttled:
            self.give_back()
            await self._fall_silent(retry.wait(attempt.attempt + 1, outcome, 1.0))

    async def _fall_silent(self, seconds: float) -> None:
        try:
            await self._limiter.pause(self._tenant, seconds)
        except Unavailable:  # this process keeps silent all the same
            log.warning("delivery.pause_not_written", tenant=self._tenant)

    async def _perform(self, attempt: Attempt) -> Outcome:
        try:
            return await self._refusal(attempt) or await self._request(attempt)
        except Exception as error:  # noqa: BLE001 - one copy's trouble must not stop the others
            log.error("delivery.attempt_broke", tenant=self._tenant, **trace(error))
            return Unknown("internal_error")

    async def _refusal(self, attempt: Attempt) -> Later | Never | None:
        """What is taken away needs nobody's leave; a guarded card goes to checked places alone."""
        if attempt.payload is None:
            return None
        if attempt.shared:
            return await self._guard.refusal(self._tenant, attempt.shared, attempt.attempt)
        return None if attempt.payload.guard is None else Never(UNAVAILABLE)

    async def _request(self, attempt: Attempt) -> Outcome:
        place = attempt.place
        match attempt.work:
            case Work.POST:
                return await self._connector.post(place, attempt.activity())
            case Work.EDIT:
                return await self._connector.edit(place, attempt.activity_id, attempt.activity())
            case Work.DELETE | Work.TIDY:
                return await self._connector.delete(place, attempt.activity_id)
