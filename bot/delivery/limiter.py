"""One rate budget for each tenant, shared by all processes through a row leased in slices."""

import asyncio
import math
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import bindparam, case, select

from bot.clock import real_now
from bot.delivery.pace import Books, Purse, Threads, lease_answers, lease_bulk, lease_urgent
from bot.delivery.rows import BUDGET
from bot.errors import Unavailable
from bot.storage.columns import Instant
from bot.storage.store import Storage
from bot.storage.tables import upsert
from bot.storage.tx import Tx

_CROWDED = 0.25  # others have leased all slots of the next seconds
_NEAR = 0.2  # an answer doesn't wait longer for a slot that its process holds already
_SPARE = 2  # first contacts that wait for their slots at a time
Lease = Callable[[Books, float], tuple[Books, tuple[int, ...]]]


def wall_seconds() -> float:
    """Real time that machines share: seconds since 1970."""
    return real_now().timestamp()


class Limiter:
    """Says when a request to Teams may go. `limited` False: at once (for measuring)."""

    def __init__(
        self, storage: Storage, *, limited: bool = True, real: Callable[[], float] = wall_seconds
    ) -> None:
        self._storage = storage
        self.limited = limited
        self._real = real
        self._tenants: dict[str, _Budget] = {}

    async def take(self, tenant: str, thread: str, *, patience: float = 10.0) -> None:
        """Wait until an answer in this conversation may go out.

        Raises Unavailable at once where that would take longer than `patience` seconds.
        """
        if self.limited:
            await self._of(tenant).take(thread, patience)

    async def slot(self, tenant: str, *, urgent: bool) -> None:
        """Wait for the pump's next slot; an urgent one may also take those kept for answers, and
        never waits in line behind a broadcast."""
        if self.limited:
            await self._of(tenant).slot(urgent)

    async def spare(self, tenant: str) -> None:
        """Wait until a first contact may ask Teams for something.

        However many wait, only two at a time take slots: hundreds would lease seconds ahead what
        the pumps of all processes need now.
        """
        if self.limited:
            await self._of(tenant).spare()

    def admit(self, tenant: str, thread: str) -> float:
        """0 where the conversation may be written to (and it is counted), else seconds to wait."""
        return self._of(tenant).admit(thread) if self.limited else 0.0

    async def pause(self, tenant: str, seconds: float) -> None:
        """Teams asked for silence: nobody sends for this tenant until then."""
        await self._of(tenant).pause(seconds)

    def paused_for(self, tenant: str) -> float:
        """Seconds until a throttled tenant may go on; 0 when it isn't throttled."""
        return self._of(tenant).paused_for()

    def _of(self, tenant: str) -> "_Budget":
        budget = self._tenants.get(tenant)
        if budget is None:
            budget = self._tenants[tenant] = _Budget(self._storage, tenant, self._real)
        return budget


class _Budget:
    """One tenant's budget as this process holds it."""

    def __init__(self, storage: Storage, tenant: str, real: Callable[[], float]) -> None:
        self._storage = storage
        self._tenant = tenant
        self._real = real
        self._purse = Purse()
        self._threads = Threads()
        self._paused_until = 0.0
        self._longest = 0.0  # seconds that a pause was still to last when we heard of it
        self._bulk_line = asyncio.Lock()
        self._answer_line = asyncio.Lock()
        self._spare_line = asyncio.Semaphore(_SPARE)

    async def take(self, thread: str, patience: float) -> None:
        now = self._real()
        wait = max(self.paused_for(), self._threads.wait(thread, now))
        if wait > patience:
            retry_at = datetime.fromtimestamp(now + wait, UTC)
            raise Unavailable("Teams", retry_at=retry_at, remedy="wait and try again")
        while (wait := self.paused_for() or self.admit(thread)) > 0:
            await self._real_sleep(wait)
        await self._sleep_until(await self._granted(lease_answers))

    async def slot(self, urgent: bool) -> None:
        await self._sleep_until(await self._granted(lease_urgent if urgent else lease_bulk))

    async def spare(self) -> None:
        async with self._spare_line:
            await self.slot(urgent=False)

    async def _granted(self, lease: Lease) -> float:
        """When the next request may go. A pause that another process was told of is read with a
        lease: the slot that came with it is let go."""
        while True:
            while (wait := self.paused_for()) > 0:
                await self._real_sleep(wait)
            at = await self._next(lease)
            if at is None:
                await self._real_sleep(_CROWDED)
            elif not self.paused_for():
                return at

    def admit(self, thread: str) -> float:
        now = self._real()
        wait = self._threads.wait(thread, now)
        if wait <= 0:
            self._threads.count(thread, now)
        return wait

    async def pause(self, seconds: float) -> None:
        until = self._real() + seconds
        if until <= self._paused_until:
            return
        self._heard_of_pause(until)
        self._purse.clear()
        await self._storage.write(self._tenant, lambda tx: _note_pause(tx, until))

    def _heard_of_pause(self, until: float) -> None:
        if until > self._paused_until:
            self._paused_until, self._longest = until, until - self._real()

    def paused_for(self) -> float:
        wait = self._paused_until - self._real()
        if wait > self._longest:  # the machine's clock was set back
            self._paused_until = 0.0
            return 0.0
        return max(0.0, wait)

    async def _next(self, lease: Lease) -> float | None:
        """When the next request may go; None where others have leased all of the next seconds."""
        answer = lease is not lease_bulk
        near = _NEAR if answer else math.inf
        async with self._answer_line if answer else self._bulk_line:
            at = self._purse.spend(self._real(), answer=answer, within=near)
            if at is None:
                await self._fill(lease)
                at = self._purse.spend(self._real(), answer=answer)
            return at

    async def _fill(self, lease: Lease) -> None:
        slots, bulk, paused_until = await self._storage.write(
            self._tenant, lambda tx: _lease(tx, lease, self._real())
        )
        self._heard_of_pause(paused_until)
        put = self._purse.put_bulk if bulk else self._purse.put_answers
        put(slots)

    async def _sleep_until(self, at: float) -> None:
        wait = at - self._real()
        if wait > 0:
            await self._real_sleep(wait)

    async def _real_sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


_BOOKS = select(
    BUDGET.c.common_from, BUDGET.c.reserved_from, BUDGET.c.bulk_until, BUDGET.c.paused_until
).with_for_update()
_FIRST = (
    upsert(BUDGET)
    .values(common_from=0, reserved_from=0, bulk_until=0, paused_until=bindparam("paused_until"))
    .on_conflict_do_nothing(index_elements=["tenant_id"])
)
_UNTIL = bindparam("paused_until", type_=Instant())
# Of two pauses the longer one holds.
_PAUSE = (
    upsert(BUDGET)
    .values(common_from=0, reserved_from=0, bulk_until=0, paused_until=bindparam("paused_until"))
    .on_conflict_do_update(
        index_elements=["tenant_id"],
        set_={
            "paused_until": case(
                (BUDGET.c.paused_until > _UNTIL, BUDGET.c.paused_until), else_=_UNTIL
            )
        },
    )
)
_KEEP = BUDGET.update().values(
    common_from=bindparam("common"),
    reserved_from=bindparam("reserved"),
    bulk_until=bindparam("bulk"),
)


def _lease(tx: Tx, lease: Lease, now: float) -> tuple[tuple[int, ...], bool, float]:
    """The slots of the next slice, whether a pump's, and until when Teams wants silence."""
    row = tx.first(_BOOKS)
    if row is None:
        tx.run(_FIRST, paused_until=None)
        row = tx.first(_BOOKS)
    assert row is not None  # noqa: S101 - inserted just now
    old = Books(
        common_from=row.common_from, reserved_from=row.reserved_from, bulk_until=row.bulk_until
    )
    books, slots = lease(old, now)
    tx.run(_KEEP, common=books.common_from, reserved=books.reserved_from, bulk=books.bulk_until)
    bulk = books.bulk_until != old.bulk_until
    return slots, bulk, row.paused_until.timestamp() if row.paused_until else 0.0


def _note_pause(tx: Tx, until: float) -> None:
    tx.run(_PAUSE, paused_until=datetime.fromtimestamp(until, UTC))
