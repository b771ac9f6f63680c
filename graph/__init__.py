"""All that we ask of Microsoft Graph: own records out, the SDK's models never."""

from graph.client import Client
from graph.directory import Directory

__all__ = ["Graph"]


class Graph:
    """What errands are handed: one attribute for each part of Graph that we ask."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.directory = Directory(client)

    async def warm(self) -> None:
        """Import the SDK's builders in a thread, so that the first errand needn't wait."""
        await self.client.builders()

    async def check(self) -> None:
        """Raises what stands in the way of asking Graph; for `renkei doctor`."""
        await self.directory.one()

    async def close(self) -> None:
        await self.client.close()
