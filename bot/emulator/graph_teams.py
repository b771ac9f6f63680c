"""Microsoft Graph's teams, channels and chats: how open they are, who is there.

https://learn.microsoft.com/graph/api/channel-list-allmembers
"""

import base64
from collections.abc import Sequence
from dataclasses import replace

from bot.emulator.graph_answers import (
    Asked,
    Body,
    GraphError,
    Told,
    page_of,
    require_in_place,
    unknown_segment,
)
from bot.emulator.graph_query import listed
from bot.emulator.places import Channel, GroupChat, Seat, Team
from bot.emulator.tenant import Tenant

READS_TEAM = ("TeamSettings.Read.Group", "TeamSettings.Read.All", "Team.ReadBasic.All")
READS_MEMBERS = ("TeamMember.Read.Group", "TeamMember.Read.All")
READS_CHANNEL = ("ChannelSettings.Read.Group", "ChannelSettings.Read.All", "Channel.ReadBasic.All")
READS_CHANNEL_MEMBERS = ("ChannelMember.Read.Group", "ChannelMember.Read.All")
READS_CHAT_MEMBERS = ("ChatMember.Read.Chat", "ChatMember.Read.All", "Chat.ReadBasic.All")
_LATER = "include-unknown-enum-members"  # preferred, else kinds of later years stay hidden


class Places:
    """Answers below /teams and /chats."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._teams = {team.id: team for team in tenant.spec.teams}
        self._chats = {chat.id: chat for chat in tenant.spec.chats}

    def put(self, place: Team | GroupChat) -> None:
        """Add a team or chat, or change one that is there."""
        if isinstance(place, Team):
            self._teams[place.id] = place
        else:
            self._chats[place.id] = place

    def knows(self, place: str) -> bool:
        """Whether this is one of these channels or chats."""
        return place in self._chats or self._team_of(place) is not None

    def is_private(self, place: str) -> bool:
        """Whether this is a channel of only some of its team."""
        team = self._team_of(place)
        return team is not None and _find(team, place).kind != "standard"

    def seats(self, place: str) -> tuple[Seat, ...]:
        """Who is in a channel or chat."""
        team = self._team_of(place)
        if team is None:
            return self._chats[place].members
        return _find(team, place).members if self.is_private(place) else team.members

    def seat(self, place: str, seats: tuple[Seat, ...]) -> None:
        """From now on these are in a channel or chat, and so in all of the team's standard ones."""
        team = self._team_of(place)
        if team is None:
            self.put(replace(self._chats[place], members=seats))
        elif self.is_private(place):
            channels = (
                replace(one, members=seats) if one.id == place else one for one in team.channels
            )
            self.put(replace(team, channels=tuple(channels)))
        else:
            self.put(replace(team, members=seats))

    def _team_of(self, place: str) -> Team | None:
        teams = self._teams.values()
        return next((team for team in teams if any(c.id == place for c in team.channels)), None)

    def answer(self, asked: Asked) -> Told:
        """A team, a channel, their members, the members of a chat."""
        match (asked.method, asked.path):
            case "GET", ["teams", id, *rest]:
                return self._of_team(self._team(id), rest, asked)
            case "GET", ["chats", id, "members"]:
                chat = self._chat(id)
                self._require(chat, READS_CHAT_MEMBERS)
                return self._seats(chat.members, asked, owner_of_all=True)
        raise unknown_segment()

    def _of_team(self, team: Team, rest: list[str], asked: Asked) -> Told:
        match rest:
            case []:
                self._require(team, READS_TEAM)
                return Told(_chosen(self._shown(team), asked))
            case ["members"]:
                self._require(team, READS_MEMBERS)
                return self._seats(team.members, asked)
            case ["channels", id]:
                self._require(team, READS_CHANNEL)
                return Told(_chosen(_channel(_find(team, id), asked), asked))
            case ["channels", id, "allMembers"]:
                self._require(team, READS_CHANNEL_MEMBERS)
                channel = _find(team, id)
                seats = team.members if channel.kind == "standard" else channel.members
                return self._seats(seats, asked, capital=True)
        raise unknown_segment()

    def _require(self, place: Team | GroupChat, roles: tuple[str, ...]) -> None:
        require_in_place(self._tenant.granted, place.consented, roles)

    def _team(self, id: str) -> Team:
        if id not in self._teams:
            raise GraphError(404, "NotFound", f"No team found with Group Id {id}")
        return self._teams[id]

    def _chat(self, id: str) -> GroupChat:
        if id not in self._chats:
            raise GraphError(404, "NotFound", "NotFound")
        return self._chats[id]

    def _shown(self, team: Team) -> Body:
        return {
            "id": team.id,
            "displayName": team.name,
            "visibility": team.visibility,
            "specialization": team.specialization,
            "tenantId": self._tenant.spec.tenant_id,
        }

    def _seats(
        self,
        seats: Sequence[Seat],
        asked: Asked,
        *,
        capital: bool = False,
        owner_of_all: bool = False,
    ) -> Told:
        """Members as each list writes them; in a chat all but guests are its owners."""
        rows = []
        for seat in seats:
            roles = self._roles(seat, owner=owner_of_all or seat.owner)
            shown = [role.capitalize() for role in roles or ["member"]] if capital else roles
            rows.append(self._seat(seat, asked) | {"roles": shown})
        return Told(page_of(rows, asked, most=999))

    def _roles(self, seat: Seat, *, owner: bool) -> list[str]:
        person = self._tenant.find(seat.aad_object_id)
        if (
            seat.guest
            or not seat.aad_object_id
            or (person is not None and person.user_type == "Guest")
        ):
            return ["guest"]
        return ["owner"] if owner else []

    def _seat(self, seat: Seat, asked: Asked) -> Body:
        person = self._tenant.find(seat.aad_object_id)
        name = person.name if person is not None else seat.name
        id = base64.b64encode(f"{asked.path[1]}##{seat.aad_object_id or name}".encode()).decode()
        if not seat.aad_object_id:
            kind = "#microsoft.graph.anonymousGuestConversationMember"
            return {"@odata.type": kind, "id": id, "displayName": name}
        row: Body = {
            "@odata.type": "#microsoft.graph.aadUserConversationMember",
            "id": id,
            "displayName": name,
            "userId": seat.aad_object_id,
            "email": person.mail if person is not None else None,
            "tenantId": seat.tenant or self._tenant.spec.tenant_id,
        }
        if seat.through:
            source = f"{asked.base}/tenants/{row['tenantId']}/teams/{seat.through}/members/{id}"
            row["@microsoft.graph.originalSourceMembershipUrl"] = source
        return row


def _find(team: Team, id: str) -> Channel:
    for channel in team.channels:
        if channel.id == id:
            return channel
    raise GraphError(404, "NotFound", "No channel found with the given id.")


def _channel(channel: Channel, asked: Asked) -> Body:
    hidden = channel.kind == "shared" and _LATER not in asked.prefer
    return {
        "id": channel.id,
        "displayName": channel.name,
        "membershipType": "unknownFutureValue" if hidden else channel.kind,
    }


def _chosen(row: Body, asked: Asked) -> Body:
    names = listed(asked.query.get("$select", "")) or list(row)
    return {name: row[name] for name in names if name in row}
