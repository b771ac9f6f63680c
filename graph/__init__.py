"""All that we ask of Microsoft Graph: own records out, the SDK's models never."""

from collections.abc import Callable

from graph.activity_feed import ActivityFeed
from graph.attendance_reports import AttendanceReports
from graph.calendar import Calendar
from graph.client import Client
from graph.directory import Directory
from graph.education import Education
from graph.errors import Missing
from graph.groups import Groups
from graph.installs import Installs
from graph.teams import Teams

__all__ = ["Graph", "Graphs"]


class Graph:
    """What errands are handed: one attribute for each part of Graph that we ask.

    `app_id` is our bot's, `teams_app_id` our app's in the organisation's catalogue, if it is set.
    """

    def __init__(self, client: Client, *, app_id: str = "", teams_app_id: str = "") -> None:
        self.client = client
        self.app_id = app_id
        self._teams_app_id = teams_app_id
        self.directory = Directory(client)
        self.groups = Groups(client)
        self.installs = Installs(client, self.directory)
        self.activity_feed = ActivityFeed(client)
        self.calendar = Calendar(client)
        self.attendance_reports = AttendanceReports(client)
        self.education = Education(client)
        self.teams = Teams(client)

    async def app(self) -> str:
        """The id of our own app in the organisation's catalogue: as it is set, else looked for.

        `app_id` is its id in the manifest. Raises Missing where the catalogue doesn't have it.
        """
        if not self._teams_app_id:
            found = await self.installs.find_app(self.app_id)
            if found is None:
                raise Missing
            self._teams_app_id = found
        return self._teams_app_id

    async def warm(self) -> None:
        """Import the SDK's builders in a thread, so that the first errand needn't wait."""
        await self.client.builders()

    async def check(self) -> None:
        """Raises what stands in the way of asking Graph; for `renkei doctor`."""
        await self.directory.one()

    async def close(self) -> None:
        await self.client.close()


class Graphs:
    """The Graph of each tenant, under that tenant's own sign-in; opened when first asked for."""

    def __init__(self, open_: Callable[[str], Graph]) -> None:
        self._open = open_
        self._opened: dict[str, Graph] = {}

    def of(self, tenant: str) -> Graph:
        """What this tenant's errands ask."""
        if tenant not in self._opened:
            self._opened[tenant] = self._open(tenant)
        return self._opened[tenant]

    async def close(self) -> None:
        """Close them all."""
        for graph in self._opened.values():
            await graph.close()
