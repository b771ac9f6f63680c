"""The app in people's Teams: found in the catalogue, added for one person, its chat."""

from dataclasses import dataclass

from graph.client import Client
from graph.directory import Directory
from graph.errors import Broken, Exists, Missing, Reason, Refused

READ_CATALOGUE = "AppCatalog.Read.All"
INSTALL = "TeamsAppInstallation.ReadWriteSelfForUser.All"


@dataclass(frozen=True, slots=True)
class Installed:
    """The app was added for this person; Teams tells the bot by installationUpdate."""


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The person has had the app all along; Teams tells the bot nothing."""


class Installs:
    """Adds our own app for people (30 a second for one app and tenant)."""

    def __init__(self, client: Client, directory: Directory) -> None:
        self._client = client
        self._directory = directory

    async def find_app(self, external_id: str) -> str | None:
        """The catalogue's id of the app whose manifest has this id; None where it isn't there."""
        apps = (await self._client.builders()).app_catalogs.teams_apps
        wanted = apps.TeamsAppsRequestBuilderGetQueryParameters(
            filter=f"externalId eq '{_quoted(external_id)}'", select=["id"]
        )
        async for page in self._client.pages(apps, READ_CATALOGUE, wanted):
            for row in page:
                return str(row["id"])
        return None

    async def add(self, user: str, app: str) -> Installed | AlreadyThere:
        """Install the app (the catalogue's id) for this person; harmless to repeat.

        Raises Refused with the reason where this person can't have it: blocked, guest, disabled,
        deleted or unlicensed. What Graph's words leave open is settled by the directory.
        """
        apps = (await self._client.builders()).users.by_user_id(user).teamwork.installed_apps
        try:
            await self._client.post(apps, INSTALL, {"teamsApp@odata.bind": self._address(app)})
        except Exists:
            return AlreadyThere()
        except Missing:
            raise Refused(await self._standing(user, otherwise=Reason.UNLICENSED)) from None
        except Refused as error:
            if error.reason is Reason.BLOCKED:
                raise
            reason = await self._standing(user, otherwise=error.reason)
            raise Refused(reason, error.code) from None
        return Installed()

    async def chat(self, user: str, app: str) -> str:
        """The id of the chat between this person and the bot of the installed app.

        Raises Missing where the app isn't installed.
        """
        apps = (await self._client.builders()).users.by_user_id(user).teamwork.installed_apps
        one = apps.by_user_scope_teams_app_installation_id(await self._installation(user, app))
        found = await self._client.get(one.chat, INSTALL)
        if not isinstance(found.get("id"), str):
            raise Broken(200)
        return str(found["id"])

    async def _installation(self, user: str, app: str) -> str:
        apps = (await self._client.builders()).users.by_user_id(user).teamwork.installed_apps
        wanted = apps.InstalledAppsRequestBuilderGetQueryParameters(
            filter=f"teamsApp/id eq '{_quoted(app)}'", expand=["teamsApp"]
        )
        async for page in self._client.pages(apps, INSTALL, wanted):
            for row in page:
                return str(row["id"])
        raise Missing

    async def _standing(self, user: str, *, otherwise: Reason) -> Reason:
        """Why this account can't have the app, by what the directory says of it."""
        try:
            found = await self._directory.user(user)
        except Missing:
            return Reason.DELETED
        if found.guest:
            return Reason.GUEST
        return otherwise if found.enabled else Reason.DISABLED

    def _address(self, app: str) -> str:
        return f"{self._client.base_url}/appCatalogs/teamsApps/{app}"


def _quoted(text: str) -> str:
    """`text` inside the quotes of an OData filter."""
    return text.replace("'", "''")
