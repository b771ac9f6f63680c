"""The house as a whole: when it is ready, and the small steps it takes each second."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
import structlog
from sqlalchemy import text

from bot import slices
from bot.clock import SystemClock
from bot.main import House, build
from bot.settings import Settings
from bot.slice import Pulse, Tick
from bot.storage import schema
from bot.storage.store import Storage
from bot.workdays import holidays_of

SETTINGS = Settings(
    credential="static",
    static_token="fixed",
    app_id="a",
    tenant_id="t1",
    tenants=("t1", "t2"),
    unauthenticated_loopback=True,
    service_hosts=("127.0.0.1",),
    graph_hosts=("127.0.0.1",),
    graph_url="http://127.0.0.1:9/v1.0",
    openid_url="http://127.0.0.1:9/keys",
)


@pytest.fixture
async def house(sqlite_storage: Storage) -> AsyncIterator[House]:
    house = await build(SETTINGS, sqlite_storage, SystemClock())
    yield house
    await house.stop()


@pytest.fixture
def beats(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often each pulse was taken; `left` says how many steps wait, in every tenant alike, and
    `slow` whether each needs a second of its own."""
    found = {"left": 0, "bad": 0, "good": 0, "slow": 0}

    def step(tick: Tick) -> bool:
        found["good"] += 1
        found["left"] -= 1
        return found["left"] > 0 and not found["slow"]

    def fails(tick: Tick) -> bool:
        found["bad"] += 1
        raise ValueError("a notice that nobody foresaw")

    waits = lambda tx: found["left"] > 0  # noqa: E731
    pulses = (Pulse(name="bad", waits=waits, run=fails), Pulse(name="good", waits=waits, run=step))
    monkeypatch.setattr(slices, "SLICES", (SimpleNamespace(pulses=pulses, jobs=()),))
    return found


async def test_the_house_is_starting_until_it_delivers(house: House):
    assert not await house.ready()
    await house.start(rings=False)
    assert await house.ready()
    await house.stop()
    assert not await house.ready()


async def test_what_is_slow_to_load_is_there_before_a_step_wants_it(house: House):
    holidays_of.cache_clear()
    await house.start(rings=False, hears=False)
    async with asyncio.timeout(20.0):
        while not holidays_of.cache_info().currsize:  # noqa: ASYNC110 - nobody tells when it ends
            await asyncio.sleep(0.01)


async def test_a_step_is_taken_where_one_waits_and_a_failing_one_stays_alone(
    house: House, beats: dict[str, int]
):
    assert not await house.pulse()
    beats["left"] = 2
    with structlog.testing.capture_logs() as logs:
        assert await house.pulse()
    assert beats == {"left": 0, "bad": 2, "good": 2, "slow": 0}  # one in each tenant
    assert {log["job"] for log in logs} == {"bad"}


async def test_what_must_reach_all_waits_for_the_release_that_knows_all(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    """A disposal by an older release would leave behind what it doesn't know, and certify it."""
    taken: list[Tick] = []

    def step(tick: Tick) -> bool:
        taken.append(tick)
        return False

    pulses = (
        Pulse(name="all", waits=lambda tx: True, run=step, reaches_all=True),
        Pulse(name="some", waits=lambda tx: True, run=step),
    )
    monkeypatch.setattr(slices, "SLICES", (SimpleNamespace(pulses=pulses, jobs=()),))
    at = text("UPDATE alembic_version SET version_num = :at")
    with house.storage.engine.engine.begin() as connection:
        connection.execute(at, {"at": "9999"})
    await house.pulse()
    assert len(taken) == 2  # one in each tenant
    with house.storage.engine.engine.begin() as connection:
        connection.execute(at, {"at": schema.HEAD})
    await house.pulse()
    assert len(taken) == 6


def test_a_disposal_must_reach_all():
    assert [one.name for one in slices.pulses() if one.reaches_all] == ["records.disposing"]


async def test_the_house_beats_by_itself(
    house: House, beats: dict[str, int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.main._PULSE_SECONDS", 0.01)
    beats["left"] = 3
    await house.start(rings=False, hears=False)
    async with asyncio.timeout(5.0):
        while beats["left"] > 0:  # noqa: ASYNC110 - the beat is what is waited for
            await asyncio.sleep(0.01)
    assert beats["good"] == 3


async def test_steps_that_need_no_real_time_do_not_wait_for_the_next_second(
    house: House, beats: dict[str, int]
):
    beats["left"] = 40
    await house.start(rings=False, hears=False)
    async with asyncio.timeout(10.0):  # one step a second in each tenant would take 20
        while beats["left"] > 0:  # noqa: ASYNC110 - the beat is what is waited for
            await asyncio.sleep(0.01)
    assert beats["good"] == 40


async def test_steps_that_wait_for_real_time_are_taken_once(house: House, beats: dict[str, int]):
    beats |= {"left": 10_000, "slow": 1}
    await house.settle_pulses()
    assert beats["good"] == 2  # one in each tenant


async def test_steps_without_end_come_to_a_rest(house: House, beats: dict[str, int]):
    beats["left"] = 10_000
    await house.settle_pulses()
    assert beats["good"] == 200


async def test_a_tenant_whose_rows_cannot_be_read_leaves_the_others_alone(
    house: House, beats: dict[str, int], monkeypatch: pytest.MonkeyPatch
):
    read = house.storage.read

    async def shaky(tenant, work):
        if tenant == "t1":
            raise ValueError(tenant)
        return await read(tenant, work)

    monkeypatch.setattr(house.storage, "read", shaky)
    beats["left"] = 1
    with structlog.testing.capture_logs():
        await house.pulse()
    assert beats["good"] == 1


async def test_there_is_a_tab_only_where_a_browser_can_reach_it(sqlite_storage: Storage):
    for public_url, wanted in (("", False), ("https://renkei.akatsuki.example", True)):
        settings = replace(SETTINGS, public_url=public_url)
        house = await build(settings, sqlite_storage, SystemClock())
        paths = {str(one.resource.canonical) for one in house.application().router.routes()}
        await house.stop()
        assert ("/tab/" in paths) is wanted
        assert ("/tab/api/me" in paths) is wanted
