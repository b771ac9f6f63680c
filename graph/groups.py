"""Groups of the directory: who is in them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from graph.client import Client

READ_MEMBERS = "GroupMember.ReadBasic.All"
PAGE = 999  # members a page, the most that Graph gives
_USER = "#microsoft.graph.user"


class Groups:
    """Reads /groups (permission GroupMember.ReadBasic.All): ids of people, nothing else."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def members(
        self, group: str, *, transitive: bool = True
    ) -> AsyncIterator[tuple[str, ...]]:
        """Object ids of the people in this group, page by page; `transitive`: of nested groups too.

        Devices, contacts and the nested groups themselves are left out. One person comes once.
        Raises Missing for an unknown group.
        """
        builder, wanted = await self._members(group, transitive=transitive)
        async for page in self._client.pages(builder, READ_MEMBERS, wanted):
            yield _people(page)

    async def page(self, group: str, link: str = "") -> tuple[tuple[str, ...], str]:
        """One page of the people in this group and its nested ones, and the link to the next.

        `link` "" asks for the first page and is what follows the last. Raises as `members` does.
        """
        builder, wanted = await self._members(group, transitive=True)
        rows, following = await self._client.page(builder, READ_MEMBERS, wanted, link=link)
        return _people(rows), following

    async def _members(self, group: str, *, transitive: bool) -> tuple[Any, Any]:
        """The SDK's builder for the list, and what is asked of each entry."""
        found = (await self._client.builders()).groups.by_group_id(group)
        if transitive:
            nested = found.transitive_members
            wanted: Any = nested.TransitiveMembersRequestBuilderGetQueryParameters
            return nested, wanted(select=["id"], top=PAGE)
        own = found.members
        return own, own.MembersRequestBuilderGetQueryParameters(select=["id"], top=PAGE)


def _people(page: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(str(row["id"]) for row in page if row.get("@odata.type") == _USER and "id" in row)
