"""How far the client follows where it is sent."""

import pytest
from aiohttp import web

from bot.emulator.graph import GraphDoor
from bot.emulator.graph_answers import Asked, Told
from bot.emulator.server import Emulator
from graph import Graph, groups
from graph.errors import Broken
from tests.graph.conftest import EVERYONE


@pytest.mark.parametrize(
    "elsewhere", ["http://127.0.0.2:1/x", "https://127.0.0.1/x", "http://graph.example/x", "x"]
)
async def test_a_link_to_another_host_is_not_followed(
    graph: Graph,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    elsewhere: str,
) -> None:
    monkeypatch.setattr(groups, "PAGE", 3)
    answer = emulator.groups.answer

    def misleading(asked: Asked) -> Told:
        told = answer(asked)
        assert isinstance(told.body, dict)
        return Told({**told.body, "@odata.nextLink": elsewhere})

    monkeypatch.setattr(emulator.groups, "answer", misleading)
    pages = graph.groups.members(EVERYONE)
    assert len(await anext(pages)) == 3
    with pytest.raises(Broken):
        await anext(pages)
    assert len(emulator.history) == 1


async def test_no_redirection_is_followed(
    graph: Graph, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def elsewhere(_door: GraphDoor, _request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": f"{emulator.graph_url}/users"})

    monkeypatch.setattr(GraphDoor, "handle", elsewhere)
    await emulator.stop()
    await emulator.start()
    graph.client.base_url = emulator.graph_url
    with pytest.raises(Broken) as broken:
        await graph.check()
    assert broken.value.status == 302


async def test_a_list_that_leads_back_to_itself_is_broken(
    graph: Graph, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "PAGE", 3)
    answer = emulator.groups.answer
    first: list[object] = []

    def circling(asked: Asked) -> Told:
        told = answer(asked)
        assert isinstance(told.body, dict)
        first.append(told.body.get("@odata.nextLink"))
        return Told({**told.body, "@odata.nextLink": first[0]})

    monkeypatch.setattr(emulator.groups, "answer", circling)
    with pytest.raises(Broken):
        _ = [page async for page in graph.groups.members(EVERYONE)]
    assert len(emulator.history) == 2
