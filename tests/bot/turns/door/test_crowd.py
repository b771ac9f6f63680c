"""Too much at once, and callers who never finish: each is let go of, and the others are heard."""

import asyncio
import time
from typing import Any

import pytest

from bot.turns.crowding import Crowded
from bot.turns.door import SERVER_OPTIONS
from tests.doorway import Build, House


async def test_too_much_at_once_is_429_with_a_time_to_come_again(house: House) -> None:
    house.answer = Crowded()
    reply = await house.knock()
    assert reply.status == 429
    assert reply.headers["Retry-After"] == "5"
    assert "send it again" in reply.body["error"]


async def connected(house: House, sent: bytes) -> tuple[asyncio.StreamReader, Any]:
    host, _, port = house.url.removeprefix("http://").partition("/")[0].partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(sent)
    await writer.drain()
    return reader, writer


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"POST /api/messages HT", id="half a line"),
        pytest.param(b"POST /api/messages HTTP/1.1\r\nHost: x\r\nX-Slow: ", id="half the headers"),
    ],
)
async def test_a_caller_who_never_finishes_the_headers_is_hung_up_on(
    build: Build, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setitem(SERVER_OPTIONS, "keepalive_timeout", 0.2)  # type: ignore[arg-type]
    house = await build()
    reader, writer = await connected(house, sent)
    began = time.perf_counter()
    async with asyncio.timeout(10):
        assert await reader.read() == b""
    assert time.perf_counter() - began < 5
    writer.close()
    assert (await house.knock()).status == 200


async def test_hundreds_who_send_nothing_keep_nobody_waiting(house: House) -> None:
    idle = [await connected(house, b"POST /api/messages HTTP/1.1\r\n") for _ in range(200)]
    async with asyncio.timeout(10):
        assert (await house.knock()).status == 200
    for _, writer in idle:
        writer.close()


async def test_headers_without_end_are_refused(house: House) -> None:
    many = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 60_000) for number in range(4))
    head = b"POST /api/messages HTTP/1.1\r\nHost: x\r\n" + many + b"X-Last: " + b"b" * 70_000
    reader, writer = await connected(house, head)
    async with asyncio.timeout(10):
        assert (await reader.read(64)).startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    writer.close()


async def test_more_headers_than_anybody_needs_are_refused(house: House) -> None:
    many = b"".join(b"X-%d: a\r\n" % number for number in range(200))
    head = b"POST /api/messages HTTP/1.1\r\nHost: x\r\n" + many + b"\r\n"
    reader, writer = await connected(house, head)
    async with asyncio.timeout(10):
        assert (await reader.read(64)).startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    writer.close()
