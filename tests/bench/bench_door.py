"""Turns a second through the door, without the database, beside a floor that only does the least.

    python -m tests.bench.bench_door

Both floors check the token with PyJWT, read and write JSON, and nothing else; F-message posts one
card over a pooled session, F-execute answers with it. Rounds alternate, so that a busy machine
slows both; the ratio of the medians is what counts.
"""

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

import aiohttp
import jwt
import orjson
from aiohttp import web
from yarl import URL

from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.settings import Settings
from tests.bench.wire import FarEnd, Round, get, load, post

ROUNDS, SECONDS = 5, 2.0
TARGETS = {"message": 0.7, "execute": 0.6}
SATO = Person(
    aad_object_id="22222222-2222-4222-8222-222222222222", name="佐藤 花子", mail="s@example.jp"
)
SPEC = TenantSpec(
    tenant_id="11111111-1111-4111-8111-111111111111",
    name="あかつき市",
    app_id="33333333-3333-4333-8333-333333333333",
    people=(SATO,),
)
CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "lang": "ja",
    "fallbackText": "更新の期限",
    "body": [
        {"type": "TextBlock", "text": f"第{number}条 期間満了の日から起算する。", "wrap": True}
        for number in range(20)
    ],
    "actions": [
        {"type": "Action.Execute", "title": "確認", "verb": "home.see", "data": {"id": number}}
        for number in range(4)
    ],
}


@dataclass(frozen=True, slots=True)
class Ends:
    """What a measured process must know of the other ends."""

    service_url: str
    openid_url: str
    key: dict[str, Any]


# the measured processes


class Floor:
    """The least that an honest bot must do."""

    def __init__(self, ends: Ends) -> None:
        self._key = jwt.PyJWK(ends.key, "RS256").key
        self._service_url = ends.service_url
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def handle(self, request: web.Request) -> web.Response:
        claims = jwt.decode(
            request.headers["Authorization"][7:],
            self._key,
            algorithms=["RS256"],
            audience=SPEC.app_id,
            issuer="https://api.botframework.com",
        )
        activity = orjson.loads(await request.read())
        if claims["serviceurl"] != activity["serviceUrl"]:
            return web.Response(status=401)
        if activity["type"] == "invoke":
            body = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive"}
            return web.Response(
                body=orjson.dumps({**body, "value": CARD}), content_type="application/json"
            )
        await self._post(activity["conversation"]["id"], activity["id"])
        return web.Response()

    async def _post(self, conversation: str, activity: str) -> None:
        attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}
        message = {"type": "message", "attachments": [attached], "replyToId": activity}
        url = f"{self._service_url}v3/conversations/{conversation}/activities/{activity}"
        headers = {"Authorization": "Bearer fixed", "Content-Type": "application/json"}
        async with self._session.post(
            URL(url, encoded=True), data=orjson.dumps(message), headers=headers
        ) as response:
            orjson.loads(await response.read())


def ours(ends: Ends) -> Any:
    """Our door, with an answer that is ready."""
    from bot.delivery.connector import Connector, open_session
    from bot.delivery.tokens import open_tokens
    from bot.turns.door import Door, open_keys
    from bot.turns.heard import Answer, Heard

    settings = Settings(
        app_id=SPEC.app_id,
        tenant_id=SPEC.tenant_id,
        credential="static",
        static_token="fixed",
        openid_url=ends.openid_url,
        service_hosts=(URL(ends.service_url).authority,),
    )
    session = open_session()
    ready = Answer(card=CARD)

    async def hear(_heard: Heard) -> Answer:
        return ready

    connector = Connector(session, open_tokens(settings), settings)
    return Door(settings, open_keys(settings, session), connector, hear)


async def serve(kind: str, ends: Ends) -> None:
    """Serve until the parent hangs up; the port goes to the parent."""
    door = ours(ends) if kind == "ours" else Floor(ends)
    application = web.Application()
    application.router.add_post("/api/messages", door.handle)
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
async def process(kind: str, ends: Ends) -> AsyncIterator[int]:
    """A measured process; gives its port."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.bench_door",
        kind,
        json.dumps(asdict(ends)),
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
async def other_ends() -> AsyncIterator[tuple[Emulator, Ends]]:
    """The login of the practice tenant, and a connector that costs nothing."""
    emulator = Emulator(SPEC)
    await emulator.start()
    server = await asyncio.get_running_loop().create_server(FarEnd, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    yield emulator, Ends(url, emulator.openid_url, emulator.login.keys[0].public)
    server.close()
    await emulator.stop()


def requests(emulator: Emulator, ends: Ends) -> dict[str, bytes]:
    """The same message and the same press, for everyone."""
    chat = emulator.conversations.personal(SATO)
    said = emulator.activities.message(SATO, chat, id="1700000000001", text="期限")
    action = {"type": "Action.Execute", "title": "確認", "verb": "home.see", "data": {"id": 7}}
    pressed = emulator.activities.card_action(
        SATO, chat, reply_to="1700000000000", action=action, trigger="manual"
    )
    token = emulator.login.token_for_bot(ends.service_url)
    found = {"message": said, "execute": pressed}
    return {
        turn: post("/api/messages", orjson.dumps({**one, "serviceUrl": ends.service_url}), token)
        for turn, one in found.items()
    }


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds: turns a second, and CPU seconds of one turn."""

    rate: float
    cpu: float


async def _round(port: int, request: bytes, seconds: float) -> tuple[Round, float]:
    before = float(await get(port, "/cpu"))
    done = await load(port, request, seconds=seconds)
    return done, (float(await get(port, "/cpu")) - before) / done.turns


async def measure(request: bytes, ports: dict[str, int]) -> dict[str, Measured]:
    """Alternate rounds of the same load on each port."""
    found: dict[str, list[tuple[Round, float]]] = {kind: [] for kind in ports}
    for port in ports.values():
        await _round(port, request, 0.5)  # warm
    for _ in range(ROUNDS):
        for kind, port in ports.items():
            found[kind].append(await _round(port, request, SECONDS))
    return {
        kind: Measured(
            statistics.median(done.rate for done, _ in rounds),
            statistics.median(cpu for _, cpu in rounds),
        )
        for kind, rounds in found.items()
    }


async def main() -> None:
    """Measure both kinds of turn and print the ratios."""
    async with (
        other_ends() as (emulator, ends),
        process("floor", ends) as floor,
        process("ours", ends) as mine,
    ):
        for turn, request in requests(emulator, ends).items():
            found = await measure(request, {"floor": floor, "ours": mine})
            report(turn, found["floor"], found["ours"], TARGETS[turn])


def report(turn: str, floor: Measured, mine: Measured, target: float) -> None:
    """One line for each kind of turn."""
    sys.stdout.write(
        f"door {turn:8} floor {floor.rate:5.0f}/s {floor.cpu * 1e6:4.0f} µs   "
        f"ours {mine.rate:5.0f}/s {mine.cpu * 1e6:4.0f} µs   "
        f"ratio {mine.rate / floor.rate:.2f} (CPU {floor.cpu / mine.cpu:.2f}), target {target}\n"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(serve(sys.argv[1], Ends(**json.loads(sys.argv[2]))))
    else:
        asyncio.run(main())
