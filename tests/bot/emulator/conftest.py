"""A practice tenant of three people, a bot that listens, and a client that calls as it would."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import web

from bot.emulator.limits import Limits
from bot.emulator.login import BOT_FRAMEWORK, GRAPH
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec

TENANT = "11111111-1111-4111-8111-111111111111"
APP = "33333333-3333-4333-8333-333333333333"
START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def person(number: int, **more: Any) -> Person:
    return Person(
        aad_object_id=f"22222222-2222-4222-8222-{number:012d}",
        name=f"試験 {number}郎",
        mail=f"shiken{number}@akatsuki.example",
        **more,
    )


HEAD = person(1, job_title="課長", department="政策企画課")
CLERK = person(2, job_title="担当", department="政策企画課", manager=HEAD.aad_object_id)
TEACHER = person(3, locale="en-US")


@dataclass
class Clock:
    """A practice clock that moves when a test says so."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **amount: float) -> None:
        self.at += timedelta(**amount)


@dataclass
class ListeningBot:
    """Keeps what it hears, and answers what a test tells it to."""

    heard: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], web.Response] = lambda _: web.Response(status=201)

    async def messages(self, request: web.Request) -> web.Response:
        activity = orjson.loads(await request.read())
        self.heard.append(activity)
        self.tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        return self.answer(activity)


@dataclass
class Caller:
    """Calls the practice tenant as the bot would."""

    session: aiohttp.ClientSession
    emulator: Emulator
    token: str

    async def ask(
        self, method: str, path: str, body: Any = None, **more: Any
    ) -> tuple[int, Any, dict[str, str]]:
        """Status, JSON body, headers of a request below the address `path`."""
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        url = path if path.startswith("http") else f"{self.emulator.url}{path}"
        async with self.session.request(method, url, json=body, headers=headers, **more) as got:
            raw = await got.read()
            return got.status, orjson.loads(raw) if raw else None, dict(got.headers)

    async def post(self, chat: str, text: str = "通知", **more: Any) -> tuple[int, Any, Any]:
        activity = {"type": "message", "text": text, **more}
        return await self.ask("POST", f"/connector/v3/conversations/{chat}/activities", activity)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spec() -> TenantSpec:
    people = (HEAD, CLERK, TEACHER)
    return TenantSpec(tenant_id=TENANT, name="練習市", app_id=APP, people=people)


@pytest.fixture
async def emulator(spec: TenantSpec, clock: Clock) -> AsyncIterator[Emulator]:
    practice = Emulator(spec, now=clock, limits=Limits.none())
    await practice.start()
    yield practice
    await practice.stop()


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[ListeningBot]:
    listener = ListeningBot()
    application = web.Application()
    application.router.add_post("/api/messages", listener.messages)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await emulator.connect_bot(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages")
    yield listener
    await runner.cleanup()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def caller(emulator: Emulator, session: aiohttp.ClientSession) -> Caller:
    return Caller(session, emulator, emulator.login.issue(BOT_FRAMEWORK)[0])


@pytest.fixture
def graph(emulator: Emulator, session: aiohttp.ClientSession) -> Caller:
    return Caller(session, emulator, emulator.login.issue(GRAPH)[0])


@pytest.fixture
async def chat(emulator: Emulator) -> str:
    """The id of the clerk's chat, where the app is installed."""
    await emulator.install(CLERK, conversation=False)
    return emulator.conversations.personal(CLERK).id
