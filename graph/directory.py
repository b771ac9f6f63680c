"""People of the directory: who they are, who their manager is, and what changes of them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.client import Client
from graph.errors import Broken, Missing

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


class Seen(NamedTuple):
    """What one page of changes says of a user; None where it is silent and nothing has changed.

    `mail` may be "" although there is a `sign_in` name, which mailboxless accounts have too.
    """

    id: str
    name: str | None
    mail: str | None
    sign_in: str | None
    job_title: str | None
    department: str | None
    enabled: bool | None
    guest: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A deleted user; `for_good`: not even in the directory's recycle bin any more."""

    id: str
    for_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """One page. `following`: the link to the next page; on the last one it is "", and `later` is
    the link to what changes from then on."""

    people: tuple[Seen | Gone, ...]
    following: str
    later: str


class Directory:
    """Reads /users (permission User.Read.All)."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def user(self, id: str) -> User:
        """The user with this object id or sign-in name; raises Missing."""
        one: Any = (await self._client.builders()).users.by_user_id(id)
        query = one.UserItemRequestBuilderGetQueryParameters(select=_FIELDS)
        return _user(await self._client.get(one, READ_USERS, query))

    async def manager(self, id: str) -> User | None:
        """The user's manager, or None where the directory names none."""
        superior: Any = (await self._client.builders()).users.by_user_id(id).manager
        query = superior.ManagerRequestBuilderGetQueryParameters(select=_FIELDS)
        try:
            return _user(await self._client.get(superior, READ_USERS, query))
        except Missing:
            return None

    async def changes(self, link: str = "") -> AsyncIterator[Changes]:
        """What changed, page by page; without a `link` (of an earlier page) everybody there is.

        How many come on a page is Graph's choice: users' delta takes neither $top nor a preference.
        A user may come again on a later page. Raises Expired where the link is too old.
        """
        while True:
            page = await self.changed(link)
            yield page
            if not page.following:
                return
            if page.following == link:
                raise Broken(200)
            link = page.following

    async def changed(self, link: str = "") -> Changes:
        """One page of `changes`."""
        delta: Any = (await self._client.builders()).users.delta
        query = delta.DeltaRequestBuilderGetQueryParameters(select=_FIELDS)
        rows, following, later = await self._client.changes(delta, READ_USERS, query, link=link)
        people = tuple(_change(row) for row in rows if row.get("id"))
        return Changes(people=people, following=following, later=later)

    async def one(self) -> None:
        """Ask for a single user: shows that sign-in and consent work."""
        users: Any = (await self._client.builders()).users
        query = users.UsersRequestBuilderGetQueryParameters(select=["id"], top=1)
        await self._client.get(users, READ_USERS, query)


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


def _change(row: Mapping[str, Any]) -> Seen | Gone:
    id = str(row["id"]).lower()
    if "@removed" in row:
        removed = row["@removed"]
        reason = removed.get("reason") if isinstance(removed, dict) else None
        return Gone(id=id, for_good=reason == "deleted")
    said = row.get
    return Seen(
        id,
        _text(said("displayName", _SILENT)),
        _text(said("mail", _SILENT)),
        _text(said("userPrincipalName", _SILENT)),
        _text(said("jobTitle", _SILENT)),
        _text(said("department", _SILENT)),
        None if "accountEnabled" not in row else row["accountEnabled"] is not False,
        None if "userType" not in row else row["userType"] == "Guest",
    )


_SILENT = object()


def _text(found: Any) -> str | None:
    """What the directory has emptied is "", what it doesn't speak of None."""
    return None if found is _SILENT else str(found or "")
