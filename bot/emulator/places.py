"""Teams, channels and group chats of the practice tenant, as Graph knows them."""

from dataclasses import dataclass

# What comes with the app that is installed in a team, or in a chat.
OF_A_TEAM = (
    "TeamSettings.Read.Group",
    "TeamMember.Read.Group",
    "ChannelSettings.Read.Group",
    "ChannelMember.Read.Group",
)
OF_A_CHAT = ("ChatMember.Read.Chat",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody's place in a team, channel or chat."""

    aad_object_id: str = ""  # left empty: of no organisation, as who joins by a link alone
    name: str = ""  # for who is not of the practice tenant
    tenant: str = ""  # of another organisation; left empty, the practice tenant
    owner: bool = False
    guest: bool = False  # invited into the practice tenant's directory
    through: str = ""  # id of the team by which they come into a shared channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel; the members of a standard one are those of its team."""

    id: str
    name: str
    kind: str = "standard"  # or private, shared
    members: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team; `id` is that of its group. Without the app in it nothing is consented to."""

    id: str
    name: str
    visibility: str = "private"  # or public, hiddenMembership
    specialization: str = "none"  # or educationClass, educationStaff
    members: tuple[Seat, ...] = ()
    channels: tuple[Channel, ...] = ()
    consented: tuple[str, ...] = OF_A_TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChat:
    """A chat of several people; many have no name."""

    id: str
    name: str = ""
    members: tuple[Seat, ...] = ()
    consented: tuple[str, ...] = OF_A_CHAT
