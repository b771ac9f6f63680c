"""One attempt at an errand: asks outside a transaction, applies inside one."""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot import metrics, tracing, trail
from bot.clock import Clock, real_now, real_seconds
from bot.errands import paces, registry, rows
from bot.errands.model import (
    NOT_CONSENTED,
    Asks,
    Done,
    Errand,
    Later,
    Never,
    Outcome,
    State,
    Unknown,
)
from bot.errands.registry import Kind
from bot.errands.turns import Turns
from bot.errors import Unavailable
from bot.logs import trace
from bot.storage.store import Storage
from bot.storage.tx import Tx, Undone
from graph.errors import Exists, GraphError, Missing, NotConsented, Refused, Throttled

_TIMEOUT = 45.0  # below the lease, so that nobody else starts while this one still runs
_MOST_UNCERTAIN = 3
_LONGEST_PAUSE = 300.0
_SOON = 0.1
Neighbour = Callable[[str], Any]  # who is asked in this tenant

_log = structlog.get_logger("errands")


class Attempts:
    """Makes attempts for one process, `owner`, whose lease must hold for anything to be kept."""

    def __init__(
        self,
        storage: Storage,
        neighbours: Mapping[Asks, Neighbour],
        kinds: Mapping[str, Kind],
        clock: Clock,
        *,
        owner: str,
        tick: Callable[[Tx, datetime], Any],
    ) -> None:
        self._storage = storage
        self._neighbours = neighbours
        self._kinds = kinds
        self._clock = clock
        self._owner = owner
        self._tick = tick
        self._turns = Turns()

    async def make(self, tenant: str, errand: Errand) -> None:
        """Wait for the errand's moment, ask, and write down what came of it."""
        kind = self._kinds.get(errand.kind)
        if kind is None:
            # A newer release's errand: it waits for a process that knows it.
            await self._again(tenant, errand, _LONGEST_PAUSE, errand.uncertain)
            return
        with trail.followed(registry.trail_of(errand.payload)):
            await self._make(tenant, kind, errand)

    async def _make(self, tenant: str, kind: Kind, errand: Errand) -> None:
        try:
            with tracing.span("errand", kind=kind.name, attempt=errand.attempt) as notes:
                outcome = await self._outcome(tenant, kind, errand)
                if notes is not None:
                    notes.add(outcome=type(outcome).__name__.lower())
        except asyncio.CancelledError:
            await self._again(tenant, errand, 0, errand.uncertain + 1)
            raise
        metrics.ran(kind.name, outcome)
        await self._conclude(tenant, kind, errand, outcome)

    async def _outcome(self, tenant: str, kind: Kind, errand: Errand) -> Outcome:
        try:
            async with asyncio.timeout(_TIMEOUT):
                neighbour = self._neighbours[kind.asks](tenant)
                if not await _is_ready(neighbour, kind, errand):
                    return Later(0)
                await self._turns.wait(tenant, errand, kind.each_second)
                return await _asked(neighbour, kind, errand)
        except Unavailable as error:
            return Later(_seconds_until(error.retry_at))
        except GraphError as error:
            return _of_graph(error, repeatable=kind.uncertain is None)
        except Exception as error:  # noqa: BLE001 - the worker is where errands' errors end
            _log.error("an errand failed", kind=kind.name, tenant=tenant, **trace(error))
            return Unknown(type(error).__name__)

    async def _conclude(self, tenant: str, kind: Kind, errand: Errand, outcome: Outcome) -> None:
        match outcome:
            case Later(seconds, throttled=True) if seconds is not None:
                await self._again(tenant, errand, seconds, 0, self._beside(kind))
            case Later(seconds):
                pause = _pause_after(errand.attempt) if seconds is None else seconds
                await self._again(tenant, errand, pause, 0)
            case Unknown() if errand.uncertain + 1 < _MOST_UNCERTAIN:
                await self._try_again(tenant, errand)
            case _:
                await self._end(tenant, kind, errand, outcome)

    def _beside(self, kind: Kind) -> tuple[str, ...]:
        """All kinds that ask the same neighbour."""
        return tuple(one.name for one in self._kinds.values() if one.asks is kind.asks)

    async def _try_again(self, tenant: str, errand: Errand) -> None:
        await self._again(tenant, errand, _pause_after(errand.attempt), errand.uncertain + 1)

    async def _again(
        self,
        tenant: str,
        errand: Errand,
        pause: float,
        uncertain: int,
        throttled: tuple[str, ...] = (),
    ) -> None:
        def work(tx: Tx) -> None:
            real = real_now()
            at = real + timedelta(seconds=pause)
            rows.again(tx, errand, owner=self._owner, at=at, uncertain=uncertain)
            paces.pause(tx, throttled, real, pause)

        await self._storage.write(tenant, work)

    async def _end(self, tenant: str, kind: Kind, errand: Errand, outcome: Outcome) -> None:
        try:
            await self._storage.write(tenant, lambda tx: self._apply(tx, kind, errand, outcome))
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - else it would be tried each minute for ever
            await self._not_applied(tenant, kind, errand, error)

    async def _not_applied(self, tenant: str, kind: Kind, errand: Errand, error: Exception) -> None:
        where = {"kind": kind.name, "tenant": tenant, **trace(error)}
        if errand.uncertain + 1 < _MOST_UNCERTAIN:
            _log.error("what follows an errand failed", **where)
            await self._try_again(tenant, errand)
            return
        _log.error("an errand was given up: what follows it fails", **where)
        reason = type(error).__name__
        await self._storage.write(tenant, lambda tx: self._give_up(tx, kind, errand, reason))

    def _apply(self, tx: Tx, kind: Kind, errand: Errand, outcome: Outcome) -> None:
        tick = self._tick(tx, self._clock.now())  # first: it takes its turn among all who write
        state, result = _ending(outcome)
        if rows.end(tx, errand, owner=self._owner, state=state, result=result):
            _follow(tick, kind, errand, outcome)

    def _give_up(self, tx: Tx, kind: Kind, errand: Errand, reason: str) -> None:
        """What follows can't be done. The slice is told that nobody knows, if it can bear that."""
        tick = self._tick(tx, self._clock.now())
        result = f"not applied: {reason}"
        if not rows.end(tx, errand, owner=self._owner, state=State.UNKNOWN, result=result):
            return
        try:
            tx.apart(lambda _: _follow(tick, kind, errand, Unknown(reason)))
        except Undone:
            _log.warning("a slice could not be told of an errand", kind=kind.name, tenant=tx.tenant)


async def _is_ready(neighbour: Any, kind: Kind, errand: Errand) -> bool:
    """False where that took so long that the moment given to the errand's first attempt is gone."""
    if kind.ready is None:
        return True
    began = real_seconds()
    await kind.ready(neighbour)
    return errand.attempt > 1 or real_seconds() - began < _SOON


async def _asked(neighbour: Any, kind: Kind, errand: Errand) -> Outcome:
    job = registry.read(kind, errand.payload)
    if errand.uncertain and kind.uncertain is not None:
        found = await kind.uncertain(neighbour, job)
        if found is not None:
            return found
    return await kind.run(neighbour, job)


def _follow(tick: Any, kind: Kind, errand: Errand, outcome: Outcome) -> None:
    if kind.apply is not None:
        value = outcome.value if isinstance(outcome, Done) else outcome
        kind.apply(tick, registry.read(kind, errand.payload), value)


def _of_graph(error: GraphError, *, repeatable: bool) -> Outcome:
    """Graph down for an hour delays an errand; a missing consent ends it, and says which."""
    match error:
        case Throttled(retry_after=seconds):
            return Later(seconds, throttled=True)
        case NotConsented(permission=permission):
            _log.warning("Graph refuses", permission=permission)
            return Never(f"{NOT_CONSENTED} {permission}")
        case Missing():
            return Never("missing")
        case Exists():
            return Never("exists")
        case Refused(reason=reason):
            return Never(reason.value)
    return Later() if repeatable else Unknown(str(error))


def _ending(outcome: Outcome) -> tuple[State, str]:
    match outcome:
        case Never(reason):
            return State.FAILED, reason
        case Unknown(reason):
            return State.UNKNOWN, reason
    return State.DONE, ""


def _pause_after(attempt: int) -> float:
    """2, 4, 8 … seconds, up to five minutes, spread so that processes don't march in step."""
    longest: float = min(_LONGEST_PAUSE, 2.0 ** min(attempt, 9))
    return longest * random.uniform(0.75, 1.0)  # noqa: S311 - nothing secret


def _seconds_until(at: datetime | None) -> float | None:
    return None if at is None else max(0.0, (at - real_now()).total_seconds())
