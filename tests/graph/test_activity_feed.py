"""The bell in Teams."""

import pytest

from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from graph import Graph
from graph.client import Client
from graph.errors import Broken, Missing, NotConsented, Throttled
from tests.graph.conftest import CLERK, HAS_APP, Issued, person

LINK = "https://teams.microsoft.com/l/entity/1/home"


async def ring(graph: Graph, *users: str, link: str = LINK, chain: int | None = None) -> None:
    await graph.activity_feed.send(
        users,
        "urgentNotice",
        topic="緊急のお知らせ",
        web_url=link,
        preview="開いて確認してください。" * 20,
        parameters={"office": "防災課"},
        chain=chain,
    )


async def test_it_rings_for_those_who_have_the_app(graph: Graph, emulator: Emulator) -> None:
    await ring(graph, HAS_APP.aad_object_id, CLERK.aad_object_id, "nobody")
    (told,) = emulator.feed.of(HAS_APP.aad_object_id)
    assert (told.activity_type, told.topic, told.web_url) == (
        "urgentNotice",
        "緊急のお知らせ",
        LINK,
    )
    assert told.parameters == (("office", "防災課"),)
    assert len(told.preview) == 150
    assert emulator.feed.of(CLERK.aad_object_id) == ()


async def test_a_chain_replaces_what_was_sent_before(graph: Graph, emulator: Emulator) -> None:
    await ring(graph, HAS_APP.aad_object_id, chain=7)
    await ring(graph, HAS_APP.aad_object_id, chain=8)
    await ring(graph, HAS_APP.aad_object_id, chain=7)
    assert [one.chain for one in emulator.feed.of(HAS_APP.aad_object_id)] == [8, 7]


async def ring_one(graph: Graph, user: str, link: str = LINK) -> None:
    await graph.activity_feed.send_one(
        user, "urgentNotice", topic="緊急のお知らせ", web_url=link, preview="開く", chain=7
    )


async def test_it_rings_for_one_person(graph: Graph, emulator: Emulator) -> None:
    await ring_one(graph, HAS_APP.aad_object_id)
    (told,) = emulator.feed.of(HAS_APP.aad_object_id)
    assert (told.preview, told.chain) == ("開く", 7)


async def test_one_who_does_not_have_the_app_has_not_consented(graph: Graph) -> None:
    with pytest.raises(NotConsented, match=r"TeamsActivity\.Send\.User"):
        await ring_one(graph, CLERK.aad_object_id)


async def test_one_who_is_unknown_is_missing(graph: Graph) -> None:
    with pytest.raises(Missing):
        await ring_one(graph, "nobody")


async def test_the_link_for_one_leads_into_teams_too(graph: Graph) -> None:
    with pytest.raises(ValueError, match="1024"):
        await ring_one(graph, HAS_APP.aad_object_id, link="https://example.jp/")


@pytest.mark.parametrize("count", [0, 101])
async def test_one_call_is_for_a_hundred_people(
    graph: Graph, emulator: Emulator, count: int
) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        await ring(graph, *(person(number).aad_object_id for number in range(count)))
    assert len(emulator.history) == 0


@pytest.mark.parametrize("link", ["https://example.jp/", LINK + "x" * 1024])
async def test_the_link_leads_into_teams(graph: Graph, link: str) -> None:
    with pytest.raises(ValueError, match="1024"):
        await ring(graph, HAS_APP.aad_object_id, link=link)


async def test_missing_consent_is_named(graph: Graph, emulator: Emulator) -> None:
    emulator.granted.discard("TeamsActivity.Send.User")
    with pytest.raises(NotConsented, match=r"TeamsActivity\.Send\.User"):
        await ring(graph, HAS_APP.aad_object_id)


@pytest.mark.parametrize("limits", [Limits.teams()])
async def test_a_third_call_in_a_second_is_throttled(graph: Graph) -> None:
    await ring(graph, HAS_APP.aad_object_id)
    await ring(graph, HAS_APP.aad_object_id)
    with pytest.raises(Throttled):
        await ring(graph, HAS_APP.aad_object_id)


async def test_a_token_that_ends_too_soon_is_not_taken(emulator: Emulator) -> None:
    short = Client(
        Issued(emulator, seconds=40 * 60),  # type: ignore[arg-type]
        base_url=emulator.graph_url,
        hosts=(emulator.url.removeprefix("http://"),),
    )
    with pytest.raises(Broken) as broken:
        await ring(Graph(short), HAS_APP.aad_object_id)
    assert broken.value.status == 412
    await short.close()
