"""People of the directory: who they are and who their manager is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.client import Client
from graph.errors import Missing

READ_USERS = "User.Read.All"
_FIELDS = [
    "id",
    "displayName",
    "mail",
    "userPrincipalName",
    "jobTitle",
    "department",
    "accountEnabled",
    "userType",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A directory entry; `mail` falls back to the sign-in name, as mailboxless accounts have it."""

    id: str
    name: str
    mail: str
    job_title: str
    department: str
    enabled: bool
    guest: bool


class Directory:
    """Reads /users (permission User.Read.All)."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def user(self, id: str) -> User:
        """The user with this object id or sign-in name; raises Missing."""
        from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder

        query = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(select=_FIELDS)
        users = (await self._client.builders()).users
        return _user(await self._client.get(users.by_user_id(id), READ_USERS, query))

    async def manager(self, id: str) -> User | None:
        """The user's manager, or None where the directory names none."""
        from msgraph.generated.users.item.manager.manager_request_builder import (
            ManagerRequestBuilder,
        )

        query = ManagerRequestBuilder.ManagerRequestBuilderGetQueryParameters(select=_FIELDS)
        users = (await self._client.builders()).users
        try:
            found = await self._client.get(users.by_user_id(id).manager, READ_USERS, query)
        except Missing:
            return None
        return _user(found)

    async def one(self) -> None:
        """Ask for a single user: shows that sign-in and consent work."""
        from msgraph.generated.users.users_request_builder import UsersRequestBuilder

        query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(select=["id"], top=1)
        await self._client.get((await self._client.builders()).users, READ_USERS, query)


def _user(found: Mapping[str, Any]) -> User:
    return User(
        id=str(found.get("id") or ""),
        name=str(found.get("displayName") or ""),
        mail=str(found.get("mail") or found.get("userPrincipalName") or ""),
        job_title=str(found.get("jobTitle") or ""),
        department=str(found.get("department") or ""),
        enabled=found.get("accountEnabled") is not False,
        guest=found.get("userType") == "Guest",
    )
