"""Each tenant is asked under its own sign-in."""

from graph import Graph, Graphs
from graph.client import Client


async def test_a_tenants_graph_is_opened_once_when_first_asked_for() -> None:
    opened: list[str] = []

    def open_(tenant: str) -> Graph:
        opened.append(tenant)
        return Graph(Client(None, base_url="http://127.0.0.1:9/v1.0", hosts=("127.0.0.1",)))  # type: ignore[arg-type]

    graphs = Graphs(open_)
    assert opened == []
    first, second = graphs.of("a"), graphs.of("b")
    assert graphs.of("a") is first
    assert first is not second
    assert opened == ["a", "b"]
    await graphs.close()
