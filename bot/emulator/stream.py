"""Server-sent events for the practice page."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

import orjson
from aiohttp import web

Content = Callable[[], Any]


class Stream:
    """The latest events, and who is listening. Content is made only when somebody reads it."""

    def __init__(self, *, remembered: int = 500) -> None:
        self._events: deque[tuple[int, str, Content]] = deque(maxlen=remembered)
        self.last = 0  # number of the latest event
        self._bells: set[asyncio.Event] = set()
        self._open = False

    def open(self) -> None:
        """From now on one can listen."""
        self._open = True

    def publish(self, name: str, content: Content) -> None:
        """Add an event and wake the listeners."""
        self.last += 1
        self._events.append((self.last, name, content))
        for bell in self._bells:
            bell.set()

    def close(self) -> None:
        """End every listener's response."""
        self._open = False
        for bell in self._bells:
            bell.set()

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """Answer with events as they come; `Last-Event-ID` resumes where the page left off."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        # A page that was open before a restart knows numbers of which we know nothing.
        seen = min(_number(request.headers.get("Last-Event-ID"), self.last), self.last)
        bell = asyncio.Event()
        self._bells.add(bell)
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while self._open:
                seen = await self._send(response, seen)
                await _wait(bell, response)
        except ConnectionResetError:
            return response  # the page was closed
        finally:
            self._bells.discard(bell)
        return response

    async def _send(self, response: web.StreamResponse, seen: int) -> int:
        for number, name, content in [event for event in self._events if event[0] > seen]:
            data = orjson.dumps(content()).decode()
            await response.write(f"id: {number}\nevent: {name}\ndata: {data}\n\n".encode())
            seen = number
        return seen


async def _wait(bell: asyncio.Event, response: web.StreamResponse) -> None:
    """Until something happens; a comment every 15 s keeps the line open."""
    try:
        await asyncio.wait_for(bell.wait(), 15)
    except TimeoutError:
        await response.write(b": still here\n\n")
    bell.clear()


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() else otherwise
