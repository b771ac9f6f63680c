"""The app, added for people through Graph."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from aiohttp import web

from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person
from graph import Graph
from graph.errors import Broken, Missing, NotConsented, Reason, Refused, Throttled
from graph.installs import AlreadyThere, Installed
from tests.graph.conftest import (
    BLOCKED,
    CLERK,
    DISABLED,
    GUEST,
    HAS_APP,
    HEAD,
    MANIFEST,
    UNLICENSED,
    person,
)

INSTALL = "TeamsAppInstallation.ReadWriteSelfForUser.All"


@dataclass
class Bot:
    """Keeps what Teams tells it."""

    heard: list[dict[str, Any]] = field(default_factory=list)
    installed: asyncio.Event = field(default_factory=asyncio.Event)

    async def messages(self, request: web.Request) -> web.Response:
        self.heard.append(orjson.loads(await request.read()))
        if self.heard[-1]["type"] == "installationUpdate":
            self.installed.set()
        return web.Response(status=201)


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    listener, application = Bot(), web.Application()
    application.router.add_post("/api/messages", listener.messages)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await emulator.connect_bot(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages")
    yield listener
    await runner.cleanup()


async def test_the_app_is_found_by_its_manifests_id(graph: Graph, app: str) -> None:
    assert await graph.installs.find_app(MANIFEST) == app
    assert await graph.installs.find_app("o'clock") is None


async def test_installing_tells_the_bot_where_to_write(
    graph: Graph, emulator: Emulator, bot: Bot, app: str
) -> None:
    assert await graph.installs.add(CLERK.aad_object_id, app) == Installed()
    await asyncio.wait_for(bot.installed.wait(), 5)
    activity = bot.heard[-1]
    assert activity["action"] == "add"
    assert activity["from"]["aadObjectId"] == CLERK.aad_object_id
    assert activity["conversation"]["id"] == emulator.spec.personal_chat(CLERK)


async def test_a_second_installation_finds_the_app_there(graph: Graph, bot: Bot, app: str) -> None:
    await graph.installs.add(CLERK.aad_object_id, app)
    assert await graph.installs.add(CLERK.aad_object_id, app) == AlreadyThere()
    assert await graph.installs.add(HAS_APP.aad_object_id, app) == AlreadyThere()


async def test_teams_may_keep_silent_about_an_installation(
    graph: Graph, emulator: Emulator, bot: Bot, app: str
) -> None:
    emulator.installs_tell = False
    assert await graph.installs.add(CLERK.aad_object_id, app) == Installed()
    assert emulator.conversations.personal(CLERK).installed
    await asyncio.sleep(0.05)
    assert bot.heard == []


async def test_graphs_chat_is_the_chat_that_the_bot_knows(
    graph: Graph, emulator: Emulator, app: str
) -> None:
    chat = await graph.installs.chat(HAS_APP.aad_object_id, app)
    assert chat.startswith("19:")
    assert emulator.conversations.find(chat) is emulator.conversations.personal(HAS_APP)


async def test_there_is_no_chat_without_the_app(graph: Graph, app: str) -> None:
    with pytest.raises(Missing):
        await graph.installs.chat(HEAD.aad_object_id, app)


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (GUEST, Reason.GUEST),
        (DISABLED, Reason.DISABLED),
        (UNLICENSED, Reason.UNLICENSED),
        (BLOCKED, Reason.BLOCKED),
        (person(99), Reason.DELETED),
    ],
)
async def test_who_cannot_have_the_app_is_told_why(
    graph: Graph, app: str, who: Person, reason: Reason
) -> None:
    with pytest.raises(Refused) as refused:
        await graph.installs.add(who.aad_object_id, app)
    assert refused.value.reason is reason
    assert who.aad_object_id not in str(refused.value)


async def test_missing_consent_is_not_taken_for_a_persons_trouble(
    graph: Graph, emulator: Emulator, app: str
) -> None:
    emulator.granted.discard(INSTALL)
    for ask in (
        graph.installs.add(GUEST.aad_object_id, app),
        graph.installs.chat(HAS_APP.aad_object_id, app),
    ):
        with pytest.raises(NotConsented) as refused:
            await ask
        assert refused.value.permission == INSTALL


async def test_an_app_that_is_not_ours_needs_another_consent(graph: Graph) -> None:
    with pytest.raises(NotConsented):
        await graph.installs.add(CLERK.aad_object_id, "66666666-6666-4666-8666-666666666666")


async def test_an_uncertain_installation_can_be_repeated(
    graph: Graph, emulator: Emulator, app: str
) -> None:
    emulator.installs_tell = False
    emulator.faults.add(kind="reset_after", match="installedApps")
    with pytest.raises(Broken):
        await graph.installs.add(CLERK.aad_object_id, app)
    assert await graph.installs.add(CLERK.aad_object_id, app) == AlreadyThere()


@pytest.mark.parametrize("limits", [Limits.teams()])
async def test_more_than_thirty_installations_a_second_are_throttled(
    graph: Graph, emulator: Emulator, app: str
) -> None:
    emulator.installs_tell = False
    people = [person(number) for number in range(100, 140)]
    emulator.enlist(people)
    await graph.warm()
    ended = await asyncio.gather(
        *(graph.installs.add(one.aad_object_id, app) for one in people), return_exceptions=True
    )
    throttled = [one for one in ended if isinstance(one, Throttled)]
    assert ended.count(Installed()) >= 30
    assert throttled
    assert throttled[0].retry_after == 1
