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
        found = (await self._client.builders()).groups.by_group_id(group)
        if transitive:
            all_ = found.transitive_members
            wanted: Any = all_.TransitiveMembersRequestBuilderGetQueryParameters(
                select=["id"], top=PAGE
            )
            pages = self._client.pages(all_, READ_MEMBERS, wanted)
        else:
            own = found.members
            wanted = own.MembersRequestBuilderGetQueryParameters(select=["id"], top=PAGE)
            pages = self._client.pages(own, READ_MEMBERS, wanted)
        async for page in pages:
            yield _people(page)


def _people(page: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(str(row["id"]) for row in page if row.get("@odata.type") == _USER and "id" in row)
