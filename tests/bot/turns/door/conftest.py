"""A door on loopback, with the practice tenant at its other end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.delivery.connector import Connector, open_session
from bot.delivery.tokens import Tokens
from bot.emulator.limits import Limits
from bot.emulator.login import SigningKey
from bot.emulator.server import Emulator
from bot.emulator.tenant import TenantSpec
from bot.settings import Settings
from bot.turns.door import SERVER_OPTIONS, Door, Pace, open_keys
from tests.doorway import APP, MORI, SATO, TENANT, Build, House, Login


@pytest.fixture(scope="session")
def _signing_key() -> SigningKey:
    """Made once: a key takes longer than a test."""
    return SigningKey()


@pytest.fixture
def signing_key(_signing_key: SigningKey) -> SigningKey:
    """The same key with a published form of this test's own."""
    return SigningKey(_signing_key.private)


@pytest.fixture
async def emulator(signing_key: SigningKey) -> AsyncIterator[Emulator]:
    spec = TenantSpec(tenant_id=TENANT, name="あかつき市", app_id=APP, people=(SATO, MORI))
    practice = Emulator(spec, limits=Limits.none())
    practice.login._keys.append(signing_key)
    practice.conversations.personal(SATO).installed = True
    await practice.start()
    yield practice
    await practice.stop()


@pytest.fixture
async def build(emulator: Emulator) -> AsyncIterator[Build]:
    """Builds a house with other settings."""
    closing: list[Callable[[], Awaitable[Any]]] = []

    async def make(*, pace: Pace | None = None, **changes: Any) -> House:
        given: dict[str, Any] = {
            "app_id": APP,
            "tenant_id": TENANT,
            "service_hosts": (emulator.url.removeprefix("http://"),),
            "openid_url": emulator.openid_url,
        }
        settings = Settings(**{**given, **changes})
        out, client = open_session(), aiohttp.ClientSession()
        house = House(emulator, settings, client)
        tokens = Tokens(lambda: Login(emulator))
        keys = open_keys(settings, out)
        door = house.door = Door(
            settings, keys, Connector(out, tokens, settings), house.hear, pace=pace
        )
        application = web.Application()
        application.router.add_route("*", "/api/messages", door.handle)
        runner = web.AppRunner(application, access_log=None, **SERVER_OPTIONS)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        house.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
        await emulator.connect_bot(house.url)
        closing.extend((runner.cleanup, keys.close, tokens.close, out.close, client.close))
        return house

    yield make
    for close in closing:
        await close()


@pytest.fixture
async def house(build: Build) -> House:
    return await build()
