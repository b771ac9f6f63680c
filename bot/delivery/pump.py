"""Sends one tenant's due copies: claims a little, posts it evenly paced, writes back what came."""

import asyncio
import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.clock import Clock, real_now, real_seconds
from bot.delivery import claims, guard, holding, outbox, results, retry, waiting
from bot.delivery.breaker import Breaker
from bot.delivery.claims import Attempt, Shelf
from bot.delivery.limiter import Limiter
from bot.delivery.outcomes import Later, Never, Outcome, Place, Unknown
from bot.delivery.pace import SLICE
from bot.delivery.results import Result
from bot.delivery.retry import Work
from bot.delivery.rows import Lane
from bot.delivery.tempo import Tempo
from bot.errors import Unavailable
from bot.storage.store import Storage
from bot.storage.tx import Tx

log = structlog.get_logger()
_URGENT = 4  # rows claimed at least when a commit has woken the pump
_BREATH = 0.02  # before rows that others hold locked are looked for again


class Connector(Protocol):
    """What reaches Teams; every outcome is a value, never an exception."""

    async def post(self, place: Place, activity: bytes | Mapping[str, Any], /) -> Outcome: ...

    async def edit(
        self, place: Place, activity_id: str, activity: bytes | Mapping[str, Any], /
    ) -> Outcome: ...

    async def delete(self, place: Place, activity_id: str, /) -> Outcome: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Why a pump ended: nothing to do until `seconds` from now (None: until woken)."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Booked:
    """What one transaction of the pump brought."""

    ours: bool
    claimed: tuple[Attempt, ...] = ()
    asked: bool = False  # rows were looked for, and nothing was due
    next_in: float | None = None  # seconds until the next try, or until the other's hold ends


class Pump:
    """One tenant's pump, for as long as there is something to send.

    Two things go on at once: `_book` talks to the database (claims, results, hold), `_send` to
    Teams. Between them stand a short queue, most urgent first, and the results not yet written.
    """

    def __init__(
        self,
        tenant: str,
        *,
        storage: Storage,
        connector: Connector,
        limiter: Limiter,
        clock: Clock,
        woken: asyncio.Event,
        tempo: Tempo,
    ) -> None:
        self._tenant = tenant
        self._storage = storage
        self._connector = connector
        self._limiter = limiter
        self._clock = clock
        self._woken = woken
        self._tempo = tempo
        self._owner = holding.new_owner()
        self._shelf = Shelf()
        self._breaker = Breaker(longest=tempo.longest_probe)
        self._queue: list[tuple[int, datetime, int, Attempt]] = []
        self._results: list[Result] = []
        self._flights: set[asyncio.Task[None]] = set()
        self._queued = asyncio.Event()
        self._landed = asyncio.Event()  # a flight has ended
        self._nudge = asyncio.Event()  # the booking should not wait for its next turn
        self._next_claim = 0.0
        self._stopping = False

    @property
    def busy(self) -> bool:
        """Whether anything is claimed, under way or not yet written back."""
        return bool(self._queue or self._flights or self._results)

    def stop(self) -> None:
        """Finish what is under way, give the rest back, and end."""
        self._stopping = True
        self._give_back()
        self._woken.set()
        self._nudge.set()

    async def run(self) -> Rest:
        """Send until nothing is due, Teams wants silence, or another process holds the tenant."""
        sender = asyncio.create_task(self._send())
        try:
            return await self._work(sender)
        finally:
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
            await self._leave()

    async def _work(self, sender: "asyncio.Task[None]") -> Rest:
        while not self._stopping:
            if sender.done():
                sender.result()  # raises what ended it
            booked = await self._book()
            if booked is None:
                await asyncio.sleep(self._tempo.trouble)
            elif not booked.ours:
                return Rest(seconds=booked.next_in)
            elif self.busy:
                await _happens(self._nudge, within=self._tempo.report)
                self._nudge.clear()
            elif silence := self._limiter.paused_for(self._tenant):
                return Rest(seconds=silence)
            elif booked.asked and not await self._more_comes(booked.next_in):
                return Rest(seconds=booked.next_in)
        return Rest()

    async def _more_comes(self, next_in: float | None) -> bool:
        """Linger a moment: starting anew costs more than waiting for the next commit."""
        soon = next_in is not None and next_in <= self._tempo.linger
        wait = max(_BREATH, next_in) if soon and next_in is not None else self._tempo.linger
        return await _happens(self._woken, within=wait) or soon

    # the database's side

    async def _book(self) -> _Booked | None:
        """Write results and claim more, in one transaction; None while the database is away."""
        self._return_stale()
        woken = self._woken.is_set()
        self._woken.clear()
        most = self._appetite(woken)
        landed, self._results = self._results, []
        try:
            booked = await self._storage.write(
                self._tenant, lambda tx: self._transact(tx, landed, most)
            )
        except Unavailable:
            self._results = landed + self._results
            return None
        self._enqueue(booked.claimed)
        if most:
            dry = len(booked.claimed) < most
            self._next_claim = real_seconds() + (self._tempo.claim if dry else 0.0)
        return booked

    def _appetite(self, woken: bool) -> int:
        """How many copies to claim now."""
        if self._stopping or self._limiter.paused_for(self._tenant):
            return 0
        if self._breaker.is_open:
            return 0 if self._queue or self._flights else 1
        capacity = SLICE if self._limiter.limited else self._tempo.batch
        room = capacity - len(self._queue)
        if woken:  # it may be urgent: look even while the queue is full
            return max(room, _URGENT)
        rested = real_seconds() >= self._next_claim or not (self._queue or self._flights)
        return room if rested and room >= capacity // 2 else 0

    def _transact(self, tx: Tx, landed: list[Result], most: int) -> _Booked:
        real, now, tempo = real_now(), self._clock.now(), self._tempo
        if not holding.hold(tx, self._owner, real=real, seconds=tempo.hold, renew=tempo.renew):
            return _Booked(ours=False, next_in=holding.held_for(tx, real=real))
        results.settle(tx, landed, owner=self._owner, real=real)
        if not most:
            return _Booked(ours=True)
        results.end_leases(tx, owner=self._owner, real=real)
        expired = waiting.expire(tx, now=now)
        waiting.empty_closed(tx, now=now)
        found = claims.claim(
            tx,
            owner=self._owner,
            now=now,
            real=real,
            most=most,
            lease=tempo.lease,
            shelf=self._shelf,
        )
        if found or expired:
            return _Booked(ours=True, claimed=found)
        at = waiting.next_try(tx, now=now)
        next_in = None if at is None else max(0.0, (at - real).total_seconds())
        return _Booked(ours=True, asked=True, next_in=next_in)

    def _enqueue(self, claimed: tuple[Attempt, ...]) -> None:
        for attempt in claimed:
            urgency = (attempt.lane, attempt.not_before, attempt.delivery)
            heapq.heappush(self._queue, (*urgency, attempt))
        if self._queue:
            self._queued.set()
        if self._stopping:
            self._give_back()

    def _give_back(self) -> None:
        """Return what waits in the queue: it was not attempted."""
        self._results += [Result(attempt=entry[-1], outcome=None) for entry in self._queue]
        self._queue.clear()
        self._queued.clear()

    def _return_stale(self) -> None:
        """A row whose lease could end during its request is not attempted."""
        if any(self._is_stale(entry[-1]) for entry in self._queue):
            self._give_back()

    def _is_stale(self, attempt: Attempt) -> bool:
        return attempt.lease_until < real_now() + timedelta(seconds=self._tempo.request)

    async def _leave(self) -> None:
        """Let what is under way land, write it down and let others pump."""
        self._give_back()
        while self._flights:
            await asyncio.wait(self._flights)
        landed, self._results = self._results, []
        try:
            await self._storage.write(self._tenant, lambda tx: self._release(tx, landed))
        except Unavailable:
            log.warning("delivery.results_not_written", tenant=self._tenant, rows=len(landed))

    def _release(self, tx: Tx, landed: list[Result]) -> None:
        real = real_now()
        outbox.turnstile(tx)
        results.settle(tx, landed, owner=self._owner, real=real)
        holding.release(tx, self._owner, real=real)

    # Teams' side

    async def _send(self) -> None:
        while True:
            await self._queued.wait()
            if self._breaker.is_open:
                await asyncio.sleep(self._breaker.wait)
            try:
                await self._limiter.slot(self._tenant, urgent=self._is_urgent())
            except Unavailable:  # the budget's row can't be read now
                await asyncio.sleep(self._tempo.trouble)
                continue
            attempt = self._next()
            if attempt is not None:
                await self._launch(attempt)

    def _is_urgent(self) -> bool:
        return bool(self._queue) and self._queue[0][0] <= Lane.ANSWER

    def _next(self) -> Attempt | None:
        """The most urgent copy that may be attempted now; others go back to their rows."""
        while self._queue:
            attempt = heapq.heappop(self._queue)[-1]
            if not self._queue:
                self._queued.clear()
            wait = self._hindrance(attempt)
            if wait is None:
                return attempt
            self._results.append(Result(attempt=attempt, outcome=None, seconds=wait))
        return None

    def _hindrance(self, attempt: Attempt) -> float | None:
        """None where nothing is in the way, else seconds until it may be claimed again."""
        expired = attempt.work is Work.POST and attempt.expires_at <= self._clock.now()
        if expired or self._is_stale(attempt):
            return 0.0
        return self._limiter.admit(self._tenant, attempt.place.conversation) or None

    async def _launch(self, attempt: Attempt) -> None:
        most = 1 if self._breaker.is_open else self._tempo.flights
        while len(self._flights) >= most:
            self._landed.clear()
            await self._landed.wait()
        flight = asyncio.create_task(self._fly(attempt))
        self._flights.add(flight)
        flight.add_done_callback(self._land)
        if self._wants_more():
            self._nudge.set()

    def _wants_more(self) -> bool:
        """Whether the queue runs low although the last claim brought all that was asked for."""
        return not self._limiter.limited and len(self._queue) == self._tempo.batch // 2

    def _land(self, flight: "asyncio.Task[None]") -> None:
        self._flights.discard(flight)
        self._landed.set()
        if not self._flights and not self._queue:
            self._nudge.set()

    async def _fly(self, attempt: Attempt) -> None:
        outcome = await self._perform(attempt)
        self._results.append(Result(attempt=attempt, outcome=outcome))
        self._breaker.note(outcome)
        if self._breaker.is_open:
            self._give_back()
        if isinstance(outcome, Later) and outcome.throttled:
            self._give_back()
            await self._fall_silent(retry.wait(attempt.attempt + 1, outcome, 1.0))

    async def _fall_silent(self, seconds: float) -> None:
        try:
            await self._limiter.pause(self._tenant, seconds)
        except Unavailable:  # this process keeps silent all the same
            log.warning("delivery.pause_not_written", tenant=self._tenant)

    async def _perform(self, attempt: Attempt) -> Outcome:
        refusal = guard.refusal(attempt.payload.guard if attempt.payload else None)
        if refusal is not None:
            log.warning("delivery.refused", tenant=self._tenant, reason=refusal)
            return Never(refusal)
        try:
            return await self._request(attempt)
        except Exception as error:  # noqa: BLE001 - one copy's trouble must not stop the others
            log.error("delivery.attempt_broke", tenant=self._tenant, error=type(error).__name__)
            return Unknown("internal_error")

    async def _request(self, attempt: Attempt) -> Outcome:
        place = attempt.place
        match attempt.work:
            case Work.POST:
                return await self._connector.post(place, attempt.activity())
            case Work.EDIT:
                return await self._connector.edit(place, attempt.activity_id, attempt.activity())
            case Work.DELETE | Work.TIDY:
                return await self._connector.delete(place, attempt.activity_id)


async def _happens(event: asyncio.Event, *, within: float) -> bool:
    try:
        async with asyncio.timeout(within):
            await event.wait()
    except TimeoutError:
        return False
    return True
