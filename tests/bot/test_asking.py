"""Requests to Graph are counted by their name and how they end."""

from collections.abc import AsyncIterator

import pytest

from bot import asking, metrics
from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from graph import Graph, groups
from graph.client import Client
from graph.errors import Broken, Missing, Throttled
from tests.graph.conftest import CLERK, EVERYONE, Issued, practice
from tests.graph_requests import table


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    emulator = Emulator(practice(), limits=Limits.none())
    await emulator.start()
    client = Client(
        Issued(emulator),  # type: ignore[arg-type]
        base_url=emulator.graph_url,
        hosts=("127.0.0.1",),
        watch=asking.watch,
    )
    yield Graph(client)
    await client.close()
    await emulator.stop()


def calls(call: str, outcome: str) -> float:
    found = metrics.REGISTRY.get_sample_value(
        "renkei_graph_calls_total", {"call": call, "outcome": outcome}
    )
    return found or 0.0


async def test_a_call_is_counted_by_its_address_without_whom_it_is_about(graph: Graph) -> None:
    before = calls("GET /users/{id}", "ok"), calls("GET /users/{id}", "missing")
    await graph.directory.user(CLERK.aad_object_id)
    with pytest.raises(Missing):
        await graph.directory.user("22222222-0000-4000-8000-000000000000")
    after = calls("GET /users/{id}", "ok"), calls("GET /users/{id}", "missing")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


async def test_further_pages_count_as_the_first_does(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "PAGE", 3)
    name = "GET /groups/{id}/transitiveMembers"
    before = calls(name, "ok")
    pages = [page async for page in graph.groups.members(EVERYONE)]
    assert len(pages) > 1
    assert calls(name, "ok") - before == len(pages)
    assert name in {call for row in table() for call in row["calls"]}


@pytest.mark.parametrize(
    ("error", "outcome", "throttles"),
    [(Throttled(3.0), "throttled", 1), (Broken(500), "broken", 0), (ValueError("x"), "broke", 0)],
)
def test_what_a_call_ends_in_names_its_outcome(
    error: Exception, outcome: str, throttles: int
) -> None:
    def asked() -> float:
        found = metrics.REGISTRY.get_sample_value("renkei_throttles_total", {"neighbour": "graph"})
        return found or 0.0

    before = asked()
    with pytest.raises(type(error)), asking.watch("GET /x"):
        raise error
    assert calls("GET /x", outcome) >= 1
    assert asked() - before == throttles
