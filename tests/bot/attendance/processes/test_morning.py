"""A school's morning in several processes on one database: each thing once, through any crash."""

import asyncio
import random
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.attendance import importing
from bot.attendance.model import CaseState, RollState
from bot.attendance.store import cases, reports, shows
from bot.storage.store import Storage
from tests.bot.attendance.processes.rig import MORNING, Morning, Process, end, kill
from tests.bot.attendance.staff.conftest import FILES, TODAY, TOKYO, written

pytestmark = pytest.mark.limit(300)


@pytest.fixture
def morning(
    storage: Storage, tenant: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Morning:
    """The schools on each database in turn."""
    return _begun(storage, tenant, request, tmp_path)


@pytest.fixture
def shared(
    _postgresql: Storage, tenant: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Morning:
    """The same where several processes may serve."""
    return _begun(_postgresql, tenant, request, tmp_path)


def _begun(storage: Storage, tenant: str, request: pytest.FixtureRequest, folder: Path) -> Morning:
    """The roster is loaded; and how another process opens the database."""
    files = [written(folder / f"{name}.csv", rows) for name, rows in FILES.items()]
    begun = datetime.combine(date(2026, 4, 1), time(9), TOKYO)
    importing.load(storage, tenant, files, year=2026, now=begun, finally_=lambda tx, done: None)
    key = str(storage.vault.envelopes.file)
    if storage.is_shared:
        return Morning(storage, tenant, request.getfixturevalue("postgresql_url"), key)
    return Morning(storage, tenant, request.getfixturevalue("sqlite_settings").database_url, key)


async def both(morning: Morning, found: list[Process], *times: str) -> None:
    """The same minutes in both, side by side."""
    for at in times:
        await asyncio.gather(*(morning.minute(process, at) for process in found))


async def test_two_processes_live_one_morning_and_nothing_is_told_twice_or_lost(
    shared: Morning,
) -> None:
    morning = shared
    async with morning.working(2) as found:
        one, other = found
        await both(morning, found, "05:00", "07:00", "07:20")
        calls = {number: morning.call(number) for number in range(1, 16)}
        await asyncio.gather(
            morning.minute(one, "07:30", *(calls[number] for number in range(1, 11))),
            morning.minute(other, "07:30", *(calls[number] for number in range(6, 16))),
        )
        assert morning.said() == sorted(morning.pupil(f"P{number}") for number in range(1, 16))
        told = morning.reports()
        await asyncio.gather(
            morning.minute(one, "08:00", *(morning.confirm(each, "homeroom") for each in told)),
            morning.minute(other, "08:00", *(morning.confirm(each, "deputy") for each in told)),
        )
        await both(morning, found, "08:10", "08:20")
        looked_for = [morning.missing("P20", "P21"), morning.missing("P20", "P21")]
        await asyncio.gather(
            morning.minute(one, "08:30", looked_for[0]),
            morning.minute(other, "08:30", looked_for[1]),
        )
        await both(morning, found, "08:41", "08:46", "08:51", "09:16")
    _each_report_once(morning, told)
    _each_search_once(morning, "P20", "P21")
    rosters = morning.notices("attendance.roster")
    assert len(rosters) == len({key for key, *_ in rosters})
    assert sum(key == f"roster:{morning.class_id}:{TODAY}" for key, *_ in rosters) == 1


def _each_report_once(morning: Morning, told: list[int]) -> None:
    """Three cards, on which each report stands once; each was received and confirmed once."""
    cards = [notice for *_, notice in morning.notices("attendance.report")]
    assert len(cards) == 3
    shown = morning.read(lambda tx: shows.subjects(tx, cards))
    named = Counter(one for every in shown.values() for one in every if one.startswith("report:"))
    assert named == Counter(f"report:{each}" for each in told)
    every = morning.read(lambda tx: reports.some(tx, told))
    assert {one.ack.value for one in every} == {"confirmed"}


def _each_search_once(morning: Morning, *keys: str) -> None:
    """A case for each child, and every step of it told by one card to whom it concerns."""
    found = morning.read(lambda tx: cases.of_school(tx, morning.school, TODAY))
    assert sorted(one.pupil for one in found) == sorted(map(morning.pupil, keys))
    assert {one.state for one in found} == {CaseState.OPEN}
    told = Counter(key for key, *_ in morning.notices("attendance.case"))
    assert set(told.values()) == {1}
    for one in found:
        assert sum(key.startswith(f"{one.id}:") for key in told) >= 2
    assert morning.roll().state is RollState.MISSING


async def test_killed_in_the_middle_of_a_morning_nothing_that_was_pressed_is_lost(
    morning: Morning,
) -> None:
    """Killed while calls are entered, while searches begin, and while their next steps are told;
    Teams sends what wasn't answered again, to whoever is there then."""
    chance = random.Random(7)
    process = await morning.start()

    async def struck(at: str, *presses: dict[str, Any]) -> None:
        nonlocal process
        await morning.send(process, at, *presses)
        await asyncio.sleep(chance.uniform(0.0, 0.3))
        await kill(process)
        process = await morning.start()
        await morning.minute(process, at, *presses)

    for at in MORNING:
        if at == "07:30":
            await struck(at, *(morning.call(number) for number in range(1, 8)))
        else:
            await morning.minute(process, at)
    assert morning.said() == sorted(morning.pupil(f"P{number}") for number in range(1, 8))
    await struck("08:30", morning.missing("P20", "P21", activity="missing"))
    await struck("08:41")
    await morning.minute(process, "08:51")
    await morning.minute(process, "09:16")
    await end(process)
    cards = [notice for *_, notice in morning.notices("attendance.report")]
    assert len(cards) == 3
    assert all(
        morning.person("homeroom") in to for _, to, _ in morning.notices("attendance.report")
    )
    _each_search_once(morning, "P20", "P21")
    rosters = Counter(key for key, *_ in morning.notices("attendance.roster"))
    assert rosters[f"roster:{morning.class_id}:{TODAY}"] == 1
    assert set(rosters.values()) == {1}
