"""Microsoft Graph's Teams apps: the catalogue, what people have installed, their chats with it."""

import base64
from collections.abc import Callable
from typing import Any

from bot.emulator.conversations import Conversations
from bot.emulator.graph_answers import (
    Asked,
    Body,
    GraphError,
    Told,
    require_in_teams,
    unknown_segment,
)
from bot.emulator.graph_query import Filter, listed
from bot.emulator.tenant import Person, Tenant

READS_CATALOGUE = ("AppCatalog.Read.All", "AppCatalog.ReadWrite.All")
INSTALLS = (
    "TeamsAppInstallation.ReadWriteSelfForUser.All",
    "TeamsAppInstallation.ReadWriteForUser.All",
)
_STORE_APP = {
    "id": "1c4340de-2a85-40e5-8eb0-4f295368978b",
    "externalId": None,
    "displayName": "Store App",
    "distributionMethod": "store",
}


class Apps:
    """Answers /appCatalogs and /users/{id}/teamwork/installedApps for the one app that we play."""

    def __init__(
        self,
        tenant: Tenant,
        conversations: Conversations,
        *,
        installed: Callable[[Person], None],
    ) -> None:
        self._tenant = tenant
        self._spec = tenant.spec
        self._conversations = conversations
        self._installed = installed

    def answer(self, asked: Asked) -> Told:
        """The catalogue, a person's apps, one more app, the chat of an app."""
        granted = self._tenant.granted
        match (asked.method, asked.path):
            case "GET", ["appCatalogs", "teamsApps"]:
                require_in_teams(granted, READS_CATALOGUE)
                return Told(self._catalogue(asked))
            case "POST", ["users", user, "teamwork", "installedApps"]:
                require_in_teams(granted, INSTALLS)
                return self._install(self._person(user), asked.body)
            case "GET", ["users", user, "teamwork", "installedApps"]:
                require_in_teams(granted, INSTALLS)
                return Told(self._of(self._person(user), asked))
            case "GET", ["users", user, "teamwork", "installedApps", id, "chat"]:
                require_in_teams(granted, INSTALLS)
                return Told(self._chat(self._person(user), id, asked))
        raise unknown_segment()

    def _catalogue(self, asked: Asked) -> Body:
        apps = [self._app(), _STORE_APP]
        if "$filter" in asked.query:
            apps = list(filter(Filter(asked.query["$filter"]).read(), apps))
        names = listed(asked.query.get("$select", "")) or list(_STORE_APP)
        rows = [{name: app[name] for name in names if name in app} for app in apps]
        return {"@odata.context": f"{asked.base}/$metadata#appCatalogs/teamsApps", "value": rows}

    def _app(self) -> dict[str, Any]:
        return {
            "id": self._spec.teams_app_id,
            "externalId": self._spec.manifest_id,
            "displayName": self._spec.bot_name,
            "distributionMethod": "organization",
        }

    def _install(self, person: Person, body: Any) -> Told:
        bound = body.get("teamsApp@odata.bind") if isinstance(body, dict) else None
        if not isinstance(bound, str) or "/appCatalogs/teamsApps/" not in bound:
            raise GraphError(400, "BadRequest", "Bad Request: teamsApp@odata.bind is missing.")
        app = bound.rpartition("/")[2]
        if app != self._spec.teams_app_id:
            message = f"AAD App Id '{self._spec.app_id}' is not allowed to manage the Teams App"
            raise GraphError(403, "Forbidden", f"{message} '{app}'")
        self._admit(person)
        chat = self._conversations.personal(person)
        if chat.installed:
            message = f"AppEntitlement id: '{app}' already exists in thread."
            raise GraphError(409, "Conflict", message)
        chat.installed = True
        self._installed(person)
        return Told(None, 201)

    def _admit(self, person: Person) -> None:
        """Refuse where this person can't have the app, in Graph's many ways."""
        if person.user_type == "Guest":
            message = "User Login. Teams is disabled for your tenant."
            raise GraphError(403, "Forbidden", message)
        if not person.account_enabled:
            raise GraphError(403, "Forbidden", "An unknown error has occurred.")
        if not person.licensed:
            message = (
                "Failed to get license information for the user. "
                "Ensure user has a valid Office365 license assigned to them."
            )
            raise GraphError(403, "Forbidden", message)
        if person.app_blocked:
            message = (
                f"App is blocked by app permission policy. TenantId: {self._spec.tenant_id}, "
                f"UserObjectId: {person.aad_object_id}, AppId: {self._spec.teams_app_id}, "
                "AppType: Private"
            )
            raise GraphError(403, "Forbidden", message, inner="AccessDenied")

    def _of(self, person: Person, asked: Asked) -> Body:
        has = self._conversations.personal(person).installed
        rows = [self._installation(person, asked)] if has else []
        if "$filter" in asked.query:
            app = self._app()
            test = Filter(asked.query["$filter"]).read()
            found = test({f"teamsApp/{name}": value for name, value in app.items()})
            rows = rows if found else []
        context = f"users('{person.aad_object_id}')/teamwork/installedApps"
        return {"@odata.context": f"{asked.base}/$metadata#{context}", "value": rows}

    def _installation(self, person: Person, asked: Asked) -> Body:
        row: Body = {"id": _installation_id(person, self._spec.teams_app_id)}
        expanded = [name.partition("(")[0] for name in listed(asked.query.get("$expand", ""))]
        return row | ({"teamsApp": self._app()} if "teamsApp" in expanded else {})

    def _chat(self, person: Person, id: str, asked: Asked) -> Body:
        has = self._conversations.personal(person).installed
        if not has or id != _installation_id(person, self._spec.teams_app_id):
            message = "The app installation was not found."
            raise GraphError(404, "NotFound", message)
        return {
            "@odata.context": f"{asked.base}/$metadata#chats/$entity",
            "id": self._spec.graph_chat(person),
            "chatType": "oneOnOne",
            "topic": None,
            "tenantId": self._spec.tenant_id,
        }

    def _person(self, name: str) -> Person:
        person = self._tenant.find(name)
        if person is None:
            raise GraphError(404, "NotFound", f"User Id '{name}' not found.")
        return person


def _installation_id(person: Person, app: str) -> str:
    return base64.urlsafe_b64encode(f"{person.aad_object_id}##{app}".encode()).decode()
