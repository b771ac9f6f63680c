"""Microsoft Graph as `renkei doctor` asks it: reading only, closed again at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from graph import Graph


@asynccontextmanager
async def asked(settings: Settings) -> "AsyncIterator[Graph]":
    """The home tenant's Graph."""
    from bot.delivery.credentials import open_credential
    from graph import Graph
    from graph.client import Client

    credential = open_credential(settings)
    client = Client(
        credential,
        base_url=settings.graph_url,
        hosts=settings.graph_hosts,
        log=settings.graph_log,
    )
    graph = Graph(client, app_id=settings.app_id, teams_app_id=settings.teams_app_id)
    try:
        yield graph
    finally:
        await graph.close()
        await credential.close()


async def users(settings: Settings) -> None:
    """Whether Graph answers at all."""
    async with asked(settings) as graph:
        await graph.check()
