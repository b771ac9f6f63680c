"""Who pumps: one at a time, and another soon after the first has died."""

from datetime import timedelta

from bot.clock import real_now
from bot.delivery import holding
from bot.delivery.breaker import TRIP, Breaker
from bot.delivery.outcomes import Later, Unknown

NOW = real_now()


async def hold(storage, tenant, owner, after=0.0):
    real = NOW + timedelta(seconds=after)
    return await storage.write(
        tenant, lambda tx: holding.hold(tx, owner, real=real, seconds=5.0, renew=1.0)
    )


async def test_only_one_pump_holds_a_tenant(storage, tenant):
    assert await hold(storage, tenant, "one")
    assert not await hold(storage, tenant, "other", after=4.0)
    assert await hold(storage, tenant, "one", after=4.0)
    assert not await hold(storage, tenant, "other", after=8.0)


async def test_the_hold_of_the_dead_ends_by_itself(storage, tenant):
    assert await hold(storage, tenant, "one")
    assert await hold(storage, tenant, "other", after=5.1)
    assert not await hold(storage, tenant, "one", after=5.2)


async def test_a_released_hold_is_free_at_once(storage, tenant):
    await hold(storage, tenant, "one")
    await storage.write(tenant, lambda tx: holding.release(tx, "other", real=NOW))
    assert not await hold(storage, tenant, "other", after=0.1)
    await storage.write(tenant, lambda tx: holding.release(tx, "one", real=NOW))
    assert await hold(storage, tenant, "other", after=0.1)


def test_the_breaker_opens_after_five_uncertain_outcomes_in_a_row():
    breaker = Breaker(longest=8.0)
    for _ in range(TRIP - 1):
        breaker.note(Unknown("timeout"))
    breaker.note(Later())
    assert not breaker.is_open
    waits = []
    for _ in range(TRIP + 4):
        breaker.note(Unknown("timeout"))
        waits.append(breaker.wait)
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 8]
