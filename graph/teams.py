"""Teams, channels and chats: who can come in, and who is there.

Every permission here comes with the app that is installed in that very team or chat
(resource-specific consent), and only as far as the organisation allows it: NotConsented may mean
that one place alone. https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph.client import Client, Listing

READ_TEAM = "TeamSettings.Read.Group"
READ_MEMBERS = "TeamMember.Read.Group"
READ_CHANNEL = "ChannelSettings.Read.Group"
READ_CHANNEL_MEMBERS = "ChannelMember.Read.Group"
READ_CHAT_MEMBERS = "ChatMember.Read.Chat"
PAGE = 999  # members a page of a team, the most that Graph gives
_OF_ENTRA = "#microsoft.graph.aadUserConversationMember"
_CLOSED = ("private", "hiddenMembership")
_CLASS_TEAM = "educationClass"
# Else Graph hides the kinds that came later, shared channels among them.
_ALL_KINDS = {"Prefer": "include-unknown-enum-members"}


class Kind(StrEnum):
    """What a card may be sent to besides a person."""

    TEAM = "team"
    STANDARD = "standard"  # a channel of everybody in its team
    PRIVATE = "private"  # a channel of some people of its team
    SHARED = "shared"  # a channel of people of several teams, perhaps of other organisations
    UNKNOWN = "unknown"  # a kind of channel that Microsoft has invented since


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A team or a channel. `private`: nobody comes in whom no owner has let in.

    `classroom`: the team of a class, pupils among its members; so are its standard channels.
    """

    kind: Kind
    private: bool
    classroom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a team, channel or chat.

    `aad_object_id` is "" for who has no account of an organisation; `guest` is true for them, as
    for every guest. `tenant` is the organisation of the account, "" where Graph doesn't tell it.
    `roles` are owner, guest or none, in small letters.
    """

    aad_object_id: str
    roles: tuple[str, ...]
    guest: bool
    tenant: str


class Teams:
    """Reads of one team, channel or chat what decides whether a card may go there.

    A team is named by its group in the directory (aadGroupId). Everything raises Throttled,
    NotConsented, Missing, Refused or Broken.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def team(self, team: str) -> Place:
        """Whether anybody may join this team: https://learn.microsoft.com/graph/api/team-get"""
        one: Any = (await self._client.builders()).teams.by_team_id(team)
        wanted = one.TeamItemRequestBuilderGetQueryParameters(
            select=["visibility", "specialization"]
        )
        found = await self._client.get(one, READ_TEAM, wanted)
        return Place(
            kind=Kind.TEAM,
            private=found.get("visibility") in _CLOSED,
            classroom=found.get("specialization") == _CLASS_TEAM,
        )

    async def channel(self, team: str, channel: str) -> Place:
        """What kind of channel this is; a standard one is as open as its team.

        https://learn.microsoft.com/graph/api/channel-get
        """
        channels = (await self._client.builders()).teams.by_team_id(team).channels
        one: Any = channels.by_channel_id(channel)
        wanted = one.ChannelItemRequestBuilderGetQueryParameters(select=["membershipType"])
        found = await self._client.get(one, READ_CHANNEL, wanted, _ALL_KINDS)
        kind = _kind(found.get("membershipType"))
        if kind is not Kind.STANDARD:
            return Place(kind=kind, private=kind is not Kind.UNKNOWN)
        around = await self.team(team)
        return Place(kind=kind, private=around.private, classroom=around.classroom)

    async def members(self, team: str) -> AsyncIterator[tuple[Member, ...]]:
        """Everybody in a team, page by page.

        https://learn.microsoft.com/graph/api/team-list-members
        """
        members: Any = (await self._client.builders()).teams.by_team_id(team).members
        wanted = members.MembersRequestBuilderGetQueryParameters(top=PAGE)
        async for page in self._pages(members, READ_MEMBERS, wanted):
            yield page

    async def channel_members(self, team: str, channel: str) -> AsyncIterator[tuple[Member, ...]]:
        """Everybody who sees a channel, page by page.

        In a shared one also who comes by way of another team or organisation; somebody who comes
        by several ways comes several times.
        https://learn.microsoft.com/graph/api/channel-list-allmembers
        """
        channels = (await self._client.builders()).teams.by_team_id(team).channels
        everybody = channels.by_channel_id(channel).all_members
        async for page in self._pages(everybody, READ_CHANNEL_MEMBERS):
            yield page

    async def chat_members(self, chat: str) -> AsyncIterator[tuple[Member, ...]]:
        """Everybody in a chat, page by page; bots are not among them.

        https://learn.microsoft.com/graph/api/chat-list-members
        """
        members = (await self._client.builders()).chats.by_chat_id(chat).members
        async for page in self._pages(members, READ_CHAT_MEMBERS):
            yield page

    async def _pages(
        self, builder: Listing, permission: str, wanted: Any = None
    ) -> AsyncIterator[tuple[Member, ...]]:
        async for page in self._client.pages(builder, permission, wanted):
            yield tuple(_member(row) for row in page)


def _kind(found: object) -> Kind:
    known = (Kind.STANDARD, Kind.PRIVATE, Kind.SHARED)
    return next((kind for kind in known if kind == found), Kind.UNKNOWN)


def _member(row: Mapping[str, Any]) -> Member:
    of_entra = row.get("@odata.type", _OF_ENTRA) == _OF_ENTRA
    id = str(row.get("userId") or "") if of_entra else ""
    # The list of a channel writes them with a capital, the lists of teams and chats don't.
    roles = tuple(str(role).lower() for role in row.get("roles") or ())
    return Member(
        aad_object_id=id.lower(),
        roles=roles,
        guest="guest" in roles or not id,
        tenant=str(row.get("tenantId") or "").lower(),
    )
