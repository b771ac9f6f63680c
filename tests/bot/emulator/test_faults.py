"""Each kind of trouble, and whether the message arrived all the same."""

import asyncio

import aiohttp
import pytest

from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import CLERK, Caller


@pytest.mark.parametrize("status", [403, 404, 412, 413, 429, 500, 502, 503, 504])
async def test_an_ordered_status_strikes_once_and_changes_nothing(
    emulator: Emulator, caller: Caller, chat: str, status: int
) -> None:
    emulator.faults.add(kind=status, retry_after=2, error_code="Ordered")
    got, body, headers = await caller.post(chat)
    assert (got, body["error"]["code"], headers["Retry-After"]) == (status, "Ordered", "2")
    assert emulator.inbox(CLERK) == []
    assert (await caller.post(chat))[0] == 201


async def test_a_bad_gateway_may_hide_a_message_that_arrived(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    emulator.faults.add(kind=502, applied=True)
    assert (await caller.post(chat))[0] == 502
    assert len(emulator.inbox(CLERK)) == 1
    assert (emulator.history[-1].status, emulator.history[-1].applied) == (502, True)


@pytest.mark.parametrize(("kind", "arrived"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_reset_says_nothing_about_arrival(
    emulator: Emulator, caller: Caller, chat: str, kind: str, arrived: int
) -> None:
    emulator.faults.add(kind=kind)
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await caller.post(chat)
    assert len(emulator.inbox(CLERK)) == arrived
    assert (emulator.history[-1].status, emulator.history[-1].applied) == (None, bool(arrived))


async def test_a_request_may_hang(emulator: Emulator, caller: Caller, chat: str) -> None:
    emulator.faults.add(kind="hang")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(caller.post(chat), 0.1)
    assert emulator.inbox(CLERK) == []


async def test_a_fault_strikes_only_what_it_matches(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    emulator.faults.add(kind=503, match="PUT ", times=2)
    _, body, _ = await caller.post(chat)
    path = f"/connector/v3/conversations/{chat}/activities/{body['id']}"
    statuses = [(await caller.ask("PUT", path, {"type": "message"}))[0] for _ in range(3)]
    assert statuses == [503, 503, 200]


async def test_trouble_for_a_while_ends_by_itself(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    emulator.faults.add(kind=502, times=None, seconds=0.1)
    assert (await caller.post(chat))[0] == 502
    await asyncio.sleep(0.11)
    assert (await caller.post(chat))[0] == 201


def test_an_unknown_fault_is_a_mistake_of_the_test(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        emulator.faults.add(kind=418)
