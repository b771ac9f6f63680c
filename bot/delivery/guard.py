"""Keeps a card that names a child away from eyes it isn't meant for.

Whatever goes to a channel or a group chat is checked before it is posted or changed there: what
Microsoft Graph says of the place and of everybody in it, held against the register. A failed or
doubtful check means not sent. What was found holds for five minutes, and for no moment longer
than until somebody comes or goes.
"""

import asyncio
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog

from bot import policy
from bot.clock import Clock, real_now
from bot.delivery import crowd, findings, places
from bot.delivery.crowd import Belonging, Seen, Trouble, Verdict
from bot.delivery.outcomes import Later, Never
from bot.delivery.places import Destination
from bot.delivery.turnstile import turnstile
from bot.errors import NotFound
from bot.storage.store import Storage
from bot.storage.tx import Tx
from graph import Graph
from graph.errors import Broken, GraphError, Throttled

log = structlog.get_logger()

UNAVAILABLE = "guard_unavailable"
_PATIENCE = 2.0  # seconds of a copy's lease that are spent on looking
_SOON = 1.0
_TRIES = 3  # of a copy, while Graph is broken
Refusal = Later | Never


class Closed:
    """A guard that lets nothing through: where nobody can look, nothing is sent."""

    async def refusal(self, tenant: str, place: int, tries: int) -> Refusal | None:
        """Never."""
        del tenant, place, tries
        return Never(UNAVAILABLE)


class Guard:
    """Looks who is in a place, once for however many copies wait for it.

    `belonging` says whose staff people are; what an owner is, delivery needn't know.
    """

    def __init__(
        self,
        storage: Storage,
        graph_of: Callable[[str], Graph],
        clock: Clock,
        zone: ZoneInfo,
        belonging: Belonging,
    ) -> None:
        self._storage = storage
        self._graph_of = graph_of
        self._clock = clock
        self._zone = zone
        self._belonging = belonging
        self._looking: dict[tuple[str, int], asyncio.Task[Refusal | None]] = {}

    async def refusal(self, tenant: str, place: int, tries: int) -> Refusal | None:
        """Why a copy must not go to this place now, after so many tries; None where it may."""
        try:
            known = await self._storage.read(
                tenant, lambda tx: findings.fresh(tx, place, real_now())
            )
        except Exception as error:  # noqa: BLE001 - in doubt nothing is sent, and it is asked again
            return _failed(tenant, place, error)
        if known is None:
            return await self._looked(tenant, place, tries)
        return Never(known) if known else None

    async def _looked(self, tenant: str, place: int, tries: int) -> Refusal | None:
        looking = self._looking.get((tenant, place))
        if looking is None:
            looking = asyncio.create_task(self._safely(tenant, place, tries))
            self._looking[tenant, place] = looking
            looking.add_done_callback(lambda _: self._looking.pop((tenant, place), None))
        try:
            async with asyncio.timeout(_PATIENCE):
                return await asyncio.shield(looking)
        except TimeoutError:
            return Later(_SOON)

    async def _safely(self, tenant: str, place: int, tries: int) -> Refusal | None:
        """It may end when nobody waits for it any more, who would hear of an error."""
        try:
            return await self._look(tenant, place, tries)
        except Exception as error:  # noqa: BLE001 - in doubt nothing is sent, and it is asked again
            return _failed(tenant, place, error)

    async def _look(self, tenant: str, place: int, tries: int) -> Refusal | None:
        try:
            known = await self._storage.read(tenant, lambda tx: places.get(tx, place))
        except NotFound:
            return Never(Trouble.MISSING)
        try:
            seen = await crowd.look(self._graph_of(tenant).teams, crowd.where(known))
        except Throttled as error:
            return Later(error.retry_after)
        except GraphError as error:
            if isinstance(error, Broken) and tries < _TRIES:
                return Later(_SOON)
            seen = Seen(kind=known.kind, trouble=crowd.meant_by(error))
        return await self._storage.write(tenant, lambda tx: self._judged(tx, known, seen))

    def _judged(self, tx: Tx, place: Destination, seen: Seen) -> Refusal | None:
        on = self._clock.now().astimezone(policy.zone(tx, self._zone)).date()
        found = crowd.judge(tx, seen, on, owner=place.owner, belonging=self._belonging)
        return _refusal(tx, place, seen, found)


def _failed(tenant: str, place: int, error: Exception) -> Later:
    log.warning("guard_failed", tenant=tenant, place=place, kind=type(error).__name__)
    return Later(_SOON)


def _refusal(tx: Tx, place: Destination, seen: Seen, found: Verdict) -> Refusal | None:
    turnstile(tx)
    if not findings.found(tx, place, found, kind=seen.kind, real=real_now()):
        return Later(0.0)  # somebody came or went meanwhile
    if not found.why:
        return None
    log.warning("guard_refused", tenant=tx.tenant, place=place.id, reason=str(found.why))
    return Never(str(found.why))
