"""Doors in processes of their own, the least that an honest bot must do, and rounds of load."""

import asyncio
import os
import statistics
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
import orjson
from aiohttp import web
from yarl import URL

from bot.emulator.server import Emulator
from bot.emulator.tenant import TenantSpec
from tests.bench import lines
from tests.bench.figures import Figure, show
from tests.bench.wire import FarEnd, Round, get, load

ROUNDS, SECONDS = 5, 2.0


@dataclass(frozen=True, slots=True)
class Ends:
    """What a measured process must know of the other ends."""

    service_url: str
    openid_url: str
    key: dict[str, Any]
    app_id: str


# the measured processes


class Floor(ABC):
    """The least that an honest bot must do: PyJWT, JSON, and one pooled POST after a message."""

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        self._key = jwt.PyJWK(ends.key, "RS256").key
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    @abstractmethod
    async def card(self, activity: dict[str, Any]) -> dict[str, Any]:
        """What answers an activity."""

    async def handle(self, request: web.Request) -> web.Response:
        claims = jwt.decode(
            request.headers["Authorization"][7:],
            self._key,
            algorithms=["RS256"],
            audience=self._ends.app_id,
            issuer="https://api.botframework.com",
        )
        activity = orjson.loads(await request.read())
        if claims["serviceurl"] != activity["serviceUrl"]:
            return web.Response(status=401)
        card = await self.card(activity)
        if activity["type"] == "invoke":
            body = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive"}
            return web.Response(
                body=orjson.dumps({**body, "value": card}), content_type="application/json"
            )
        await self._post(activity["conversation"]["id"], activity["id"], card)
        return web.Response()

    async def _post(self, conversation: str, activity: str, card: dict[str, Any]) -> None:
        attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
        message = {"type": "message", "attachments": [attached], "replyToId": activity}
        url = f"{self._ends.service_url}v3/conversations/{conversation}/activities/{activity}"
        headers = {"Authorization": "Bearer fixed", "Content-Type": "application/json"}
        async with self._session.post(
            URL(url, encoded=True), data=orjson.dumps(message), headers=headers
        ) as response:
            orjson.loads(await response.read())


async def serve(handle: Any) -> None:
    """Serve until the parent hangs up; the port goes to the parent."""
    lines.set_up()
    application = web.Application()
    application.router.add_post("/api/messages", handle)
    application.router.add_get("/cpu", _cpu)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    os._exit(0)


async def _cpu(_request: web.Request) -> web.Response:
    return web.Response(text=str(time.process_time()))


# the measuring process


@asynccontextmanager
async def process(module: str, *given: str) -> AsyncIterator[int]:
    """A measured process, started by the module's own command line; gives its port."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *given,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdin and child.stdout
    try:
        yield int(await child.stdout.readline())
    finally:
        child.stdin.close()
        await child.wait()


@asynccontextmanager
async def other_ends(spec: TenantSpec) -> AsyncIterator[tuple[Emulator, Ends]]:
    """The login of the practice tenant, and a connector that costs nothing."""
    lines.set_up()
    emulator = Emulator(spec)
    await emulator.start()
    server = await asyncio.get_running_loop().create_server(FarEnd, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    key = emulator.login.keys[0].public
    yield emulator, Ends(url, emulator.openid_url, key, spec.app_id)
    server.close()
    await emulator.stop()


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds: turns a second, and CPU seconds of one turn."""

    rate: float
    cpu: float


Callers = Sequence[Iterator[bytes]]


async def _round(port: int, callers: Callers, seconds: float) -> tuple[Round, float]:
    before = float(await get(port, "/cpu"))
    done = await load(port, callers, seconds=seconds)
    return done, (float(await get(port, "/cpu")) - before) / done.turns


async def measure(ends: dict[int, Callers]) -> dict[int, Measured]:
    """Alternate rounds of load, the callers of each port on that port."""
    found: dict[int, list[tuple[Round, float]]] = {port: [] for port in ends}
    for port, callers in ends.items():
        await _round(port, callers, 0.7)  # warm
    for _ in range(ROUNDS):
        for port, callers in ends.items():
            found[port].append(await _round(port, callers, SECONDS))
    return {
        port: Measured(
            statistics.median(done.rate for done, _ in rounds),
            statistics.median(cpu for _, cpu in rounds),
        )
        for port, rounds in found.items()
    }


def report(name: str, floor: Measured, mine: Measured, target: float | None = None) -> None:
    """The ratio for one kind of turn, and CPU a turn."""
    rates = f"ours {mine.rate:.0f}/s, floor {floor.rate:.0f}/s"
    cpu = f"CPU a turn {mine.cpu * 1e6:.0f} and {floor.cpu * 1e6:.0f} µs"
    show(
        Figure(
            name=f"{name} / floor",
            value=mine.rate / floor.rate,
            goal="" if target is None else f">= {target}",
            beside=f"{rates}; {cpu}",
        )
    )
