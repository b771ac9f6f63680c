"""Load and the far end, as cheap as Python can make them: what is measured is between."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CREATED = (
    b"HTTP/1.1 201 Created\r\nContent-Type: application/json; charset=utf-8\r\n"
    b'Content-Length: 22\r\n\r\n{"id":"1700000000001"}'
)
assert CREATED.endswith(b'\r\n\r\n{"id":"1700000000001"}')


class FarEnd(asyncio.Protocol):
    """Stands where Teams' connector stands: takes any request and says 201."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._held = b""

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (length := whole(self._held)) is not None:
            self._held = self._held[length:]
            self._transport.write(CREATED)


def whole(held: bytes) -> int | None:
    """The length of the first HTTP message in `held`, once all of it is there."""
    end = held.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = held[:end].lower()
    start = head.find(b"content-length:")
    length = int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
    return end + 4 + length if len(held) >= end + 4 + length else None


@dataclass(frozen=True, slots=True)
class Round:
    """One stretch of load: turns in a second, and what was answered last."""

    rate: float
    turns: int
    last: bytes


async def load(port: int, callers: Sequence[Iterator[bytes]], *, seconds: float) -> Round:
    """Send each caller's requests one after another, over a connection that stays open."""
    until = time.perf_counter() + seconds
    start = time.perf_counter()
    ends = await asyncio.gather(*(_call(port, requests, until) for requests in callers))
    turns = sum(count for count, _ in ends)
    return Round(turns / (time.perf_counter() - start), turns, ends[0][1])


async def _call(port: int, requests: Iterator[bytes], until: float) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    turns, answer = 0, b""
    while time.perf_counter() < until:
        writer.write(next(requests))
        answer = await _answer(reader)
        turns += 1
    writer.close()
    return turns, answer


async def _answer(reader: asyncio.StreamReader) -> bytes:
    held = b""
    while whole(held) is None:
        held += await reader.read(65536)
    if not held.startswith(b"HTTP/1.1 20"):
        raise RuntimeError(held[:200].decode(errors="replace"))
    return held


async def get(port: int, path: str) -> bytes:
    """The body of one GET."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    answer = await _answer(reader)
    writer.close()
    return answer.partition(b"\r\n\r\n")[2]


def post(path: str, body: bytes, token: str) -> bytes:
    """The bytes of one POST of an activity."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def paced(
    port: int,
    requests: Iterator[bytes],
    *,
    rate: float,
    count: int,
    callers: int,
    burst: int = 1,
) -> list[float]:
    """Send `count` requests, `rate` a second, whether or not those before were answered; `burst` of
    them are due at once.

    Gives the seconds from the moment when each was due until its answer: what waits for a free
    caller has waited too.
    """
    start = time.perf_counter()
    due = iter([start + number // burst * burst / rate for number in range(count)])
    took: list[float] = []

    async def call() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for at in due:
            await asyncio.sleep(at - time.perf_counter())
            writer.write(next(requests))
            await _answer(reader)
            took.append(time.perf_counter() - at)
        writer.close()

    await asyncio.gather(*(call() for _ in range(callers)))
    return took
