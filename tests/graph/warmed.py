"""What asking Graph still imports once it is warm: to be run in a process of its own."""

import asyncio
import sys

from bot.emulator.limits import Limits
from bot.emulator.server import Emulator
from graph import Graph
from graph.client import Client
from tests.graph.conftest import Issued, practice
from tests.graph.every_call import ask_everything

SDK = ("msgraph", "msgraph_core", "kiota_", "httpx", "httpcore", "azure", "opentelemetry")


def loaded() -> set[str]:
    return {name for name in sys.modules if name.startswith(SDK)}


async def late() -> set[str]:
    """The SDK's modules that were not there when Graph was warm."""
    spec = practice()
    emulator = Emulator(spec, limits=Limits.none())
    await emulator.start()
    host = emulator.url.removeprefix("http://")
    client = Client(Issued(emulator), base_url=emulator.graph_url, hosts=(host,))  # type: ignore[arg-type]
    graph = Graph(client)
    await graph.warm()
    warm = loaded()
    await ask_everything(graph, emulator, spec.teams_app_id)
    found = loaded() - warm
    await graph.close()
    await emulator.stop()
    return found


if __name__ == "__main__":
    print(*sorted(asyncio.run(late())), sep="\n")
