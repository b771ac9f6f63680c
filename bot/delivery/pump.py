"""Sends one tenant's due copies: claims a little, has it posted, writes back what came of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock, real_now, real_seconds
from bot.delivery import claims, feeding, holding, outbox, results, waiting
from bot.delivery.claims import Attempt, Shelf
from bot.delivery.limiter import Limiter
from bot.delivery.results import Result
from bot.delivery.sender import Connector, Guards, Sender
from bot.delivery.tempo import Tempo
from bot.errors import Unavailable
from bot.storage.store import Storage
from bot.storage.tx import Tx

log = structlog.get_logger()
_URGENT = 4  # rows claimed at least when a commit has woken the pump
_BREATH = 0.02  # before rows that others hold locked are looked for again


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Why a pump ended: nothing to do until `seconds` from now (None: until woken)."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Booked:
    """What one transaction of the pump brought."""

    ours: bool
    claimed: tuple[Attempt, ...] = ()
    overtaken: frozenset[int] = frozenset()  # copies that must not go as they were claimed
    fed: bool = False  # more may have become due than was claimed
    asked: bool = False  # rows were looked for, and nothing was due
    next_in: float | None = None  # seconds until the next try, or until the other's hold ends


class Pump:
    """One tenant's pump, for as long as there is something to send.

    This half talks to the database (claims, results, hold), its sender to Teams. `pumps` tells how
    many run in this process now.
    """

    def __init__(
        self,
        tenant: str,
        *,
        owner: str,
        storage: Storage,
        connector: Connector,
        limiter: Limiter,
        clock: Clock,
        woken: asyncio.Event,
        tempo: Tempo,
        pumps: Callable[[], int],
        guard: Guards,
    ) -> None:
        self._tenant = tenant
        self._storage = storage
        self._limiter = limiter
        self._clock = clock
        self._woken = woken
        self._tempo = tempo
        self._pumps = pumps
        self._owner = owner
        self._shelf = Shelf()
        self._sender = Sender(
            tenant,
            connector=connector,
            limiter=limiter,
            clock=clock,
            tempo=tempo,
            pumps=pumps,
            guard=guard,
        )
        self._next_claim = 0.0
        self._stopping = False
        self._leaving = asyncio.Event()
        self.lingers = False  # nothing is due: it waits a moment for more

    @property
    def busy(self) -> bool:
        """Whether anything is claimed, under way or not yet written back."""
        return self._sender.busy

    def stop(self) -> None:
        """Finish what is under way, give the rest back, and end."""
        self._stopping = True
        self._sender.give_back()
        self.retire()

    def retire(self) -> None:
        """Claim no more, and end once what is claimed has been sent."""
        self._leaving.set()
        self._sender.nudge.set()

    async def run(self) -> Rest:
        """Send until nothing is due, Teams wants silence, or another process holds the tenant."""
        sending = asyncio.create_task(self._sender.run())
        try:
            return await self._work(sending)
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            await self._leave()

    async def _work(self, sending: "asyncio.Task[None]") -> Rest:
        while not self._stopping:
            if sending.done():
                sending.result()  # raises what ended it
            booked = await self._book()
            if booked is None:
                await asyncio.sleep(self._tempo.trouble)
            elif not booked.ours:
                return Rest(seconds=booked.next_in)
            elif self.busy:
                await _happens(self._sender.nudge, within=self._report_within())
                self._sender.nudge.clear()
            elif self._leaving.is_set():
                return Rest(seconds=booked.next_in if booked.asked else 0.0)
            elif silence := self._limiter.paused_for(self._tenant):
                return Rest(seconds=silence)
            elif booked.asked and not await self._more_comes(booked.next_in):
                return Rest(seconds=booked.next_in)
        return Rest(seconds=0.0)

    def _report_within(self) -> float:
        """Seconds until results are written; a pump whose rate is held back claims in between."""
        limited = self._limiter.limited
        return self._tempo.report if limited else self._tempo.report_of(self._pumps())

    async def _more_comes(self, next_in: float | None) -> bool:
        """Linger a moment: starting anew costs more than waiting for the next commit."""
        known = next_in is not None and next_in <= self._tempo.linger
        self.lingers = True
        try:
            within = max(_BREATH, next_in or 0.0) if known else self._tempo.linger
            woken = await _happens(self._woken, self._leaving, within=within)
        finally:
            self.lingers = False
        return (woken or known) and not self._leaving.is_set()

    async def _book(self) -> _Booked | None:
        """Write results and claim more, in one transaction; None while the database is away."""
        landed = self._sender.take_results()
        most = self._appetite(woken=self._woken.is_set())
        # Whatever has woken it may have stopped what is claimed.
        queued = self._sender.queued() if self._woken.is_set() else ()
        self._woken.clear()
        try:
            booked = await self._storage.write(
                self._tenant, lambda tx: self._transact(tx, landed, queued, most)
            )
        except Unavailable:
            self._sender.return_results(landed)
            return None
        except BaseException:
            self._sender.return_results(landed)  # they are written when the pump leaves
            raise
        if booked.overtaken:
            self._sender.give_back(booked.overtaken)
        self._sender.put(booked.claimed)
        if self._stopping:
            self._sender.give_back()
        if most:
            dry = len(booked.claimed) < most and not booked.fed
            self._next_claim = real_seconds() + (self._tempo.claim if dry else 0.0)
        return booked

    def _appetite(self, *, woken: bool) -> int:
        """How many copies to claim now."""
        if self._leaving.is_set():
            return 0
        room = self._sender.room()
        if woken and self._sender.room_for_urgent():
            return max(room, _URGENT)  # it may be urgent: look even while the queue is full
        rested = real_seconds() >= self._next_claim or not self._sender.under_way
        return room if rested and room >= self._sender.capacity() / 2 else 0

    def _transact(
        self, tx: Tx, landed: list[Result], queued: tuple[Attempt, ...], most: int
    ) -> _Booked:
        real, now, tempo = real_now(), self._clock.now(), self._tempo
        if not holding.hold(tx, self._owner, real=real, seconds=tempo.hold, renew=tempo.renew):
            return _Booked(ours=False, next_in=holding.held_for(tx, real=real))
        results.settle(tx, landed, owner=self._owner, real=real)
        overtaken = claims.overtaken(tx, queued, now, real)
        if not most:
            return _Booked(ours=True, overtaken=overtaken)
        return replace(self._look(tx, now, real, most), overtaken=overtaken)

    def _look(self, tx: Tx, now: datetime, real: datetime, most: int) -> _Booked:
        """See what time has done to the rows, and claim what is due."""
        results.end_leases(tx, owner=self._owner, real=real)
        expired = waiting.expire(tx, now=now)
        waiting.empty_closed(tx, now=now)
        found = claims.claim(
            tx,
            owner=self._owner,
            now=now,
            real=real,
            most=most,
            lease=self._tempo.lease,
            shelf=self._shelf,
        )
        fed = feeding.feed(tx, now, real, dry=len(found) < most)
        if found or expired or fed:
            return _Booked(ours=True, claimed=found, fed=fed > 0)
        at = waiting.next_try(tx, now=now)
        next_in = None if at is None else max(0.0, (at - real) / timedelta(seconds=1))
        return _Booked(ours=True, asked=True, next_in=next_in)

    async def _leave(self) -> None:
        """Let what is under way land, write it down and let others pump."""
        await self._sender.landed()
        landed = self._sender.take_results()
        try:
            await self._storage.write(self._tenant, lambda tx: self._release(tx, landed))
        except Unavailable:
            log.warning("delivery.results_not_written", tenant=self._tenant, rows=len(landed))

    def _release(self, tx: Tx, landed: list[Result]) -> None:
        real = real_now()
        outbox.turnstile(tx)
        results.settle(tx, landed, owner=self._owner, real=real)
        holding.release(tx, self._owner, real=real)


async def _happens(*events: asyncio.Event, within: float) -> bool:
    """Wait for any of these; False where none came in time."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        done, _ = await asyncio.wait(waits, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return bool(done)
