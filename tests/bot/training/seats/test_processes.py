"""People press in several processes at once on one database: nothing is oversold, ever."""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import Unavailable
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.training import seats
from bot.training.model import SEATED, Head, Org, SessionState, State
from bot.training.store import enrolments, sessions
from bot.training.store.rows import STEP
from tests.bot.training.seats.presser import TOWNS
from tests.bot.training.seats.rig import NOW, check, course, quota, session

pytestmark = pytest.mark.limit(300)

ROOT = Path(__file__).parents[4]
PROCESSES, PRESSES, PEOPLE = 4, 150, 40


def city(tx: Tx) -> dict[int, list[int]]:
    """Two courses, one of which the head decides on: small sessions, some with quotas."""
    free, decided = course(tx), course(tx, code="security", head=Head.APPROVE)
    quotas = (quota(TOWNS[1], 2), quota(TOWNS[2], 3), quota("総務課", 6, Org.DEPARTMENT))
    return {
        free.id: [
            session(tx, free, seats=7).id,
            session(tx, free, *quotas, number=2, seats=9).id,
        ],
        decided.id: [
            session(tx, decided, *quotas, seats=8).id,
            session(tx, decided, number=2, seats=3).id,
        ],
    }


async def pressing(given: dict[str, Any]) -> Counter[str]:
    """One process from its start to its end."""
    command = [sys.executable, "-m", "tests.bot.training.seats.presser", json.dumps(given)]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    assert process.returncode == 0
    return Counter(json.loads(told))


async def cancel(storage: Storage, tenant: str, one: int) -> None:
    """The desk cancels a session while people press."""
    await asyncio.sleep(1.5)
    while True:
        try:
            return await storage.write(tenant, lambda tx: _cancel(tx, one))
        except Unavailable:  # SQLite's file was another's for seconds
            continue


def _cancel(tx: Tx, one: int) -> None:
    seats.cancel_session(tx, one, NOW, sessions.get(tx, one).version, reason="講師の都合")


def replayed(tx: Tx, most: dict[int, int]) -> None:
    """The history of every seat, told again: at no moment were more held than there are."""
    at: dict[int, tuple[int, State]] = {}
    for step in tx.all(select(STEP).order_by(STEP.c.id)):
        at[step.enrolment] = (step.session, State(step.state))
        if step.session:
            held = sum(one == step.session and state in SEATED for one, state in at.values())
            assert held <= most[step.session]


def at_rest(tx: Tx, of: int, one: int) -> None:
    """Nobody waits who could have a seat."""
    found = sessions.get(tx, one)
    if found.state is SessionState.OPEN and found.held < found.seats:
        assert enrolments.next_waiting(tx, of, one, 1) == ()


async def test_processes_that_press_at_once_never_sell_a_seat_twice(
    storage: Storage, tenant: str, request: pytest.FixtureRequest
) -> None:
    database, key = _place(storage, request)
    courses = storage.write_now(tenant, city)
    given = {"database": database, "key": key, "tenant": tenant, "courses": courses}
    given |= {"people": PEOPLE, "presses": PRESSES}
    last = courses[max(courses)][-1]
    *told, _ = await asyncio.gather(
        *(pressing({**given, "seed": 1000 * number}) for number in range(PROCESSES)),
        cancel(storage, tenant, last),
    )
    storage.read_now(tenant, lambda tx: whole(tx, courses))
    done = sum(told, Counter[str]())
    assert done.total() == PROCESSES * PRESSES
    assert min(done[act] for act in ("enrol", "withdraw", "accept", "agree")) > 0


def whole(tx: Tx, courses: dict[int, list[int]]) -> None:
    """Every session as its rows say, now and at each step."""
    every = [one for of in courses.values() for one in of]
    for of, its in courses.items():
        for one in its:
            check(tx, one)
            at_rest(tx, of, one)
    replayed(tx, {one: sessions.get(tx, one).seats for one in every})


def _place(storage: Storage, request: pytest.FixtureRequest) -> tuple[str, str]:
    """How another process opens the same database."""
    key = str(storage.vault.envelopes.file)
    if storage.is_shared:
        return request.getfixturevalue("postgresql_url"), key
    return request.getfixturevalue("sqlite_settings").database_url, key
