"""Teams counts in sliding windows; a bucket that refills would let twice as many through."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.limits import Gate, Limits, retry_after
from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import CLERK, HEAD, Caller

FAST = Limits(app=((5, 0.4),), sending=(), reading=())


def test_fifty_at_once_and_fifty_a_moment_later_are_not_both_let_through() -> None:
    gate = Gate(Limits.teams())
    early = sum(gate.admit(f"a:{n}", reading=False, at=0.9) == 0 for n in range(60))
    late = sum(gate.admit(f"b:{n}", reading=False, at=1.1) == 0 for n in range(60))
    over = sum(gate.admit(f"c:{n}", reading=False, at=1.91) == 0 for n in range(60))
    assert (early, late, over) == (50, 0, 50)


def test_refused_requests_do_not_prolong_the_wait() -> None:
    gate = Gate(Limits(app=((1, 1.0),), sending=()))
    gate.admit("a:1", reading=False, at=0.0)
    assert gate.admit("a:1", reading=False, at=0.75) == 0.25
    assert gate.admit("a:1", reading=False, at=1.0) == 0


def test_one_thread_has_windows_of_its_own() -> None:
    gate = Gate(Limits(app=()))
    assert sum(gate.admit("a:1", reading=False, at=0.0) == 0 for _ in range(20)) == 7
    assert sum(gate.admit("a:1", reading=False, at=1.1) == 0 for _ in range(20)) == 1
    assert gate.admit("a:2", reading=False, at=1.1) == 0
    assert sum(gate.admit("a:1", reading=True, at=1.1) == 0 for _ in range(20)) == 14


def test_an_hour_holds_1800_messages_to_one_thread() -> None:
    gate = Gate(Limits.teams())
    sent = sum(gate.admit("a:1", reading=False, at=float(second)) == 0 for second in range(3600))
    assert sent == 1800
    assert gate.admit("a:1", reading=False, at=3600.0) == 0


@given(
    steps=st.lists(st.floats(min_value=0.0, max_value=0.2), max_size=300),
    count=st.integers(1, 6),
)
def test_no_window_ever_holds_more_than_its_limit(steps: list[float], count: int) -> None:
    gate = Gate(Limits(app=((count, 1.0),), sending=()))
    at, passed = 0.0, []
    for step in steps:
        at += step
        if gate.admit("a:1", reading=False, at=at) == 0:
            passed.append(at)
    for first, after in zip(passed, passed[count:], strict=False):
        assert first + 1.0 <= after


@pytest.mark.parametrize(("wait", "header"), [(0.01, 1), (1.0, 1), (1.2, 2), (30.0, 30)])
def test_retry_after_is_never_too_early(wait: float, header: int) -> None:
    assert retry_after(wait) == header


async def test_a_throttled_request_is_told_when_and_changes_nothing(
    emulator: Emulator, caller: Caller, chat: str
) -> None:
    emulator.gate.change(FAST)
    answers = await asyncio.gather(*(caller.post(chat) for _ in range(8)))
    refused = [answer for answer in answers if answer[0] == 429]
    assert (len(refused), len(emulator.inbox(CLERK))) == (3, 5)
    _, body, headers = refused[0]
    assert (body["error"]["code"], headers["Retry-After"]) == ("Throttled", "1")
    await asyncio.sleep(0.41)
    assert (await caller.post(chat))[0] == 201


async def test_every_kind_of_request_counts(emulator: Emulator, caller: Caller, chat: str) -> None:
    emulator.gate.change(Limits(app=((2, 60.0),), sending=(), reading=()))
    wish = {"members": [{"id": HEAD.teams_id}], "tenantId": emulator.spec.tenant_id}
    assert (await caller.ask("POST", "/connector/v3/conversations", wish))[0] == 403
    assert (await caller.ask("GET", f"/connector/v3/conversations/{chat}/members"))[0] == 200
    assert (await caller.post(chat))[0] == 429
    assert emulator.history[-1].applied is False
