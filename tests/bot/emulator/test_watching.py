"""A crowd floods neither the page nor its line of requests; its numbers are told each second."""

import asyncio
from typing import Any

import pytest

from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import CLERK, HEAD, Caller, person

CROWD = tuple(person(number, has_app=True) for number in range(101, 131))


@pytest.fixture
def crowd(emulator: Emulator) -> list[str]:
    """The chats of thirty people whom the page doesn't list."""
    for one in CROWD:
        emulator.tenant.put(one)
    return [emulator.conversations.personal(one).id for one in CROWD]


@pytest.fixture
def told(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What the page hears."""
    heard: list[tuple[str, Any]] = []
    monkeypatch.setattr(
        emulator.stream, "publish", lambda name, content: heard.append((name, content()))
    )
    return heard


def people_of(told: list[tuple[str, Any]]) -> list[str]:
    return [content["person"] for name, content in told if name == "message"]


async def test_the_page_hears_nothing_of_a_chat_that_nobody_opened(
    caller: Caller, crowd: list[str], told: list[tuple[str, Any]]
) -> None:
    await caller.post(crowd[0])
    assert people_of(told) == []
    await caller.ask("GET", f"/practice/chats/{CROWD[0].aad_object_id}")
    await caller.post(crowd[0])
    await caller.post(crowd[1])
    assert people_of(told) == [CROWD[0].aad_object_id]


async def test_the_page_hears_everything_of_the_few(
    caller: Caller, chat: str, told: list[tuple[str, Any]]
) -> None:
    await caller.post(chat)
    assert people_of(told) == [CLERK.aad_object_id]


async def test_requests_beyond_what_can_be_read_are_counted(
    emulator: Emulator, caller: Caller, crowd: list[str], told: list[tuple[str, Any]]
) -> None:
    for chat in crowd[:25]:
        await caller.post(chat)
    assert len([name for name, _ in told if name == "traffic"]) == 10
    assert emulator.watch.numbers()["unshown"] == 15


async def test_numbers_are_told_until_nothing_happens(
    emulator: Emulator, caller: Caller, crowd: list[str], told: list[tuple[str, Any]]
) -> None:
    emulator.watch.expected = 30
    emulator.watch.more_came(30)
    for chat in crowd[:5]:
        await caller.post(chat)
    await asyncio.sleep(2.5)
    numbers = [content for name, content in told if name == "numbers"]
    assert (numbers[0]["here"], numbers[0]["messages"]) == (30, 5)
    assert numbers[-1]["per_second"] == 0
    count = len(told)
    await asyncio.sleep(1.2)
    assert len(told) == count


async def test_only_what_is_new_counts_as_a_message(
    emulator: Emulator, caller: Caller, crowd: list[str]
) -> None:
    _, posted, _ = await caller.post(crowd[0])
    path = f"/connector/v3/conversations/{crowd[0]}/activities/{posted['id']}"
    await caller.ask("PUT", path, {"type": "message", "text": "訂正"})
    assert emulator.watch.numbers()["messages"] == 1
    assert emulator.watch.numbers()["per_second"] == 2


async def test_somebody_is_found_by_name_mail_office_and_id(
    caller: Caller, crowd: list[str]
) -> None:
    async def found(words: str) -> list[str]:
        _, body, _ = await caller.ask("GET", "/practice/people", params={"q": words})
        return [one["id"] for one in body["people"]]

    assert await found("") == []
    assert await found("試験101郎") == [CROWD[0].aad_object_id]
    assert await found("SHIKEN102@") == [CROWD[1].aad_object_id]
    assert await found("政策企画課 試験 1郎") == [HEAD.aad_object_id]
    assert await found(CROWD[2].aad_object_id) == [CROWD[2].aad_object_id]
    assert len(await found("試験")) == 20


async def test_the_crowd_is_not_listed_one_by_one(caller: Caller, crowd: list[str]) -> None:
    _, state, _ = await caller.ask("GET", "/practice/state")
    assert len(state["people"]) == 3
    assert state["crowd"]["expected"] == 0
